// Puts the focus on a page's heading when somebody goes to another page, so that those who do not see it hear where
// they are. At once, and not on the page that is opened first: there somebody may be writing already.

export class ArrivalFocus extends HTMLElement {
  static readonly observedAttributes = ["page"];

  attributeChangedCallback(_name: string, before: string | null): void {
    // The heading comes with the same rendering.
    if (before !== null) requestAnimationFrame(focusHeading);
  }
}

function focusHeading(): void {
  const heading = document.querySelector<HTMLElement>("h1");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
}
