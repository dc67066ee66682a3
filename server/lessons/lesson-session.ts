import type {
  CommandInput,
  DebriefView,
  EvidenceItem,
  HintView,
  LabApi,
  LessonAccess,
  LessonLanguage,
  LessonPart,
  LessonView,
  NotebookEntry,
  QuestionView,
} from '#contract'
import { lessonLimits, lessonParts } from '#contract'
import { describeFailure, Failure } from '../base/index.ts'
import { createGenerator, systemTime } from '../clock/index.ts'
import type { LiveSteps, Mismatch } from '../scenario/index.ts'
import { EvidenceFinder, kindOf } from './evidence.ts'
import type { ChooseQuestion, EvidenceQuestion, LessonQuestion, LessonText, Proof } from './lesson-file.ts'
import { textIn } from './lesson-texts.ts'
import { type Lesson, type LessonSteps, pointsOf } from './read-lesson.ts'
import { shuffled } from './values.ts'

/** How many wrong answers to a question of evidence use up its points. */
const mistakesForNothing = 3
const usualChoices = 3

export interface SessionOptions {
  lesson: Lesson
  trainee: string | null
  language: LessonLanguage
  isWithoutCause: boolean
  /** The lab's own, in which nothing is hidden. */
  api: LabApi
  steps: LiveSteps
  /** Called whenever something has changed. */
  report(view: LessonView): void
  /** Keeps the result, as often as it changes. */
  keep(view: LessonView): Promise<void>
}

interface Asked {
  readonly question: LessonQuestion
  isDone: boolean
  earned: number | null
  mistakes: number
  isRevealed: boolean
  holds: boolean | null
  written: string | null
  readonly choices: readonly Choice[]
  readonly chosen: Set<string>
}

interface Choice {
  readonly id: string
  readonly isRight: boolean
  readonly text: LessonText
  readonly because: LessonText
}

/** A lesson as one trainee takes it: what was answered, what it earned, and what may be seen of it. */
export class LessonSession {
  readonly #options: SessionOptions
  readonly #asked: readonly Asked[]
  readonly #taken = new Set<string>()
  readonly #evidence: EvidenceFinder
  readonly #begunAt = systemTime()
  #notebook: NotebookEntry[] = []
  #entries = 0
  #finishedAt: number | null = null
  #debrief: DebriefView | null = null
  #resultProblem: string | null = null
  #isChecking = false

