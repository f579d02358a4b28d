// What the server sends. The records are in Components/Charts/ChartData.cs; numbers that are not finite come as null.

export interface Axis {
  label?: string;
  log?: boolean;
  min?: number;
  max?: number;
}

export interface LineSeries {
  id: string;
  name: string;
  color: string;
  x: number[];
  y: (number | null)[];
  low?: (number | null)[];
  high?: (number | null)[];
  smooth?: (number | null)[];
  /** Which pattern of line: 0 is solid. */
  stroke?: number;
  pale?: boolean;
}

export interface LineSpec {
  kind: "line";
  xAxis: Axis;
  yAxis: Axis;
  extent?: [number, number];
  /** What is seen at first. */
  range?: [number, number];
  series: LineSeries[];
  hidden: string[];
}

interface IntervalPoint {
  id: string;
  name: string;
  /** What stands at the point, where that is less than its name. */
  label?: string;
  color: string;
  x: number;
  xLow?: number;
  xHigh?: number;
  y: number;
  yLow?: number;
  yHigh?: number;
  note?: string;
}

export interface ScatterSpec {
  kind: "scatter";
  xAxis: Axis;
  yAxis: Axis;
  points: IntervalPoint[];
}

export interface BarSpec {
  kind: "bar";
  axis: Axis;
  bars: IntervalBar[];
  reference?: number;
  referenceName?: string;
}

export interface IntervalBar {
  id: string;
  name: string;
  /** Bars of one group stand under its name, each called by its label. */
  group?: string;
  label?: string;
  color: string;
  value: number;
  low?: number;
  high?: number;
  note?: string;
}

export interface ParallelSpec {
  kind: "parallel";
  axes: { id: string; name: string; categories?: string[]; log?: boolean }[];
  lines: { id: string; name: string; color: string; values: (number | string | null)[] }[];
}

export type ChartSpec = LineSpec | ScatterSpec | BarSpec | ParallelSpec;
