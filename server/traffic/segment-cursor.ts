import { namesOfHop, type ReadableFrame } from '#contract'
import type { Exchanges } from './exchanges.ts'
import type { FrameLayer } from './frame.ts'
import type { FrameSegment } from './frame-segment.ts'
import type { SegmentText } from './segment-text.ts'

/** Where a phrase occurs in the rows of a segment. */
interface PhraseMatches {
  /** For each hop, protocol and handheld so far: whether its name contains the phrase. */
  inNames: Map<string, boolean>
  /** 1 for each row whose summary contains the phrase. */
  inSummaries: Uint8Array | null
}

interface CursorOptions {
  exchanges: Exchanges
  nameOf: (pin: string) => string
  markOf: (number: number) => ReadableFrame['mark'] | undefined
  isOpened: boolean
  /** The first row that will be read. */
  from: number
}

/**
 * One row of a segment after another as a filter reads it, without an object for each frame. A phrase is sought in the whole
 * segment at its first row.
 */
export class SegmentCursor implements ReadableFrame {
  row = 0
  gapMs: number | null = null
  readonly #segment: FrameSegment
  readonly #text: SegmentText
  readonly #exchanges: Exchanges
  readonly #nameOf: (pin: string) => string
  readonly #markOf: CursorOptions['markOf']
  readonly #isOpened: boolean
  readonly #from: number
  readonly #phrases = new Map<string, PhraseMatches>()

  constructor(
    segment: FrameSegment,
    text: SegmentText,
    { exchanges, markOf, nameOf, isOpened, from }: CursorOptions,
  ) {
    this.#segment = segment
    this.#text = text
    this.#exchanges = exchanges
    this.#nameOf = nameOf
    this.#markOf = markOf
    this.#isOpened = isOpened
    this.#from = from
  }

  get number(): number {
    return this.#segment.firstNumber + this.row
  }

  get hop(): string {
    return this.#segment.hops[this.row] ?? ''
  }

  get direction(): 'up' | 'down' {
    return this.#segment.directionOf(this.row)
  }

  get handheld(): string | null {
    const pin = this.#segment.pins[this.row] ?? null
    return pin === null ? null : this.#nameOf(pin)
  }

  get protocol(): string {
    return this.#segment.protocols[this.row] ?? ''
  }

  get sizeBytes(): number {
    return this.#segment.sizes[this.row] ?? 0
  }

  get isEncrypted(): boolean {
    return this.#segment.isEncrypted(this.row)
  }

  get at(): number {
    return this.#segment.at[this.row] ?? 0
  }

  get flow(): string | null {
    return this.#segment.origins[this.row]?.flow ?? null
  }

  get step(): string | null {
    return this.#segment.origins[this.row]?.step ?? null
  }

  get session(): string | null {
    return this.#segment.origins[this.row]?.session ?? null
  }

  get user(): string | null {
    return this.#segment.origins[this.row]?.user ?? null
  }

  get isStatus(): boolean {
    return this.#segment.origins[this.row]?.isStatus === true
  }

  get callId(): string | null {
    return this.#segment.contentOf(this.row).callId?.() ?? null
  }

  get tookMs(): number | null {
    return this.#exchanges.tookMs(this.#segment, this.row)
  }

  get mark(): ReadableFrame['mark'] {
    return this.#markOf(this.number) ?? null
  }

  get body(): string {
    return this.#shownLayers()
      .flatMap(({ fields, text }) => [...fields.map(({ name, value }) => `${name}: ${value}`), text ?? ''])
      .join('\n')
      .toLowerCase()
  }

  get headers(): { name: string; value: string }[] {
    const fields = this.#shownLayers().find(({ title }) => title === 'SIP')?.fields ?? []
    return fields
      .filter(({ about }) => about !== 'sip.body')
      .map(({ name, value }) => ({ name: name.toLowerCase(), value: value.toLowerCase() }))
  }

  /** Passwords stay masked, so that no filter can find out what they are. */
  #shownLayers(): readonly FrameLayer[] {
    const layers = this.#segment.contentOf(this.row).layers({ reveal: false })
    return this.#isOpened ? layers : layers.filter(({ side }) => side !== 'inside')
  }

  get summary(): string {
    return (this.#isOpened ? this.#text.opened() : this.#text.closed()).line(this.row)
  }

  says(phrase: string): boolean {
    let matches = this.#phrases.get(phrase)
    if (!matches) {
      matches = { inNames: new Map(), inSummaries: null }
      this.#phrases.set(phrase, matches)
    }
    const { handheld, hop, protocol } = this
    if (this.#isInName(protocol, phrase, matches) || this.#isInName(hop, phrase, matches)) return true
    if (handheld !== null && this.#isInName(handheld, phrase, matches)) return true
    matches.inSummaries ??= this.#seek(phrase)
    return matches.inSummaries[this.row] === 1
  }

  #isInName(name: string, phrase: string, { inNames }: PhraseMatches): boolean {
    let isFound = inNames.get(name)
    if (isFound === undefined) {
      isFound = namesOfHop(name).some((one) => one.toLowerCase().includes(phrase))
      inNames.set(name, isFound)
    }
    return isFound
  }

  #seek(phrase: string): Uint8Array {
    const marks = new Uint8Array(this.#segment.length)
    this.#text.closed().mark(phrase, this.#from, marks)
    if (this.#isOpened) this.#text.opened().mark(phrase, this.#from, marks)
    return marks
  }
}
