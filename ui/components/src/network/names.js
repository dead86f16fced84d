// Which labels are shown: none that would cover one of more weight.

const EDGES_WITH_LABELS = 40 // in a larger network only edges at what is pointed at have theirs
const GAP = 2 // pixels between two labels

const isOver = (one, other) =>
  one.x1 < other.x2 + GAP && other.x1 < one.x2 + GAP && one.y1 < other.y2 + GAP && other.y1 < one.y2 + GAP

const labelBox = (item) =>
  item.renderedBoundingBox({ includeNodes: false, includeEdges: false, includeOverlays: false, includeUnderlays: false, includeLabels: true })

/** What is pointed at comes first, then the centre, then the nodes with most edges, then edges. */
const weightOf = (item) => {
  if (item.hasClass("active") || item.hasClass("selected")) return Infinity
  if (item.hasClass("faded")) return -1
  if (item.hasClass("centre")) return Number.MAX_SAFE_INTEGER
  return item.isNode() ? 1 + item.degree(false) : 0
}

export const thinLabels = (cy) => {
  const marked = cy.elements(".active, .selected")
  const around = marked.union(marked.connectedEdges())
  const few = cy.edges().length <= EDGES_WITH_LABELS
  const wanted = cy.elements().filter((item) => item.isNode() || few || around.has(item))
  cy.batch(() => {
    cy.elements().difference(wanted).addClass("quiet")
    wanted.removeClass("quiet")
  })
  const taken = []
  const quiet = cy.collection()
  const ordered = wanted.toArray().map((item, order) => ({ item, order, weight: weightOf(item) }))
  ordered.sort((one, other) => other.weight - one.weight || one.order - other.order)
  for (const { item } of ordered) {
    const box = labelBox(item)
    if (taken.some((other) => isOver(box, other))) quiet.merge(item)
    else taken.push(box)
  }
  quiet.addClass("quiet")
}
