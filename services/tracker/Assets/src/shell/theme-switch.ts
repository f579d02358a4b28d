// Three buttons: as the system has it, light, dark. Draws itself, because the server does not know the choice.

import { chooseTheme, themeChoice, type ThemeChoice } from "../theme";

const pictures: Record<ThemeChoice, string> = {
  system: "M3 3.5h10v7H3zM6 13h4",
  light: 
    "M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM8 1.5v1.4M8 13.1v1.4M1.5 8h1.4M13.1 8h1.4" +
    "M3.4 3.4l1 1M11.6 11.6l1 1M12.6 3.4l-1 1M4.4 11.6l-1 1",
  dark: "M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6z",
};

const labels: Record<ThemeChoice, string> = { system: "Colours of the system", light: "Light", dark: "Dark" };

export class ThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", "Colours");
    this.replaceChildren(...(Object.keys(pictures) as ThemeChoice[]).map((choice) => this.button(choice)));
    this.mark();
  }

  private button(choice: ThemeChoice): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.title = labels[choice];
    button.setAttribute("aria-label", labels[choice]);
    button.dataset.choice = choice;
    button.append(picture(pictures[choice]));
    button.addEventListener("click", () => {
      chooseTheme(choice);
      this.mark();
    });
    return button;
  }

  private mark(): void {
    for (const button of this.querySelectorAll("button"))
      button.setAttribute("aria-pressed", String(button.dataset.choice === themeChoice()));
  }
}

function picture(path: string): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  const attributes = { width: "14", height: "14", viewBox: "0 0 16 16", fill: "none", stroke: "currentColor" };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  svg.setAttribute("stroke-width", "1.5");
  svg.setAttribute("stroke-linecap", "round");
  svg.setAttribute("stroke-linejoin", "round");
  svg.setAttribute("aria-hidden", "true");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}
