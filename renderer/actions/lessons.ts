import {
  ArrowRight,
  Check,
  Crosshair,
  Flag,
  GraduationCap,
  Lightbulb,
  LogOut,
  NotebookPen,
  X,
} from 'lucide-react'
import {
  type EvidenceItem,
  evidenceKinds,
  type HintView,
  type LessonEntry,
  type NotebookEntry,
} from '#contract'
import { focusedEvidence } from '../store/evidence.ts'
import { isTakingLesson } from '../store/lesson.ts'
import { beginLesson, leaveLesson, useLessons } from '../store/lessons.ts'
import { focusPane } from '../store/panes.ts'
import { askToPoint } from '../store/pointing.ts'
import { showToast } from '../toasts/toasts.tsx'
import { wordsNow } from '../words/words.ts'
import { type Action, type ActionContext, actionWithoutArguments } from './action.ts'

const lessonWords = () => wordsNow().page.lessons
const words = () => lessonWords().actions

function obstacleToAnswer({ lab }: ActionContext): string | null {
  const lesson = lab?.lesson ?? null
  if (lesson === null) return words().noLesson
  return isTakingLesson(lesson) ? null : words().isOver
}

export const openLessons = actionWithoutArguments({
  name: 'window.lessons',
  group: 'window',
  label: () => words().open,
  buttonLabel: () => words().openButton,
  keywords: () => ['lesson', 'learn', 'training', 'course', 'exercise', 'catalogue'],
  icon: () => GraduationCap,
  menu: 'lab',
  perform: () => focusPane('lessons'),
})

type Chosen = Pick<LessonEntry, 'id' | 'title' | 'problem'>

/** Starts a lesson in a lab of its own, which is then shown in the place of this one. */
export const startLesson: Action<{ lesson: Chosen; isAgain?: boolean }> = {
  name: 'lesson.start',
  group: 'lab',
  label: ({ lesson }) => words().start(lesson.title),
  buttonLabel: ({ isAgain = false }) => (isAgain ? words().againButton : words().startButton),
  obstacle: ({ lesson }) =>
    lesson.problem !== null
      ? lessonWords().catalogue.unusable(lesson.problem)
      : useLessons.getState().starting !== null
        ? words().isBusy
        : null,
  question: ({ lesson }, { lab }) =>
    isTakingLesson(lab?.lesson ?? null) ? words().startQuestion(lesson.title) : null,
  perform: ({ lesson }, { run }) => beginLesson(run, lesson, false),
  offers: ({ lab }, typed) =>
    lab === null || typed === '' ? [] : useLessons.getState().entries.map((lesson) => ({ lesson })),
}

/** The situation that a lesson was about, had its cause not been there. */
export const showWithoutCause = actionWithoutArguments({
  name: 'lesson.withoutCause',
  group: 'lab',
  label: () => words().withoutCause,
  obstacle: (_, { lab }: ActionContext) =>
    lab?.lesson?.debrief?.canBeWithoutCause === true ? null : words().noLesson,
  async perform(_, { lab, run }) {
    const lesson = lab?.lesson ?? null
    if (lesson !== null) await beginLesson(run, lesson, true)
  },
})

export const leave = actionWithoutArguments({
  name: 'lesson.leave',
  group: 'lab',
  label: () => words().leave,
  buttonLabel: () => words().leaveButton,
  keywords: () => ['lesson', 'quit', 'end', 'stop'],
  icon: () => LogOut,
  menu: 'lab',
  obstacle: (_, { lab }: ActionContext) => (lab?.lesson ? null : words().noLesson),
  question: (_, { lab }) => (isTakingLesson(lab?.lesson ?? null) ? words().leaveQuestion : null),
  perform: (_, { run }) => leaveLesson(run),
})

export const finishLesson = actionWithoutArguments({
  name: 'lesson.finish',
  group: 'lab',
  label: () => words().finish,
  buttonLabel: () => words().finishButton,
  keywords: () => ['lesson', 'done', 'result', 'debrief'],
  icon: () => Flag,
  obstacle: (_, context: ActionContext) => obstacleToAnswer(context),
  question: (_, { lab }) =>
    lab?.lesson?.questions.every(({ state }) => state === 'done') === true ? null : words().finishQuestion,
  perform: (_, { run }) => run(words().finish, 'lesson.finish', {}),
})

/** Puts something into the notebook; offers it as proof where a question is named. */
async function note(context: ActionContext, item: EvidenceItem, question: string | null): Promise<void> {
  const entry = await context.run(words().note, 'lesson.evidence', { item, question })
  // What became of a proof stands at the question.
  if (entry === undefined || question !== null) return
  showToast({ kind: 'done', title: lessonWords().notebook.noted, text: entry.text })
}

