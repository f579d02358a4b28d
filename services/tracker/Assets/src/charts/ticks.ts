// Where an axis begins, ends and has its labels: at multiples of 1, 2 or 5 of a power of ten, all written alike.

import { typeset } from "./format";
import type { Axis } from "./spec";

export interface Ticks {
  min: number;
  max: number;
  interval: number;
}

/** An axis over the values that begins and ends at a label, but never beyond what the axis allows. */
export function ticksOver(values: number[], axis: Axis, count = 6): Ticks | undefined {
  const [least, most] = ends(values);
  if (least === undefined || most === undefined) return undefined;
  const room = least === most ? Math.abs(least) / 10 || 0.5 : 0;
  const low = Math.max(axis.min ?? -Infinity, least - room);
  const high = Math.min(axis.max ?? Infinity, most + room);
  const interval = intervalOf(high - low, count);
  return {
    min: axis.min ?? clean(Math.floor(low / interval + slack) * interval, interval),
    max: axis.max ?? clean(Math.ceil(high / interval - slack) * interval, interval),
    interval,
  };
}

/**
 * A logarithmic axis over values above 0 that begins and ends at a label: at powers of ten, and over less than two of
 * them at 2 and 5 times these as well.
 */
export function logTicksOver(least: number, most: number): { values: number[] } & Pick<Ticks, "min" | "max"> {
  const factors = most / least < 100 ? [1, 2, 5] : [1];
  const [first, last] = [exponent(least), exponent(most)];
  const marks = Array.from({ length: last - first + 3 }, (_, at) => first - 1 + at)
    .flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)));
  // What is the same all along has room on both sides.
  const isFlat = least === most;
  const min = marks.findLast((mark) => (isFlat ? mark < least : mark <= least))!;
  const max = marks.find((mark) => (isFlat ? mark > most : mark >= most))!;
  return { min, max, values: marks.filter((mark) => min <= mark && mark <= max) };
}

/** The multiples of the interval within a stretch that begins and ends anywhere. */
export function ticksWithin(min: number, max: number, count = 6): { values: number[]; interval: number } {
  const interval = intervalOf(max - min, count);
  const first = Math.ceil(min / interval - slack);
  const length = Math.max(0, Math.floor(max / interval + slack) - first + 1);
  return { values: Array.from({ length }, (_, at) => clean((first + at) * interval, interval)), interval };
}

/** A label with as many digits as tell it from its neighbours. */
export function tickText(value: number, interval: number): string {
  return typeset(digits(value, interval));
}

/** Least and most of what is a number. */
export function ends(values: Iterable<number | null | undefined>): [number?, number?] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values)
    if (value !== null && value !== undefined && Number.isFinite(value))
      [least, most] = [Math.min(least, value), Math.max(most, value)];
  return least <= most ? [least, most] : [undefined, undefined];
}

// A multiple that rounding has moved by less than this is the multiple.
const slack = 1e-9;

function intervalOf(span: number, count: number): number {
  if (!(span > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(span / count));
  const factor = [1, 2, 5].find((step) => span / (step * power) <= count + slack) ?? 10;
  return factor * power;
}

function digits(value: number, interval: number): string {
  if (Math.abs(value) < interval * slack) return "0";
  const [own, least] = [exponent(value), exponent(interval)];
  if (own >= 6 || least < -4) return value.toExponential(Math.max(0, own - least)).replace("e+", "e");
  if (interval >= 1000) return `${(value / 1000).toFixed(0)}k`;
  return value.toFixed(Math.max(0, -least));
}

function exponent(value: number): number {
  return Math.floor(Math.log10(Math.abs(value)) + slack);
}

function clean(value: number, interval: number): number {
  const places = Math.max(0, -exponent(interval));
  return places > 15 ? value : Number(value.toFixed(Math.min(20, places)));
}
