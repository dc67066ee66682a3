import type { LessonLanguage, LessonView } from '#contract'
import { describeFailure, Failure } from '../base/index.ts'
import { createPacedClock, type PacedClock, unlessStalled } from '../clock/index.ts'
import { formatProblem, type KeyPath, startOf } from '../files/index.ts'
import type { Lab, LabOptions, LessonHost } from '../lab/index.ts'
import { LiveSteps, type Scenario } from '../scenario/index.ts'
import { guardedApi } from './guarded-api.ts'
import { LessonSession } from './lesson-session.ts'
import type { Lesson } from './read-lesson.ts'

export interface StartLesson {
  lesson: Lesson
  trainee: string | null
  language: LessonLanguage
  isWithoutCause: boolean
  /** The lesson as it was when its lab ended by itself, with which it goes on; without it, it begins. */
  before?: LessonView | null
  startLab(options: LabOptions): Promise<Lab>
  installFolder: string | null
  /** Keeps what has been achieved, as often as that changes. @throws {Failure} if it cannot be written */
  keep(view: LessonView): Promise<void>
  /** Called when the trainee has left. */
  onLeave(): void
  /** Ends the start early. */
  end?: AbortSignal
}

/** A lab in which a lesson is taken. */
export interface LessonInLab {
  /** The lab as trainees reach it: what the lesson hides is not to be had. */
  lab: Lab
  session: LessonSession
  clock: PacedClock
  steps: LiveSteps
  /** Lab time passes from now on, at the pace of real time. */
  goOn(): void
  stop(): Promise<void>
}

/**
 * Starts the lab of a lesson and brings it to where the trainee finds it: as fast as the machine can, but with every timer on the way,
 * so that everything that the trainee is told has happened. Lab time stands still then, until it is to go on.
 * @throws {Failure} `lesson-unusable` if it does not get there
 */
export async function startLesson(options: StartLesson): Promise<LessonInLab> {
  const { lesson, isWithoutCause, startLab, installFolder } = options
  const scenario = scenarioOf(lesson, isWithoutCause)
  const clock = createPacedClock(startOf(scenario.lab) ?? usualStart)
  clock.setPace({ isPaused: true })
  let tell: (view: LessonView) => void = () => {}
  let session: LessonSession | null = null
  const host = (): LessonHost => hostOf(session, options)
  const lab = await startLab({
    file: { ...scenario.lab, seed: scenario.lab.seed ?? lesson.seed },
    baseFolder: scenario.labFolder,
    clock,
    installFolder,
    defaultPort: 0,
    defaultDatabase: 'memory',
    lessons:
      async () =>
      ({ report }) => {
        tell = report
        return host()
      },
  })
  try {
    const steps = await LiveSteps.of(scenario, { api: lab.api, clock })
    let lastAccess = ''
    const started = new LessonSession({
      ...options,
      api: lab.api,
      steps,
      report(view) {
        tell(view)
        const access = JSON.stringify([view.access, view.hiddenSettings])
        // What was hidden until now is told to the pages.
        if (access !== lastAccess && lastAccess !== '') void lab.retell()
        lastAccess = access
      },
    })
    session = started
    await arrange(options, steps, clock)
    await repeatTasks(options, steps)
    // The lab gets its host when a command first asks for it.
    await lab.api.call('lesson.list', {})
    await started.begin()
    const stopWatching = watch(lab, started)
    return {
      lab: guarded(lab, started),
      session: started,
      clock,
      steps,
      goOn: () => clock.setPace({ speed: 1, isPaused: false }),
      async stop() {
        stopWatching()
        started.stop()
        await lab.stop()
      },
    }
  } catch (thrown) {
    await lab.stop()
    throw thrown
  }
}

/** The morning of a working day in the year of the original's service packs. */
const usualStart = Date.UTC(2010, 5, 1, 9, 0, 0)

