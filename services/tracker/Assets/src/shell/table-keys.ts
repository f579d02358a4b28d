// Keyboard of a table, beside Tab: from the checkbox or the link of a row arrows, Home and End move to other rows',
// Shift with an arrow selects on the way, Enter opens. Nothing of it asks the server before it is done.

export class TableKeys extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("keydown", this.onKey);
    this.addEventListener("click", this.onClick);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const row = (event.target as Element).closest<HTMLElement>("tr[data-row]");
    if (!row || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = [...this.querySelectorAll<HTMLElement>("tr[data-row]")];
    const at = rows.indexOf(row);
    switch (event.key) {
      case "ArrowDown":
        this.move(rows, at, at + 1, event.shiftKey);
        break;
      case "ArrowUp":
        this.move(rows, at, at - 1, event.shiftKey);
        break;
      case "Home":
        this.move(rows, at, 0, false);
        break;
      case "End":
        this.move(rows, at, rows.length - 1, false);
        break;
      case "Enter":
        if (event.target !== checkbox(row)) return;
        door(row)?.click();
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  // A click beside what can be clicked opens the row, unless text is being selected.
  private readonly onClick = (event: MouseEvent): void => {
    const target = event.target as Element;
    if (target.closest("a, button, input, select, label, summary") || !getSelection()?.isCollapsed) return;
    const row = target.closest<HTMLElement>("tr[data-row]");
    if (row) door(row)?.click();
  };

  private move(rows: HTMLElement[], from: number, to: number, select: boolean): void {
    const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (!row) return;
    const passed = select ? [rows[from], row] : [];
    for (const one of passed) if (one && !checkbox(one)?.checked) checkbox(one)?.click();
    const box = checkbox(row);
    (box && !box.disabled ? box : door(row))?.focus();
  }
}

// What opens the row.
function door(row: HTMLElement): HTMLElement | null {
  return row.querySelector<HTMLElement>("a[data-open], button[data-open]");
}

function checkbox(row: HTMLElement): HTMLInputElement | null {
  return row.querySelector<HTMLInputElement>("input[type=checkbox][data-select]");
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input:not([type=checkbox]), select, textarea");
}
