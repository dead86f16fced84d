// What nodes and edges look like. Each kind has a shape of its own, for those who do not see its colour.

const FONT = 13 // pixels on the screen
const LABEL_WIDTH = 140
const NODE = 26 // at a zoom of 1
const SMALLEST = 14 // pixels on the screen

export const SHAPES = {
  actor: { shape: "ellipse", path: "M10 2a8 8 0 1 1 0 16a8 8 0 1 1 0-16z" },
  attack: { shape: "diamond", path: "M10 1l9 9l-9 9l-9-9z" },
  place: { shape: "round-rectangle", path: "M4 4h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z" },
  source: { shape: "triangle", path: "M10 2l9 16H1z" },
  target: { shape: "pentagon", path: "M10 1l9 7l-3.5 11h-11L1 8z" },
  other: { shape: "hexagon", path: "M5 2h10l5 8l-5 8H5l-5-8z" },
}

const size = (scale) => Math.max(NODE, SMALLEST * scale())

/** The style sheet; *scale* says by what sizes are multiplied that are the same at every zoom. */
export const styleOf = ({ colours, font, scale }) => [
  {
    selector: "node",
    style: {
      width: () => size(scale),
      height: () => size(scale),
      "border-width": 1.5,
      "border-color": colours.ground,
      label: "data(label)",
      color: colours.text,
      "font-family": font,
      "font-size": () => FONT * scale(),
      "text-valign": "bottom",
      "text-margin-y": () => 3 * scale(),
      "text-wrap": "wrap",
      "text-max-width": () => LABEL_WIDTH * scale(),
      "line-height": 1.25,
      "text-outline-color": colours.ground,
      "text-outline-width": () => 2.5 * scale(),
    },
  },
  ...Object.entries(SHAPES).map(([kind, { shape }]) => ({
    selector: `node[kind = "${kind}"]`,
    style: { shape, "background-color": colours[kind] },
  })),
  {
    selector: "edge",
    style: {
      "curve-style": "bezier",
      width: (edge) => 1.25 + 4.5 * edge.data("share"),
      "line-color": colours.line,
      "target-arrow-color": colours.line,
      "arrow-scale": 1.1,
      label: "data(label)",
      color: colours.text,
      "font-family": font,
      "font-size": () => (FONT - 1.5) * scale(),
      "text-outline-color": colours.ground,
      "text-outline-width": () => 2.5 * scale(),
      "text-wrap": "wrap",
      "text-max-width": () => LABEL_WIDTH * scale(),
    },
  },
  { selector: "edge[?directed]", style: { "target-arrow-shape": "triangle" } },
  { selector: ".centre", style: { width: () => 1.5 * size(scale), height: () => 1.5 * size(scale), "font-weight": 600 } },
  { selector: ".quiet", style: { label: "" } },
  { selector: ".faded", style: { opacity: 0.3 } },
  { selector: "node.active, node.selected", style: { "border-color": colours.accent, "border-width": 4, opacity: 1, "z-index": 10 } },
  {
    selector: "edge.active, edge.selected",
    style: { "line-color": colours.accent, "target-arrow-color": colours.accent, opacity: 1, "z-index": 10 },
  },
]
