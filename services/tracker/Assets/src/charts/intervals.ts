import type { EChartsCoreOption } from "echarts/core";
import { interval, short } from "./format";
import { valueAxis } from "./line";
import type { Axis, BarSpec, IntervalBar, ScatterSpec } from "./spec";
import { ticksOver, type Ticks } from "./ticks";
import { tip, tipBox } from "./tip";
import { axisStyle, type Tokens } from "./tokens";

interface Api {
  value(index: number): number;
  coord(point: [number, number]): [number, number];
}

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Params {
  dataIndex: number;
  coordSys: Area;
}

type Line = { x1: number; y1: number; x2: number; y2: number };

const cap = 4;

/** Points with their intervals on both axes. */
export function scatterOption(spec: ScatterSpec, tokens: Tokens): EChartsCoreOption {
  const { points } = spec;
  const middle = (Math.min(...points.map((p) => p.x)) + Math.max(...points.map((p) => p.x))) / 2;
  const whisker = points.map((p) => [p.x, p.y, p.xLow ?? p.x, p.xHigh ?? p.x, p.yLow ?? p.y, p.yHigh ?? p.y]);
  const ticksOf = (axis: Axis, places: number[]) =>
    ticksOver(whisker.flatMap((ends) => places.map((at) => ends[at]!)), axis);
  return {
    animation: false,
    grid: { left: 8, right: 24, top: 32, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "all" },
    xAxis: valueAxis(spec.xAxis, tokens, ticksOf(spec.xAxis, [0, 2, 3])),
    yAxis: { ...valueAxis(spec.yAxis, tokens, ticksOf(spec.yAxis, [1, 4, 5])), ...nameAbove(tokens) },
    tooltip: {
      ...tipBox,
      trigger: "item",
      formatter: (hit: { dataIndex: number }) => {
        const point = points[hit.dataIndex]!;
        const color = tokens.color(point.color);
        return tip(point.note ? `${point.name} · ${point.note}` : point.name, [
          { name: spec.xAxis.label ?? "x", value: interval(point.x, point.xLow, point.xHigh), color },
          { name: spec.yAxis.label ?? "y", value: interval(point.y, point.yLow, point.yHigh), color },
        ]);
      },
    },
    series: [
      {
        id: "intervals",
        type: "custom",
        data: whisker,
        encode: { x: [0, 2, 3], y: [1, 4, 5] },
        silent: true,
        z: 2,
        renderItem: ({ dataIndex, coordSys }: Params, api: Api) => {
          const [left, y] = api.coord([api.value(2), api.value(1)]);
          const [right] = api.coord([api.value(3), api.value(1)]);
          const [x, bottom] = api.coord([api.value(0), api.value(4)]);
          const [, top] = api.coord([api.value(0), api.value(5)]);
          const color = tokens.faded(points[dataIndex]!.color, 0.6);
          return lines([...across(left, right, y, coordSys), ...upright(bottom, top, x, coordSys)], color);
        },
      },
      {
        id: "points",
        type: "scatter",
        symbolSize: 11,
        z: 3,
        data: points.map((point) => ({
          value: [point.x, point.y],
          itemStyle: { color: tokens.color(point.color), borderColor: tokens.color("surface"), borderWidth: 1.5 },
          label: {
            show: true,
            // Beside the upper whisker, above the other one, and on the side that has room.
            ...(point.x > middle ? { position: [-3, -6], align: "right" } : { position: [14, -6] }),
            formatter: () => point.label ?? point.name,
            color: tokens.color("ink"),
            textBorderColor: tokens.color("surface"),
            textBorderWidth: 3,
            fontSize: 11,
            fontFamily: tokens.font,
          },
        })),
        labelLayout: { moveOverlap: "shiftY", hideOverlap: true },
      },
    ],
  };
}

