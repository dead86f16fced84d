// The drawn map: MapLibre with our style, clicks on clusters, points and areas, and the popup.
import { Map as GlMap, NavigationControl, Popup, setWorkerUrl } from "maplibre-gl"
import { address } from "./assets.js"
import { details } from "./details.js"
import { element } from "./dom.js"
import { AREAS, POINTS, style } from "./style.js"

const NEAR_PX = 6 // a finger is wider than a point
const CLOSEST = 14 // beyond that there is nothing more to see
const FIRST_CLOSEST = 8
const FRAME = { padding: 40, maxZoom: FIRST_CLOSEST }
const LEAVES = 100
const EDGE_PX = 8 // between a popup and the edge of the map
const POPUP_WIDTH = "20rem"

setWorkerUrl(address("worker.js"))

export const canDraw = () => Boolean(document.createElement("canvas").getContext("webgl2"))

/** A button that frames all the sites again. */
const fitControl = (label, onClick) => ({
  onAdd: () => {
    const button = element("button", { type: "button", title: label, "aria-label": label, className: "fit", onclick: onClick })
    return element("div", { className: "maplibregl-ctrl maplibregl-ctrl-group" }, button)
  },
  onRemove: () => {},
})

const locale = (texts) => ({
  "Map.Title": texts.title,
  "NavigationControl.ZoomIn": texts.zoom_in,
  "NavigationControl.ZoomOut": texts.zoom_out,
  "Popup.Close": texts.close,
  "CooperativeGesturesHandler.WindowsHelpText": texts.scroll,
  "CooperativeGesturesHandler.MacHelpText": texts.scroll,
  "CooperativeGesturesHandler.MobileHelpText": texts.fingers,
})

export class View {
  constructor(container, model, borders, colours, font, onChoose, camera) {
    this.model = model
    this.borders = borders
    this.onChoose = onChoose
    const { texts, dir } = model.data
    const bounds = model.bounds(borders) ?? [-18, 8, 64, 40]
    this.map = new GlMap({
      container,
      style: style(colours, borders, model, font),
      ...(camera ?? { bounds, fitBoundsOptions: FRAME }),
      maxZoom: CLOSEST,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      renderWorldCopies: true,
      cooperativeGestures: matchMedia("(pointer: coarse)").matches,
      locale: locale(texts),
    })
    this.map.touchZoomRotate.disableRotation()
    this.map.keyboard.disableRotation()
    const side = dir === "rtl" ? "top-left" : "top-right"
    this.map.addControl(new NavigationControl({ showCompass: false }), side)
    this.map.addControl(fitControl(texts.fit, () => this.fit()), side)
    const canvas = this.map.getCanvas()
    canvas.setAttribute("role", "application")
    canvas.setAttribute("aria-describedby", "help")
    this.map.on("click", (event) => this.#onClick(event))
    this.map.on("mousemove", ({ point }) => {
      canvas.style.cursor = this.#found(point, [...POINTS, ...AREAS]).length ? "pointer" : ""
    })
    this.map.on("style.load", () => this.#showAreas())
    this.ready = new Promise((resolve) => this.map.once("idle", resolve))
  }

  get camera() {
    return { center: this.map.getCenter(), zoom: this.map.getZoom() }
  }

  fit() {
    const bounds = this.model.bounds(this.borders)
    if (bounds) this.map.fitBounds(bounds, FRAME)
  }

  /** Show what the model shows now. Only the last of several changes in a row is drawn. */
  refresh() {
    this.popup?.remove()
    this.waiting = true
    this.refreshing ??= this.#drawWaiting()
  }

  async #drawWaiting() {
    while (this.waiting) {
      this.waiting = false
      this.#showAreas()
      await this.map.getSource("points")?.setData(this.model.points(), true)
    }
    this.refreshing = undefined
  }

  #showAreas() {
    for (const { index, rough } of this.model.sites) {
      if (!rough) continue
      const shown = this.model.shown[index].length > 0
      this.map.setFeatureState({ source: "areas", id: index }, { shown, kind: this.model.kind(index) })
    }
  }

