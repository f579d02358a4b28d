import type { EChartsCoreOption } from "echarts/core";
import { short } from "./format";
import type { ParallelSpec } from "./spec";
import { ticksOver, tickText } from "./ticks";
import { tip, tipBox } from "./tip";
import { axisStyle, type Tokens } from "./tokens";

/** One line for each run over its options and results; a drag along an axis keeps what passes through there. */
export function parallelOption(spec: ParallelSpec, tokens: Tokens): EChartsCoreOption {
  return {
    animation: false,
    parallel: { left: 64, right: 72, top: 40, bottom: 16, parallelAxisDefault: axisDefault(tokens) },
    parallelAxis: spec.axes.map((axis, dim) => ({
      // An axis that stays where it is keeps what is selected on it.
      id: `${dim} ${axis.name}`,
      dim,
      name: axis.name,
      ...scaleOf(spec, dim),
    })),
    tooltip: {
      ...tipBox,
      trigger: "item",
      formatter: (hit: { dataIndex: number }) => {
        const line = spec.lines[hit.dataIndex]!;
        const color = tokens.color(line.color);
        return tip(line.name, spec.axes.map((axis, at) => ({ name: axis.name, value: text(line.values[at]), color })));
      },
    },
    series: [
      {
        id: "lines",
        type: "parallel",
        smooth: 0.25,
        inactiveOpacity: 0.06,
        activeOpacity: 0.85,
        data: spec.lines.map((line) => ({
          value: line.values.map((value) => value ?? "-"),
          lineStyle: { color: tokens.color(line.color), width: 1.6, opacity: 0.6 },
        })),
        emphasis: { lineStyle: { width: 3, opacity: 1 } },
      },
    ],
  };
}

function scaleOf({ axes, lines }: ParallelSpec, dim: number): object {
  const { categories, log } = axes[dim]!;
  // Lines begin at the first axis: there the labels stand before them.
  const side = dim === 0 ? { margin: -8, align: "right" } : {};
  if (categories) return { type: "category", data: categories, axisLabel: side };
  if (log) return { type: "log", scale: true, axisLabel: side };
  const numbers = lines.map((line) => line.values[dim]).filter((value) => typeof value === "number");
  const ticks = ticksOver(numbers, {}, 8);
  if (!ticks) return { type: "value", scale: true };
  const formatter = (value: number) => tickText(value, ticks.interval);
  return { type: "value", ...ticks, axisLabel: { ...side, formatter } };
}

function axisDefault(tokens: Tokens): object {
  const style = axisStyle(tokens);
  return {
    ...style,
    nameLocation: "end",
    nameGap: 16,
    nameTruncate: { maxWidth: 110 },
    axisLabel: {
      ...style.axisLabel,
      // Lines that pass behind a label are hidden, not struck through it.
      backgroundColor: tokens.color("surface"),
      padding: [1, 3],
      formatter: (value: number | string) => text(value),
    },
    areaSelectStyle: { color: tokens.color("accent"), borderColor: tokens.color("accent"), opacity: 0.25, width: 16 },
  };
}

function text(value: number | string | null | undefined): string {
  return typeof value === "number" ? short(value) : (value ?? "–");
}