/** Horizontal bars, each with its interval. */
export function barOption(spec: BarSpec, tokens: Tokens): EChartsCoreOption {
  const { bars } = spec;
  const rows = rowsOf(bars);
  const places = bars.map((bar) => rows.indexOf(bar));
  return {
    animation: false,
    grid: {
      left: 8,
      right: 20,
      // Room for what the reference is called.
      top: spec.reference === undefined ? 8 : 22,
      bottom: 8,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    xAxis: valueAxis(spec.axis, tokens, barTicks(spec)),
    yAxis: {
      ...axisStyle(tokens),
      type: "category",
      inverse: true,
      data: rows.map((row) => (typeof row === "string" ? { value: row, textStyle: headingStyle } : labelOf(row))),
      splitLine: { show: false },
      axisLabel: {
        ...axisStyle(tokens).axisLabel,
        color: tokens.color("ink"),
        fontSize: 12,
        interval: 0,
        width: 130,
        overflow: "truncate",
      },
    },
    tooltip: {
      ...tipBox,
      trigger: "item",
      formatter: (hit: { dataIndex: number }) => {
        const bar = bars[hit.dataIndex]!;
        const value = interval(bar.value, bar.low, bar.high);
        return tip(bar.note ? `${bar.name} · ${bar.note}` : bar.name, [
          { name: spec.axis.label ?? "value", value, color: tokens.color(bar.color) },
        ]);
      },
    },
    series: [
      {
        id: "bars",
        type: "bar",
        barMaxWidth: 18,
        data: bars.map((bar, at) => ({
          value: [bar.value, places[at]],
          itemStyle: {
            color: tokens.faded(bar.color, 0.75),
            borderRadius: bar.value < 0 ? [3, 0, 0, 3] : [0, 3, 3, 0],
          },
        })),
        markLine: referenceLine(spec, tokens),
      },
      {
        id: "intervals",
        type: "custom",
        silent: true,
        z: 5,
        data: bars.map((bar, at) => [bar.low ?? bar.value, places[at], bar.high ?? bar.value]),
        encode: { x: [0, 2], y: 1 },
        renderItem: ({ dataIndex, coordSys }: Params, api: Api) => {
          const bar = bars[dataIndex]!;
          if (bar.low === undefined || bar.high === undefined) return lines([], "");
          const [left, y] = api.coord([api.value(0), api.value(1)]);
          const [right] = api.coord([api.value(2), api.value(1)]);
          return lines(across(left, right, y, coordSys), tokens.color("ink"));
        },
      },
    ],
  };
}

// The name of an upright axis stands over it, from its left end.
function nameAbove(tokens: Tokens): object {
  const style = axisStyle(tokens).nameTextStyle;
  return { nameLocation: "end", nameGap: 12, nameTextStyle: { ...style, align: "left", padding: [0, 0, 0, -24] } };
}

// A bar begins at 0, and the axis shows the reference too.
function barTicks({ axis, bars, reference }: BarSpec): Ticks | undefined {
  const values = bars.flatMap((bar) => [bar.value, bar.low ?? bar.value, bar.high ?? bar.value]);
  return ticksOver([0, reference ?? 0, ...values], axis);
}

// Over the bars of a group stands its name.
function rowsOf(bars: IntervalBar[]): (IntervalBar | string)[] {
  return bars.flatMap((bar, at) => (bar.group && bar.group !== bars[at - 1]?.group ? [bar.group, bar] : [bar]));
}

function labelOf(bar: IntervalBar): string {
  return bar.label ?? bar.name;
}

const headingStyle = { fontWeight: 600 };

function referenceLine({ reference: at, referenceName }: BarSpec, tokens: Tokens): object | undefined {
  if (at === undefined) return undefined;
  return {
    silent: true,
    symbol: "none",
    data: [{ xAxis: at }],
    lineStyle: { color: tokens.color("ink-2"), type: [4, 3], width: 1 },
    label: {
      position: "start",
      formatter: referenceName ?? short(at),
      color: tokens.color("ink-2"),
      fontSize: 11,
      fontFamily: tokens.font,
    },
  };
}

function across(left: number, right: number, y: number, area: Area): Line[] {
  const { from, to, caps } = within(left, right, area.x, area.x + area.width);
  return [{ x1: from, y1: y, x2: to, y2: y }, ...caps.map((x) => ({ x1: x, y1: y - cap, x2: x, y2: y + cap }))];
}

function upright(bottom: number, top: number, x: number, area: Area): Line[] {
  const { from, to, caps } = within(top, bottom, area.y, area.y + area.height);
  return [{ x1: x, y1: from, x2: x, y2: to }, ...caps.map((y) => ({ x1: x - cap, y1: y, x2: x + cap, y2: y }))];
}

// An end beyond the axis is cut off there, and has no cap to tell so.
function within(least: number, most: number, low: number, high: number): { from: number; to: number; caps: number[] } {
  const caps = [least, most].filter((end) => end >= low - 1 && end <= high + 1);
  return { from: Math.max(least, low), to: Math.min(most, high), caps };
}

function lines(shapes: Line[], stroke: string): object {
  return {
    type: "group",
    children: shapes.map((shape) => ({ type: "line", shape, style: { stroke, lineWidth: 1.4, fill: undefined } })),
  };
}
