// A network drawn with Cytoscape: its picture for the eye, a list of the same nodes and edges for the keyboard.
import cytoscape from "cytoscape"

import { arrange } from "./layout.js"
import { thinLabels } from "./names.js"
import { SHAPES, styleOf } from "./look.js"
import css from "./style.css"

const ZOOM_STEP = 1.35
const LARGEST_FIT = 1.25
const MARGIN = 36 // pixels around the drawing
const PNG_SIDE = 8000 // pixels at most
const PNG_SCALE = 2
const TYPING_MS = 700 // between two letters of one search in the list
const FONT_MS = 1500 // that are waited for the font of the page
const instances = new WeakMap()

const element = (tag, name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties)
  made.className = name
  made.append(...children)
  return made
}

const svg = (path) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path")
  made.setAttribute("viewBox", "0 0 20 20")
  made.setAttribute("aria-hidden", "true")
  shape.setAttribute("d", path)
  made.append(shape)
  return made
}

const ICONS = {
  closer: "M9 4h2v5h5v2h-5v5H9v-5H4V9h5z",
  farther: "M4 9h12v2H4z",
  fit: "M3 3h5v2H5v3H3zm9 0h5v5h-2V5h-3zM3 12h2v3h3v2H3zm12 0h2v5h-5v-2h3z",
}

/**
 * Dates and the like, set off from Arabic words around them: else 2024-05-06 would be drawn with the day in front.
 * (U+2066 and U+2069)
 */
const isolated = (text) => text.replace(/[\d\p{Script=Latin}][\d\p{Script=Latin}./:-]*/gu, "\u2066$&\u2069")

/** What is drawn, with labels ready for the direction of their lines. */
const readable = (items, direction) =>
  direction === "rtl" ? items.map((item) => ({ ...item, label: isolated(item.label) })) : items

class Network {
  constructor(root) {
    this.root = root
    this.build()
    root.append(element("style", "", { textContent: css }), this.box)
    // The wheel scrolls the page, and zooms with Ctrl, as on a touchpad; one finger scrolls, two move the drawing.
    const guard = (name, foreign) =>
      this.stage.addEventListener(name, (event) => foreign(event) && event.stopPropagation(), { capture: true, passive: true })
    guard("wheel", (event) => !event.ctrlKey && !event.metaKey)
    guard("touchmove", (event) => event.touches.length === 1)
    this.observer = new ResizeObserver(() => this.resize())
    this.observer.observe(this.stage)
  }

  build() {
    this.stage = element("div", "stage")
    this.picture = element("div", "picture")
    this.picture.setAttribute("aria-hidden", "true")
    this.list = element("ul", "list", { tabIndex: 0, role: "listbox" })
    this.list.addEventListener("keydown", (event) => this.onKey(event))
    this.list.addEventListener("focus", () => this.goTo(this.position ?? this.selectedPosition() ?? 0))
    this.list.addEventListener("blur", () => this.cy?.elements().removeClass("active"))
    this.stage.append(this.picture, this.list)
    this.tools = element("div", "tools", { role: "toolbar" })
    this.buttons = {
      closer: this.tool("closer", () => this.zoom(ZOOM_STEP)),
      farther: this.tool("farther", () => this.zoom(1 / ZOOM_STEP)),
      fit: this.tool("fit", () => this.fit()),
      expand: this.tool("expand", () => this.tell("expand", this.selected)),
      png: this.tool("png", () => this.save()),
    }
    this.legend = element("ul", "legend")
    this.chosen = element("p", "chosen")
    this.chosen.setAttribute("aria-live", "polite")
    this.hint = element("p", "hint", { id: "hint" })
    this.probe = element("span", "probe") // a canvas knows nothing of custom properties and light-dark()
    this.list.setAttribute("aria-describedby", "hint")
    this.box = element("div", "network", {}, this.tools, this.stage, this.chosen, this.legend, this.hint, this.probe)
  }

  tool(name, onclick) {
    const button = element("button", `tool ${name}`, { type: "button", onclick })
    this.tools.append(button)
    return button
  }

  /** Take what Python says; the drawing is laid out anew only where the network is another one. */
  async update({ data: given, setTriggerValue }) {
    const { direction } = given
    const data = { ...given, nodes: readable(given.nodes, direction), edges: readable(given.edges, direction) }
    this.data = data
    this.setTriggerValue = setTriggerValue
    Object.assign(this.box, { dir: data.direction, lang: data.language })
    this.write()
    await this.loadFont()
    if (data !== this.data || this.gone) return // another network came, or the page went, while the font was loaded
    this.cy ??= this.createGraph()
    this.cy.style(this.style())
    const network = JSON.stringify([data.nodes, data.edges, data.centre])
    if (network !== this.drawn) this.draw()
    this.drawn = network
    this.thin()
  }

