// Keeps the end of a growing text in sight, until somebody scrolls up to read.

const nearEnd = 24;

export class LogTail extends HTMLElement {
  private readonly growth = new MutationObserver(() => this.follow());
  private readonly onScroll = (event: Event): void => {
    const box = event.target as HTMLElement;
    this.follows = box.scrollHeight - box.scrollTop - box.clientHeight <= nearEnd;
  };
  private follows = true;

  connectedCallback(): void {
    this.growth.observe(this, { childList: true, characterData: true, subtree: true });
    this.addEventListener("scroll", this.onScroll, { capture: true, passive: true });
    this.follow();
  }

  disconnectedCallback(): void {
    this.growth.disconnect();
    this.removeEventListener("scroll", this.onScroll, { capture: true });
  }

  private follow(): void {
    const box = this.firstElementChild;
    if (box && this.follows) box.scrollTop = box.scrollHeight;
  }
}
