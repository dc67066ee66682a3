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
} from '#contract'
import { Failure } from '../base/index.ts'
import { systemTime } from '../clock/index.ts'
import type { LiveSteps, Mismatch } from '../scenario/index.ts'
import { AskedQuestion, rounded } from './asked-question.ts'
import { EvidenceFinder } from './evidence.ts'
import { judgeEvidence } from './judge-evidence.ts'
import { KeptResult } from './kept-result.ts'
import { accessNow, everythingOpen, hiddenSettingsNow } from './lesson-access.ts'
import { textIn } from './lesson-texts.ts'
import { makeDebrief, momentOf } from './make-debrief.ts'
import { Notebook } from './notebook.ts'
import { offeredHints } from './offered-hints.ts'
import { type Lesson, type LessonSteps, pointsOf } from './read-lesson.ts'

/** How many wrong answers to a question of evidence use up its points. */
const mistakesForNothing = 3

export interface SessionOptions {
  lesson: Lesson
  trainee: string | null
  language: LessonLanguage
  isWithoutCause: boolean
  /** The lesson as it was when its lab ended by itself, with which it goes on; without it, it begins. */
  before?: LessonView | null
  /** The lab's own, in which nothing is hidden. */
  api: LabApi
  steps: LiveSteps
  /** Called whenever something has changed. */
  report(view: LessonView): void
  /** Keeps the result, as often as it changes. */
  keep(view: LessonView): Promise<void>
}

/** A lesson as one trainee takes it: what was answered, what it earned, and what may be seen of it. */
export class LessonSession {
  readonly evidence: EvidenceFinder
  readonly #options: SessionOptions
  readonly #asked: readonly AskedQuestion[]
  readonly #notebook: Notebook
  /** IDs of hints. */
  readonly #taken = new Set<string>()
  readonly #begunAt: number
  readonly #restartedAt: number | null
  readonly #result: KeptResult
  #finishedAt: number | null
  #debrief: DebriefView | null
  #isLooking = false
  /** Where the lab shows the moment that decided; null: not yet. Later attempts of the trainee are others of the kind. */
  #moment: EvidenceItem | null = null

