// What is told of some sites: their names, how exact they are, and their attacks, each with a button that chooses it.
import { element, filled } from "./dom.js"

const AT_ONCE = 20

const days = (model, { from, until }) => {
  if (from === null) return model.data.texts.no_day
  const [first, last] = [model.day(from), model.day(until)]
  return first === last ? first : `${first} – ${last}`
}

const attackRow = (model, attack, onChoose) =>
  element(
    "li",
    {},
    element("strong", { dir: "auto" }, attack.title),
    element("span", {}, attack.about),
    element("span", {}, element("bdi", { dir: from(attack, "ltr") }, days(model, attack))),
    element(
      "button",
      { type: "button", className: "choose", "aria-label": `${model.data.texts.choose}: ${attack.title}`, onclick: () => onChoose(attack.iri) },
      model.data.texts.choose,
    ),
  )

// A day is written from left to right, the words in its place are not.
const from = (attack, direction) => (attack.from === null ? "auto" : direction)

export const details = (model, sites, onChoose) => {
  const { texts } = model.data
  const attacks = model.attacksAt(sites)
  const list = element("ul")
  const more = element("button", { type: "button", className: "more" })
  let next = 0
  const grow = () => {
    const focus = next
    list.append(...attacks.slice(next, next + AT_ONCE).map((attack) => attackRow(model, attack, onChoose)))
    next += AT_ONCE
    const rest = attacks.length - next
    more.textContent = filled(texts.more, { count: rest })
    more.hidden = rest <= 0
    if (focus) list.children[focus].querySelector("button").focus()
  }
  more.onclick = grow
  grow()
  const names = sites.map(({ name, kind, note }) =>
    element(
      "header",
      {},
      element("b", { dir: "auto" }, name),
      element("span", {}, kind),
      note ? element("em", {}, note) : null,
    ),
  )
  return element("div", { className: "details", dir: model.data.dir, lang: model.data.lang }, ...names, list, more)
}
