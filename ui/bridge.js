// What Streamlit cannot say from Python: direction and language of the document, jumps past the head and into the text of
// an article, and a way back to the attacks as they were left. Clicks are listened for at the document: the HTML is redrawn often.
const FLASH_MS = 2400
const ATTACKS = "rasd-attacks"

const goTo = (id) => {
  const place = document.getElementById(id)
  if (!place) return
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches
  const words = place.nextElementSibling ?? place.parentElement
  words.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "center" })
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
    const link = event.target instanceof Element ? event.target.closest("a[data-goto], a[data-back], a[data-skip]") : null
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

  document.addEventListener("click", onClick, true)
  window.addEventListener("popstate", onHistory, true)
  return () => {
    document.removeEventListener("click", onClick, true)
    window.removeEventListener("popstate", onHistory, true)
  }
}
