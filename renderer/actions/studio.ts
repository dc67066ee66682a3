import {
  ArrowDown,
  ArrowUp,
  Bug,
  CopyPlus,
  FilePlus,
  FolderOpen,
  ListVideo,
  Pause,
  Play,
  Repeat,
  Save,
  StepForward,
  Trash2,
  Undo2,
} from 'lucide-react'
import type { RanStep, ScenarioRunView } from '#contract'
import { show } from '../store/interface.ts'
import { isTakingLesson } from '../store/lesson.ts'
import { focusPane } from '../store/panes.ts'
import { isDirty, listFiles, saveFile, setStudio, useStudio } from '../store/studio.ts'
import { cursorLine, editSteps } from '../store/studio-edit.ts'
import { endRun, repeatRun, startRun, toggleBreakpoint } from '../store/studio-run.ts'
import { showToast } from '../toasts/toasts.tsx'
import { wordsNow } from '../words/words.ts'
import { type Action, type ActionContext, actionWithoutArguments } from './action.ts'
import { actionWords } from './words.ts'

const words = () => actionWords().studio

function obstacleToEdit(): string | null {
  return useStudio.getState().document === null ? wordsNow().page.studio.nothingOpen : null
}

function obstacleToRun(): string | null {
  const { check } = useStudio.getState()
  const hasErrors = check?.problems.some(({ isWarning }) => !isWarning) ?? false
  return obstacleToEdit() ?? (hasErrors ? wordsNow().page.studio.problemsFirst : null)
}

function runOf({ lab }: ActionContext): ScenarioRunView | null {
  return lab?.run ?? null
}

function obstacleToControl(context: ActionContext): string | null {
  const run = runOf(context)
  if (run === null) return words().noRun
  return run.state === 'ended' ? words().hasEnded : null
}

/** Scenario files name causes, which are what a lesson asks for. */
function obstacleToRead(_: unknown, { lab }: ActionContext): string | null {
  return isTakingLesson(lab?.lesson ?? null) ? words().notInLesson : null
}

export const openScenario = actionWithoutArguments({
  name: 'studio.open',
  group: 'window',
  label: () => words().open,
  buttonLabel: () => words().openButton,
  keywords: () => ['file', 'yaml', 'scenario', 'studio', 'edit'],
  icon: () => FolderOpen,
  menu: 'file',
  obstacle: obstacleToRead,
  perform() {
    setStudio({ isListOpen: true, naming: null })
    void listFiles()
    focusPane('studio')
  },
})

export const newScenario = actionWithoutArguments({
  name: 'studio.new',
  group: 'window',
  label: () => words().create,
  buttonLabel: () => words().createButton,
  keywords: () => ['file', 'yaml', 'scenario', 'studio', 'template'],
  icon: () => FilePlus,
  menu: 'file',
  obstacle: obstacleToRead,
  perform() {
    setStudio({ naming: 'new' })
    focusPane('studio')
  },
})

export const saveScenario = actionWithoutArguments({
  name: 'studio.save',
  group: 'window',
  label: () => words().save,
  buttonLabel: () => words().saveButton,
  keywords: () => ['file', 'write', 'scenario'],
  icon: () => Save,
  shortcuts: [{ key: 's', mod: true }],
  menu: 'file',
  obstacle: () => obstacleToEdit() ?? (isDirty(useStudio.getState()) ? null : words().isSaved),
  async perform() {
    const { document } = useStudio.getState()
    if (document?.isReadOnly) return setStudio({ naming: 'copy' })
    if (document === null || !(await saveFile())) return
    const { studio } = wordsNow().page
    showToast({ kind: 'done', title: studio.title, text: studio.saved(document.file) })
  },
})

export const copyScenario = actionWithoutArguments({
  name: 'studio.copy',
  group: 'window',
  label: () => words().copy,
  buttonLabel: () => words().copyButton,
  keywords: () => ['save as', 'duplicate'],
  icon: () => CopyPlus,
  obstacle: obstacleToEdit,
  perform: () => setStudio({ naming: 'copy' }),
})

/** Starts the open file, or lets the run go on where it stands. */
export const runScenario = actionWithoutArguments({
  name: 'studio.run',
  group: 'window',
  label: (_, context) => (isStanding(context) ? words().goOn : words().run),
  buttonLabel: (_, context) => (isStanding(context) ? words().goOnButton : words().runButton),
  keywords: () => ['start', 'play', 'scenario', 'continue'],
  icon: () => Play,
  shortcuts: [{ key: 'Enter', mod: true }],
  menu: 'lab',
  obstacle: (_, context: ActionContext) => (isStanding(context) ? null : obstacleToRun()),
  perform: (_, context) =>
    isStanding(context) ? context.run(words().goOn, 'run.control', { go: 'continue' }) : startRun(),
})

