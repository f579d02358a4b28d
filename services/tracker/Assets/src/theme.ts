// Light or dark: what was chosen here, else what the system says. Runs before the first paint, so nothing flashes.

export type ThemeChoice = "system" | "light" | "dark";

const key = "w2s-theme";
const systemDark = matchMedia("(prefers-color-scheme: dark)");

export function themeChoice(): ThemeChoice {
  const kept = stored();
  return kept === "light" || kept === "dark" ? kept : "system";
}

export function chooseTheme(choice: ThemeChoice): void {
  try {
    if (choice === "system") localStorage.removeItem(key);
    else localStorage.setItem(key, choice);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  applyTheme(choice);
}

function applyTheme(choice: ThemeChoice = themeChoice()): void {
  const dark = choice === "dark" || (choice === "system" && systemDark.matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

function stored(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

applyTheme();
systemDark.addEventListener("change", () => applyTheme());
