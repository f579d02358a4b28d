// Tooltips as nodes: text from the server is never parsed as markup, and the page's policy allows no inline styles.

export interface TipRow {
  name: string;
  value: string;
  color: string;
}

export function tip(title: string, rows: TipRow[]): HTMLElement {
  const root = document.createElement("div");
  root.className = "chart-tip";
  const head = document.createElement("h4");
  head.textContent = title;
  const list = document.createElement("dl");
  for (const row of rows) list.append(...cells(row));
  root.append(head, list);
  return root;
}

function cells(row: TipRow): Node[] {
  const dot = document.createElement("span");
  dot.className = "dot";
  dot.style.background = row.color;
  const name = document.createElement("span");
  name.textContent = row.name;
  const value = document.createElement("dd");
  value.textContent = row.value;
  return [dot, name, value];
}

// ECharts writes the look of its box inline, over any stylesheet: so that box is bare, and what it holds has a look.
export const tipBox = {
  backgroundColor: "transparent",
  borderWidth: 0,
  padding: 0,
  shadowBlur: 0,
  confine: true,
  transitionDuration: 0,
};
