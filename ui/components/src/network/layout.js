// Where the nodes lie: the same network is laid out in the same way each time.
import cytoscape from "cytoscape"
import fcose from "cytoscape-fcose"

cytoscape.use(fcose)

const SEED = 0x9e3779b9

/** Mulberry32, a generator of numbers from 0 to below 1. */
const generator = (seed) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Run what takes its chances from Math.random with chances that are the same each time. */
const withSeed = (run) => {
  const { random } = Math
  Math.random = generator(SEED)
  try {
    run()
  } finally {
    Math.random = random
  }
}

/** Lay out by forces, the centre in the middle; what is wider than high, or the reverse, is turned to fit the frame. */
export const arrange = (cy, centre) => {
  const layout = cy.layout({
    name: "fcose",
    quality: cy.nodes().length > 150 ? "default" : "proof",
    animate: false,
    fit: false,
    randomize: true,
    nodeDimensionsIncludeLabels: true,
    idealEdgeLength: 110,
    nodeRepulsion: 9000,
    nodeSeparation: 110,
    gravity: 0.35,
    fixedNodeConstraint: centre ? [{ nodeId: centre, position: { x: 0, y: 0 } }] : undefined,
  })
  withSeed(() => layout.run())
  const { w, h } = cy.nodes().boundingBox({ includeLabels: false })
  if (w > h !== cy.width() > cy.height()) cy.nodes().positions((node) => ({ x: node.position("y"), y: node.position("x") }))
}
