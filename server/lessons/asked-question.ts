import type { LessonLanguage, QuestionView } from '#contract'
import { createGenerator } from '../clock/index.ts'
import { kindOf } from './evidence.ts'
import type { ChooseQuestion, LessonQuestion, LessonText } from './lesson-file.ts'
import { textIn } from './lesson-texts.ts'
import { type Lesson, pointsOf } from './read-lesson.ts'
import { shuffled } from './values.ts'

const usualChoices = 3

interface Choice {
  readonly id: string
  readonly isRight: boolean
  readonly text: LessonText
  readonly because: LessonText
}

/** A question of a lesson, as far as one trainee has come with it. */
export class AskedQuestion {
  readonly question: LessonQuestion
  readonly choices: readonly Choice[]
  mistakes = 0
  /** Whether what is to be done was done when it was looked at last; null: not looked at yet. */
  holds: boolean | null = null
  written: string | null = null
  #isDone = false
  #isRevealed = false
  #earned: number | null = null
  readonly #chosen = new Set<string>()

  /** @param before how it was when the lab of its lesson ended by itself */
  constructor(question: LessonQuestion, lesson: Lesson, before?: QuestionView) {
    this.question = question
    this.choices = 'choose' in question ? choicesOf(question, lesson) : []
    if (before !== undefined) this.#goOnFrom(before)
  }

  #goOnFrom(before: QuestionView): void {
    this.mistakes = before.mistakes
    this.#isDone = before.state === 'done'
    this.#isRevealed = before.isRevealed
    this.#earned = before.earned
    if (before.kind === 'do') this.holds = before.holds
    if (before.kind === 'write') this.written = before.written
    if (before.kind !== 'choose') return
    for (const { id, verdict } of before.choices) if (verdict !== null) this.#chosen.add(id)
  }

  get id(): string {
    return this.question.id
  }

  get isDone(): boolean {
    return this.#isDone
  }

  get earned(): number {
    return this.#earned ?? 0
  }

  /** @param share of its points */
  done(share: number): void {
    this.#isDone = true
    this.#earned = rounded(pointsOf(this.question) * Math.max(0, share))
  }

  reveal(): void {
    this.#isRevealed = true
    this.done(0)
  }

  /** The lesson is over: what was not answered earns nothing. */
  close(): void {
    if (!this.#isDone) this.done(0)
  }

  choose(choice: Choice): void {
    if (this.#chosen.has(choice.id)) return
    this.#chosen.add(choice.id)
    if (choice.isRight) this.done(1 - this.mistakes / (this.choices.length - 1))
    else this.mistakes += 1
  }

  /** What the trainee may see of it. While it is ahead, that is how many points it is worth. */
  view(isOpen: boolean, language: LessonLanguage): QuestionView {
    const { question } = this
    const state = this.#isDone ? 'done' : isOpen ? 'open' : 'ahead'
    const told = (text: LessonText) => (state === 'ahead' ? '' : textIn(language, text))
    const { explanation } = question
    const common = {
      id: question.id,
      state,
      points: pointsOf(question),
      earned: this.#earned,
      mistakes: this.mistakes,
      isRevealed: this.#isRevealed,
      explanation: this.#isDone && explanation !== undefined ? told(explanation) : null,
    } as const
    if ('choose' in question) {
      const choices =
        state === 'ahead' ? [] : this.choices.map((choice) => this.#choiceView(choice, language))
      return { ...common, kind: 'choose', text: told(question.choose), choices }
    }
    if ('evidence' in question) {
      const kinds = [...question.accept, ...(question.refuse ?? [])].map(kindOf)
      // For whoever did not find it: what would have proven it.
      const proof = this.#isDone && this.#earned === 0 ? told(question.accept[0]?.because ?? '') : ''
      return {
        ...common,
        explanation: `${common.explanation ?? ''} ${proof}`.trim() || null,
        kind: 'evidence',
        text: told(question.evidence),
        kinds: state === 'ahead' ? [] : [...new Set(kinds)],
      }
    }
    if ('write' in question) {
      return { ...common, kind: 'write', text: told(question.write), written: this.written }
    }
    const isWatched = 'do' in question && question.watch === true
    const text = told('do' in question ? question.do : question.fix)
    const notYet = this.holds === false && question.notYet !== undefined ? told(question.notYet) : null
    return { ...common, kind: 'do', text, holds: this.holds, notYet, isWatched }
  }

  #choiceView({ id, isRight, text, because }: Choice, language: LessonLanguage) {
    const isTold = this.#isDone || this.#chosen.has(id)
    return {
      id,
      text: textIn(language, text),
      verdict: isTold ? (isRight ? ('right' as const) : ('wrong' as const)) : null,
      why: isTold ? textIn(language, because) : null,
    }
  }
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

/** Points are shown with one decimal. */
export function rounded(points: number): number {
  return Math.round(points * 10) / 10
}