  constructor(options: SessionOptions) {
    this.#options = options
    const { before = null, lesson, isWithoutCause } = options
    const { keep, report } = options
    this.#result = new KeptResult({ view: () => this.view(), report, keep })
    this.#begunAt = before?.begunAt ?? systemTime()
    this.#restartedAt = before === null ? null : systemTime()
    this.#notebook = new Notebook(before?.notebook)
    this.#finishedAt = before?.finishedAt ?? null
    this.#debrief = before?.debrief ?? null
    for (const { id, text } of before?.hints ?? []) if (text !== null) this.#taken.add(id)
    this.evidence = new EvidenceFinder(options.api, options.language)
    this.#asked = (isWithoutCause ? [] : lesson.content.questions).map(
      (question) =>
        new AskedQuestion(
          question,
          lesson,
          before?.questions.find(({ id }) => id === question.id),
        ),
    )
  }

  get isFinished(): boolean {
    return this.#finishedAt !== null
  }

  /** Nothing is kept back any more. */
  get isOver(): boolean {
    return this.isFinished || this.#options.isWithoutCause
  }

  /** Shows it to the pages for the first time. */
  async begin(): Promise<void> {
    this.#moment = await momentOf(this.#options.lesson, this.evidence)
    this.#options.report(this.view())
  }

  /** What is open, locked or hidden now. */
  get access(): Record<LessonPart, LessonAccess> {
    return this.isOver ? everythingOpen() : accessNow(this.#options.lesson.content, this.#asked)
  }

  /** Keys in files of the settings that are hidden now, although others are to be seen. */
  get hiddenSettings(): readonly string[] {
    return this.isOver ? [] : hiddenSettingsNow(this.#options.lesson.content, this.#asked)
  }

  /** For one question that is to be done: whether the lesson has to look by itself now. */
  get watched(): string | null {
    const open = this.#open
    return open && 'do' in open.question && open.question.watch === true ? open.id : null
  }

  /** For the check of a lesson: which choice is right. */
  rightChoiceOf(id: string): string | null {
    const asked = this.#asked.find((one) => one.id === id)
    return asked?.choices.find(({ isRight }) => isRight)?.id ?? null
  }

  async answer({ question: id, choice: chosen }: CommandInput<'lesson.answer'>): Promise<null> {
    const asked = this.#openOne(id)
    if (!('choose' in asked.question)) throw refused(id, 'other-kind')
    const choice = asked.choices.find((one) => one.id === chosen)
    if (!choice) throw refused(id, 'unknown-choice')
    asked.choose(choice)
    await this.#result.changed()
    return null
  }

  async note({ item, question: id }: CommandInput<'lesson.evidence'>): Promise<NotebookEntry> {
    this.#mustGoOn()
    const asked = id === null ? null : this.#openOne(id)
    if (asked && !('evidence' in asked.question)) throw refused(asked.id, 'other-kind')
    const found = await this.evidence.find(item)
    const judged: Pick<NotebookEntry, 'verdict' | 'why'> =
      asked && 'evidence' in asked.question
        ? await judgeEvidence(asked.question, found, this.#options.language)
        : { verdict: 'noted', why: null }
    // The same thing again costs nothing more.
    const known = this.#notebook.find(item, id)
    if (known) return known
    const { text, at } = found
    const entry = this.#notebook.add({ item, text, at, question: id, ...judged })
    if (asked && judged.verdict === 'right') asked.done(1 - asked.mistakes / mistakesForNothing)
    else if (asked) asked.mistakes += 1
    await this.#result.changed()
    return entry
  }

  async forget({ entry }: CommandInput<'lesson.forget'>): Promise<null> {
    this.#mustGoOn()
    this.#notebook.forget(entry)
    await this.#result.changed()
    return null
  }

  async hint({ hint: id }: CommandInput<'lesson.hint'>): Promise<HintView> {
    this.#mustGoOn()
    const hint = this.#hints().find((one) => one.id === id)
    if (!hint || (!hint.isOffered && hint.text === null)) throw new Failure('lesson-hint', { hint: id })
    this.#taken.add(id)
    await this.#result.changed()
    return this.#hints().find((one) => one.id === id) ?? hint
  }

  async write({ question: id, text }: CommandInput<'lesson.write'>): Promise<null> {
    this.#mustGoOn()
    const asked = this.#asked.find((one) => one.id === id)
    // What is written can be written anew: it is not scored.
    if (!asked || (asked.written === null && asked !== this.#open)) this.#openOne(id)
    if (!asked || !('write' in asked.question)) throw refused(id, 'other-kind')
    asked.written = text
    asked.done(0)
    await this.#result.changed()
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
    if (holds) asked.done(1)
    if (isNews) await this.#result.changed()
    return { holds }
  }

  /** Looks at what is watched; nothing while it is being looked at. */
  async look(): Promise<void> {
    const id = this.watched
    if (id === null || this.#isLooking || this.isFinished) return
    const asked = this.#asked.find((one) => one.id === id)
    const { check = [] } = this.#options.lesson.tasks.get(id) ?? {}
    this.#isLooking = true
    try {
      for (const { step, path } of check) if (!(await this.#options.steps.holds(step, path))) return
      if (!asked || asked.isDone || asked !== this.#open) return
      asked.holds = true
      asked.done(1)
      await this.#result.changed()
    } finally {
      this.#isLooking = false
    }
  }

  async reveal({ question: id }: CommandInput<'lesson.reveal'>): Promise<null> {
    this.#openOne(id).reveal()
    await this.#result.changed()
    return null
  }

  async finish(): Promise<null> {
    if (this.isFinished) return null
    const { language, lesson } = this.#options
    this.#moment ??= await momentOf(lesson, this.evidence)
    this.#debrief = await makeDebrief(lesson, language, this.evidence, this.#moment)
    for (const asked of this.#asked) asked.close()
    this.#finishedAt = systemTime()
    await this.#result.changed()
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
    this.evidence.stop()
    this.#options.steps.stop()
  }

  view(): LessonView {
    const { lesson, trainee, language, isWithoutCause } = this.#options
    const { content, id, seed } = lesson
    const { told, introduction, level, area, minutes } = content
    const hints = this.#hints()
    const paid = hints.reduce((sum, { text, price }) => sum + (text === null ? 0 : price), 0)
    const earned = this.#asked.reduce((sum, one) => sum + one.earned, 0)
    const open = this.#open
    return {
      id,
      title: textIn(language, content.lesson),
      level,
      area,
      minutes,
      trainee,
      seed,
      language,
      isWithoutCause,
      told: {
        symptom: textIn(language, told.symptom),
        who: textIn(language, told.who),
        when: textIn(language, told.when),
      },
      introduction: introduction === undefined ? null : textIn(language, introduction),
      access: this.access,
      hiddenSettings: [...this.hiddenSettings],
      questions: this.#asked.map((asked) => asked.view(asked === open, language)),
      notebook: this.#notebook.entries,
      hints,
      score: {
        earned: Math.max(0, rounded(earned - paid)),
        most: this.#asked.reduce((sum, { question }) => sum + pointsOf(question), 0),
        paid,
      },
      begunAt: this.#begunAt,
      finishedAt: this.#finishedAt,
      awayMs: this.#options.before?.awayMs ?? 0,
      restartedAt: this.#restartedAt,
      resultProblem: this.#result.problem,
      debrief: this.#debrief,
    }
  }

  get #open(): AskedQuestion | undefined {
    return this.isFinished ? undefined : this.#asked.find(({ isDone }) => !isDone)
  }

  #hints(): HintView[] {
    const { isWithoutCause, language, lesson } = this.#options
    return isWithoutCause ? [] : offeredHints(lesson.content, this.#taken, this.#open?.id, language)
  }

  #openOne(id: string): AskedQuestion {
    this.#mustGoOn()
    const asked = this.#asked.find((one) => one.id === id)
    if (!asked) throw refused(id, 'unknown')
    if (asked.isDone) throw refused(id, 'done')
    if (asked !== this.#open) throw refused(id, 'ahead')
    return asked
  }

  #mustGoOn(): void {
    if (this.isFinished) throw new Failure('lesson-finished', {})
  }
}

function refused(question: string, obstacle: 'unknown' | 'ahead' | 'done' | 'other-kind' | 'unknown-choice') {
  return new Failure('lesson-question', { question, obstacle })
}
