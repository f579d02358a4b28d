// Suggestions under a search box, asked for while somebody writes: arrows choose, Enter or Tab takes, Escape closes.
// What is taken goes into the box as if it had been typed, so the page hears of it as of any typing. The list stays
// until the answer to what was typed comes: of the same word, what still fits; of another, only to be looked at.

interface Suggestion {
  text: string;
  kind: "field" | "operator" | "value" | "keyword";
  description?: string | null;
}

interface Completion {
  position: number;
  length: number;
  suggestions: Suggestion[];
}

// A completion, and the text that it was asked for.
interface Answer extends Completion {
  asked: string;
}

const typingPause = 120;
const mostShown = 12;
const quote = /^["']/;
const wordEnd = /[\s()=<>!~,]/;

export class SearchBox extends HTMLElement {
  private answer: Answer | undefined;
  private completion: Completion | undefined;
  private chosen = -1;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking: AbortController | undefined;

  connectedCallback(): void {
    this.addEventListener("input", this.onInput);
    this.addEventListener("focusin", this.askSoon);
    this.addEventListener("keydown", this.onKey, true);
    this.addEventListener("focusout", this.close);
    // Before the box loses the focus, which closes the list.
    this.addEventListener("mousedown", this.onPress);
  }

  disconnectedCallback(): void {
    this.close();
  }

  private get input(): HTMLInputElement {
    return this.querySelector("input")!;
  }

  private get list(): HTMLElement {
    return this.querySelector("[role=listbox]")!;
  }

  // What is still asked for is of a text that is no longer there.
  private readonly onInput = (): void => {
    this.asking?.abort();
    this.narrow();
    this.askSoon();
  };

  private readonly askSoon = (): void => {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), typingPause);
  };

  private async ask(): Promise<void> {
    this.asking?.abort();
    const { signal } = (this.asking = new AbortController());
    const { value, selectionStart } = this.input;
    const query = new URLSearchParams({ text: value, caret: String(selectionStart ?? value.length) });
    try {
      const answer = await fetch(`${this.dataset.source}?${query}`, { signal });
      const completion = answer.ok ? ((await answer.json()) as Completion) : undefined;
      if (signal.aborted) return;
      if (!completion || !this.isStillAt(value, selectionStart)) return this.close();
      this.answer = { ...completion, asked: value };
      this.show(completion);
    } catch {
      // The server is away: there is nothing to suggest. What was given up for a newer question leaves that one alone.
      if (!signal.aborted) this.close();
    }
  }

  private isStillAt(value: string, caret: number | null): boolean {
    const { input } = this;
    return document.activeElement === input && input.value === value && input.selectionStart === caret;
  }

  private narrow(): void {
    if (!this.answer) return;
    const { value, selectionStart } = this.input;
    const completion = narrowed(this.answer, value, selectionStart ?? value.length);
    if (completion) return this.show(completion);
    this.completion = undefined;
    this.choose(-1);
  }

  private show(completion: Completion): void {
    const chosen = this.completion?.suggestions[this.chosen]?.text;
    const suggestions = completion.suggestions.slice(0, mostShown);
    this.completion = { ...completion, suggestions };
    this.list.replaceChildren(...suggestions.map((suggestion, at) => option(suggestion, `${this.list.id}-${at}`)));
    this.list.hidden = suggestions.length === 0;
    this.input.setAttribute("aria-expanded", String(suggestions.length > 0));
    this.choose(suggestions.findIndex(({ text }) => text === chosen));
  }

  private readonly close = (): void => {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.answer = undefined;
    this.completion = undefined;
    this.chosen = -1;
    this.list.hidden = true;
    this.list.replaceChildren();
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (this.list.hidden || event.isComposing) return;
    if (!this.completion && event.key !== "Escape") return;
    switch (event.key) {
      case "ArrowDown":
        this.choose(this.chosen + 1);
        break;
      case "ArrowUp":
        this.choose(this.chosen - 1);
        break;
      case "Enter":
      case "Tab":
        if (this.chosen < 0) return this.close();
        this.take(this.chosen);
        break;
      case "Escape":
        this.close();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  private readonly onPress = (event: MouseEvent): void => {
    const pressed = (event.target as Element).closest("[role=option]");
    if (!pressed) return;
    event.preventDefault();
    this.take([...this.list.children].indexOf(pressed));
  };

  private choose(at: number): void {
    const options = [...this.list.children];
    this.chosen = Math.max(-1, Math.min(options.length - 1, at));
    options.forEach((one, index) => one.setAttribute("aria-selected", String(index === this.chosen)));
    const active = options[this.chosen];
    active?.scrollIntoView({ block: "nearest" });
    if (active) this.input.setAttribute("aria-activedescendant", active.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  private take(at: number): void {
    const suggestion = this.completion?.suggestions[at];
    if (!this.completion || !suggestion) return;
    const { position, length } = this.completion;
    const { input } = this;
    const open = suggestion.text.endsWith("(");
    const inserted = open ? suggestion.text : `${suggestion.text} `;
    const rest = input.value.slice(position + length);
    input.setRangeText(rest.startsWith(" ") && !open ? suggestion.text : inserted, position, position + length, "end");
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}

// What of an answer still fits after its word was changed; undefined where more than that was.
function narrowed(answer: Answer, text: string, caret: number): Completion | undefined {
  const { asked, position } = answer;
  const behind = asked.slice(position + answer.length);
  const end = text.length - behind.length;
  const isAround = text.startsWith(asked.slice(0, position)) && text.endsWith(behind);
  if (!isAround || caret < position || end < caret || wordEnd.test(text.slice(position, end))) return undefined;
  const typed = text.slice(position, caret).replace(quote, "").toLowerCase();
  const suggestions = answer.suggestions.filter((suggestion) => suggestion.text.toLowerCase().includes(typed));
  return { position, length: end - position, suggestions };
}

function option(suggestion: Suggestion, id: string): HTMLElement {
  const item = document.createElement("li");
  item.id = id;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.kind = suggestion.kind;
  item.append(part("code", suggestion.text));
  if (suggestion.description) item.append(part("span", suggestion.description));
  return item;
}

function part(tag: "code" | "span", text: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
