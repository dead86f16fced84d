// Files beside the bundle. They carry its version in their address, so that a browser never mixes two versions.
import { feature, merge, mesh } from "topojson-client"

export const address = (name) => {
  const url = new URL(name, import.meta.url)
  url.search = new URL(import.meta.url).search
  return url.href
}

const load = async (name) => {
  const response = await fetch(address(`${name}.json`))
  if (!response.ok) throw new Error(`${name}.json: ${response.status}`)
  const topology = await response.json()
  const shapes = topology.objects[name]
  return {
    land: () => merge(topology, shapes.geometries),
    borders: () => mesh(topology, shapes, (one, other) => one !== other),
    properties: shapes.geometries.map((shape) => shape.properties),
    // A place may have several shapes, such as parts that are governed apart.
    shapes: (id) =>
      shapes.geometries.filter((shape) => shape.properties.id === id).map((shape) => feature(topology, shape).geometry),
  }
}

let loading

/** The borders of the world and of its divisions, read once. */
export const borders = () => {
  loading ??= Promise.all(["countries", "divisions"].map(load)).then(
    ([countries, divisions]) => ({ countries, divisions }),
    (error) => {
      loading = undefined // the next map tries again
      throw error
    },
  )
  return loading
}

const FONT = "IBM Plex Sans Arabic"

/** The font of the labels, for both scripts: the map draws with whatever the browser has at that moment. */
export const font = async () => {
  if (document.fonts) await document.fonts.load(`16px "${FONT}"`, "العراق Iraq 1").catch(() => [])
  return FONT
}
