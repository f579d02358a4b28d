// Keeps "3 min ago" true while a page is open, without asking the server.

const elements = new Set<RelativeTime>();
let timer: ReturnType<typeof setInterval> | undefined;

export class RelativeTime extends HTMLElement {
  connectedCallback(): void {
    elements.add(this);
    timer ??= setInterval(updateAll, 10_000);
    queueMicrotask(() => this.update());
  }

  disconnectedCallback(): void {
    elements.delete(this);
    if (elements.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  update(): void {
    const time = this.querySelector("time");
    const text = time?.firstChild;
    const at = time ? Date.parse(time.dateTime) : NaN;
    if (!time || !text || Number.isNaN(at)) return;
    const wanted = phrase((Date.now() - at) / 1000);
    // Blazor owns the node: only its text is changed, and only when it differs.
    if (text.nodeValue !== wanted) text.nodeValue = wanted;
    time.title = new Date(at).toLocaleString();
  }
}

// The same words as Components/Shared/RelativeTime.razor.cs writes.
function phrase(seconds: number): string {
  if (seconds < 5) return "just now";
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

function updateAll(): void {
  for (const element of elements) element.update();
}
