// Colours of both themes. Kinds keep their order; "mixed" stands for several kinds, the last kind for all the others.
const LIGHT = {
  kinds: ["#1f6fb2", "#c8440f", "#17805a", "#86409a", "#8f6200", "#c2357a", "#0b7285", "#6b7478"],
  mixed: "#2b3a40",
  onKind: "#ffffff",
  sea: "#dbe7ea",
  land: "#fbfbf8",
  border: "#8e9a9d",
  division: "#cdd4d5",
  text: "#33444a",
  softText: "#5c6b70",
  halo: "#ffffff",
}
const DARK = {
  kinds: ["#6fb1ee", "#ff9469", "#5fcf9f", "#cf9fee", "#e3b341", "#f58ab8", "#53c9d8", "#a9b4b7"],
  mixed: "#e3eaea",
  onKind: "#10181a",
  sea: "#0d1315",
  land: "#1f292c",
  border: "#5f7075",
  division: "#36454a",
  text: "#dce5e6",
  softText: "#9fb0b4",
  halo: "#141c1e",
}

/** Whether the page is dark at this element: Streamlit sets color-scheme. */
export const isDark = (element) => {
  const probe = document.createElement("span")
  probe.style.color = "light-dark(rgb(0, 0, 0), rgb(255, 255, 255))"
  element.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color === "rgb(255, 255, 255)"
}

export const palette = (dark) => (dark ? DARK : LIGHT)
