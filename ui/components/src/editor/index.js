// The SPARQL editor: CodeMirror with completion of the ontology's terms, marks at errors, and a button that runs.
import { closeCompletion } from "@codemirror/autocomplete"
import { setDiagnostics } from "@codemirror/lint"
import { EditorState } from "@codemirror/state"
import { EditorView } from "@codemirror/view"

import { createCompletion } from "./completion.js"
import { isDark, setup, shade } from "./setup.js"
import css from "./style.css"

const PAUSE_MS = 800 // of typing, until the text is sent
const MARKED = 40 // code units at most that an error underlines
const IS_MAC = /Mac|iP(hone|ad|od)/.test(navigator.platform)
const instances = new WeakMap()

/** A new element with a class and further properties. */
const element = (tag, name, properties = {}) => {
  const made = Object.assign(document.createElement(tag), properties)
  made.className = name
  return made
}

/** From where to where an error at a line and column (both from 1 on, in code points) is underlined. */
export const placeOf = (doc, line, column) => {
  const { from, text } = doc.line(Math.min(Math.max(line, 1), doc.lines))
  const start = Array.from(text).slice(0, column - 1).join("").length
  const word = /^\S+/.exec(text.slice(start))?.[0]
  if (word) return { from: from + start, to: from + start + Math.min(word.length, MARKED) }
  const end = doc.sliceString(0, from + start).trimEnd().length // between words, and at the end: the word before
  const length = /\S*$/.exec(doc.sliceString(Math.max(0, end - MARKED), end))[0].length
  return end ? { from: end - length, to: end } : { from: 0, to: Math.min(1, doc.length) }
}

class Editor {
  constructor(root) {
    this.root = root
    this.data = {}
    this.sent = undefined
    this.box = element("div", "editor")
    this.host = element("div", "host", { dir: "ltr" })
    this.alert = element("div", "error", { id: "error" })
    this.alert.setAttribute("role", "alert")
    this.foot = element("div", "foot")
    this.button = element("button", "run", { type: "button", onclick: () => this.run() })
    this.hint = element("p", "hint", { id: "hint" })
    this.foot.append(this.button, this.hint)
    this.box.append(this.host, this.alert, this.foot)
    root.append(element("style", "", { textContent: css }), this.box)
    this.onLeave = () => this.send()
    this.box.addEventListener("focusout", this.onLeave)
  }

  /** Take what Python says; the text only where it is another one than before, for the user may have gone on typing. */
  update({ data, setStateValue }) {
    const before = this.data
    Object.assign(this, { data, setStateValue })
    const { words, direction, language } = data
    Object.assign(this.box, { dir: direction, lang: language })
    this.box.classList.toggle("low", Boolean(data.low))
    this.button.textContent = words.run
    this.hint.textContent = words.hint.replaceAll("Ctrl", IS_MAC ? "⌘" : "Ctrl")
    if (!this.view) {
      this.runs = data.runs
      this.view = new EditorView({ state: this.createState(data.text), parent: this.host, root: this.root })
      this.passHead()
    } else if (before.language !== language) {
      this.view.setState(this.createState(this.text))
    } else {
      shade(this.view, isDark(this.host))
    }
    if (before.base !== undefined && before.base !== data.base) this.replace(data.text)
    const answered = before.runs !== data.runs || before.base !== data.base || before.language !== language
    if (answered || JSON.stringify(before.error) !== JSON.stringify(data.error)) this.mark()
  }

  get text() {
    return this.view.state.doc.toString()
  }

  createState(doc) {
    const { words, phrases, terms, prefixes } = this.data
    return EditorState.create({
      doc,
      extensions: [
        setup({
          dark: isDark(this.host),
          label: words.label,
          placeholder: words.placeholder,
          phrases,
          complete: createCompletion(terms, prefixes),
          run: () => this.run(),
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) this.later()
        }),
      ],
    })
  }

  replace(text) {
    clearTimeout(this.timer)
    this.sent = undefined
    this.runs = this.data.runs
    this.view.setState(this.createState(text))
    this.passHead()
  }

  /** Show a low editor from the query on: what the comments at its head say stands on the page already. */
  passHead() {
    if (!this.data.low) return
    const head = /^(?:[^\S\n]*(?:#.*)?\n)*/.exec(this.text)[0].length
    this.view.dispatch({ effects: EditorView.scrollIntoView(head, { y: "start" }) })
  }

  later() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.send(), PAUSE_MS)
  }

  send() {
    clearTimeout(this.timer)
    const { text, runs } = this
    const now = JSON.stringify([this.data.base, text, runs])
    if (this.sent === now || (this.sent === undefined && text === this.data.text && runs === this.data.runs)) return
    this.sent = now
    this.setStateValue("value", { base: this.data.base, text, runs })
  }

  run() {
    closeCompletion(this.view)
    this.runs += 1
    this.send()
    return true
  }

  /** Underline the error, and say it to those who do not see the line. */
  mark() {
    const { error } = this.data
    const diagnostics = []
    if (error?.line) {
      const place = placeOf(this.view.state.doc, error.line, error.column ?? 1)
      diagnostics.push({ ...place, severity: "error", message: `${error.place}: ${error.message}` })
    }
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics))
    this.view.contentDOM.setAttribute("aria-invalid", String(Boolean(error)))
    this.alert.replaceChildren()
    if (!error) return
    if (diagnostics.length) {
      const go = element("button", "place", { type: "button", textContent: error.place, onclick: () => this.goTo(diagnostics[0].from) })
      this.alert.append(go, " ")
    }
    this.alert.append(element("bdi", "message", { textContent: error.message }))
  }

  goTo(place) {
    this.view.dispatch({ selection: { anchor: Math.min(place, this.view.state.doc.length) }, scrollIntoView: true })
    this.view.focus()
  }

  destroy() {
    this.box.removeEventListener("focusout", this.onLeave)
    clearTimeout(this.timer)
    this.view?.destroy()
    this.root.replaceChildren()
  }
}

export default function mount(component) {
  const root = component.parentElement
  if (!instances.has(root)) instances.set(root, new Editor(root))
  instances.get(root).update(component)
  return () => {
    instances.get(root)?.destroy()
    instances.delete(root)
  }
}
