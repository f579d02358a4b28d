// Colours and fonts of the stylesheet, as a canvas needs them. Read anew for every drawing, so a new theme shows.

export interface Tokens {
  color(name: string): string;
  faded(name: string, alpha: number): string;
  font: string;
}

export function readTokens(): Tokens {
  const style = getComputedStyle(document.documentElement);
  const value = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    color: value,
    faded: (name, alpha) => withAlpha(value(name), alpha),
    font: value("sans"),
  };
}

function withAlpha(hex: string, alpha: number): string {
  const part = (at: number) => parseInt(hex.slice(at, at + 2), 16);
  return `rgba(${part(1)}, ${part(3)}, ${part(5)}, ${alpha})`;
}

export function axisStyle(tokens: Tokens) {
  return {
    axisLine: { lineStyle: { color: tokens.color("line-strong") } },
    axisTick: { show: false },
    axisLabel: { color: tokens.color("ink-2"), fontSize: 11, fontFamily: tokens.font, hideOverlap: true },
    nameTextStyle: { color: tokens.color("ink-2"), fontSize: 11, fontFamily: tokens.font },
    splitLine: { lineStyle: { color: tokens.color("grid") } },
  };
}
