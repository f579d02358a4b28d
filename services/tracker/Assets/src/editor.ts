// The YAML editor: CodeMirror in a shadow root of its own, because there its styles need no exception in the page's
// policy. What is wrong comes from the server, which alone knows; what may be typed comes from the schema.

import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { completeFrom, type Schema } from "./editor/completion";
import { limitTo } from "./editor/limit";
import { highlighting, theme } from "./editor/theme";
import type { Server } from "./server";

interface Options {
  value: string;
  label: string;
  schema?: Schema;
  maxBytes: number;
  findings: Finding[];
}

interface Finding {
  line: number | null;
  message: string;
  severity: "error" | "warning";
}

const typingPause = 200;
const hintId = "keys";

export function create(host: HTMLElement, options: Options, server: Server): Editor {
  return new Editor(host, options, server);
}

class Editor {
  private readonly view: EditorView;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private told: string;

  constructor(
    private readonly host: HTMLElement,
    options: Options,
    private readonly server: Server,
  ) {
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    root.replaceChildren(hint());
    this.told = options.value;
    this.view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({ doc: options.value, extensions: this.extensions(options) }),
    });
    this.setFindings(options.findings);
    host.dataset.drawn = "true";
  }

  /** Takes a text that the server made, unless it is what the editor already has. */
  setValue(text: string): void {
    if (text === this.view.state.doc.toString()) return;
    this.told = text;
    this.view.dispatch({ changes: difference(this.view.state.doc.toString(), text) });
  }

  setFindings(findings: Finding[]): void {
    this.view.dispatch(setDiagnostics(this.view.state, findings.map((finding) => this.mark(finding))));
  }

  goTo(line: number): void {
    const at = this.view.state.doc.line(Math.min(Math.max(line, 1), this.view.state.doc.lines)).from;
    this.view.dispatch({ selection: { anchor: at }, scrollIntoView: true });
    this.view.focus();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.view.destroy();
    delete this.host.dataset.drawn;
  }

  private extensions(options: Options): Extension[] {
    return [
      lineNumbers(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      yaml(),
      syntaxHighlighting(highlighting),
      lintGutter(),
      autocompletion({ override: options.schema ? [completeFrom(options.schema)] : [] }),
      keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap, ...lintKeymap, indentWithTab]),
      EditorState.tabSize.of(2),
      EditorView.lineWrapping,
      limitTo(options.maxBytes),
      EditorView.contentAttributes.of({ "aria-label": options.label, "aria-describedby": hintId }),
      theme,
      EditorView.updateListener.of((update) => {
        if (update.docChanged) this.tellSoon();
      }),
      // Whoever leaves the text to press a button means all of it.
      EditorView.domEventHandlers({ blur: () => this.tell() }),
    ];
  }

  private tellSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), typingPause);
  }

  private tell(): void {
    clearTimeout(this.timer);
    const text = this.view.state.doc.toString();
    if (text === this.told) return;
    this.told = text;
    void this.server.invokeMethodAsync("OnTyped", text);
  }

  private mark(finding: Finding): Diagnostic {
    const { doc } = this.view.state;
    const line = doc.line(Math.min(Math.max(finding.line ?? 1, 1), doc.lines));
    const indent = /^\s*/.exec(line.text)![0].length;
    return {
      from: Math.min(line.from + indent, line.to),
      to: line.to,
      severity: finding.severity,
      message: finding.message,
    };
  }
}

// For who does not see that Tab indents.
function hint(): HTMLElement {
  const text = document.createElement("p");
  text.id = hintId;
  text.hidden = true;
  text.textContent = "Tab indents. Escape and then Tab leaves the editor.";
  return text;
}

// The piece between what both texts begin and end with, so that the cursor and the lines in view stay where they are.
function difference(before: string, after: string): { from: number; to: number; insert: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
