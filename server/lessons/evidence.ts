import {
  type EvidenceItem,
  type EvidenceKind,
  type FlowView,
  type FrameView,
  type LabApi,
  type LessonLanguage,
  type LogLineView,
  type SessionEnding,
  type SessionView,
  settingList,
  writeSetting,
} from '#contract'
import { sentence, type Words, wordsOf } from '#words'
import { Failure } from '../base/index.ts'
import type { Proof } from './lesson-file.ts'

/** Something of the lab that somebody points at, as it is now. */
export interface FoundEvidence {
  item: EvidenceItem
  text: string
  at: number
  /** Whether it is what a proof describes. */
  fits(proof: Proof): Promise<boolean>
}

/** Maximum number of ended sessions that are remembered. */
const mostSessions = 1_000

/** Finds in a lab what people point at, and judges it. It follows sessions, since one that has ended is evidence, too. */
export class EvidenceFinder {
  readonly #api: LabApi
  readonly #words: Words
  readonly #sessions = new Map<string, SessionView & { ended: SessionEnding | null }>()
  readonly #stop: () => void

  /** @param language of the lines that say what was pointed at */
  constructor(api: LabApi, language: LessonLanguage) {
    this.#api = api
    this.#words = wordsOf(language)
    this.#stop = api.subscribe(
      (event) => {
        if (event.type === 'session') {
          this.#sessions.set(event.session.id, { ...event.session, ended: null })
          const [oldest] = this.#sessions.keys()
          if (this.#sessions.size > mostSessions && oldest !== undefined) this.#sessions.delete(oldest)
        } else if (event.type === 'session-closed') {
          const known = this.#sessions.get(event.id)
          if (known) this.#sessions.set(event.id, { ...known, ended: event.reason })
        }
      },
      ['session', 'session-closed'],
    )
  }

  stop(): void {
    this.#stop()
  }

  /** @throws {Failure} `lesson-evidence-gone` */
  async find(item: EvidenceItem): Promise<FoundEvidence> {
    const found = await this.#lookAt(item)
    if (found === null) throw new Failure('lesson-evidence-gone', { kind: item.kind })
    return { item, ...found }
  }

  /**
   * Something that a proof describes, the latest of it; null: the lab has nothing of the kind.
   * @param others proofs that it must not fit
   */
  async exampleOf(proof: Proof, others: readonly Proof[] = []): Promise<EvidenceItem | null> {
    for (const item of await this.#candidates(proof, others)) {
      const found = await this.#lookAt(item)
      if (found && (await found.fits(proof)) && !(await fitsAny(found, others))) return item
    }
    return null
  }

  /** How much of what the lab has of its kind fits a proof: frames and lines of the log, of which there are many. */
  async shareOf({ frame, log }: Proof): Promise<{ fitting: number; all: number } | null> {
    if (frame !== undefined) {
      const countOf = (filter: string) => this.#api.call('traffic.count', { filter, isOpened: true })
      return { fitting: (await countOf(frame)).count, all: (await countOf('')).count }
    }
    if (log === undefined) return null
    const countOf = async (text: string) => {
      const { first, end } = await this.#api.call('log.read', { text, count: 0 })
      return end - first
    }
    return { fitting: await countOf(log), all: await countOf('') }
  }

  async #candidates(proof: Proof, others: readonly Proof[]): Promise<EvidenceItem[]> {
    const { frame, session, log, step, setting, handheld, user } = proof
    if (frame !== undefined) {
      const filters = others.flatMap((other) => other.frame ?? [])
      const filter = [frame, ...filters].map((one) => (one.trim() === '' ? '' : `(${one})`)).join(' -')
      const { latest } = await this.#api.call('traffic.count', { filter, isOpened: true })
      return latest.map(({ number }) => ({ kind: 'frame', number }))
    }
    if (session !== undefined)
      return [...this.#sessions.keys()].reverse().map((id) => ({ kind: 'session', id }))
    if (log !== undefined) {
      const { lines } = await this.#api.call('log.read', { text: log, count: 200 })
      return lines.reverse().map(({ number }) => ({ kind: 'log', number }))
    }
    if (step !== undefined) {
      const { flows } = await this.#api.snapshot()
      return [...flows].reverse().map(({ id }) => ({ kind: 'step', flow: id, step: step.step }))
    }
    if (setting !== undefined) {
      const key = settingList.find((one) => one.key === setting)?.apiKey ?? setting
      return [{ kind: 'setting', key }]
    }
    if (handheld !== undefined) return [{ kind: 'handheld', name: handheld }]
    return user === undefined ? [] : [{ kind: 'user', id: user }]
  }

