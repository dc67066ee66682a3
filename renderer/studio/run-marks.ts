import { type Extension, RangeSet, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, GutterMarker, gutter } from '@codemirror/view'

/** What stands beside the lines: breakpoints, and what became of the step on a line. */
export interface RunMarks {
  breakpoints: readonly number[]
  outcomes: ReadonlyMap<number, 'passed' | 'failed' | 'skipped'>
  current: number | null
  /** The line that whoever watches wants to see: the current one, or the one that has failed. */
  followed: number | null
}

const none: RunMarks = { breakpoints: [], outcomes: new Map(), current: null, followed: null }

export const setRunMarks = StateEffect.define<RunMarks>()

const marks = StateField.define<RunMarks>({
  create: () => none,
  update(value, { effects }) {
    return effects.reduce((now, effect) => (effect.is(setRunMarks) ? effect.value : now), value)
  },
  provide: (field) =>
    EditorView.decorations.compute(['doc', field], (state) => decorations(state.field(field), state.doc)),
})

interface Lines {
  lines: number
  line(number: number): { from: number }
}

function decorations({ outcomes, current }: RunMarks, doc: Lines): DecorationSet {
  const numbers = [...new Set([...outcomes.keys(), ...(current === null ? [] : [current])])]
    .filter((line) => line >= 1 && line <= doc.lines)
    .sort((one, other) => one - other)
  return Decoration.set(
    numbers.map((line) => {
      const classes = [outcomes.get(line), line === current ? 'current' : undefined]
      const name = classes.flatMap((one) => (one === undefined ? [] : [`is-${one}`])).join(' ')
      return Decoration.line({ class: name }).range(doc.line(line).from)
    }),
  )
}

const signs = { passed: '✓', failed: '✗', skipped: '–' } as const

class LineMark extends GutterMarker {
  readonly #isBreakpoint: boolean
  readonly #outcome: keyof typeof signs | undefined
  readonly #title: string

  constructor(isBreakpoint: boolean, outcome: keyof typeof signs | undefined, title: string) {
    super()
    this.#isBreakpoint = isBreakpoint
    this.#outcome = outcome
    this.#title = title
  }

  override toDOM(): Node {
    const element = document.createElement('span')
    element.style.display = 'flex'
    const stop = document.createElement('span')
    stop.className = 'cm-break'
    stop.textContent = this.#isBreakpoint ? '●' : ''
    if (this.#isBreakpoint) stop.title = this.#title
    const outcome = document.createElement('span')
    outcome.className = `cm-outcome is-${this.#outcome ?? 'none'}`
    outcome.textContent = this.#outcome === undefined ? '' : signs[this.#outcome]
    element.append(stop, outcome)
    return element
  }
}

/** @param onPress called with a line whose gutter was pressed */
export function runMarks(onPress: (line: number) => void, titleOf: (line: number) => string): Extension {
  return [
    marks,
    gutter({
      class: 'cm-marks',
      initialSpacer: () => new LineMark(false, undefined, ''),
      markers(view) {
        const { breakpoints, outcomes } = view.state.field(marks)
        const { doc } = view.state
        const lines = [...new Set([...breakpoints, ...outcomes.keys()])]
          .filter((line) => line >= 1 && line <= doc.lines)
          .sort((one, other) => one - other)
        return RangeSet.of(
          lines.map((line) =>
            new LineMark(breakpoints.includes(line), outcomes.get(line), titleOf(line)).range(
              doc.line(line).from,
            ),
          ),
        )
      },
      lineMarkerChange: ({ transactions }) =>
        transactions.some(({ effects }) => effects.some((effect) => effect.is(setRunMarks))),
      domEventHandlers: {
        mousedown(view, block) {
          onPress(view.state.doc.lineAt(block.from).number)
          return true
        },
      },
    }),
  ]
}
