// What Streamlit cannot say from Python: direction and language of the document, jumps past the head and into the text of
// an article, and a way back to the attacks as they were left. Clicks are listened for at the document: the HTML is redrawn often.
const FLASH_MS = 2400
const ATTACKS = "rasd-attacks"
// Streamlit calls the function below in every run and its return value only when the component goes: the listeners of
// the run before are taken away by what stands at the window under this name.
const STOP = Symbol.for("rasd.bridge.stop")

// The element itself where it holds something; an empty one stands in front of the words that it names.
const named = (place) => (place.childNodes.length ? place : (place.nextElementSibling ?? place.parentElement))

const goTo = (id) => {
  const place = document.getElementById(id)
  if (!place) return
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches
  const words = named(place)
  for (let fold = words.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true
  words.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: words.offsetHeight > window.innerHeight / 2 ? "start" : "center" })
  if (!words.hasAttribute("tabindex")) words.tabIndex = -1
  words.focus({ preventScroll: true })
  words.classList.add("rasd-flash")
  setTimeout(() => words.classList.remove("rasd-flash"), FLASH_MS)
}

const passHead = () => {
  const title = document.querySelector(".stMain h1, .stMain h2")
  if (!title) return
  title.tabIndex = -1
  title.focus()
}

export default function ({ data }) {
  document.documentElement.lang = data.lang
  document.documentElement.dir = data.dir
  // The name of the other language is in that language.
  document.querySelector(".st-key-rasd-language button")?.setAttribute("lang", data.other)
  if (data.page === "attacks") sessionStorage.setItem(ATTACKS, window.location.search)

  const onClick = (event) => {
    const link = event.target instanceof Element ? event.target.closest("[data-goto], a[data-back], a[data-skip]") : null
    if (!link) return
    if (link.dataset.goto) {
      event.preventDefault()
      goTo(link.dataset.goto)
    } else if (link.dataset.skip) {
      event.preventDefault()
      passHead()
    } else {
      const left = new URLSearchParams(sessionStorage.getItem(ATTACKS) ?? "")
      left.set("lang", data.lang)
      link.search = left.toString()
    }
  }

  // Going back to other query parameters of one page, Streamlit keeps those of the page's last run.
  const onHistory = (event) => {
    event.stopImmediatePropagation()
    window.location.reload()
  }

  const stop = () => {
    document.removeEventListener("click", onClick, true)
    window.removeEventListener("popstate", onHistory, true)
  }
  window[STOP]?.()
  window[STOP] = stop
  document.addEventListener("click", onClick, true)
  window.addEventListener("popstate", onHistory, true)
  return stop
}
