// What may stand at a place, from the published JSON Schema of experiment files.

import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { placeAt, type Place } from "./place";

export interface Schema {
  type?: string;
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
}

export function completeFrom(schema: Schema) {
  return (context: CompletionContext): CompletionResult | null => {
    const place = placeAt(context.state.doc.toString(), context.pos);
    if (!place) return null;
    if (!context.explicit && place.from === context.pos && place.valueOf === null) return null;
    const options = place.valueOf === null ? keys(schema, place) : values(schema, place, place.valueOf);
    return options.length > 0 ? { from: place.from, options, validFor: /^[\w.-]*$/ } : null;
  };
}

function keys(schema: Schema, place: Place): Completion[] {
  const found = new Map<string, Schema>();
  for (const mapping of mappings(schema, place.path, place.siblings))
    for (const [key, value] of Object.entries(mapping.properties ?? {})) if (!found.has(key)) found.set(key, value);
  return [...found]
    .filter(([key]) => !(key in place.siblings))
    .map(([key, value]) => ({
      label: key,
      type: "property",
      apply: `${key}: `,
      detail: value.default === undefined ? undefined : String(JSON.stringify(value.default)),
      info: value.description,
    }));
}

function values(schema: Schema, place: Place, key: string): Completion[] {
  const others = { ...place.siblings };
  delete others[key];
  const options = new Map<string, Completion>();
  for (const mapping of mappings(schema, place.path, others))
    for (const value of variants(mapping.properties?.[key]))
      for (const label of wordsOf(value)) options.set(label, { label, type: "constant", info: value.description });
  return [...options.values()];
}

function wordsOf(schema: Schema): string[] {
  if (schema.const !== undefined) return [String(schema.const)];
  if (schema.enum) return schema.enum.map(String);
  return schema.type === "boolean" ? ["true", "false"] : [];
}

// The mappings that may stand at a path: where there are variants, those that fit what is written beside.
function mappings(schema: Schema, path: string[], siblings: Record<string, string>): Schema[] {
  let reached = variants(schema);
  for (const key of path)
    reached = reached.flatMap((at) => variants(key === "*" ? at.items : at.properties?.[key]));
  const objects = reached.filter((at) => at.properties);
  const fitting = objects.filter((at) => Object.entries(siblings).every(([key, value]) => fits(at, key, value)));
  return fitting.length > 0 ? fitting : objects;
}

function fits(schema: Schema, key: string, value: string): boolean {
  const wanted = schema.properties?.[key]?.const;
  return wanted === undefined || value === "" || String(wanted) === value;
}

function variants(schema: Schema | undefined): Schema[] {
  if (!schema) return [];
  const inner = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  return inner.length > 0 ? inner.flatMap(variants) : [schema];
}
