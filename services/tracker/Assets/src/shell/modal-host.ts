// Opens the dialog inside it as modal, and gives the focus back to where it was once the dialog is gone.

export class ModalHost extends HTMLElement {
  private returnTo: Element | null = null;

  connectedCallback(): void {
    this.returnTo = document.activeElement;
    // Blazor inserts an element before its children.
    queueMicrotask(() => {
      const dialog = this.querySelector("dialog");
      if (!dialog || dialog.open) return;
      dialog.showModal();
      dialog.querySelector<HTMLElement>("[autofocus]")?.focus();
      dialog.addEventListener("click", (event) => {
        if (event.target === dialog && dialog.hasAttribute("data-light-dismiss")) dialog.close();
      });
    });
  }

  disconnectedCallback(): void {
    if (this.returnTo instanceof HTMLElement && this.returnTo.isConnected) this.returnTo.focus();
  }
}
