import { readFileSync, writeFileSync } from "node:fs";
import type { Result } from "./life.ts";
import { type Row, rows } from "./report.ts";

// `node bench/plot.ts <file.svg> <file.json ...>`: draws what `npm run bench -- --json` kept, time over tenants, a panel for each
// scenario that was played at several sizes. Both axes are logarithmic: a straight line that climbs by 45° is linear.

const PANEL = { width: 290, height: 230, left: 48, right: 24, top: 30, bottom: 34 };
const COLOURS = ["#1462b4", "#c2410c", "#6b7280"];

const [target, ...sources] = process.argv.slice(2);
if (target === undefined || sources.length === 0) {
  console.error("node bench/plot.ts <file.svg> <file.json ...>");
  process.exit(2);
}
const results = sources.flatMap((file) => (JSON.parse(readFileSync(file, "utf8")) as { results: Result[] }).results);
writeFileSync(target, picture(rows(results, "Terraform")));

function picture(all: readonly Row[]): string {
  const panels = [...Map.groupBy(all, ({ scenario }) => scenario)].filter(
    ([, made]) => new Set(made.map(({ tenants }) => tenants)).size > 1,
  );
  const shown = panels.flatMap(([, made]) => made);
  const tools = [...new Set(shown.map(({ tool }) => tool))];
  const colours = new Map(tools.map((tool, index) => [tool, COLOURS[index % COLOURS.length] ?? "black"]));
  const columns = 3;
  const height = Math.ceil(panels.length / columns) * PANEL.height + 40;
  const body = panels.map(([scenario, made], index) => {
    const at = `translate(${(index % columns) * PANEL.width}, ${Math.floor(index / columns) * PANEL.height})`;
    return `<g transform="${at}">${panel(scenario, made, shown, colours)}</g>`;
  });
  const legend = tools.map((tool, index) => {
    const x = 20 + index * 230;
    return `<line x1="${x}" y1="${height - 18}" x2="${x + 24}" y2="${height - 18}" stroke="${colours.get(tool)}" stroke-width="2"/><text x="${x + 30}" y="${height - 14}">${tool}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${columns * PANEL.width}" height="${height}" font-family="sans-serif" font-size="12">
<title>Time over tenants</title>
<rect width="100%" height="100%" fill="white"/>
${[...body, ...legend].join("\n")}
</svg>
`;
}

function panel(
  scenario: string,
  made: readonly Row[],
  shown: readonly Row[],
  colours: ReadonlyMap<string, string>,
): string {
  const sizes = [...new Set(shown.map(({ tenants }) => tenants))].sort((a, b) => a - b);
  const times = shown.map(({ seconds }) => seconds);
  const x = scale(Math.min(...sizes), Math.max(...sizes), PANEL.left, PANEL.width - PANEL.right);
  const y = scale(Math.min(...times), Math.max(...times), PANEL.height - PANEL.bottom, PANEL.top);
  const grid = [1, 2, 5, 10, 20, 50, 100, 200, 500]
    .filter((seconds) => seconds >= Math.min(...times) && seconds <= Math.max(...times))
    .map(
      (seconds) =>
        `<line x1="${PANEL.left}" y1="${y(seconds)}" x2="${PANEL.width - PANEL.right}" y2="${y(seconds)}" stroke="#e5e7eb"/><text x="${PANEL.left - 6}" y="${y(seconds) + 4}" text-anchor="end" fill="#4b5563">${seconds} s</text>`,
    );
  const feet = sizes.map(
    (size) => `<text x="${x(size)}" y="${PANEL.height - 14}" text-anchor="middle" fill="#4b5563">${size}</text>`,
  );
  const lines = [...Map.groupBy(made, ({ tool }) => tool)].map(([tool, of]) => {
    const points = of.map(({ tenants, seconds }) => [x(tenants), y(seconds)] as const);
    const dots = points.map(([left, top]) => `<circle cx="${left}" cy="${top}" r="3" fill="${colours.get(tool)}"/>`);
    return `<polyline fill="none" stroke="${colours.get(tool)}" stroke-width="2" points="${points.map((point) => point.join(",")).join(" ")}"/>${dots.join("")}`;
  });
  const title = `<text x="${PANEL.left}" y="18" font-weight="bold">${scenario}</text>`;
  return [title, ...grid, ...feet, ...lines].join("");
}

/** A logarithmic axis, in whole tenths of a pixel. */
function scale(low: number, high: number, from: number, to: number): (value: number) => number {
  const span = Math.log(high / low) || 1;
  return (value) => Math.round((from + (Math.log(value / low) / span) * (to - from)) * 10) / 10;
}
