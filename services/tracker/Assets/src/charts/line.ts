import type { EChartsCoreOption } from "echarts/core";
import { short } from "./format";
import { ends, logTicksOver, ticksOver, ticksWithin, tickText, type Ticks } from "./ticks";
import type { Axis, LineSeries, LineSpec } from "./spec";
import { tip, tipBox, type TipRow } from "./tip";
import { axisStyle, type Tokens } from "./tokens";

type Pair = [number, number | null];

// Drawn and left out, in pixels, for lines of one colour: solid, dashed, dotted, and what is made of these.
const strokes: ("solid" | number[])[] = ["solid", [7, 3], [2, 2.5], [9, 3, 2, 3], [14, 4], [5, 2, 2, 2, 2, 2]];

// A band may widen the axis by so much of what its curves span; the rest of it is cut off.
const bandRoom = 0.15;

/** Curves: a band from least to most of each bucket, the raw curve, and a smoothed one for which the raw is faint. */
export function lineOption(spec: LineSpec, tokens: Tokens): EChartsCoreOption {
  const shown = spec.series.filter((series) => !spec.hidden.includes(series.id));
  return {
    animation: false,
    grid: { left: 8, right: 16, top: 12, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "all" },
    xAxis: xAxis(spec, tokens),
    yAxis: { ...yAxis(spec.yAxis, shown, tokens), scale: true },
    dataZoom: [{ type: "inside", id: "zoom", filterMode: "none", zoomOnMouseWheel: "ctrl", moveOnMouseMove: false }],
    toolbox: { show: true, itemSize: 0, feature: { dataZoom: { yAxisIndex: "none", filterMode: "none" } } },
    tooltip: {
      ...tipBox,
      trigger: "axis",
      axisPointer: { type: "line", lineStyle: { color: tokens.color("line-strong"), type: "solid" } },
      formatter: (hits: { axisValue: number }[]) => tipAt(hits[0]?.axisValue ?? 0, spec, shown, tokens),
    },
    series: shown.flatMap((series) => drawn(series, tokens)),
  };
}

function xAxis(spec: LineSpec, tokens: Tokens): object {
  const [min, max] = spec.extent ?? ends(spec.series.flatMap((series) => [series.x[0], series.x.at(-1)]));
  const axis = { ...valueAxis(spec.xAxis, tokens), min, max, splitLine: { show: false } };
  if (spec.xAxis.log || min === undefined || max === undefined) return axis;
  return { ...axis, axisLabel: { ...axis.axisLabel, ...labelsWithin(min, max) } };
}

/** Labels for the part of an axis that is seen, which may begin and end anywhere. */
export function labelsWithin(min: number, max: number): object {
  const { values, interval } = ticksWithin(min, max);
  return { customValues: values, formatter: (value: number) => tickText(value, interval) };
}

function yAxis(axis: Axis, shown: LineSeries[], tokens: Tokens): object {
  const [least, most] = ends(shown.flatMap((series) => [...series.y, ...(series.smooth ?? [])]));
  if (least === undefined || most === undefined) return valueAxis(axis, tokens);
  if (!axis.log) return valueAxis(axis, tokens, yTicks(axis, shown, least, most));
  const { min, max, values } = logTicksOver(least, most);
  const style = valueAxis({ ...axis, min, max }, tokens);
  return {
    ...style,
    axisLabel: { ...style.axisLabel, customValues: values },
    axisTick: { ...style.axisTick, customValues: values },
  };
}

function yTicks(axis: Axis, shown: LineSeries[], least: number, most: number): Ticks | undefined {
  const [low, high] = ends(shown.flatMap((series) => [...(series.low ?? []), ...(series.high ?? [])]));
  const room = (most - least || Math.abs(most)) * bandRoom;
  // What is never negative has no axis below 0.
  const floor = least >= 0 ? Math.max(0, least - room) : least - room;
  return ticksOver([least, most, Math.max(floor, low ?? least), Math.min(most + room, high ?? most)], axis);
}

