// Builds the browser parts of the interface: every src/NAME/index.js (and worker.js, where there is one) becomes a file
// of the same name in ui/static/components/NAME/, next to the files of src/NAME/assets/, a manifest and the licences of
// the packages inside. The output is committed; tests/ui/test_components.py compares the manifest with the sources.
import { build } from "esbuild"
import { createHash } from "node:crypto"
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const HERE = dirname(fileURLToPath(import.meta.url))
const SOURCES = join(HERE, "src")
const TARGET = join(HERE, "..", "static", "components")
const LICENCES = new Set(["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD"])
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i

const read = (path) => readFileSync(path, "utf8")
const digest = (path) => createHash("sha256").update(readFileSync(path)).digest("hex")
const byName = (one, other) => (one < other ? -1 : one > other ? 1 : 0)

/** All files below a folder, as paths relative to it, in a fixed order. */
const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort(byName)

const hashes = (folder, names) => Object.fromEntries(names.map((name) => [name, digest(join(folder, name))]))

/** Whether a licence, or one of those to choose from, is in the list. */
const mayBeUsed = (licence) => licence.replace(/[()]/g, "").split(" OR ").some((choice) => LICENCES.has(choice))

/** The packages whose files esbuild put into a bundle, and what those packages were made from. */
const bundledPackages = (inputs) => {
  const found = new Map()
  const add = (name) => {
    const folder = join(HERE, "node_modules", name)
    // Types are no part of the bundle; a requirement that is not installed at the top has another version: refuse it.
    if (found.has(name) || name.startsWith("@types/")) return
    const about = JSON.parse(read(join(folder, "package.json")))
    if (!mayBeUsed(about.license)) throw new Error(`${name} ${about.version}: licence ${about.license}`)
    if (existsSync(join(folder, "node_modules"))) throw new Error(`${name} brings requirements of its own versions`)
    const texts = readdirSync(folder).filter((file) => LICENCE_FILE.test(file)).sort(byName)
    found.set(name, { version: about.version, licence: about.license, texts: texts.map((file) => read(join(folder, file))) })
    Object.keys(about.dependencies ?? {}).forEach(add)
  }
  for (const path of inputs) {
    const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)
    if (match) add(match[1])
  }
  return new Map([...found].sort(([one], [other]) => byName(one, other)))
}

const licenceText = (packages) =>
  [...packages]
    .map(([name, { version, licence, texts }]) => {
      const body = texts.map((text) => text.replace(/\r\n/g, "\n").trim()).join("\n\n")
      return `${name} ${version} (${licence})\n\n${body || "The package brings no text of its licence."}\n`
    })
    .join(`\n${"-".repeat(80)}\n\n`)

const bundle = async (entry, outfile) => {
  const { metafile } = await build({
    entryPoints: [entry],
    outfile,
    absWorkingDir: HERE,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    loader: { ".css": "text" },
    // A worker is imported for what it does alone, which packages that promise no side effects would lose.
    ignoreAnnotations: basename(entry) === "worker.js",
    metafile: true,
    logLevel: "warning",
  })
  return metafile
}

const buildOne = async (name) => {
  const source = join(SOURCES, name)
  const target = join(TARGET, name)
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  const inputs = new Set()
  for (const file of ["index.js", "worker.js"].filter((file) => existsSync(join(source, file)))) {
    Object.keys((await bundle(join(source, file), join(target, file))).inputs).forEach((path) => inputs.add(path))
  }
  if (existsSync(join(source, "assets"))) cpSync(join(source, "assets"), target, { recursive: true })
  const packages = bundledPackages(inputs)
  writeFileSync(join(target, "LICENSES.txt"), licenceText(packages))
  const manifest = {
    sources: { ...hashes(HERE, ["build.mjs"]), ...hashes(SOURCES, filesBelow(source).map((file) => join(name, file))) },
    packages: Object.fromEntries([...packages].map(([key, { version }]) => [key, version])),
    files: hashes(target, filesBelow(target)),
  }
  writeFileSync(join(target, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`)
  console.log(`${name}: ${Object.keys(manifest.files).join(", ")}; ${packages.size} packages`)
}

for (const name of readdirSync(SOURCES).sort(byName)) await buildOne(name)