  write() {
    const { words, kinds, nodes } = this.data
    for (const [name, button] of Object.entries(this.buttons)) {
      if (ICONS[name]) {
        button.replaceChildren(svg(ICONS[name]))
        button.setAttribute("aria-label", words[name])
        button.title = words[name]
      } else {
        button.textContent = words[name]
      }
    }
    this.tools.setAttribute("aria-label", words.tools)
    this.list.setAttribute("aria-label", words.list)
    this.buttons.expand.hidden = !words.expand
    this.hint.textContent = words.hint
    const present = new Set(nodes.map(({ kind }) => kind))
    const entry = ([kind, name]) => element("li", `kind ${kind}`, {}, svg(SHAPES[kind].path), name)
    this.legend.replaceChildren(...Object.entries(kinds).filter(([kind]) => present.has(kind)).map(entry))
    this.legend.setAttribute("aria-label", words.legend)
  }

  /** A canvas does not wait for fonts: what is drawn before they are there stays in another one. */
  async loadFont() {
    const text = this.data.nodes.map(({ label }) => label).join("")
    const loaded = document.fonts.load(`13px ${this.font()}`, text)
    await Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, FONT_MS))])
  }

  font() {
    return getComputedStyle(this.box).fontFamily
  }

  style() {
    const names = [...Object.keys(SHAPES), "text", "ground", "line", "accent"]
    const colour = (name) => {
      this.probe.style.color = `var(--${name})`
      return getComputedStyle(this.probe).color
    }
    const colours = Object.fromEntries(names.map((name) => [name, colour(name)]))
    this.ground = colours.ground
    return styleOf({ colours, font: this.font(), scale: () => 1 / (this.scale ?? 1) })
  }

  createGraph() {
    const cy = cytoscape({ container: this.picture, minZoom: 0.05, maxZoom: 4, boxSelectionEnabled: false, autounselectify: true })
    cy.on("tap", "node, edge", ({ target }) => this.select(target))
    cy.on("onetap", "node, edge", ({ target }) => this.tell("select", target))
    cy.on("dbltap", "node", ({ target }) => this.tell("expand", target))
    cy.on("tap", ({ target }) => target === cy && this.select(undefined))
    cy.on("mouseover", "node, edge", ({ target }) => this.point(target))
    cy.on("mouseout", "node, edge", () => this.point(undefined))
    cy.on("zoom", () => this.later())
    cy.on("dragfree", () => this.later())
    return cy
  }

  draw() {
    const { nodes, edges, centre } = this.data
    const heaviest = Math.max(...edges.map(({ weight }) => weight), Number.MIN_VALUE)
    const selected = this.selected?.id()
    this.cy.batch(() => {
      this.cy.elements().remove()
      this.cy.add(nodes.map((node, index) => ({
        group: "nodes",
        data: node,
        classes: node.id === centre ? "centre" : "",
        position: { x: 100 * Math.cos(index), y: 100 * Math.sin(index) }, // anywhere but in one place
      })))
      this.cy.add(edges.map((edge) => ({ group: "edges", data: { ...edge, share: edge.weight / heaviest } })))
    })
    this.scale = 1
    arrange(this.cy, centre)
    this.position = undefined
    this.fillList()
    this.select(this.cy.getElementById(selected ?? "")[0])
    this.fit()
  }

  fillList() {
    const { nodes, edges, kinds, words } = this.data
    const names = new Map(nodes.map(({ id, label }) => [id, label]))
    const option = (text, index) => element("li", "", { id: `option-${index}`, role: "option", textContent: text })
    const texts = [
      ...nodes.map(({ label, kind }) => `${label} (${kinds[kind]})`),
      ...edges.map(({ source, target, label }) =>
        words.edge.replace("{source}", () => names.get(source)).replace("{label}", () => label).replace("{target}", () => names.get(target)),
      ),
    ]
    this.items = [...nodes, ...edges].map(({ id }) => this.cy.getElementById(id))
    this.texts = texts
    this.list.replaceChildren(...texts.map(option))
  }

  selectedPosition() {
    const found = this.items.findIndex((item) => item.same(this.selected))
    return found < 0 ? undefined : found
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.items?.length) return
    const { length } = this.items
    const moves = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }
    const here = this.position ?? 0
    if (event.key in moves) this.goTo((here + moves[event.key] + length) % length)
    else if (event.key === "Home") this.goTo(0)
    else if (event.key === "End") this.goTo(length - 1)
    else if (event.key === "Enter" || event.key === " ") {
      const item = this.items[here]
      this.select(item)
      this.tell(event.shiftKey ? "expand" : "select", item)
    } else if (event.key.length === 1) this.search(event.key)
    else return
    event.preventDefault()
  }

  /** To the next item that begins with the letters typed in a row. */
  search(letter) {
    clearTimeout(this.typing)
    this.typing = setTimeout(() => (this.typed = ""), TYPING_MS)
    this.typed = (this.typed ?? "") + letter.toLowerCase()
    const { length } = this.texts
    const first = (this.position ?? 0) + (this.typed.length > 1 ? 0 : 1)
    for (let step = 0; step < length; step += 1) {
      const place = (first + step) % length
      if (this.texts[place].toLowerCase().startsWith(this.typed)) return this.goTo(place)
    }
    return undefined
  }

  goTo(place) {
    if (!this.items?.length) return
    this.position = place
    this.list.setAttribute("aria-activedescendant", `option-${place}`)
    this.point(this.items[place])
    const { x1, x2, y1, y2 } = this.items[place].renderedBoundingBox()
    if (x1 < 0 || y1 < 0 || x2 > this.cy.width() || y2 > this.cy.height()) this.cy.center(this.items[place])
  }

  /** Mark what the pointer or the keyboard is at. */
  point(item) {
    this.cy.elements(".active").removeClass("active")
    item?.addClass("active")
    this.later()
  }

  select(item) {
    this.selected = item
    const { cy } = this
    cy.batch(() => {
      cy.elements().removeClass("selected faded")
      if (!item) return
      const around = item.isNode() ? item.closedNeighborhood() : item.union(item.connectedNodes())
      cy.elements().difference(around).addClass("faded")
      item.addClass("selected")
    })
    const place = item ? this.selectedPosition() : undefined
    for (const [index, option] of [...this.list.children].entries()) option.setAttribute("aria-selected", String(index === place))
    this.chosen.textContent = place === undefined ? "" : this.texts[place]
    this.buttons.expand.disabled = !item?.isNode()
    this.later()
  }

  tell(action, item) {
    if (!item || (action === "expand" && !item.isNode())) return
    this.setTriggerValue("event", { action, kind: item.isNode() ? "node" : "edge", id: item.id() })
  }

  zoom(factor) {
    const { cy } = this
    cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } })
    this.moved = true
  }

  fit() {
    const { cy } = this
    this.moved = false
    cy.fit(undefined, MARGIN)
    if (cy.zoom() > LARGEST_FIT) {
      cy.zoom(LARGEST_FIT)
      cy.center()
    }
    this.thin()
    cy.fit(undefined, MARGIN / 2) // once more, with the labels in the size that they are shown in
    if (cy.zoom() > LARGEST_FIT) {
      cy.zoom(LARGEST_FIT)
      cy.center()
    }
  }

  resize() {
    if (!this.cy) return
    this.cy.resize()
    if (!this.moved) this.fit()
  }

  later() {
    cancelAnimationFrame(this.frame)
    this.frame = requestAnimationFrame(() => this.thin())
  }

  /** Labels keep their size on the screen at every zoom; those that would cover others are left out. */
  thin() {
    if (this.gone) return
    this.scale = this.cy.zoom()
    this.cy.style().update()
    thinLabels(this.cy)
  }

  async save() {
    const { cy } = this
    const { w, h } = cy.elements().boundingBox()
    const scale = Math.min(PNG_SCALE * cy.zoom(), PNG_SIDE / Math.max(w, h, 1))
    const picture = await cy.png({ output: "blob-promise", full: true, bg: this.ground, scale })
    const link = element("a", "", { href: URL.createObjectURL(picture), download: this.data.file })
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href))
  }

  destroy() {
    this.gone = true
    this.observer.disconnect()
    cancelAnimationFrame(this.frame)
    clearTimeout(this.typing)
    this.cy?.destroy()
    this.root.replaceChildren()
  }
}

export default async function mount(component) {
  const root = component.parentElement
  if (!instances.has(root)) instances.set(root, new Network(root))
  await instances.get(root).update(component)
  return () => {
    instances.get(root)?.destroy()
    instances.delete(root)
  }
}
