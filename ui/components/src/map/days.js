// The first and the last day to be shown: two sliders over one track, above columns of how many attacks there were.
import { element } from "./dom.js"

const COLUMNS = 60

export const daySliders = (model, onInput, onRelease) => {
  const { texts } = model.data
  if (!model.last) return null // one day, or none: nothing to choose
  const slider = (label, value) =>
    element("input", { type: "range", min: 0, max: model.last, step: 1, value, "aria-label": label })
  const since = slider(texts.since, model.from)
  const until = slider(texts.until, model.until)
  const words = element("output", { dir: "ltr" })
  const all = element("button", { type: "button", className: "all" }, texts.all_days)
  const columns = model.histogram(Math.min(COLUMNS, model.last + 1))
  const most = Math.max(...columns, 1)
  const bars = columns.map((count) => element("i", { style: `height: ${Math.ceil((100 * count) / most)}%` }))

  const show = () => {
    const [from, to] = [Number(since.value), Number(until.value)]
    words.textContent = `${model.day(from)} – ${model.day(to)}`
    since.setAttribute("aria-valuetext", model.day(from))
    until.setAttribute("aria-valuetext", model.day(to))
    all.disabled = from === 0 && to === model.last
    bars.forEach((bar, index) => {
      const [first, last] = [(index * (model.last + 1)) / bars.length, ((index + 1) * (model.last + 1)) / bars.length - 1]
      bar.classList.toggle("out", last < from || first > to)
    })
    // Where both stand at the end, the first one has to be the one that can be caught.
    since.style.zIndex = from > model.last / 2 ? 2 : 1
  }
  const move = (moved, other) => () => {
    const crossed = moved === since ? Number(moved.value) > Number(other.value) : Number(moved.value) < Number(other.value)
    if (crossed) other.value = moved.value
    show()
    onInput(Number(since.value), Number(until.value))
  }
  since.addEventListener("input", move(since, until))
  until.addEventListener("input", move(until, since))
  for (const one of [since, until]) one.addEventListener("change", onRelease)
  all.onclick = () => {
    since.value = 0
    until.value = model.last
    show()
    onInput(0, model.last)
    onRelease()
  }
  show()
  return element(
    "fieldset",
    { className: "days" },
    element("legend", {}, texts.days),
    element("div", { className: "bars", "aria-hidden": "true" }, ...bars),
    element("div", { className: "track" }, since, until),
    element("div", { className: "words" }, words, all),
  )
}
