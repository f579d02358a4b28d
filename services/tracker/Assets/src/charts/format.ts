// Numbers as Components/Shared/Numbers.cs writes them.

export function short(value: number | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(value) ? "–" : typeset(digits(value));
}

/** A minus as wide as a plus. */
export function typeset(text: string): string {
  return text.replaceAll("-", "−");
}

function digits(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1e6 || size < 1e-3) return value.toExponential(1).replace("e+", "e");
  if (size >= 1e4) return `${trim((value / 1e3).toFixed(1))}k`;
  if (size >= 100) return value.toFixed(0);
  return trim(value.toFixed(size >= 10 ? 1 : 3));
}

export function interval(value: number, low?: number, high?: number): string {
  return low === undefined || high === undefined ? short(value) : `${short(value)} [${short(low)}, ${short(high)}]`;
}

function trim(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
