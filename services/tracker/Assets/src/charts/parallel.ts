import type { EChartsCoreOption } from "echarts/core";
import { short } from "./format";
import type { ParallelSpec } from "./spec";
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
      ...(axis.categories
        ? { type: "category", data: axis.categories }
        : { type: axis.log ? "log" : "value", scale: true }),
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

function axisDefault(tokens: Tokens): object {
  const style = axisStyle(tokens);
  return {
    ...style,
    nameLocation: "end",
    nameGap: 16,
    nameTruncate: { maxWidth: 110 },
    axisLabel: {
      ...style.axisLabel,
      textBorderColor: tokens.color("surface"),
      textBorderWidth: 3,
      formatter: (value: number | string) => text(value),
    },
    areaSelectStyle: { color: tokens.color("accent"), borderColor: tokens.color("accent"), opacity: 0.25, width: 16 },
  };
}

function text(value: number | string | null | undefined): string {
  return typeof value === "number" ? short(value) : (value ?? "–");
}