  #lookAt(item: EvidenceItem): Promise<Omit<FoundEvidence, 'item'> | null> {
    switch (item.kind) {
      case 'frame':
        return this.#frame(item.number)
      case 'session':
        return this.#session(item.id)
      case 'log':
        return this.#line(item.number)
      case 'step':
        return this.#step(item.flow, item.step)
      case 'setting':
        return this.#setting(item.key)
      case 'handheld':
        return this.#handheld(item.name)
      case 'user':
        return this.#user(item.id)
    }
  }

  async #frame(number: number) {
    const narrowed = (filter: string) =>
      `number>=${number} number<=${number}${filter === '' ? '' : ` (${filter})`}`
    const read = (filter: string) =>
      this.#api.call('traffic.count', { filter: narrowed(filter), isOpened: true })
    const [frame] = (await read('')).latest
    if (!frame) return null
    return {
      text: `${this.#hop(frame.hop)}: ${summaryOf(frame, this.#words)}`,
      at: frame.at,
      fits: async ({ frame: filter }: Proof) => filter !== undefined && (await read(filter)).count > 0,
    }
  }

  async #session(id: string) {
    const session = this.#sessions.get(id)
    if (!session) return null
    const { ended, handheld, user, openedAt } = session
    const { endings, page } = this.#words
    return {
      text: page.lessons.evidence.session(user, handheld, ended === null ? null : endings[ended].ended),
      at: openedAt,
      fits: async ({ session: wanted }: Proof) =>
        wanted !== undefined &&
        (wanted.handheld === undefined || wanted.handheld === handheld) &&
        (wanted.user === undefined || wanted.user === user),
    }
  }

  async #line(number: number) {
    const line = await this.#lineNumbered(number)
    if (!line) return null
    const text = `${line.component} ${line.text}`
    return {
      text,
      at: line.at,
      fits: async ({ log }: Proof) => log !== undefined && hasAllWords(text, log),
    }
  }

  #hop(hop: string): string {
    const known: Partial<Record<string, { short: string }>> = this.#words.labels.hop
    return known[hop]?.short ?? hop
  }

  /** Lines have consecutive numbers, so the place of one follows from the place of another. */
  async #lineNumbered(number: number): Promise<LogLineView | undefined> {
    const { from, lines } = await this.#api.call('log.read', { count: 1 })
    const [newest] = lines
    if (!newest) return undefined
    const place = from - (newest.number - number)
    if (place < 0 || place > from) return undefined
    const page = await this.#api.call('log.read', { from: place, count: 1 })
    return page.lines.find((line) => line.number === number)
  }

  async #step(id: string, name: string) {
    const flow: FlowView | null = await this.#api.call('flow.find', { id })
    const steps = flow?.steps.filter(({ step }) => step === name) ?? []
    const last = steps.at(-1)
    if (!flow || !last) return null
    const { page, stepDetails } = this.#words
    return {
      text: page.lessons.evidence.step(flow.handheld, name, sentence(stepDetails, last.detail)),
      at: last.at,
      fits: async ({ step: wanted }: Proof) =>
        wanted !== undefined &&
        wanted.step === name &&
        (wanted.handheld === undefined || wanted.handheld === flow.handheld) &&
        steps.some(
          ({ outcome, detail }) =>
            (wanted.outcome === undefined || wanted.outcome === outcome) &&
            (wanted.code === undefined || wanted.code === detail.code),
        ),
    }
  }

  async #setting(key: string) {
    const { at, service } = await this.#api.snapshot()
    const value: unknown = Reflect.get(service, key)
    const setting = settingList.find(({ apiKey }) => apiKey === key)
    if (setting === undefined || value === undefined) return null
    const { settings } = this.#words
    const isSimple = typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
    const written = isSimple ? writeSetting(setting, value) : settings.notConfigured
    return {
      text: `${settings.names[setting.path].label}: ${written}`,
      at,
      fits: async (proof: Proof) => proof.setting === setting.key,
    }
  }

  async #handheld(name: string) {
    const { at, handhelds } = await this.#api.snapshot()
    const handheld = handhelds.find((one) => one.name === name)
    if (!handheld) return null
    const { endings, labels, page } = this.#words
    const reason = handheld.reason === null ? '' : ` (${endings[handheld.reason].title})`
    const coverage = labels.coverage[handheld.coverage]
    return {
      text: page.lessons.evidence.handheld(name, `${labels.state[handheld.state]}${reason}`, coverage),
      at,
      fits: async (proof: Proof) => proof.handheld === name,
    }
  }

  async #user(id: string) {
    const { at, users } = await this.#api.snapshot()
    const user = users.find((one) => one.id === id)
    if (!user) return null
    return {
      text: `${id}: ${user.name}, ${user.sipAddress}`,
      at,
      fits: async (proof: Proof) => proof.user === id,
    }
  }
}

function summaryOf({ openedSummary, toldOpened }: FrameView, { frameSummaries }: Words): string {
  return toldOpened === undefined ? openedSummary : sentence(frameSummaries, toldOpened)
}

async function fitsAny(found: Pick<FoundEvidence, 'fits'>, proofs: readonly Proof[]): Promise<boolean> {
  for (const proof of proofs) if (await found.fits(proof)) return true
  return false
}

/** As the log is searched in the window. */
function hasAllWords(line: string, words: string): boolean {
  const sought = line.toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => sought.includes(word))
}

/** The kind of evidence that a proof describes. */
export function kindOf(proof: Proof): EvidenceKind {
  if (proof.frame !== undefined) return 'frame'
  if (proof.session !== undefined) return 'session'
  if (proof.log !== undefined) return 'log'
  if (proof.step !== undefined) return 'step'
  if (proof.setting !== undefined) return 'setting'
  return proof.handheld === undefined ? 'user' : 'handheld'
}
