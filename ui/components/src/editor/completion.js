// Completion: terms of the ontology by name or by label in either language, prefixes, variables of the query, keywords.
import { pickedCompletion, startCompletion } from "@codemirror/autocomplete"
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language"
import { SparqlLanguage } from "codemirror-lang-sparql"

const WORD = /[\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N}_:-]*$|:[\p{L}\p{N}_-]*$/u
const VARIABLE = /[?$]\w*$/
const PREFIX_DECLARATION = /\bPREFIX\s+([\w-]*)$/i
const CLOSED = new Set(["Comment", "String", "IriRef", "Langtag"])
const LEADING_COMMENTS = /^(?:[ \t]*(?:#[^\n]*)?\n)*/
const PARSE_MS = 100
const WORD_BEFORE = 200 // code units that are looked at for the word before the cursor

// Rank of a match, from best to worst; terms of one rank keep their order.
const EXACT = 0
const BEGINS = 1
const WORD_BEGINS = 2
const HOLDS = 3

const keywords = SparqlLanguage.parser.nodeSet.types.map(({ name }) => name).filter((name) => /^[A-Z][A-Z0-9_]+$/.test(name))

const isCapital = (letter) => letter !== letter.toLowerCase()

/** How well *text* fits what was typed (in small letters), undefined if not at all. */
const rank = (text, typed) => {
  const small = text.toLowerCase()
  const at = small.indexOf(typed)
  if (at < 0) return undefined
  if (at === 0) return small === typed ? EXACT : BEGINS
  return isCapital(text[at]) || !/[\p{L}\p{N}]/u.test(text[at - 1]) ? WORD_BEGINS : HOLDS
}

const best = (ranks) => ranks.reduce((one, other) => (other === undefined || one <= other ? one : other), undefined)

/** Where the next PREFIX line goes: after the last one, else before the query, below the comments at its head. */
const prologue = (state) => {
  const tree = ensureSyntaxTree(state, state.doc.length, PARSE_MS) ?? syntaxTree(state)
  const bound = new Map()
  let end = -1
  tree.iterate({
    enter: (node) => {
      if (node.name === "BaseDecl") end = node.to
      if (node.name !== "PrefixDecl") return
      end = node.to
      const [, name, iri] = /PREFIX\s+([^\s:]*):\s*<([^>]*)>/i.exec(state.sliceDoc(node.from, node.to)) ?? []
      if (iri !== undefined) bound.set(name, iri)
    },
  })
  if (end >= 0) return { bound, at: end, line: (text) => `\n${text}` }
  return { bound, at: LEADING_COMMENTS.exec(state.doc.toString())[0].length, line: (text) => `${text}\n` }
}

/** Put *insert* in the place of what was typed and, where it needs one, its PREFIX line into the prologue. */
const accept = (view, completion, from, to, { insert, prefix, iri, namespace }) => {
  const changes = []
  let text = insert
  if (prefix !== undefined) {
    const { bound, at, line } = prologue(view.state)
    if (!bound.has(prefix)) changes.push({ from: at, insert: line(`PREFIX ${prefix}: <${namespace}>`) })
    else if (bound.get(prefix) !== namespace) text = `<${iri}>` // the query means something else by that prefix
  }
  const grown = changes.reduce((sum, change) => sum + (change.from <= from ? change.insert.length : 0), 0)
  view.dispatch({
    changes: [...changes, { from, to, insert: text }],
    selection: { anchor: from + grown + text.length },
    scrollIntoView: true,
    userEvent: "input.complete",
    annotations: pickedCompletion.of(completion),
  })
}

const toOption = (term, namespaces) => {
  const { name, iri, kind, label } = term
  const colon = name.indexOf(":")
  const prefix = iri ? undefined : name.slice(0, colon)
  const namespace = namespaces[prefix]
  const target = iri
    ? { insert: `<${iri}>` }
    : { insert: name, prefix, namespace, iri: namespace + name.slice(colon + 1) }
  return { label: name, detail: label, type: kind, apply: (view, option, from, to) => accept(view, option, from, to, target) }
}

const findTerms = (terms, typed) => {
  const local = typed.includes(":")
  return terms
    .map(({ term, option, name }, order) => {
      const ranks = local ? [rank(term.name, typed)] : [rank(name, typed), rank(term.label, typed), rank(term.other, typed)]
      return { option, order, rank: best(ranks) }
    })
    .filter((found) => found.rank !== undefined)
    .sort((one, other) => one.rank - other.rank || one.order - other.order)
    .map(({ option }) => option)
}

const variables = (state, typed) => {
  const found = new Set(state.doc.toString().match(/[?$]\w+/g))
  found.delete(typed)
  return [...found].sort().map((label) => ({ label, type: "variable" }))
}

/**
 * The source of completions. A term is given as [name, iri, kind, label, label in the other language]; the name is a
 * prefixed one, or where there is an iri, what the term is to be called in the list.
 */
export const createCompletion = (rows, namespaces) => {
  const terms = rows.map(([name, iri, kind, label, other]) => {
    const term = { name, iri, kind, label, other }
    return { term, option: toOption(term, namespaces), name: iri ? name : name.slice(name.indexOf(":") + 1) }
  })
  const prefixes = Object.keys(namespaces)

  const prefixOption = (prefix) => ({
    label: `${prefix}:`,
    detail: namespaces[prefix],
    type: "namespace",
    apply: (view, option, from, to) => {
      accept(view, option, from, to, { insert: `${prefix}:`, prefix, namespace: namespaces[prefix], iri: namespaces[prefix] })
      startCompletion(view)
    },
  })

  const declarationOption = (prefix) => ({
    label: `${prefix}:`,
    detail: namespaces[prefix],
    type: "namespace",
    apply: `${prefix}: <${namespaces[prefix]}>`,
  })

  return ({ state, pos, explicit }) => {
    const before = state.sliceDoc(Math.max(state.doc.lineAt(pos).from, pos - WORD_BEFORE), pos)
    const node = syntaxTree(state).resolveInner(pos, -1)
    if (CLOSED.has(node.name) && (node.name === "Comment" || pos < node.to)) return null
    const variable = VARIABLE.exec(before)
    if (variable) return { from: pos - variable[0].length, options: variables(state, variable[0]) }
    const declared = PREFIX_DECLARATION.exec(before)
    if (declared) return { from: pos - declared[1].length, options: prefixes.map(declarationOption) }
    const word = WORD.exec(before)?.[0] ?? ""
    if (!word && !explicit) return null
    if (/[<@]$/.test(before.slice(0, before.length - word.length))) return null
    const typed = word.toLowerCase()
    const options = typed.includes(":") ? [] : prefixes.filter((prefix) => prefix.startsWith(typed)).map(prefixOption)
    options.push(...findTerms(terms, typed))
    const begun = keywords.filter((keyword) => typed && keyword.startsWith(typed.toUpperCase()))
    options.push(...begun.map((label) => ({ label, type: "keyword" })))
    if (options.every(({ label }) => label.toLowerCase() === typed)) return null // it stands there already
    return { from: pos - word.length, options, filter: false }
  }
}
