// MapLibre's worker as a file of its own: a browser starts a worker from an address only.
import "maplibre-gl/dist/maplibre-gl-worker.mjs"