export function valueAxis(axis: Axis, tokens: Tokens, ticks?: Ticks) {
  return {
    ...axisStyle(tokens),
    type: axis.log ? "log" : "value",
    name: axis.label,
    nameLocation: "middle",
    nameGap: 24,
    min: ticks?.min ?? axis.min,
    max: ticks?.max ?? axis.max,
    interval: ticks?.interval,
    axisLabel: {
      ...axisStyle(tokens).axisLabel,
      formatter: (value: number) => (ticks ? tickText(value, ticks.interval) : short(value)),
    },
  };
}

function drawn(series: LineSeries, tokens: Tokens): object[] {
  const band = series.low && series.high ? bandOf(series, series.low, series.high, tokens) : [];
  const raw = pairs(series.x, series.y);
  if (!series.smooth) return [...band, curve(series, "raw", raw, tokens, 1, 1.6)];
  return [
    ...band,
    curve(series, "raw", raw, tokens, 0.28, 1),
    curve(series, "smooth", pairs(series.x, series.smooth), tokens, 1, 1.8),
  ];
}

function curve(series: LineSeries, part: string, data: Pair[], tokens: Tokens, opacity: number, width: number): object {
  const type = strokes[(series.stroke ?? 0) % strokes.length];
  return {
    id: `${series.id}/${part}`,
    name: series.name,
    type: "line",
    data,
    // One point alone has no line: only then a mark shows it.
    showSymbol: data.length === 1,
    symbol: "circle",
    symbolSize: 6,
    connectNulls: false,
    lineStyle: { color: tokens.color(series.color), width, opacity: series.pale ? opacity * 0.5 : opacity, type },
    itemStyle: { color: tokens.color(series.color) },
    emphasis: { disabled: true },
    z: part === "smooth" ? 4 : 3,
  };
}

// A band is a stack of two lines: the lower one unseen, the distance to the upper one filled.
function bandOf(series: LineSeries, low: (number | null)[], high: (number | null)[], tokens: Tokens): object[] {
  const height = low.map((value, at) => (value === null || high[at] == null ? null : high[at]! - value));
  const line = (part: string, values: (number | null)[], area: object | undefined) => ({
    id: `${series.id}/${part}`,
    type: "line",
    data: pairs(series.x, values),
    stack: `${series.id}/band`,
    stackStrategy: "all",
    showSymbol: false,
    lineStyle: { width: 0 },
    areaStyle: area,
    emphasis: { disabled: true },
    silent: true,
    tooltip: { show: false },
    z: 2,
  });
  return [
    line("low", low, undefined),
    line("height", height, { color: tokens.faded(series.color, series.smooth ? 0.1 : 0.18) }),
  ];
}

function pairs(x: number[], y: (number | null)[]): Pair[] {
  return x.map((at, index) => [at, y[index] ?? null]);
}

function tipAt(at: number, spec: LineSpec, shown: LineSeries[], tokens: Tokens): HTMLElement {
  const rows = shown.flatMap((series): TipRow[] => {
    const index = nearest(series.x, at);
    if (index === undefined) return [];
    const value = series.smooth?.[index] ?? series.y[index];
    const low = series.low?.[index];
    const high = series.high?.[index];
    const range = low != null && high != null && low !== high ? `  ${short(low)} … ${short(high)}` : "";
    return [{ name: series.name, value: short(value) + range, color: tokens.color(series.color) }];
  });
  return tip(`${spec.xAxis.label ?? "step"} ${short(at)}`, rows);
}

// The closest point; none where the series has not begun or has ended.
function nearest(x: number[], at: number): number | undefined {
  const [first, last] = [x[0], x.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  if (at < first - ((x[1] ?? first) - first) / 2 || at > last + (last - (x.at(-2) ?? last)) / 2) return undefined;
  let [low, high] = [0, x.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low > 0 && at - x[low - 1]! < x[low]! - at ? low - 1 : low;
}
