import {
  Crosshair,
  Download,
  FilePlus2,
  FlaskConical,
  FolderOpen,
  History,
  PackageOpen,
  RotateCcw,
  Save,
} from 'lucide-react'
import { evidenceKinds, type LessonEntry, lessonLimits } from '#contract'
import type { Run } from '../store/lab.tsx'
import { draft, emptyDraft, useLessonDraft } from '../store/lesson-draft.ts'
import { beginLesson, readLessons, runOnOwn, useLessons } from '../store/lessons.ts'
import { useOtherLab } from '../store/other-lab.ts'
import { focusPane } from '../store/panes.ts'
import { usePast } from '../store/past.ts'
import { askToPoint } from '../store/pointing.ts'
import { shownTurn } from '../store/turns.ts'
import { showToast } from '../toasts/toasts.tsx'
import { languageNow, wordsNow } from '../words/words.ts'
import { type Action, type ActionContext, actionWithoutArguments } from './action.ts'

const makeWords = () => wordsNow().page.makeLesson
const words = () => makeWords().actions
/** Reads and writes YAML, which nobody but trainers needs. */
const loadSource = () => import('../store/lesson-source.ts')
const loadOpened = () => import('../store/opened-lesson.ts')

export const makeLesson = actionWithoutArguments({
  name: 'window.makeLesson',
  group: 'window',
  label: () => words().open,
  keywords: () => ['lesson', 'trainer', 'author', 'new', 'write', 'teach'],
  icon: () => FilePlus2,
  menu: 'lab',
  perform() {
    useLessonDraft.setState({ isOpen: true })
    focusPane('lessons')
  },
})

/** Takes what was done in the lab as the scenario of the lesson. */
export const takeWhatHappened = actionWithoutArguments({
  name: 'draft.take',
  group: 'lab',
  label: () => makeWords().happened.take,
  icon: () => History,
  obstacle() {
    // A lab that repeats a recorded history knows what happened, too.
    if (useOtherLab.getState().other !== null && shownTurn() === null) return makeWords().happened.onlyOwn
    return useLessonDraft.getState().busy === null ? null : makeWords().happened.taking
  },
  async perform(_, { run }) {
    const { happened } = makeWords()
    useLessonDraft.setState({ busy: 'taking' })
    try {
      const proposed = await run(happened.take, 'scenario.propose', {})
      if (proposed === undefined) return
      if (!proposed.steps.some(({ hasStep }) => hasStep)) return refuse(happened.take, happened.nothing)
      const name = useLessonDraft.getState().draft.title.trim() || makeWords().title
      const composed = await run(happened.take, 'scenario.compose', { name })
      if (composed !== undefined) draft({ scenario: composed.text, causeStep: null })
    } finally {
      useLessonDraft.setState({ busy: null })
    }
  },
})

/** Takes the scenario of the ticket bundle that is shown. */
export const takeOpenedBundle = actionWithoutArguments({
  name: 'window.draftFromBundle',
  group: 'window',
  label: () => makeWords().happened.fromBundle,
  icon: () => PackageOpen,
  obstacle: () => (usePast.getState().bundle === null ? makeWords().happened.noBundle : null),
  async perform() {
    const { bundle } = usePast.getState()
    if (bundle !== null) await takeFile(bundle.file, makeWords().happened.fromBundle)
  },
})

async function takeFile(file: File, title: string): Promise<void> {
  const { scenarioOfFile } = await import('../store/scenario-of-file.ts')
  const scenario = await scenarioOfFile(file)
  if (scenario === null) return refuse(title, makeWords().happened.noScenario)
  draft({ scenario, causeStep: null })
}

/** Takes the scenario of a file: its own, or that of a ticket bundle. */
export const takeScenarioFile = actionWithoutArguments({
  name: 'window.draftFromFile',
  group: 'window',
  label: () => makeWords().happened.fromFile,
  icon: () => FolderOpen,
  perform: () => chooseFile('.yaml,.yml,.json,.zip', (file) => takeFile(file, makeWords().happened.fromFile)),
})

/** Adds what is pointed at to what proves the cause. */
export const pickProof = actionWithoutArguments({
  name: 'draft.pick',
  group: 'window',
  label: () => makeWords().evidence.pick,
  icon: () => Crosshair,
  obstacle: (_, { lab }: ActionContext) => (lab === null ? wordsNow().page.actions.noLab : null),
  perform(_, { lab, call }) {
    if (lab === null) return
    const { evidence } = makeWords()
    askToPoint({
      purpose: evidence.purpose,
      kinds: evidenceKinds,
      async onPick(item) {
        const { proofOfEvidence } = await import('../store/proof-of-evidence.ts')
        const proof = await proofOfEvidence(call, lab, item)
        if (proof === null) return refuse(evidence.pick, evidence.gone)
        const { draft: now } = useLessonDraft.getState()
        const accept = [...now.evidence.accept, { ...proof, because: '' }].slice(-10)
        draft({ evidence: { ...now.evidence, accept } })
      },
    })
  },
})

function obstacleToKeep(): string | null {
  const { busy, draft: now } = useLessonDraft.getState()
  if (busy !== null) return makeWords().finish.checking
  if (now.scenario === '' && now.opened === null) return words().noScenario
  return now.title.trim() === '' ? words().noTitle : null
}

async function sourceOfDraft(): Promise<{ id: string; title: string; source: string }> {
  const { draft: now } = useLessonDraft.getState()
  const { title } = now
  const sentence = { writeQuestion: makeWords().debrief.sentenceQuestion }
  if (now.opened !== null) {
    const { changedLesson } = await loadOpened()
    return { id: now.opened.id, title, source: changedLesson(now, sentence) }
  }
  const { lessonId, lessonSource } = await loadSource()
  return { id: lessonId(title), title, source: lessonSource(now, sentence) }
}

