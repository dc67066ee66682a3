import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { describeFailure } from '../../base/index.ts'
import { type LessonHost, startLab } from '../../lab/index.ts'
import { createLessonLibrary } from '../../lessons/index.ts'
import { Classroom, serveClassroom } from '../classroom/index.ts'
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
  json?: boolean
  /** The built page. */
  pageFolder: string
  /** The file of the command line, which processes of labs run. */
  program: string
}

/** Holds a class until the trainer ends it, or a signal does. The results are written either way. */
export async function holdClass(command: ClassCommand): Promise<number> {
  const { json, listen, http, pageFolder, program, results, seats } = command
  const ending = listenForEndSignals()
  const installFolder = ownFolder()
  const processes = createLabProcesses({ fork: () => forkWithNode(program), installFolder, most: seats })
  const library = createLessonLibrary({
    folders: command.lessons === undefined ? [] : [command.lessons],
    resultsFolder: results,
    start: (order) => processes.start({ kind: 'lesson', ...order }, { isParked: true }),
    startLab,
    installFolder,
  })
  const lessons = await lessonsOf(library, command.lessons)
  const room = new Classroom({ seats, processes, lessons, resultsFolder: results })
  // What seats without a lesson show: a lab in which there is nothing.
  const lobby = await startLab({
    installFolder,
    defaultPort: 0,
    defaultDatabase: 'memory',
    file: { users: [], handhelds: [] },
  })
  try {
    const face = await serveClassroom({
      room,
      processes,
      lobby: lobby.api,
      pageFolder,
      host: listen,
      port: http,
      language: chosenLanguage(),
      words: chosenWords().classroom,
    })
    try {
      const trainer = inChosenLanguage(face.trainerUrl)
      const codes = room.seats.map(({ number, code }) => ({ seat: number, code }))
      print(
        json
          ? JSON.stringify({ ready: true, trainer, addresses: face.addresses, seats: codes })
          : `The class is ready. Trainer: ${trainer}\nTrainees: ${face.addresses.join(' ')}`,
      )
      if (!ending.signal.aborted) await once(ending.signal, 'abort')
      if (!room.isEnded && !(await room.keep())) {
        warn(`the results cannot be written to ${results}: ${room.problem}`)
        return exitCodes.failed
      }
    } finally {
      await face.close()
    }
  } finally {
    await processes.endAll()
    await lobby.stop()
  }
  return exitCodes.fine
}

/** The lessons of a folder, all of which can be taken. @throws {UnusableInput} naming those that cannot */
async function lessonsOf(
  library: LessonHost,
  folder: string | undefined,
): Promise<Pick<LessonHost, 'list' | 'start'>> {
  const names = folder === undefined ? null : new Set(await lessonNames(folder))
  const isMeant = (id: string) => names === null || names.has(id)
  const all = (await library.list({ trainee: null, language: 'en' })).filter(({ id }) => isMeant(id))
  const problems = all.flatMap(({ problem }) => (problem === null ? [] : [problem]))
  if (problems.length > 0) {
    throw new UnusableInput(`--lessons ${folder}: some lessons cannot be used\n${problems.join('\n')}`)
  }
  if (all.length === 0) throw new UnusableInput(`--lessons ${folder}: there is no lesson in this folder`)
  return {
    list: async (input) => (await library.list(input)).filter(({ id }) => isMeant(id)),
    start: (input) => library.start(input),
  }
}

async function lessonNames(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new UnusableInput(`--lessons ${folder}: this folder cannot be read: ${describeFailure(cause)}`, {
      cause,
    })
  })
  return names.filter((name) => /\.ya?ml$/.test(name)).map((name) => basename(name, extname(name)))
}
