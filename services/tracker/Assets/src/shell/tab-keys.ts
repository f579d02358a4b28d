// Keyboard of a list of tabs: arrows, Home and End move and activate.

export class TabKeys extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("keydown", this.onKey);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const tabs = [...this.querySelectorAll<HTMLElement>("[role=tab]:not([disabled])")];
    const at = tabs.indexOf(event.target as HTMLElement);
    if (at < 0) return;
    const next = target(event.key, at, tabs.length);
    if (next === undefined) return;
    event.preventDefault();
    tabs[next]?.focus();
    tabs[next]?.click();
  };
}

function target(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case "ArrowRight":
      return (at + 1) % count;
    case "ArrowLeft":
      return (at + count - 1) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
