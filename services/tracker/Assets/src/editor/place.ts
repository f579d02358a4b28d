// Where in a YAML text the cursor is: which keys lead there, and whether a key or a value is being typed. Works on half
// written text, which a parser cannot read.

export interface Place {
  /** Keys from the root; "*" for an item of a list. */
  path: string[];
  /** Set when the value of this key is being typed. */
  valueOf: string | null;
  /** Where what is being typed begins. */
  from: number;
  /** Keys and scalar values that the same mapping already has. */
  siblings: Record<string, string>;
}

const entry = /^((?:- +)*)([\w.-]+):(?:\s+(.*))?$/;

export function placeAt(text: string, at: number): Place | null {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const before = text.slice(start, at);
  if (/(^|\s)#/.test(before)) return null;
  const flow = openBraces(before);
  return flow.length > 0 ? flowPlace(text, start, before, flow, at) : blockPlace(text, start, before, at);
}

// Positions of braces and brackets that are still open at the end of a line's beginning.
function openBraces(before: string): number[] {
  const open: number[] = [];
  let quote = "";
  for (let at = 0; at < before.length; at++) {
    const sign = before[at]!;
    if (quote) quote = sign === quote ? "" : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === "{" || sign === "[") open.push(at);
    else if (sign === "}" || sign === "]") open.pop();
  }
  return open;
}

function flowPlace(text: string, start: number, before: string, open: number[], at: number): Place {
  const path = headPath(text, start, before.slice(0, open[0]));
  open.forEach((brace, depth) => {
    if (before[brace] === "[") path.push("*");
    else if (depth > 0 && before[open[depth - 1]!] === "{") path.push(keyBefore(before.slice(0, brace)));
  });
  const brace = open.at(-1)!;
  const inside = flat(before.slice(brace + 1));
  const last = inside.slice(inside.lastIndexOf(",") + 1);
  const pair = /^\s*([\w.-]+):\s+(\S*)$/.exec(last);
  const rest = text.slice(at, endOfLine(text, at));
  const siblings = before[brace] === "{" ? flowPairs(`${inside},${flat(rest).split("}")[0] ?? ""}`) : {};
  const typed = pair ? pair[2]! : last.trimStart();
  return { path, valueOf: pair ? pair[1]! : null, from: at - typed.length, siblings };
}

function blockPlace(text: string, start: number, before: string, at: number): Place | null {
  const indent = /^\s*/.exec(before)![0].length;
  const body = before.slice(indent);
  const value = /^((?:- +)*)([\w.-]+):\s+(\S*)$/.exec(body);
  const key = /^((?:- +)*)([\w.-]*)$/.exec(body);
  const found = value ?? key;
  if (!found) return null;
  const depth = indent + found[1]!.length;
  const path = parents(text, start, depth, indent, found[1]!.length > 0);
  const typed = value ? value[3]! : found[2]!;
  const siblings = blockSiblings(text, start, depth);
  return { path, valueOf: value ? value[2]! : null, from: at - typed.length, siblings };
}

// The path to what a line's beginning opens: "methods:" or "  - " before a brace.
function headPath(text: string, start: number, head: string): string[] {
  const indent = /^\s*/.exec(head)![0].length;
  const found = /^((?:- +)*)(?:([\w.-]+):)?\s*$/.exec(head.slice(indent));
  if (!found) return [];
  const dashes = found[1]!.length;
  const path = parents(text, start, indent + dashes, indent, dashes > 0);
  return found[2] ? [...path, found[2]] : path;
}

// Keys of the lines above that stand further left, each the nearest one.
function parents(text: string, start: number, depth: number, indent: number, isItem: boolean): string[] {
  const path: string[] = isItem ? ["*"] : [];
  let limit = isItem ? indent + 1 : depth;
  for (const line of text.slice(0, start).split("\n").reverse()) {
    const own = /^\s*/.exec(line)![0].length;
    const found = entry.exec(line.slice(own));
    if (!found) continue;
    const dashes = found[1]!.length;
    if (own + dashes < limit) {
      path.unshift(found[2]!);
      limit = own + dashes;
    }
    if (dashes > 0 && own < limit && own + dashes <= limit) {
      if (path[0] !== "*") path.unshift("*");
      limit = own + 1;
    }
    if (limit <= 0) break;
  }
  return path;
}

function blockSiblings(text: string, start: number, depth: number): Record<string, string> {
  const siblings: Record<string, string> = {};
  const note = (line: string): boolean => {
    const own = /^\s*/.exec(line)![0].length;
    const found = entry.exec(line.slice(own));
    if (line.trim() && own + (found?.[1]!.length ?? 0) < depth) return false;
    if (found && own + found[1]!.length === depth) siblings[found[2]!] = (found[3] ?? "").trim();
    return !(found && found[1]!.length > 0 && own + found[1]!.length === depth);
  };
  text.slice(0, start).split("\n").reverse().every(note);
  for (const line of text.slice(endOfLine(text, start)).split("\n").slice(1)) {
    if (/^\s*- /.test(line) && line.indexOf("-") < depth) break;
    if (!note(line)) break;
  }
  return siblings;
}

function flowPairs(inside: string): Record<string, string> {
  const pairs: Record<string, string> = {};
  for (const part of inside.split(",")) {
    const found = /^\s*([\w.-]+):\s+(\S+)\s*$/.exec(part);
    if (found) pairs[found[1]!] = found[2]!;
  }
  return pairs;
}

// Without what nested braces hold.
function flat(text: string): string {
  let before;
  do {
    before = text;
    text = text.replace(/\{[^{}[\]]*\}|\[[^{}[\]]*\]/g, "…");
  } while (text !== before);
  return text;
}

function keyBefore(head: string): string {
  return /([\w.-]+):\s*$/.exec(head)?.[1] ?? "*";
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}
