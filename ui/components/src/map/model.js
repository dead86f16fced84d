// What is to be seen: the attacks within the days, the sites that have any, and their shapes on the ground.
import { geoBounds, geoCircle } from "d3-geo"

const MIXED = -1
const KM_A_DEGREE = 111.195 // of a great circle, on a sphere with the mean radius of 6371 km
const DAY_MS = 86_400_000
const STEP = 5 // degrees between the corners of a circle

/** One attack, from its row. */
const attack = ([iri, title, about, kind, from, until]) => ({ iri, title, about, kind, from, until })

const collection = (features) => ({ type: "FeatureCollection", features })

/** A circle in kilometres on the ground; its longitudes run on across the date line. */
const circle = ([x, y], km) => {
  const ring = geoCircle().center([x, y]).radius(km / KM_A_DEGREE).precision(STEP)().coordinates[0]
  return {
    type: "Polygon",
    coordinates: [ring.map(([east, north]) => [x + ((((east - x) % 360) + 540) % 360) - 180, north])],
  }
}

export class Model {
  constructor(data) {
    this.data = data
    this.attacks = data.attacks.map(attack)
    this.sites = data.sites.map((site, index) => ({ ...site, index, rough: Boolean(site.km || site.shape) }))
    this.last = Math.max(0, ...this.attacks.map(({ until }) => until ?? 0))
    this.undated = this.attacks.filter(({ from }) => from === null).length
    this.setDays(0, this.last)
  }

  /** The ISO day of a number of days after the first one. */
  day(number) {
    if (number === null || this.data.firstDay === null) return null
    return new Date(Date.parse(`${this.data.firstDay}T00:00:00Z`) + number * DAY_MS).toISOString().slice(0, 10)
  }

  /** How many attacks begin in each of so many equal parts of the period. */
  histogram(parts) {
    const counts = new Array(parts).fill(0)
    for (const { from } of this.attacks) if (from !== null) counts[Math.floor((from * parts) / (this.last + 1))] += 1
    return counts
  }

  get whole() {
    return this.from === 0 && this.until === this.last
  }

  setDays(from, until) {
    this.from = from
    this.until = until
    const within = this.attacks.map(
      (one) => this.whole || (one.from !== null && one.from <= until && one.until >= from),
    )
    this.count = within.filter(Boolean).length
    this.shown = this.sites.map((site) => site.attacks.filter((number) => within[number]))
  }

  /** The sites with an attack, those with most first. */
  get busiest() {
    return this.sites
      .filter(({ index }) => this.shown[index].length)
      .sort((one, other) => this.shown[other.index].length - this.shown[one.index].length || one.index - other.index)
  }

  /** The kind of all attacks at a site, or MIXED. */
  kind(index) {
    const kinds = new Set(this.shown[index].map((number) => this.attacks[number].kind))
    return kinds.size === 1 ? [...kinds][0] : MIXED
  }

  /** The attacks shown at some sites, newest first. */
  attacksAt(sites) {
    const numbers = new Set(sites.flatMap(({ index }) => this.shown[index]))
    return [...numbers].map((number) => this.attacks[number]).sort((one, other) => (other.from ?? -1) - (one.from ?? -1))
  }

  /** The sites as points of one source that is clustered. */
  points() {
    return collection(
      this.sites
        .filter(({ index }) => this.shown[index].length)
        .map(({ index, at, rough }) => {
          const count = this.shown[index].length
          const properties = { site: index, count, rough: rough ? count : 0, kind: this.kind(index) }
          return { type: "Feature", geometry: { type: "Point", coordinates: at }, properties }
        }),
    )
  }

  /** The areas of the sites known only roughly, for good: what is shown of them is a state of the feature. */
  areas(borders) {
    const features = this.sites.filter(({ rough }) => rough).flatMap(({ index, at, km, layer, shape }) => {
      const parts = km ? [circle(at, km)] : borders[layer].shapes(shape)
      return parts.map((geometry) => ({ type: "Feature", id: index, geometry, properties: { site: index } }))
    })
    return collection(features)
  }

  /** What some sites, by default all that are shown, lie in: west, south, east, north; null without any. */
  bounds(borders, sites = this.busiest) {
    if (!sites.length) return null
    const boxes = sites.flatMap((site) => {
      if (site.km) return [circle(site.at, site.km).coordinates[0]]
      if (!site.shape) return [[site.at]]
      // A country with parts overseas is framed by its point and by the parts around it.
      return borders[site.layer].shapes(site.shape).map((geometry) => {
        const [[west, south], [east, north]] = geoBounds(geometry)
        return east < west || east - west > 60 ? [site.at] : [[west, south], [east, north]]
      })
    })
    const [xs, ys] = [0, 1].map((axis) => boxes.flat().map((point) => point[axis]))
    const least = (values) => values.reduce((a, b) => Math.min(a, b))
    const most = (values) => values.reduce((a, b) => Math.max(a, b))
    return [least(xs), Math.max(least(ys), -85), most(xs), Math.min(most(ys), 85)]
  }
}
