import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { describeFailure, Failure } from '../../base/index.ts'
import { systemTime } from '../../clock/index.ts'
import { startLab } from '../../lab/index.ts'
import { createLessonLibrary, type LessonLibrary } from '../../lessons/index.ts'
import {
  Classroom,
  ClassStore,
  isForOthers,
  makeTrainerToken,
  serveClassroom,
  setEarlierResultsAside,
} from '../classroom/index.ts'
import { createLabProcesses, forkWithNode } from '../lab-process/index.ts'
import { listenForEndSignals } from './end-signals.ts'
import { installFolder as ownFolder } from './install-folder.ts'
import { chosenLanguage, chosenWords, inChosenLanguage } from './language.ts'
import { exitCodes, print, UnusableInput, warn } from './output.ts'

export interface ClassCommand {
  /** The folder of its lessons; without one, those of the library. */
  lessons?: string
  seats: number
  /** Address to listen on. */
  listen: string
  http: number
  /** Where the results go at the end. */
  results: string
  /** Does not go on with a class that was ended by force, or by a signal. */
  new?: boolean
  json?: boolean
  /** The built page. */
  pageFolder: string
  /** The file of the command line, which processes of labs run. */
  program: string
}

/**
 * Holds a class until the trainer ends it, or a signal does; the results are written either way. A class that was ended by a
 * signal, or by force, goes on where it was when it is started again with the same folder of results.
 */
export async function holdClass(command: ClassCommand): Promise<number> {
  const { json, listen, http, pageFolder, program, results, seats } = command
  const ending = listenForEndSignals()
  const installFolder = ownFolder()
  const store = await openStore(results)
  const before = command.new ? null : await store.load()
  const most = Math.max(seats, ...(before?.seats ?? []).map(({ number }) => number))
  const processes = createLabProcesses({ fork: () => forkWithNode(program), installFolder, most })
  const library = createLessonLibrary({
    folders: command.lessons === undefined ? [] : [command.lessons],
    isWithoutLibrary: command.lessons !== undefined,
    resultsFolder: results,
    start: (order) => processes.start({ kind: 'lesson', ...order }, { isParked: true }),
    startLab,
    installFolder,
  })
  await checkLessons(library, command.lessons)
  if (before === null) {
    await store.clearSeats()
    // A disk that cannot be written is told on the trainer's page.
    await setEarlierResultsAside(results).catch(() => {})
  }
  const room = new Classroom({
    seats,
    kept: before?.seats ?? [],
    store,
    processes,
    lessons: library,
    resultsFolder: results,
  })
  room.assign(before?.held.assigned ?? null)
  // What seats without a lesson show: a lab in which there is nothing.
  const lobby = await startLab({
    installFolder,
    defaultPort: 0,
    defaultDatabase: 'memory',
    file: { users: [], handhelds: [] },
  })
  const token = before?.held.token ?? makeTrainerToken()
  const serveAt = (port: number) =>
    serveClassroom({
      room,
      processes,
      lobby: lobby.api,
      pageFolder,
      host: listen,
      port,
      token,
      language: chosenLanguage(),
      words: chosenWords().classroom,
    })
  try {
    // At the same port, pages that are open go on by themselves.
    const isSamePort = http === 0 && before !== null
    const face = await serveAt(isSamePort ? before.held.port : http).catch((thrown: unknown) => {
      if (isSamePort && thrown instanceof Failure && thrown.code === 'port-in-use') return serveAt(0)
      throw thrown
    })
    const begunAt = before?.held.begunAt ?? systemTime()
    const keepClass = () => store.keepClass({ begunAt, port: face.port, token, assigned: room.assigned })
    room.onAssigned = () => void keepClass().catch(() => {})
    await keepClass().catch(() => {})
    try {
      const trainer = inChosenLanguage(face.trainerUrl)
      const codes = room.seats.map(({ number, code }) => ({ seat: number, code }))
      if (isForOthers(listen)) {
        warn(
          'warning: everybody on this network can reach these pages, and nothing is encrypted; only seat codes let people in',
        )
      }
      const taken = room.seats.filter(({ name }) => name !== null).length
      print(
        json
          ? JSON.stringify({ ready: true, trainer, addresses: face.addresses, seats: codes })
          : [
              before === null
                ? 'The class is ready.'
                : `The class of ${new Date(begunAt).toISOString()} goes on, with ${taken} seats taken; --new would begin another.`,
              `Trainer: ${trainer}`,
              `Trainees: ${face.addresses.join(' ')}`,
            ].join('\n'),
      )
      if (!ending.signal.aborted) await once(ending.signal, 'abort')
      if (room.isEnded) return exitCodes.fine
      await room.pause()
      if (!(await room.keep())) {
        warn(`the results cannot be written to ${results}: ${room.problem}`)
        return exitCodes.failed
      }
    } finally {
      await face.close()
    }
  } finally {
    await processes.endAll()
    await lobby.stop()
    store.release()
  }
  return exitCodes.fine
}

/** @throws {UnusableInput} if another class uses the folder */
async function openStore(folder: string): Promise<ClassStore> {
  const store = await ClassStore.open(folder)
  if (store instanceof ClassStore) return store
  throw new UnusableInput(
    `--results ${folder}: another class is held with this folder (process ${store.heldBy})`,
  )
}

/** Checks that there are lessons, all of which can be taken. @throws {UnusableInput} naming those that cannot */
async function checkLessons(library: LessonLibrary, folder: string | undefined): Promise<void> {
  if (folder !== undefined) {
    await readdir(folder).catch((cause: unknown) => {
      throw new UnusableInput(`--lessons ${folder}: this folder cannot be read: ${describeFailure(cause)}`, {
        cause,
      })
    })
  }
  const all = await library.list({ trainee: null, language: 'en' })
  const problems = all.flatMap(({ problem }) => (problem === null ? [] : [problem]))
  if (problems.length > 0) {
    throw new UnusableInput(`--lessons ${folder}: some lessons cannot be used\n${problems.join('\n')}`)
  }
  if (all.length === 0) throw new UnusableInput(`--lessons ${folder}: there is no lesson in this folder`)
}
