// The one door to Apache ECharts: a chart is made once for its host, then only given new data. Its option is a pure
// function of what the server sent and of the page's colours.

import { BarChart, CustomChart, LineChart, ParallelChart, ScatterChart } from "echarts/charts";
import {
  AxisPointerComponent,
  DataZoomComponent,
  GridComponent,
  MarkLineComponent,
  ParallelComponent,
  ToolboxComponent,
  TooltipComponent,
} from "echarts/components";
import { init, use, type ECharts, type EChartsCoreOption } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";
import { barOption, scatterOption } from "./charts/intervals";
import { labelsWithin, lineOption } from "./charts/line";
import { parallelOption } from "./charts/parallel";
import type { ChartSpec } from "./charts/spec";
import { readTokens, type Tokens } from "./charts/tokens";
import type { Server } from "./server";

use([
  AxisPointerComponent,
  BarChart,
  CanvasRenderer,
  CustomChart,
  DataZoomComponent,
  GridComponent,
  LabelLayout,
  LineChart,
  MarkLineComponent,
  ParallelChart,
  ParallelComponent,
  ScatterChart,
  ToolboxComponent,
  TooltipComponent,
]);

const zoomPause = 150;

export function create(host: HTMLElement, spec: ChartSpec, server: Server): Chart {
  return new Chart(host, spec, server);
}

class Chart {
  private readonly chart: ECharts;
  private readonly sizes: ResizeObserver;
  private readonly themes: MutationObserver;
  private zoomTimer: ReturnType<typeof setTimeout> | undefined;
  private isLabelledInPart = false;

  constructor(
    private readonly host: HTMLElement,
    private spec: ChartSpec,
    private readonly server: Server,
  ) {
    this.chart = init(host, undefined, { renderer: "canvas" });
    this.sizes = new ResizeObserver(() => this.chart.resize());
    this.sizes.observe(host);
    this.themes = new MutationObserver(() => this.draw());
    this.themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    this.draw();
    this.listen();
    this.showRange();
    host.dataset.drawn = "true";
  }

  update(spec: ChartSpec): void {
    this.spec = spec;
    this.draw();
  }

  resetZoom(): void {
    this.chart.dispatchAction({ type: "dataZoom", start: 0, end: 100 });
  }

  savePng(name: string): void {
    const link = document.createElement("a");
    link.download = `${name}.png`;
    link.href = this.chart.getDataURL({ pixelRatio: 2, backgroundColor: readTokens().color("surface") });
    link.click();
  }

  dispose(): void {
    clearTimeout(this.zoomTimer);
    this.sizes.disconnect();
    this.themes.disconnect();
    this.chart.dispose();
    delete this.host.dataset.drawn;
  }

  private draw(): void {
    const replaceMerge = ["series", ...(this.spec.kind === "parallel" ? ["parallelAxis"] : [])];
    this.chart.setOption(optionOf(this.spec, readTokens()), { replaceMerge });
    this.labelWhatIsSeen();
  }

  private listen(): void {
    if (this.spec.kind === "line") {
      this.selectToZoom();
      this.chart.on("datazoom", () => {
        this.labelWhatIsSeen();
        this.tellZoom();
      });
      this.chart.getZr().on("dblclick", () => this.resetZoom());
    }
    if (this.spec.kind === "parallel") this.chart.on("axisareaselected", () => this.tellBrush());
  }

  // A drag over the curves zooms into what it spans.
  private selectToZoom(): void {
    this.chart.dispatchAction({ type: "takeGlobalCursor", key: "dataZoomSelect", dataZoomSelectActive: true });
  }

  // Only once: from then on the reader decides what is seen.
  private showRange(): void {
    if (this.spec.kind !== "line" || !this.spec.range) return;
    const [startValue, endValue] = this.spec.range;
    this.chart.dispatchAction({ type: "dataZoom", startValue, endValue });
  }

  private tellZoom(): void {
    clearTimeout(this.zoomTimer);
    this.zoomTimer = setTimeout(() => {
      const { min, max, whole } = this.visible();
      this.host.dataset.zoomed = String(!whole);
      void this.server.invokeMethodAsync("OnZoomed", whole ? null : min, whole ? null : max);
    }, zoomPause);
  }

  private labelWhatIsSeen(): void {
    if (this.spec.kind !== "line" || this.spec.xAxis.log) return;
    const { min, max, whole } = this.visible();
    if (whole && !this.isLabelledInPart) return;
    this.isLabelledInPart = !whole;
    this.chart.setOption({ xAxis: { axisLabel: labelsWithin(min, max) } });
  }

  private visible(): { min: number; max: number; whole: boolean } {
    const { dataZoom, xAxis } = this.chart.getOption() as {
      dataZoom: { start: number; end: number }[];
      xAxis: { min: number; max: number }[];
    };
    const { start, end } = dataZoom[0]!;
    const axis = xAxis[0]!;
    const at = (percent: number) => axis.min + ((axis.max - axis.min) * percent) / 100;
    return { min: at(start), max: at(end), whole: start <= 0 && end >= 100 };
  }

  private tellBrush(): void {
    const model = (this.chart as unknown as { getModel(): Model }).getModel();
    const indices = model.getSeriesByIndex(0).getRawIndicesByActiveState("active");
    const lines = this.spec.kind === "parallel" ? this.spec.lines : [];
    const ids = indices.map((at) => lines[at]?.id ?? "");
    void this.server.invokeMethodAsync("OnBrushed", ids);
  }
}

interface Model {
  getSeriesByIndex(index: number): { getRawIndicesByActiveState(state: "active"): number[] };
}

function optionOf(spec: ChartSpec, tokens: Tokens): EChartsCoreOption {
  switch (spec.kind) {
    case "line":
      return lineOption(spec, tokens);
    case "scatter":
      return scatterOption(spec, tokens);
    case "bar":
      return barOption(spec, tokens);
    case "parallel":
      return parallelOption(spec, tokens);
  }
}
