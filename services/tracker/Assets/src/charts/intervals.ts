import type { EChartsCoreOption } from "echarts/core";
import { axisText, interval } from "./format";
import { valueAxis } from "./line";
import type { BarSpec, ScatterSpec } from "./spec";
import { tip, tipBox } from "./tip";
import { axisStyle, type Tokens } from "./tokens";

interface Api {
  value(index: number): number;
  coord(point: [number, number]): [number, number];
}

type Line = { x1: number; y1: number; x2: number; y2: number };

const cap = 4;

/** Points with their intervals on both axes. */
export function scatterOption(spec: ScatterSpec, tokens: Tokens): EChartsCoreOption {
  const { points } = spec;
  const middle = (Math.min(...points.map((p) => p.x)) + Math.max(...points.map((p) => p.x))) / 2;
  const whisker = points.map((p) => [p.x, p.y, p.xLow ?? p.x, p.xHigh ?? p.x, p.yLow ?? p.y, p.yHigh ?? p.y]);
  return {
    animation: false,
    grid: { left: 8, right: 24, top: 32, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "all" },
    xAxis: { ...valueAxis(spec.xAxis, tokens), scale: true },
    yAxis: { ...valueAxis(spec.yAxis, tokens), scale: true, ...nameAbove(tokens) },
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
        renderItem: (params: { dataIndex: number }, api: Api) => {
          const [left, y] = api.coord([api.value(2), api.value(1)]);
          const [right] = api.coord([api.value(3), api.value(1)]);
          const [x, bottom] = api.coord([api.value(0), api.value(4)]);
          const [, top] = api.coord([api.value(0), api.value(5)]);
          const color = tokens.faded(points[params.dataIndex]!.color, 0.6);
          return lines([...across(left, right, y), ...upright(bottom, top, x)], color);
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
            show: points.length <= 12,
            // Beside the upper whisker, above the other one, and on the side that has room.
            ...(point.x > middle ? { position: [-3, -6], align: "right" } : { position: [14, -6] }),
            formatter: () => point.name,
            color: tokens.color("ink"),
            fontSize: 11,
            fontFamily: tokens.font,
          },
        })),
        labelLayout: { moveOverlap: "shiftY" },
      },
    ],
  };
}

/** Horizontal bars, each with its interval. */
export function barOption(spec: BarSpec, tokens: Tokens): EChartsCoreOption {
  const { bars } = spec;
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
    xAxis: { ...valueAxis(spec.axis, tokens), ...reaching(spec.reference) },
    yAxis: {
      ...axisStyle(tokens),
      type: "category",
      inverse: true,
      data: bars.map((bar) => bar.name),
      splitLine: { show: false },
      axisLabel: {
        ...axisStyle(tokens).axisLabel,
        color: tokens.color("ink"),
        fontSize: 12,
        width: 130,
        overflow: "truncate",
      },
    },
    tooltip: {
      ...tipBox,
      trigger: "item",
      formatter: (hit: { dataIndex: number }) => {
        const bar = bars[hit.dataIndex];
        if (!bar) return "";
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
        data: bars.map((bar) => ({
          value: bar.value,
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
        data: bars.map((bar, at) => [bar.low ?? bar.value, at, bar.high ?? bar.value]),
        encode: { x: [0, 2], y: 1 },
        renderItem: (params: { dataIndex: number }, api: Api) => {
          const bar = bars[params.dataIndex]!;
          if (bar.low === undefined || bar.high === undefined) return lines([], "");
          const [left, y] = api.coord([api.value(0), api.value(1)]);
          const [right] = api.coord([api.value(2), api.value(1)]);
          return lines(across(left, right, y), tokens.color("ink"));
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

// An axis that shows the reference too.
function reaching(reference: number | undefined): object {
  if (reference === undefined) return {};
  return {
    min: (range: { min: number }) => Math.min(range.min, reference, 0),
    max: (range: { max: number }) => Math.max(range.max, reference),
  };
}

function referenceLine({ axis, reference: at }: BarSpec, tokens: Tokens): object | undefined {
  if (at === undefined) return undefined;
  return {
    silent: true,
    symbol: "none",
    data: [{ xAxis: at }],
    lineStyle: { color: tokens.color("ink-2"), type: [4, 3], width: 1 },
    label: {
      position: "start",
      formatter: axisText(axis, at),
      color: tokens.color("ink-2"),
      fontSize: 11,
      fontFamily: tokens.font,
    },
  };
}

function across(left: number, right: number, y: number): Line[] {
  return [
    { x1: left, y1: y, x2: right, y2: y },
    { x1: left, y1: y - cap, x2: left, y2: y + cap },
    { x1: right, y1: y - cap, x2: right, y2: y + cap },
  ];
}

function upright(bottom: number, top: number, x: number): Line[] {
  return [
    { x1: x, y1: bottom, x2: x, y2: top },
    { x1: x - cap, y1: bottom, x2: x + cap, y2: bottom },
    { x1: x - cap, y1: top, x2: x + cap, y2: top },
  ];
}

function lines(shapes: Line[], stroke: string): object {
  return {
    type: "group",
    children: shapes.map((shape) => ({ type: "line", shape, style: { stroke, lineWidth: 1.4, fill: undefined } })),
  };
}
