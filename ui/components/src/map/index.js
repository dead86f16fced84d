// The map of attacks as a component of Streamlit, which calls the default export again whenever data or theme change.
import glCss from "maplibre-gl/dist/maplibre-gl.css"
import { borders, font } from "./assets.js"
import { daySliders } from "./days.js"
import { details } from "./details.js"
import { element, filled } from "./dom.js"
import { siteList } from "./list.js"
import { Model } from "./model.js"
import { isDark, palette } from "./palette.js"
import css from "./style.css"
import { View, canDraw } from "./view.js"

const instances = new WeakMap()

class Instance {
  constructor(root) {
    this.root = root
    this.sheet = element("style", {}, glCss, css)
    this.host = element("div", { className: "rasd-map" })
    root.append(this.sheet, this.host)
  }

  /** Take what Streamlit says now; what has not changed stays as somebody left it. */
  update({ data, setStateValue, setTriggerValue }) {
    this.report = (from, until) => setStateValue("days", from === null ? null : [from, until])
    this.choose = (iri) => {
      // The state tells what was chosen last, the trigger that it was chosen just now, also for a second time.
      setStateValue("attack", iri)
      setTriggerValue("chosen", iri)
    }
    const dark = isDark(this.host)
    const text = JSON.stringify(data)
    const sameData = text === this.text
    if (sameData && dark === this.dark) return
    const camera = sameData ? this.view?.camera : undefined
    this.dark = dark
    this.text = text
    if (!sameData) this.#build(data)
    this.#draw(camera)
  }

  #build(data) {
    const { texts } = data
    this.model = new Model(data)
    this.host.dir = data.dir
    this.host.lang = data.lang
    this.canvas = element("div", { className: "canvas", style: `height: ${data.height}px` })
    this.status = element("p", { className: "status", role: "status" })
    this.list = siteList(this.model, (site, button) => this.#openFromList(site, button))
    const sliders = daySliders(this.model, (from, until) => this.#setDays(from, until), () => this.#release())
    this.host.replaceChildren(
      this.canvas,
      element("p", { id: "help", className: "hidden" }, texts.help),
      sliders ?? "",
      this.status,
      this.#legend(),
      this.list.made,
      element("p", { className: "note" }, texts.borders),
      data.tiles?.attribution
        ? element("p", { className: "note" }, filled(texts.tiles, { attribution: data.tiles.attribution }))
        : "",
    )
    this.#say()
  }

  #legend() {
    const { texts, kinds } = this.model.data
    const used = new Set(this.model.attacks.map(({ kind }) => kind))
    const several = used.size > 1
    const entry = (className, label) => element("li", {}, element("i", { className, "aria-hidden": "true" }), label)
    return element(
      "ul",
      { className: "legend", "aria-label": texts.legend },
      ...kinds.flatMap((label, index) => (used.has(index) ? [entry(`kind-${Math.min(index, 7)}`, label)] : [])),
      several ? entry("mixed", texts.mixed) : "",
      this.model.sites.some(({ rough }) => !rough) ? entry("exact", texts.exact) : "",
      this.model.sites.some(({ rough }) => rough) ? entry("rough", texts.rough) : "",
    )
  }

  #say() {
    const { texts, unplaced } = this.model.data
    const { count, attacks, undated, whole } = this.model
    const parts = [filled(texts.shown, { count, total: attacks.length })]
    if (undated && !whole) parts.push(filled(texts.undated, { count: undated }))
    if (unplaced) parts.push(filled(texts.unplaced, { count: unplaced }))
    this.status.textContent = parts.join(" · ")
  }

  #setDays(from, until) {
    this.model.setDays(from, until)
    this.view?.refresh()
    this.list.show()
    this.#say()
  }

  #release() {
    const { from, until, whole, data } = this.model
    if (!data.reportDays) return
    this.report(...(whole ? [null, null] : [this.model.day(from), this.model.day(until)]))
  }

  #openFromList(site, button) {
    if (this.view) {
      this.view.show(site, button)
      return
    }
    const shown = button.nextElementSibling
    if (shown) shown.remove()
    else button.after(details(this.model, [site], (iri) => this.choose(iri)))
  }

  async #draw(camera) {
    this.view?.destroy()
    this.view = undefined
    const colours = palette(this.dark)
    colours.kinds.forEach((colour, index) => this.host.style.setProperty(`--kind-${index}`, colour))
    this.host.style.setProperty("--mixed", colours.mixed)
    this.host.toggleAttribute("data-dark", this.dark)
    const turn = {}
    this.turn = turn
    this.host.dataset.state = "loading"
    if (!canDraw()) {
      this.#cannot(this.model.data.texts.no_webgl, "no-webgl")
      return
    }
    try {
      const [shapes, family] = await Promise.all([borders(), font()])
      if (this.turn !== turn) return // another theme or other data came in between, or the page has gone
      this.canvas.replaceChildren()
      const view = new View(this.canvas, this.model, shapes, colours, family, (iri) => this.choose(iri), camera)
      this.view = view
      await view.ready
      if (this.turn === turn) this.host.dataset.state = "drawn"
    } catch (error) {
      console.error(error)
      if (this.turn === turn) this.#cannot(this.model.data.texts.failed, "failed")
    }
  }

  #cannot(text, state) {
    this.canvas.replaceChildren(element("p", { className: "instead" }, text))
    this.canvas.style.height = "auto"
    this.list.made.open = true
    this.host.dataset.state = state
  }

  destroy() {
    this.turn = undefined
    this.view?.destroy()
    this.sheet.remove()
    this.host.remove()
    instances.delete(this.root)
  }
}

export default function (component) {
  const { parentElement } = component
  const instance = instances.get(parentElement) ?? new Instance(parentElement)
  instances.set(parentElement, instance)
  instance.update(component)
  return () => instance.destroy()
}
