// The graph of steps: dagre lays it out when its shape changes; state and progress only touch what they change.

import { Graph, layout } from "@dagrejs/dagre";
import type { Server } from "./server";

interface Node {
  id: string;
  label: string;
  note: string;
  state: string;
  cached: boolean;
  progress: number | null;
}

interface Spec {
  nodes: Node[];
  edges: [string, string][];
  selected: string | null;
}

interface Point {
  x: number;
  y: number;
}

interface Place extends Point {
  width: number;
}

interface Size {
  width: number;
  height: number;
}

const svgSpace = "http://www.w3.org/2000/svg";
const size = { height: 42, narrowest: 116, character: 6.6, padding: 34, margin: 4 };

export function create(host: HTMLElement, spec: Spec, server: Server): StepGraph {
  return new StepGraph(host, spec, server);
}

class StepGraph {
  private readonly svg = element("svg", {});
  private readonly parts = new Map<string, { group: SVGElement; note: SVGElement; bar: SVGElement; width: number }>();
  private shape = "";
  private seen: string | null = null;

  constructor(
    private readonly host: HTMLElement,
    private spec: Spec,
    private readonly server: Server,
  ) {
    this.svg.setAttribute("role", "group");
    host.append(this.svg);
    this.update(spec);
    host.dataset.drawn = "true";
  }

  update(spec: Spec): void {
    this.spec = spec;
    const shape = JSON.stringify([spec.nodes.map((node) => [node.id, node.label]), spec.edges]);
    const isNew = shape !== this.shape;
    if (isNew) this.lay();
    this.shape = shape;
    for (const node of spec.nodes) this.mark(node);
    this.markEdges();
    // A graph is taller than its frame, and its beginning stands in the middle of its left side.
    if (isNew && !spec.selected) this.bringIntoView(spec.nodes[0]?.id ?? null);
    if (spec.selected !== this.seen) this.bringIntoView(spec.selected);
    this.seen = spec.selected;
  }

  dispose(): void {
    this.svg.remove();
    this.parts.clear();
    delete this.host.dataset.drawn;
  }

  private lay(): void {
    const graph = new Graph();
    graph.setGraph({ rankdir: "LR", nodesep: 14, ranksep: 44, marginx: size.margin, marginy: size.margin });
    graph.setDefaultEdgeLabel(() => ({}));
    for (const node of this.spec.nodes) graph.setNode(node.id, { width: widthOf(node), height: size.height });
    for (const [from, to] of this.spec.edges) graph.setEdge(from, to);
    layout(graph);
    const courses = this.spec.edges.map(([from, to]) => ({
      to,
      points: between(graph.node(from), graph.edge(from, to).points ?? [], graph.node(to)),
    }));
    this.frame(graph.graph() as Size, courses.flatMap(({ points }) => points));
    this.parts.clear();
    const edges = courses.map(({ points, to }) => edge(points, to));
    this.svg.replaceChildren(...edges, ...this.spec.nodes.map((node) => this.draw(node, graph.node(node.id))));
  }

  // The layout's size is that of its nodes; an edge that goes around them may leave it.
  private frame({ width, height }: Size, points: Point[]): void {
    const top = Math.floor(Math.min(0, ...points.map((point) => point.y - size.margin)));
    const bottom = Math.ceil(Math.max(height, ...points.map((point) => point.y + size.margin)));
    this.svg.setAttribute("width", String(Math.ceil(width)));
    this.svg.setAttribute("height", String(bottom - top));
    this.svg.setAttribute("viewBox", `0 ${top} ${Math.ceil(width)} ${bottom - top}`);
    this.svg.style.setProperty("--graph-width", `${Math.ceil(width)}px`);
  }

  private draw(node: Node, place: Place): SVGElement {
    const { width } = place;
    const box = element("rect", { class: "box", width, height: size.height, rx: 6 });
    const bar = element("rect", { class: "bar", x: 1, y: size.height - 4, height: 3, rx: 1.5, width: 0 });
    const label = element("text", { x: 24, y: 18 }, node.label);
    const note = element("text", { class: "note", x: 24, y: 33 });
    const dot = element("circle", { cx: 13, cy: 14, r: 4 });
    const group = element("g", {
      transform: `translate(${place.x - width / 2} ${place.y - size.height / 2})`,
      tabindex: 0,
      role: "button",
    });
    group.append(box, bar, dot, label, note);
    const choose = () => void this.server.invokeMethodAsync("OnChosen", node.id);
    group.addEventListener("click", choose);
    group.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose();
    });
    this.parts.set(node.id, { group, note, bar, width });
    return group;
  }

  // Moves the graph inside its frame, never the page.
  private bringIntoView(id: string | null): void {
    const box = id ? this.parts.get(id)?.group.getBoundingClientRect() : undefined;
    const frame = this.host.parentElement;
    if (!box || !frame) return;
    const seen = frame.getBoundingClientRect();
    if (box.left >= seen.left && box.right <= seen.right && box.top >= seen.top && box.bottom <= seen.bottom) return;
    frame.scrollLeft += box.left + box.width / 2 - (seen.left + seen.width / 2);
    frame.scrollTop += box.top + box.height / 2 - (seen.top + seen.height / 2);
  }

  private mark(node: Node): void {
    const part = this.parts.get(node.id);
    if (!part) return;
    const selected = node.id === this.spec.selected;
    const names = ["node", node.state, node.cached ? "cached" : "", selected ? "selected" : ""];
    part.group.setAttribute("class", names.filter(Boolean).join(" "));
    part.group.setAttribute("aria-label", `${node.label}: ${node.note}`);
    part.group.setAttribute("aria-pressed", String(selected));
    if (part.note.textContent !== node.note) part.note.textContent = node.note;
    const running = node.state === "running" ? (node.progress ?? 0) : 0;
    part.bar.setAttribute("width", String(Math.max(0, (part.width - 2) * running)));
  }

  private markEdges(): void {
    const running = new Set(this.spec.nodes.filter((node) => node.state === "running").map((node) => node.id));
    for (const path of this.svg.querySelectorAll<SVGElement>(".edge"))
      path.classList.toggle("active", running.has(path.dataset.to ?? "") || this.spec.selected === path.dataset.to);
  }
}

function widthOf(node: Node): number {
  const text = Math.max(node.label.length, node.note.length * 0.9, 17);
  return Math.max(size.narrowest, Math.round(text * size.character + size.padding));
}

// From the right side of one box to the left side of the other, by way of what the layout put between.
function between(from: Place, points: Point[], to: Place): Point[] {
  const start = { x: from.x + from.width / 2, y: from.y };
  const end = { x: to.x - to.width / 2, y: to.y };
  return [start, ...points.slice(1, -1).filter((point) => point.x > start.x && point.x < end.x), end];
}

function edge(points: { x: number; y: number }[], to: string): SVGElement {
  const path = element("path", { class: "edge", d: curve(points) });
  path.dataset.to = to;
  return path;
}

// Leaves and arrives level, and bends between the points of the layout.
function curve(points: Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let from = first;
  const parts = rest.map((to) => {
    const middle = (from.x + to.x) / 2;
    from = to;
    return { middle, to };
  });
  return parts.reduce(
    ({ path, y }, { middle, to }) => ({ path: `${path}C${middle} ${y} ${middle} ${to.y} ${to.x} ${to.y}`, y: to.y }),
    { path: `M${first.x} ${first.y}`, y: first.y },
  ).path;
}

function element(name: string, attributes: Record<string, string | number>, text?: string): SVGElement {
  const made = document.createElementNS(svgSpace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}