function isStanding(context: ActionContext): boolean {
  return runOf(context)?.state === 'stopped'
}

export const pauseScenario = actionWithoutArguments({
  name: 'studio.pause',
  group: 'window',
  label: () => words().pause,
  buttonLabel: () => words().pauseButton,
  keywords: () => ['halt', 'stop', 'scenario'],
  icon: () => Pause,
  obstacle: (_, context: ActionContext) =>
    obstacleToControl(context) ?? (isStanding(context) ? words().stands : null),
  perform: (_, { run }) => run(words().pause, 'run.control', { go: 'pause' }),
})

export const stepScenario = actionWithoutArguments({
  name: 'studio.step',
  group: 'window',
  label: () => words().step,
  buttonLabel: () => words().stepButton,
  keywords: () => ['single', 'scenario', 'next'],
  icon: () => StepForward,
  shortcuts: [{ key: 'F10' }],
  menu: 'lab',
  obstacle: (_, context: ActionContext) => obstacleToControl(context),
  perform: (_, { run }) => run(words().step, 'run.control', { go: 'step' }),
})

export const endScenario = actionWithoutArguments({
  name: 'studio.end',
  group: 'window',
  label: () => words().end,
  buttonLabel: () => words().endButton,
  keywords: () => ['back', 'stop', 'scenario', 'lab'],
  icon: () => Undo2,
  menu: 'lab',
  obstacle: () => (useStudio.getState().run === null ? words().noRun : null),
  perform: () => endRun(),
})

export const setBreakpoint = actionWithoutArguments({
  name: 'studio.breakpoint',
  group: 'window',
  label: () => words().breakpoint,
  keywords: () => ['stop', 'debug', 'halt'],
  icon: () => Bug,
  shortcuts: [{ key: 'F9', shift: true }],
  obstacle: obstacleToEdit,
  perform: () => toggleBreakpoint(),
})

/** The step in which the cursor stands. */
const obstacleToChange = () =>
  obstacleToEdit() ?? (useStudio.getState().document?.isReadOnly ? words().isReadOnly : null)

export const moveStepUp = actionWithoutArguments({
  name: 'studio.stepUp',
  group: 'window',
  label: () => words().stepUp,
  keywords: () => ['scenario', 'order', 'earlier', 'before'],
  icon: () => ArrowUp,
  shortcuts: [{ key: 'ArrowUp', mod: true, shift: true }],
  obstacle: obstacleToChange,
  perform: async () => void (await editSteps({ does: 'move', line: cursorLine(), to: 'up' })),
})

export const moveStepDown = actionWithoutArguments({
  name: 'studio.stepDown',
  group: 'window',
  label: () => words().stepDown,
  keywords: () => ['scenario', 'order', 'later', 'after'],
  icon: () => ArrowDown,
  shortcuts: [{ key: 'ArrowDown', mod: true, shift: true }],
  obstacle: obstacleToChange,
  perform: async () => void (await editSteps({ does: 'move', line: cursorLine(), to: 'down' })),
})

export const removeStep = actionWithoutArguments({
  name: 'studio.removeStep',
  group: 'window',
  label: () => words().removeStep,
  keywords: () => ['scenario', 'delete'],
  icon: () => Trash2,
  obstacle: obstacleToChange,
  perform: async () => void (await editSteps({ does: 'remove', line: cursorLine() })),
})

export const repeatScenario = actionWithoutArguments({
  name: 'studio.repeat',
  group: 'window',
  label: () => words().repeat,
  buttonLabel: () => words().repeatButton,
  keywords: () => ['seed', 'chance', 'histogram', 'many'],
  icon: () => Repeat,
  obstacle: obstacleToRun,
  perform: () => repeatRun(),
})

const dayMs = 86_400_000

/** A time of day in lab time, as the filter of the traffic reads it. */
function timeOfDay(at: number): string {
  return new Date(at % dayMs).toISOString().slice(11, 23)
}

/** Shows the frames of a step: those of its lab time. */
export const showStepInTraffic: Action<{ step: RanStep; startAt: number }> = {
  name: 'studio.traffic',
  group: 'window',
  label: ({ step }) => words().traffic(step.title),
  buttonLabel: () => words().trafficButton,
  icon: () => ListVideo,
  perform({ step, startAt }) {
    const zone = -new Date(startAt).getTimezoneOffset() * 60_000
    const [from, to] = [step.atMs, step.endMs].map((ms) => timeOfDay(startAt + zone + ms))
    show({ trafficFilter: `time:${from}..${to}`, trafficDevice: null, trafficHop: null })
    focusPane('traffic')
  },
  offers: () => [],
}
