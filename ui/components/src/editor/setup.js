// How the editor is set up: keys, highlighting, colours, the direction of Arabic in its lines.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete"
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands"
import { HighlightStyle, bidiIsolates, bracketMatching, delimitedIndent, indentNodeProp, indentOnInput, syntaxHighlighting } from "@codemirror/language"
import { lintGutter } from "@codemirror/lint"
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search"
import { Compartment, EditorState, Prec } from "@codemirror/state"
import {
  EditorView,
  drawSelection,
  dropCursor,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  placeholder as showPlaceholder,
} from "@codemirror/view"
import { NodeProp } from "@lezer/common"
import { tags } from "@lezer/highlight"
import { SparqlLanguage } from "codemirror-lang-sparql"

// Without isolates, two Arabic strings with a comma between them would change places.
const language = SparqlLanguage.configure({
  props: [
    NodeProp.isolate.add({ String: "auto", Comment: "auto", IriRef: "ltr" }),
    indentNodeProp.add({ "GroupGraphPattern ConstructTemplate DataBlock": delimitedIndent({ closing: "}", align: false }) }),
  ],
})

// Light and dark; each has a contrast of at least 4.5 to the background of its theme.
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "light-dark(#7a3e9d, #d3a6ee)", fontWeight: "600" },
  { tag: tags.variableName, color: "light-dark(#0b5f73, #7fcbdb)" },
  { tag: tags.string, color: "light-dark(#8a4b06, #e9b872)" },
  { tag: [tags.integer, tags.float, tags.bool], color: "light-dark(#8a2b06, #ffb38f)" },
  { tag: [tags.annotation, tags.typeName], color: "light-dark(#56646a, #a3b3b6)" },
  { tag: [tags.namespace, tags.url], color: "light-dark(#1f6b3a, #8fd6a5)" },
  { tag: tags.comment, color: "light-dark(#56646a, #a3b3b6)" },
])

const theme = new Compartment()

const darkness = (dark) => EditorView.darkTheme.of(dark)

/** Whether Streamlit shows its dark theme around an element. */
export const isDark = (place) => getComputedStyle(place).colorScheme.includes("dark")

/** Turn to the light or dark theme. */
export const shade = (view, dark) => {
  if (view.state.facet(EditorView.darkTheme) !== dark) view.dispatch({ effects: theme.reconfigure(darkness(dark)) })
}

/** Tab is left to the browser, so that the keyboard leads out of the editor. */
export const setup = ({ dark, label, placeholder, phrases, complete, run }) => [
  Prec.highest(
    keymap.of([
      { key: "Mod-Enter", run },
      { key: "Ctrl-Enter", run },
    ]),
  ),
  lineNumbers(),
  lintGutter(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  highlightSpecialChars(),
  highlightSelectionMatches(),
  history(),
  drawSelection(),
  dropCursor(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  search({ top: true }),
  autocompletion({ override: [complete], icons: true, maxRenderedOptions: 60 }),
  keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap]),
  language,
  syntaxHighlighting(colours),
  bidiIsolates(),
  theme.of(darkness(dark)),
  EditorState.phrases.of(phrases),
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({
    "aria-label": label,
    "aria-describedby": "hint",
    "aria-errormessage": "error",
    tabindex: "0", // what can be edited can be focused already, but axe-core knows it by this only
    autocapitalize: "off",
    autocorrect: "off",
    spellcheck: "false",
  }),
  showPlaceholder(placeholder),
]
