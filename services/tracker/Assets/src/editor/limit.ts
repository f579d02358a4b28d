// The server takes a text of so many bytes in one message and closes the page over a longer one. What would make the
// text too long is not done, and a line under it says so.

import { EditorState, StateEffect, StateField, type Extension, type Transaction } from "@codemirror/state";
import { showPanel, type Panel } from "@codemirror/view";

// A sign is at most so many bytes in a JSON text.
const mostPerSign = 6;

const refusal = StateEffect.define<null>();

export function limitTo(bytes: number): Extension {
  const isRefused = StateField.define<boolean>({
    create: () => false,
    update: (before, change) => change.effects.some((effect) => effect.is(refusal)) || (before && !change.docChanged),
    provide: (field) => showPanel.from(field, (refused) => (refused ? () => notice(bytes) : null)),
  });
  const filter = EditorState.transactionFilter.of((change) =>
    makesTooLong(change, bytes) ? { effects: refusal.of(null) } : change,
  );
  return [isRefused, filter];
}

function makesTooLong(change: Transaction, bytes: number): boolean {
  if (!change.docChanged) return false;
  const { length } = change.newDoc;
  if (length <= change.startState.doc.length || length * mostPerSign <= bytes) return false;
  return new TextEncoder().encode(JSON.stringify(change.newDoc.toString())).length > bytes;
}

function notice(bytes: number): Panel {
  const dom = document.createElement("div");
  dom.className = "refusal";
  dom.setAttribute("role", "alert");
  dom.textContent =
    `Not inserted: this editor takes texts of at most ${Math.floor(bytes / 1024)} KiB. ` +
    "A longer experiment can be launched with ./w2s run FILE.";
  return { dom };
}