/** Puts something into the notebook: from the menu of what it is, or what has the focus; else it asks to point at it. */
export const takeNote: Action<{ item: EvidenceItem | null }> = {
  name: 'lesson.note',
  group: 'lab',
  label: () => words().note,
  keywords: () => ['notebook', 'evidence', 'proof', 'keep'],
  icon: () => NotebookPen,
  keyed: [{ args: { item: null }, shortcut: { key: 'e', isText: true } }],
  obstacle: (_, context) => obstacleToAnswer(context),
  async perform({ item }, context) {
    const chosen = item ?? focusedEvidence()
    if (chosen !== null) return note(context, chosen, null)
    askToPoint({
      purpose: lessonWords().pointing.note,
      kinds: evidenceKinds,
      onPick: (picked) => void note(context, picked, null),
    })
  },
  offers: ({ lab }) => (isTakingLesson(lab?.lesson ?? null) ? [{ item: null }] : []),
}

/** Asks to point at what proves the answer to a question. */
export const pointAtProof: Action<{ question: string }> = {
  name: 'lesson.point',
  group: 'lab',
  label: () => words().point,
  buttonLabel: () => words().pointButton,
  icon: () => Crosshair,
  obstacle: (_, context) => obstacleToAnswer(context),
  perform({ question }, context) {
    const asked = context.lab?.lesson?.questions.find(({ id }) => id === question)
    if (asked?.kind !== 'evidence') return
    askToPoint({
      purpose: asked.text,
      kinds: asked.kinds,
      onPick: (picked) => void note(context, picked, question),
    })
  },
  offers({ lab }) {
    const open = lab?.lesson?.questions.find(({ kind, state }) => kind === 'evidence' && state === 'open')
    return open === undefined ? [] : [{ question: open.id }]
  },
}

/** Offers something that is in the notebook, or was dropped on a question, as proof. */
export const offerProof: Action<{ item: EvidenceItem; question: string }> = {
  name: 'lesson.offer',
  group: 'lab',
  label: () => lessonWords().notebook.offer,
  icon: () => Check,
  obstacle: (_, context) => obstacleToAnswer(context),
  perform: ({ item, question }, context) => note(context, item, question),
  offers: () => [],
}

export const forgetNote: Action<{ entry: NotebookEntry }> = {
  name: 'lesson.forget',
  group: 'lab',
  label: () => words().forget,
  icon: () => X,
  obstacle: (_, context) => obstacleToAnswer(context),
  perform: ({ entry }, { run }) => run(words().forget, 'lesson.forget', { entry: entry.id }),
  offers: () => [],
}

export const answerQuestion: Action<{ question: string; choice: { id: string; text: string } }> = {
  name: 'lesson.answer',
  group: 'lab',
  label: ({ choice }) => words().answer(choice.text),
  buttonLabel: () => words().answerButton,
  icon: () => Check,
  obstacle: (_, context) => obstacleToAnswer(context),
  perform: ({ question, choice }, { run }) =>
    run(words().answerButton, 'lesson.answer', { question, choice: choice.id }),
  offers: () => [],
}

export const checkQuestion: Action<{ question: string }> = {
  name: 'lesson.check',
  group: 'lab',
  label: () => words().check,
  icon: () => Check,
  obstacle: (_, context) => obstacleToAnswer(context),
  perform: ({ question }, { run }) => run(words().check, 'lesson.check', { question }),
  offers: () => [],
}

export const writeSentence: Action<{ question: string; text: string }> = {
  name: 'lesson.write',
  group: 'lab',
  label: () => words().write,
  obstacle: (_, context) => obstacleToAnswer(context),
  perform: ({ question, text }, { run }) => run(words().write, 'lesson.write', { question, text }),
  offers: () => [],
}

/** The price stands on the button, before anybody takes it. */
export const takeHint: Action<{ hint: HintView }> = {
  name: 'lesson.hint',
  group: 'lab',
  label: ({ hint }) => words().hint(hint.price),
  icon: () => Lightbulb,
  obstacle: ({ hint }, context) => obstacleToAnswer(context) ?? (hint.isOffered ? null : words().notOffered),
  perform: ({ hint }, { run }) => run(words().hint(hint.price), 'lesson.hint', { hint: hint.id }),
  offers: ({ lab }) =>
    (lab?.lesson?.hints ?? [])
      .filter(({ isOffered, text }) => isOffered && text === null)
      .slice(0, 1)
      .map((hint) => ({ hint })),
}

export const revealAnswer: Action<{ question: string }> = {
  name: 'lesson.reveal',
  group: 'lab',
  label: () => words().reveal,
  icon: () => ArrowRight,
  obstacle: (_, context) => obstacleToAnswer(context),
  question: () => words().revealQuestion,
  perform: ({ question }, { run }) => run(words().reveal, 'lesson.reveal', { question }),
  offers: () => [],
}