  /** The features of some layers under a point, those of areas only where they are shown. */
  #found({ x, y }, layers) {
    const box = [[x - NEAR_PX, y - NEAR_PX], [x + NEAR_PX, y + NEAR_PX]]
    const known = layers.filter((layer) => this.map.getLayer(layer))
    return this.map
      .queryRenderedFeatures(layers === AREAS ? [x, y] : box, { layers: known })
      .filter(({ source, id }) => source !== "areas" || this.model.shown[id].length)
  }

  async #onClick({ point, lngLat }) {
    const points = this.#found(point, POINTS)
    const cluster = points.find(({ properties }) => properties.cluster)
    if (cluster) return this.#openCluster(cluster)
    if (points.length) {
      const sites = points.map(({ properties }) => this.model.sites[properties.site])
      return this.open([...new Set(sites)], points[0].geometry.coordinates)
    }
    // Of areas within each other the narrowest is meant.
    const areas = this.#found(point, AREAS).map(({ id }) => this.model.sites[id])
    if (areas.length) this.open([areas.reduce((one, other) => (this.#size(other) < this.#size(one) ? other : one))], lngLat)
  }

  #size(site) {
    if (site.km) return Math.PI * site.km ** 2
    const parts = this.borders[site.layer].properties.filter(({ id }) => id === site.shape)
    return parts.reduce((sum, { km2 }) => sum + km2, 0)
  }

  async #openCluster({ properties, geometry }) {
    const source = this.map.getSource("points")
    const zoom = await source.getClusterExpansionZoom(properties.cluster_id)
    const leaves = await source.getClusterLeaves(properties.cluster_id, LEAVES, 0)
    const corners = leaves.map((leaf) => leaf.geometry.coordinates)
    const apart = corners.some(([x, y]) => Math.abs(x - corners[0][0]) > 1e-6 || Math.abs(y - corners[0][1]) > 1e-6)
    if (apart && zoom <= CLOSEST) this.map.easeTo({ center: geometry.coordinates, zoom })
    else this.open(leaves.map((leaf) => this.model.sites[leaf.properties.site]), geometry.coordinates)
  }

  /** Open the popup of some sites; *opener* gets the focus back when it closes. */
  open(sites, at, opener) {
    this.popup?.remove()
    const content = details(this.model, sites, this.onChoose)
    const popup = new Popup({ maxWidth: POPUP_WIDTH, locationOccludedOpacity: 1 })
    content.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") popup.remove()
    })
    popup.on("close", () => {
      if (this.popup === popup) this.popup = undefined
      const focused = content.getRootNode().activeElement
      if (!focused || content.contains(focused)) (opener ?? this.map.getCanvas()).focus({ preventScroll: !opener })
    })
    popup.setLngLat(at).setDOMContent(content).addTo(this.map)
    this.popup = popup
    this.#moveInto(popup.getElement())
  }

  /** Move the map so far that all of the popup is seen. */
  #moveInto(popup) {
    const [inner, outer] = [popup, this.map.getContainer()].map((one) => one.getBoundingClientRect())
    const x = Math.max(0, inner.right - outer.right + EDGE_PX) || Math.min(0, inner.left - outer.left - EDGE_PX)
    const y = Math.max(0, inner.bottom - outer.bottom + EDGE_PX) || Math.min(0, inner.top - outer.top - EDGE_PX)
    if (x || y) this.map.panBy([x, y], { duration: 0 })
  }

  /** Go to a site and open it. */
  show(site, opener) {
    this.map.fitBounds(this.model.bounds(this.borders, [site]), { ...FRAME, duration: 0 })
    this.open([site], site.at, opener)
  }

  destroy() {
    this.popup?.remove()
    this.map.remove()
  }
}