/** Takes the lesson twice: with the right answers, and with none. */
export const checkDraft = actionWithoutArguments({
  name: 'draft.check',
  group: 'lab',
  label: () => words().check,
  icon: () => FlaskConical,
  obstacle: obstacleToKeep,
  async perform() {
    useLessonDraft.setState({ busy: 'checking', problems: null })
    try {
      const { source } = await sourceOfDraft()
      const problems = await runOnOwn()?.(words().check, 'lesson.judge', { source, isTried: true })
      if (problems !== undefined) useLessonDraft.setState({ problems })
    } finally {
      useLessonDraft.setState({ busy: null })
    }
  },
})

async function keepDraft(): Promise<{ id: string; title: string } | null> {
  const { id, title, source } = await sourceOfDraft()
  const kept = await runOnOwn()?.(words().save, 'lesson.save', { id, source })
  if (kept === undefined) return null
  await readLessons()
  return { id, title }
}

export const saveDraft = actionWithoutArguments({
  name: 'draft.save',
  group: 'lab',
  label: () => words().save,
  icon: () => Save,
  obstacle: obstacleToKeep,
  async perform() {
    const kept = await keepDraft()
    if (kept !== null) showToast({ kind: 'done', title: kept.title, text: words().saved })
  },
})

/** Keeps the lesson, and shows it as a trainee sees it. */
export const previewDraft = actionWithoutArguments({
  name: 'draft.preview',
  group: 'lab',
  label: () => words().preview,
  obstacle: obstacleToKeep,
  async perform(_, { run }: { run: Run }) {
    const kept = await keepDraft()
    if (kept !== null) await beginLesson(run, kept, false)
  },
})

export const exportDraft = actionWithoutArguments({
  name: 'window.exportDraft',
  group: 'window',
  label: () => words().exportDraft,
  icon: () => Download,
  obstacle: obstacleToKeep,
  async perform() {
    const { id, source } = await sourceOfDraft()
    download(`${id}.yaml`, source)
  },
})

/** A lesson of the catalogue as one file, with everything inside. */
export const exportLesson: Action<{ lesson: Pick<LessonEntry, 'id' | 'title'> }> = {
  name: 'window.exportLesson',
  group: 'window',
  label: ({ lesson }) => words().exportLesson(lesson.title),
  keywords: () => ['download', 'save', 'yaml', 'file'],
  icon: () => Download,
  async perform({ lesson: { id, title } }) {
    const answer = await runOnOwn()?.(words().exportLesson(title), 'lesson.read', { id })
    if (answer !== undefined) download(`${id}.yaml`, answer.source)
  },
  offers: (_, typed) => (typed === '' ? [] : useLessons.getState().entries.map((lesson) => ({ lesson }))),
}

/** Opens a lesson of the catalogue in the form, in the place of what is filled in there. */
export const openLesson: Action<{ lesson: Pick<LessonEntry, 'id' | 'title'> }> = {
  name: 'window.editLesson',
  group: 'window',
  label: ({ lesson }) => words().openLesson(lesson.title),
  keywords: () => ['edit', 'change', 'lesson', 'form'],
  icon: () => FilePlus2,
  question: () => {
    const { draft: now } = useLessonDraft.getState()
    return now.title === '' && now.scenario === '' ? null : words().openLessonQuestion
  },
  async perform({ lesson: { id, title } }) {
    const answer = await runOnOwn()?.(words().openLesson(title), 'lesson.read', { id })
    if (answer === undefined) return
    const { draftOfLesson } = await loadOpened()
    const opened = draftOfLesson(id, answer.source, languageNow())
    if (opened === null) return refuse(words().openLesson(title), words().notShown)
    draft(opened)
    useLessonDraft.setState({ isOpen: true })
    focusPane('lessons')
  },
  offers: (_, typed) => (typed === '' ? [] : useLessons.getState().entries.map((lesson) => ({ lesson }))),
}

export const importLesson = actionWithoutArguments({
  name: 'lesson.import',
  group: 'lab',
  label: () => words().importLesson,
  keywords: () => ['open', 'load', 'yaml', 'file', 'lesson'],
  icon: () => FolderOpen,
  perform: () =>
    chooseFile('.yaml,.yml,.json', async (file) => {
      if (file.size > lessonLimits.source) return refuse(words().importLesson, words().tooLarge)
      const { lessonId } = await loadSource()
      const name = file.name.replace(/\.[^.]+$/, '')
      const input = { id: lessonId(name), source: await file.text() }
      const kept = await runOnOwn()?.(words().importLesson, 'lesson.save', input)
      if (kept === undefined) return
      await readLessons()
      showToast({ kind: 'done', title: words().importLesson, text: words().imported(name) })
    }),
})

export const startOver = actionWithoutArguments({
  name: 'window.draftAnew',
  group: 'window',
  label: () => words().startOver,
  icon: () => RotateCcw,
  question: () => words().startOverQuestion,
  perform: () => draft(emptyDraft),
})

function refuse(title: string, text: string): void {
  showToast({ kind: 'failure', title, text })
}

function chooseFile(accept: string, read: (file: File) => Promise<void>): void {
  const chooser = document.createElement('input')
  chooser.type = 'file'
  chooser.accept = accept
  chooser.addEventListener('change', () => {
    const [file] = chooser.files ?? []
    if (file !== undefined) void read(file)
  })
  chooser.click()
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/yaml' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