function scenarioOf({ id, scenario }: Lesson, isWithoutCause: boolean): Scenario {
  if (!isWithoutCause) return scenario
  if (scenario.withoutCause === null) {
    throw new Failure('lesson-unusable', { id, problem: 'it marks no cause that could be left out' })
  }
  return scenario.withoutCause
}

/** @throws {Failure} `lesson-unusable`, at the first step that does not come out as it should, or where nothing goes on */
async function arrange(
  { end, isWithoutCause, lesson }: StartLesson,
  live: LiveSteps,
  clock: PacedClock,
): Promise<void> {
  const unusable = (path: KeyPath, text: string) => {
    const problem = lesson.problemAt(lesson.pathOf(path), text)
    return new Failure(
      'lesson-unusable',
      { id: lesson.id, problem: formatProblem(problem) },
      { cause: problem },
    )
  }
  for (const { step, path } of lesson.setup) {
    const [found] = await unlessStalled(clock, live.perform(step, path), end).catch((thrown: unknown) => {
      if (!(thrown instanceof Failure) || thrown.code !== 'standstill') throw thrown
      throw unusable(path, describeFailure(thrown))
    })
    if (found === undefined) continue
    // Without the cause the symptom stays away, so the first expectation of it ends the story.
    if (isWithoutCause && found.isError !== true) return
    throw unusable(found.path, found.message)
  }
}

/** Does what the trainee had done in the lab before, where a question has asked for it, as its solution does it. */
async function repeatTasks({ before, lesson }: StartLesson, live: LiveSteps): Promise<void> {
  for (const { id, isRevealed, kind, state } of before?.questions ?? []) {
    if (kind !== 'do' || state !== 'done' || isRevealed) continue
    // Where one of them does not work, the trainee goes on without it: what was answered stays answered.
    for (const { step, path } of lesson.tasks.get(id)?.solve ?? []) await live.perform(step, path)
  }
}

/** Looks at what the lesson watches whenever something has happened in the lab. */
function watch(lab: Lab, session: LessonSession): () => void {
  let isAsked = false
  return lab.api.subscribe(() => {
    if (isAsked || session.watched === null) return
    isAsked = true
    queueMicrotask(() => {
      isAsked = false
      void session.look()
    })
  }, ['handheld', 'session', 'session-closed', 'flow', 'service', 'user', 'desktop', 'faults'])
}

function hostOf(session: LessonSession | null, { onLeave }: StartLesson): LessonHost {
  if (session === null) throw new Failure('no-lesson', {})
  const elsewhere = async () => {
    throw new Failure('lesson-locked', { what: 'lesson' })
  }
  return {
    list: async () => [],
    start: elsewhere,
    read: elsewhere,
    judge: elsewhere,
    save: elsewhere,
    answer: (input) => session.answer(input),
    evidence: (input) => session.note(input),
    forget: (input) => session.forget(input),
    hint: (input) => session.hint(input),
    write: (input) => session.write(input),
    check: (input) => session.check(input),
    reveal: (input) => session.reveal(input),
    finish: () => session.finish(),
    leave: async () => {
      onLeave()
      return null
    },
  }
}

function guarded(lab: Lab, session: LessonSession): Lab {
  const { records } = lab
  const mustBeOver = () => {
    if (!session.isOver) throw new Failure('lesson-locked', { what: 'export' })
  }
  return {
    ...lab,
    get endpoints() {
      return lab.endpoints
    },
    get kept() {
      return lab.kept
    },
    api: guardedApi(lab.api, session),
    records: {
      ...records,
      get keptFrames() {
        return records.keptFrames
      },
      frames(query) {
        if (session.access.traffic === 'hidden') mustBeOver()
        return records.frames(query)
      },
      get file() {
        mustBeOver()
        return records.file
      },
      get serviceAtStart() {
        mustBeOver()
        return records.serviceAtStart
      },
      commands() {
        mustBeOver()
        return records.commands()
      },
    },
  }
}