  constructor(options: SessionOptions) {
    this.#options = options
    const { lesson, isWithoutCause } = options
    this.#evidence = new EvidenceFinder(options.api)
    this.#asked = (isWithoutCause ? [] : lesson.content.questions).map((question) => ({
      question,
      isDone: false,
      earned: null,
      mistakes: 0,
      isRevealed: false,
      holds: null,
      written: null,
      choices: 'choose' in question ? choicesOf(question, lesson) : [],
      chosen: new Set(),
    }))
  }

  get isFinished(): boolean {
    return this.#finishedAt !== null
  }

  /** Nothing is kept back any more. */
  get isOver(): boolean {
    return this.isFinished || this.#options.isWithoutCause
  }

  /** Shows it to the pages for the first time. */
  begin(): void {
    this.#options.report(this.view())
  }

  get evidence(): EvidenceFinder {
    return this.#evidence
  }

  /** What is open, locked or hidden now. */
  get access(): Record<LessonPart, LessonAccess> {
    const { content } = this.#options.lesson
    const all = Object.fromEntries(lessonParts.map((part) => [part, 'open'])) as Record<
      LessonPart,
      LessonAccess
    >
    if (this.isOver) return all
    const opened = this.#asked.map(({ question, isDone }) =>
      isDone && 'opens' in question ? (question.opens ?? {}) : {},
    )
    return Object.assign(all, content.access ?? {}, ...opened)
  }

  /** Keys in files of the settings that are hidden now. */
  get hiddenSettings(): readonly string[] {
    const { content } = this.#options.lesson
    if (this.isOver) return []
    const isOpened = this.#asked.some(
      ({ question, isDone }) => isDone && 'opens' in question && question.opens?.settings !== undefined,
    )
    return isOpened ? [] : (content.hiddenSettings ?? [])
  }

  /** For one question that is to be done: whether the lesson has to look by itself now. */
  get watched(): string | null {
    const open = this.#open
    return open && 'do' in open.question && open.question.watch === true ? open.question.id : null
  }

  /** For the check of a lesson: which choice is right. */
  rightChoiceOf(id: string): string | null {
    const asked = this.#asked.find(({ question }) => question.id === id)
    return asked?.choices.find(({ isRight }) => isRight)?.id ?? null
  }

  async answer({ question: id, choice: chosen }: CommandInput<'lesson.answer'>): Promise<null> {
    const asked = this.#openOne(id)
    if (!('choose' in asked.question)) throw refused(id, 'other-kind')
    const choice = asked.choices.find((one) => one.id === chosen)
    if (!choice) throw refused(id, 'unknown-choice')
    if (!asked.chosen.has(choice.id)) {
      asked.chosen.add(choice.id)
      if (choice.isRight) this.#done(asked, 1 - asked.mistakes / (asked.choices.length - 1))
      else asked.mistakes += 1
    }
    await this.#changed()
    return null
  }

  async note({ item, question: id }: CommandInput<'lesson.evidence'>): Promise<NotebookEntry> {
    this.#mustGoOn()
    const asked = id === null ? null : this.#openOne(id)
    if (asked && !('evidence' in asked.question)) throw refused(asked.question.id, 'other-kind')
    const found = await this.#evidence.find(item)
    const { text, at } = found
    let judged: Pick<NotebookEntry, 'verdict' | 'why'> = { verdict: 'noted', why: null }
    if (asked && 'evidence' in asked.question) {
      const proof = await firstFitting(asked.question.accept, found)
      const seeming = proof ? null : await firstFitting(asked.question.refuse ?? [], found)
      const why = this.#text((proof ?? seeming)?.because ?? asked.question.otherwise)
      judged = { verdict: proof ? 'right' : 'wrong', why }
    }
    // The same thing again costs nothing more.
    const known = this.#notebook.find((one) => one.question === id && isSame(one.item, item))
    if (known) return known
    if (this.#notebook.length >= lessonLimits.notebook) {
      const noted = this.#notebook.findIndex(({ verdict }) => verdict === 'noted')
      if (asked === null || noted < 0)
        throw new Failure('lesson-notebook-full', { most: lessonLimits.notebook })
      this.#notebook = this.#notebook.toSpliced(noted, 1)
    }
    this.#entries += 1
    const entry: NotebookEntry = { id: this.#entries, item, text, at, question: id, ...judged }
    this.#notebook = [...this.#notebook, entry]
    if (asked && judged.verdict === 'right') this.#done(asked, 1 - asked.mistakes / mistakesForNothing)
    else if (asked) asked.mistakes += 1
    await this.#changed()
    return entry
  }

  async forget({ entry }: CommandInput<'lesson.forget'>): Promise<null> {
    this.#mustGoOn()
    this.#notebook = this.#notebook.filter(({ id, verdict }) => id !== entry || verdict !== 'noted')
    await this.#changed()
    return null
  }

  async hint({ hint: id }: CommandInput<'lesson.hint'>): Promise<HintView> {
    this.#mustGoOn()
    const hint = this.#hints().find((one) => one.id === id)
    if (!hint || (!hint.isOffered && hint.text === null)) throw new Failure('lesson-hint', { hint: id })
    this.#taken.add(id)
    await this.#changed()
    return this.#hints().find((one) => one.id === id) ?? hint
  }

  async write({ question: id, text }: CommandInput<'lesson.write'>): Promise<null> {
    this.#mustGoOn()
    const asked = this.#asked.find(({ question }) => question.id === id)
    // What is written can be written anew: it is not scored.
    if (!asked || (asked.written === null && asked !== this.#open)) this.#openOne(id)
    if (!asked || !('write' in asked.question)) throw refused(id, 'other-kind')
    asked.written = text
    this.#done(asked, 0)
    await this.#changed()
    return null
  }

  async check({ question: id }: CommandInput<'lesson.check'>): Promise<{ holds: boolean }> {
    const asked = this.#openOne(id)
    const task = this.#options.lesson.tasks.get(id)
    if (!task) throw refused(id, 'other-kind')
    const holds = (await this.#differences(task.check)).length === 0
    if (asked.isDone) return { holds: true }
    const isNews = asked.holds !== holds
    asked.holds = holds
    if (holds) this.#done(asked, 1)
    if (isNews) await this.#changed()
    return { holds }
  }

  /** Looks at what is watched; nothing while it is being looked at. */
  async look(): Promise<void> {
    const id = this.watched
    if (id === null || this.#isChecking || this.isFinished) return
    const [asked] = this.#asked.filter(({ question }) => question.id === id)
    const { check = [] } = this.#options.lesson.tasks.get(id) ?? {}
    this.#isChecking = true
    try {
      for (const { step, path } of check) if (!(await this.#options.steps.holds(step, path))) return
      if (!asked || asked.isDone || asked !== this.#open) return
      asked.holds = true
      this.#done(asked, 1)
      await this.#changed()
    } finally {
      this.#isChecking = false
    }
  }

  async reveal({ question: id }: CommandInput<'lesson.reveal'>): Promise<null> {
    const asked = this.#openOne(id)
    asked.isRevealed = true
    this.#done(asked, 0)
    await this.#changed()
    return null
  }

  async finish(): Promise<null> {
    if (this.isFinished) return null
    this.#debrief = await this.#makeDebrief()
    for (const asked of this.#asked) {
      asked.isDone = true
      asked.earned ??= 0
    }
    this.#finishedAt = systemTime()
    await this.#changed()
    return null
  }

  /** Performs steps of the lesson, up to the first that fails. @returns what differs, with paths in the lesson's scenario */
  async #differences(steps: LessonSteps): Promise<Mismatch[]> {
    for (const { step, path } of steps) {
      const found = await this.#options.steps.perform(step, path)
      if (found.length > 0) return found
    }
    return []
  }

  stop(): void {
    this.#evidence.stop()
    this.#options.steps.stop()
  }

  view(): LessonView {
    const { lesson, trainee, language, isWithoutCause } = this.#options
    const { content, id, seed } = lesson
    const { told, level, area, minutes } = content
    const hints = this.#hints()
    const paid = hints.reduce((sum, { text, price }) => sum + (text === null ? 0 : price), 0)
    const earned = this.#asked.reduce((sum, one) => sum + (one.earned ?? 0), 0)
    return {
      id,
      title: this.#text(content.lesson),
      level,
      area,
      minutes,
      trainee,
      seed,
      language,
      isWithoutCause,
      told: { symptom: this.#text(told.symptom), who: this.#text(told.who), when: this.#text(told.when) },
      introduction: content.introduction === undefined ? null : this.#text(content.introduction),
      access: this.access,
      hiddenSettings: [...this.hiddenSettings],
      questions: this.#asked.map((asked) => this.#viewOf(asked)),
      notebook: this.#notebook,
      hints,
      score: {
        earned: Math.max(0, rounded(earned - paid)),
        most: this.#asked.reduce((sum, { question }) => sum + pointsOf(question), 0),
        paid,
      },
      begunAt: this.#begunAt,
      finishedAt: this.#finishedAt,
      resultProblem: this.#resultProblem,
      debrief: this.#debrief,
    }
  }

  get #open(): Asked | undefined {
    return this.isFinished ? undefined : this.#asked.find(({ isDone }) => !isDone)
  }

  #openOne(id: string): Asked {
    this.#mustGoOn()
    const asked = this.#asked.find(({ question }) => question.id === id)
    if (!asked) throw refused(id, 'unknown')
    if (asked.isDone) throw refused(id, 'done')
    if (asked !== this.#open) throw refused(id, 'ahead')
    return asked
  }

  #mustGoOn(): void {
    if (this.isFinished) throw new Failure('lesson-finished', {})
  }

  /** @param share of its points */
  #done(asked: Asked, share: number): void {
    asked.isDone = true
    asked.earned = rounded(pointsOf(asked.question) * Math.max(0, share))
  }

  async #changed(): Promise<void> {
    const isProblem = this.#resultProblem !== null
    this.#options.report(this.view())
    try {
      await this.#options.keep(this.view())
      this.#resultProblem = null
    } catch (thrown) {
      this.#resultProblem = describeFailure(thrown)
    }
    if (isProblem || this.#resultProblem !== null) this.#options.report(this.view())
  }

  #text(text: LessonText): string {
    return textIn(this.#options.language, text)
  }

  #hints(): HintView[] {
    const { hints = [] } = this.#options.lesson.content
    const open = this.#open?.question.id
    const waits = new Set<string | undefined>()
    return (this.#options.isWithoutCause ? [] : hints).map(({ question, price, text }, index) => {
      const id = String(index + 1)
      const isTaken = this.#taken.has(id)
      const isOffered =
        !isTaken &&
        !waits.has(question) &&
        open !== undefined &&
        (question === undefined || question === open)
      if (!isTaken) waits.add(question)
      return { id, question: question ?? null, price, text: isTaken ? this.#text(text) : null, isOffered }
    })
  }

  #viewOf(asked: Asked): QuestionView {
    const { question, isDone, earned, mistakes, isRevealed } = asked
    const { id, explanation } = question
    const common = {
      id,
      state: isDone ? 'done' : asked === this.#open ? 'open' : 'ahead',
      points: pointsOf(question),
      earned,
      mistakes,
      isRevealed,
      explanation: isDone && explanation !== undefined ? this.#text(explanation) : null,
    } as const
    if ('choose' in question) {
      return {
        ...common,
        kind: 'choose',
        text: this.#text(question.choose),
        choices: asked.choices.map((choice) => {
          const isTold = isDone || asked.chosen.has(choice.id)
          return {
            id: choice.id,
            text: this.#text(choice.text),
            verdict: isTold ? (choice.isRight ? 'right' : 'wrong') : null,
            why: isTold ? this.#text(choice.because) : null,
          }
        }),
      }
    }
    if ('evidence' in question) {
      const kinds = [...question.accept, ...(question.refuse ?? [])].map(kindOf)
      const proofs = isRevealedOrDone(asked) ? ` ${this.#answerOf(question)}` : ''
      return {
        ...common,
        explanation: isDone ? `${common.explanation ?? ''}${proofs}`.trim() || null : null,
        kind: 'evidence',
        text: this.#text(question.evidence),
        kinds: [...new Set(kinds)],
      }
    }
    if ('write' in question) {
      return { ...common, kind: 'write', text: this.#text(question.write), written: asked.written }
    }
    const isWatched = 'do' in question && question.watch === true
    const text = this.#text('do' in question ? question.do : question.fix)
    return { ...common, kind: 'do', text, holds: asked.holds, isWatched }
  }

  /** What would have proven it, for whoever did not find it. */
  #answerOf({ accept }: EvidenceQuestion): string {
    return accept[0] === undefined ? '' : this.#text(accept[0].because)
  }

  async #makeDebrief(): Promise<DebriefView> {
    const { lesson } = this.#options
    const { cause, lookFirst, moment, facts } = lesson.content.debrief
    const item = moment.shows === undefined ? null : await this.#evidence.exampleOf(moment.shows)
    const found = item === null ? null : await this.#evidence.find(item)
    return {
      cause: this.#text(cause),
      lookFirst: this.#text(lookFirst),
      moment: { text: this.#text(moment.text), item, at: found?.at ?? null },
      facts: facts.map(({ text, source, from }) => ({ text: this.#text(text), source, from })),
      canBeWithoutCause: lesson.scenario.withoutCause !== null,
    }
  }
}

function isRevealedOrDone({ isDone, isRevealed, earned }: Asked): boolean {
  return isRevealed || (isDone && earned === 0)
}

/** The right choice among wrong ones that the seed draws, in an order that the seed draws. */
function choicesOf(question: ChooseQuestion, { id, seed }: Lesson): Choice[] {
  const generator = createGenerator(seed).fork(`choices of ${id} ${question.id}`)
  const wrong = shuffled(question.wrong, generator).slice(0, question.draw ?? usualChoices)
  const all = [
    { isRight: true, ...question.right },
    ...wrong.map(({ text, because }) => ({ isRight: false, text, because })),
  ]
  return shuffled(all, generator).map((choice, index) => ({ ...choice, id: String.fromCharCode(97 + index) }))
}

async function firstFitting(
  proofs: readonly Proof[],
  found: { fits(proof: Proof): Promise<boolean> },
): Promise<Proof | null> {
  for (const proof of proofs) if (await found.fits(proof)) return proof
  return null
}

function isSame(one: EvidenceItem, other: EvidenceItem): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function refused(question: string, obstacle: 'unknown' | 'ahead' | 'done' | 'other-kind' | 'unknown-choice') {
  return new Failure('lesson-question', { question, obstacle })
}

function rounded(points: number): number {
  return Math.round(points * 10) / 10
}
