// The style of the map: sea, land, borders and labels, and above them the areas and points of the attacks. Without a
// source of glyphs MapLibre draws the letters itself, with a font of the page.
const single = ["!", ["has", "point_count"]]
const total = ["coalesce", ["get", "total"], ["get", "count"]]
const vague = ["coalesce", ["get", "vague"], ["get", "rough"]]
const onlyRough = ["==", total, vague]
const kind = ["case", ["has", "low"], ["case", ["==", ["get", "low"], ["get", "high"]], ["get", "low"], -1], ["get", "kind"]]

const colourOf = (number, colours) => [
  "match",
  number,
  ...colours.kinds.flatMap((colour, index) => [index, colour]),
  colours.mixed,
]

const labels = (properties, lang) => ({
  type: "FeatureCollection",
  features: properties
    .filter((row) => row[lang])
    .map(({ at, km2, [lang]: label }) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: at },
      properties: { label, order: -km2 },
    })),
})

const geojson = (data, more = {}) => ({ type: "geojson", data, ...more })

const label = (id, source, minzoom, size, colour, colours, font) => ({
  id,
  type: "symbol",
  source,
  minzoom,
  layout: {
    "text-field": ["get", "label"],
    "text-font": [font],
    "text-size": size,
    "text-max-width": 7,
    "text-padding": 4,
    "symbol-sort-key": ["get", "order"],
  },
  paint: { "text-color": colour, "text-halo-color": colours.halo, "text-halo-width": 1.4 },
})

const line = (id, source, colour, width, more = {}) => ({
  id,
  type: "line",
  source,
  layout: { "line-join": "round" },
  paint: { "line-color": colour, "line-width": width },
  ...more,
})

/** The ground: what is there without any attack. */
const ground = (colours, { countries, divisions }, { lang, tiles }, font) => {
  const sources = {
    land: geojson(countries.land(), { tolerance: 0.2 }),
    borders: geojson(countries.borders(), { tolerance: 0.2 }),
    divisions: geojson(divisions.borders(), { tolerance: 0.2 }),
    "country-labels": geojson(labels(unique(countries.properties), lang)),
    "division-labels": geojson(labels(unique(divisions.properties), lang)),
  }
  if (tiles) sources.tiles = { type: "raster", tiles: [tiles.url], tileSize: 256 }
  const layers = [
    { id: "sea", type: "background", paint: { "background-color": colours.sea } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": colours.land, "fill-antialias": true } },
    ...(tiles ? [{ id: "tiles", type: "raster", source: "tiles" }] : []),
    line("divisions", "divisions", colours.division, ["interpolate", ["linear"], ["zoom"], 4, 0.4, 8, 1.2], { minzoom: 4 }),
    line("borders", "borders", colours.border, ["interpolate", ["linear"], ["zoom"], 2, 0.6, 8, 1.8]),
  ]
  const names = [
    label("division-labels", "division-labels", 5.5, 11, colours.softText, colours, font),
    label("country-labels", "country-labels", 2, ["interpolate", ["linear"], ["zoom"], 3, 11, 7, 15], colours.text, colours, font),
  ]
  return { sources, layers, names }
}

/** One label for each place, that of its largest shape. */
const unique = (properties) => {
  const largest = new Map()
  for (const row of properties) {
    const key = row.id ?? row.en
    if (!largest.has(key) || largest.get(key).km2 < row.km2) largest.set(key, row)
  }
  return [...largest.values()]
}

const onlyIfShown = (value) => ["case", ["boolean", ["feature-state", "shown"], false], value, 0]

export const AREAS = ["areas-fill"]
export const POINTS = ["points"]

export const style = (colours, borders, model, font) => {
  const { sources, layers, names } = ground(colours, borders, model.data, font)
  const areaColour = colourOf(["to-number", ["feature-state", "kind"], -1], colours)
  return {
    version: 8,
    sources: {
      ...sources,
      areas: geojson(model.areas(borders), { tolerance: 0.2 }),
      points: geojson(model.points(), {
        cluster: true,
        clusterRadius: 46,
        clusterMaxZoom: 12,
        clusterProperties: {
          total: ["+", ["get", "count"]],
          vague: ["+", ["get", "rough"]],
          low: ["min", ["get", "kind"]],
          high: ["max", ["get", "kind"]],
        },
      }),
    },
    layers: [
      ...layers,
      {
        id: "areas-fill",
        type: "fill",
        source: "areas",
        paint: { "fill-color": areaColour, "fill-opacity": onlyIfShown(0.14) },
      },
      {
        ...line("areas-line", "areas", areaColour, 1.4),
        paint: {
          "line-color": areaColour,
          "line-width": 1.4,
          "line-dasharray": [3, 2],
          "line-opacity": onlyIfShown(0.75),
        },
      },
      ...names,
      {
        id: "points",
        type: "circle",
        source: "points",
        paint: {
          "circle-color": colourOf(kind, colours),
          // What is known only roughly is a ring, never a filled pin.
          "circle-opacity": ["case", onlyRough, 0.12, 0.92],
          "circle-stroke-color": ["case", onlyRough, colourOf(kind, colours), colours.halo],
          "circle-stroke-width": 1.5,
          "circle-radius": ["case", ["all", single, ["==", total, 1], ["!", onlyRough]], 7, ["interpolate", ["linear"], ["log10", total], 0, 12, 1, 15, 2, 19, 4, 27]],
        },
      },
      {
        id: "counts",
        type: "symbol",
        source: "points",
        filter: ["any", ["has", "point_count"], [">", total, 1], [">", vague, 0]],
        layout: {
          "text-field": [
            "case",
            onlyRough, ["concat", "≈", ["to-string", total]],
            [">", vague, 0], ["concat", ["to-string", total], "\n≈", ["to-string", vague]],
            ["to-string", total],
          ],
          "text-font": [font],
          "text-size": ["case", ["all", [">", vague, 0], ["!", onlyRough]], 11, 13],
          "text-line-height": 1,
          "text-allow-overlap": true,
        },
        paint: {
          "text-color": ["case", onlyRough, colours.text, colours.onKind],
          "text-halo-color": colours.halo,
          "text-halo-width": ["case", onlyRough, 1.2, 0],
        },
      },
    ],
  }
}
