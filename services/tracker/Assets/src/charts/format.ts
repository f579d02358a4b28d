// Numbers as Components/Shared/Numbers.cs writes them.

import type { Axis } from "./spec";

export function short(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
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

/** A value as the labels of its axis write it. */
export function axisText(axis: Axis, value: number): string {
  return axis.percent ? `${short(value * 100)} %` : short(value);
}

function trim(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
