// A click on an element with data-copy puts that text on the clipboard and says so: in the element itself, and to
// screen readers.

const shownFor = 1600;
const said = document.createElement("div");

export function copyOnClick(): void {
  said.role = "status";
  said.className = "visually-hidden";
  document.body.append(said);
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
    if (button) void copy(button);
  });
}

async function copy(button: HTMLElement): Promise<void> {
  const text = button.dataset.copy ?? "";
  const done = (await viaClipboard(text)) || viaSelection(text);
  button.dataset.copied = done ? "yes" : "no";
  // A page that came in place of the first one took it away.
  if (!said.isConnected) document.body.append(said);
  said.textContent = done ? "Copied" : "Could not be copied";
  setTimeout(() => {
    delete button.dataset.copied;
    said.textContent = "";
  }, shownFor);
}

async function viaClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

// Pages that come over plain HTTP from another machine have no clipboard, but may still copy a selection.
function viaSelection(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
