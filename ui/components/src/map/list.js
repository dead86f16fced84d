// The same sites as a list, for the keyboard, for screen readers, and for browsers that cannot draw the map.
import { element, filled } from "./dom.js"

const AT_ONCE = 50

export const siteList = (model, onOpen) => {
  const { texts } = model.data
  const title = element("summary")
  const list = element("ul")
  const more = element("button", { type: "button", className: "more" })
  const made = element("details", { className: "sites" }, title, list, more)
  let sites = []
  let next = 0

  const row = (site) => {
    const count = filled(texts.count, { count: model.shown[site.index].length })
    const about = [site.kind, site.note, count].filter(Boolean).join(" · ")
    const button = element("button", { type: "button" }, element("b", { dir: "auto" }, site.name), ` ${about}`)
    button.onclick = () => onOpen(site, button)
    return element("li", {}, button)
  }
  const grow = () => {
    const focus = next
    list.append(...sites.slice(next, next + AT_ONCE).map(row))
    next += AT_ONCE
    more.textContent = filled(texts.more, { count: sites.length - next })
    more.hidden = sites.length <= next
    if (focus) list.children[focus].querySelector("button").focus()
  }
  more.onclick = grow
  const fill = () => {
    list.replaceChildren()
    next = 0
    if (made.open) grow()
    else more.hidden = true
  }
  made.addEventListener("toggle", fill)
  const show = () => {
    sites = model.busiest
    title.textContent = filled(texts.list, { count: sites.length })
    fill()
  }
  show()
  return { made, show }
}
