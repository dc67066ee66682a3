import { once } from 'node:events'
import { dirname } from 'node:path'
import type { NoticeView } from '#contract'
import { sentence } from '#words'
import { createRealClock } from '../../clock/index.ts'
import { filesOfLab, readLabFile } from '../../files/index.ts'
import { endOf, type HistoryRead, readHistoryFile } from '../../history/index.ts'
import { defaultDatabase, type Lab, type LabOptions, type LoadDemoPlayer, startLab } from '../../lab/index.ts'
import { branchesIn } from '../branches/index.ts'
import { composeProcessCommand } from '../compose-process-command.ts'
import { createLabProcesses, forkWithNode } from '../lab-process/index.ts'
import { lessonsIn } from '../lessons.ts'
import { loadStudio } from '../load-studio.ts'
import { scenariosIn } from '../scenarios.ts'
import { snapshotsIn } from '../snapshots.ts'
import { createUncaughtPolicy } from '../uncaught-policy.ts'
import { serveWeb } from '../web/index.ts'
import { type EndSignals, listenForEndSignals } from './end-signals.ts'
import { type CaptureOptions, openCapture } from './execute/capture-files.ts'
import { checkLogFolder, writeLog } from './execute/write-log.ts'
import { historyPath } from './history-path.ts'
import { installFolder } from './install-folder.ts'
import { chosenWords, inChosenLanguage } from './language.ts'
import { exitCodes, print, printFailure, UnusableInput, warn } from './output.ts'
import { checkOutputs, isStdout, type OutputPath } from './plan/output-paths.ts'
import { spanOf } from './report/failure-lines.ts'
import { handleUncaught } from './uncaught-exceptions.ts'

export interface ServeCommand extends CaptureOptions {
  lab?: string
  http: number
  json?: boolean
  /** Folder for the log's files. */
  log?: string
  /** The file for its history. */
  record?: string
  /** The history from which it goes on. */
  from?: string
  /** Where it goes on, as lab time since the start; absent: where the history ends. */
  at?: number
  /** False: the lab keeps no history in memory. */
  history: boolean
  /** How many labs wait at marks for somebody who goes back. */
  parked: number
  /** The built page. */
  pageFolder: string
  /** The file of the command line, which processes of other labs run. */
  program: string
}

/** Runs the lab until a signal ends it. */
export async function serve(given: ServeCommand): Promise<number> {
  const ending = listenForEndSignals()
  const from = given.from === undefined ? undefined : historyPath(given.from)
  const command = { ...given, ...(from === undefined ? {} : { from }) }
  const { capture, lab: labFile } = command
  if (from !== undefined && labFile !== undefined)
    throw new UnusableInput('--from and --lab exclude each other: a history has its lab')
  if (from === undefined && command.at !== undefined) throw new UnusableInput('--at needs --from FILE')
  const history = from === undefined ? null : await readHistoryFile(from)
  const options = await labOptions(labFile)
  checkOutputs(outputsOf(command), inputsOf(command, options))
  if (command.log !== undefined) checkLogFolder(command.log)
  if (capture === undefined) return serveLab(command, options, history, ending)
  const captureFile = await openCapture(capture, command)
  let code: number
  try {
    code = await serveLab(command, { ...options, captureFile }, history, ending)
  } catch (thrown) {
    await captureFile.close().catch(() => {})
    throw thrown
  }
  await captureFile.close()
  return code
}

async function serveLab(
  { at, capture, history: keepsHistory, log, parked, record, http, json, pageFolder, program }: ServeCommand,
  options: LabOptions,
  trunk: HistoryRead | null,
  { signal, code }: EndSignals,
): Promise<number> {
  let isReady = false
  const processes = createLabProcesses({
    fork: () => forkWithNode(program),
    installFolder: options.installFolder,
  })
  const { installFolder } = options
  const all = {
    ...options,
    keepsHistory,
    branches: branchesIn(processes, { mostWaiting: parked, folder: installFolder }),
    lessons: lessonsIn(processes, installFolder),
    snapshots: snapshotsIn(installFolder),
    studio: loadStudio({
      folder: () => process.cwd(),
      fork: () => forkWithNode(program),
      installFolder,
      processes,
    }),
    scenarios: scenariosIn(() => forkWithNode(program, composeProcessCommand), installFolder),
  }
  const lab = trunk === null ? await startLab(all) : await goOnFrom(trunk, all, at, signal)
  const fault = surviveFaults(lab)
  const history = record === undefined ? null : lab.recordInto(record)
  const closeLog = log === undefined ? () => {} : writeLog(lab, log)
  try {
    await tellNotices(lab)
    const web = await serveWeb({ api: lab.api, exported: lab, processes, pageFolder, port: http })
    try {
      isReady = !signal.aborted
      if (isReady) {
        const say = capture !== undefined && isStdout(capture) ? warn : print
        say(
          json
            ? JSON.stringify({
                ready: true,
                http: inChosenLanguage(web.url),
                ...lab.endpoints,
                ca: lab.caFile,
              })
            : `Bramble is ready: ${inChosenLanguage(web.url)}`,
        )
        await Promise.race([once(signal, 'abort'), once(fault.signal, 'abort')])
      }
    } finally {
      await web.close()
    }
  } finally {
    await processes.endAll()
    await lab.stop()
    closeLog()
    if (history?.isOpen) history.close()
    fault.stop()
  }
  if (fault.signal.aborted) return exitCodes.failed
  return isReady ? exitCodes.fine : code()
}

/** Repeats a history up to a moment, from which the lab goes on in real time. */
async function goOnFrom(
  history: HistoryRead,
  options: LabOptions,
  at: number | undefined,
  end: AbortSignal,
): Promise<Lab> {
  const endMs = endOf(history)
  if (at !== undefined && at > endMs)
    throw new UnusableInput(`--at ${spanOf(at)}: the history ends at ${spanOf(endMs)}`)
  const { continueHistory } = await import('../../history/repeat/index.ts')
  const { lab, difference } = await continueHistory(history, {
    startLab,
    lab: options,
    atMs: at ?? endMs,
    end,
  })
  if (difference !== null)
    warn(
      `repeating the history differs from what was recorded at entry ${difference.entry} (${difference.what})`,
    )
  return lab
}

function outputsOf({ capture, log, record }: ServeCommand): OutputPath[] {
  return [
    ...(log === undefined ? [] : [{ option: '--log', what: 'log', path: log } as const]),
    ...(capture === undefined ? [] : [{ option: '--capture', what: 'capture', path: capture } as const]),
    ...(record === undefined ? [] : [{ option: '--record', what: 'history', path: record } as const]),
  ]
}

function inputsOf({ from, lab }: ServeCommand, { file = {}, baseFolder = '.' }: LabOptions): string[] {
  const withDatabase = { ...file, database: file.database ?? defaultDatabase }
  return [
    ...(lab === undefined ? [] : [lab]),
    ...(from === undefined ? [] : [from]),
    ...filesOfLab(withDatabase, baseFolder),
  ]
}

/** Maximum time for a damaged lab to stop cleanly. */
const endLimitMs = 5_000

/** While the lab runs, uncaught exceptions are reported, and the lab continues if it can. The signal aborts when it cannot. */
function surviveFaults(lab: Lab): { signal: AbortSignal; stop(): void } {
  const end = new AbortController()
  const lastLine = createUncaughtPolicy({
    report(thrown) {
      lab.reportUnexpected(thrown)
      if (process.env.BRAMBLE_DEBUG && thrown instanceof Error) process.stderr.write(`${thrown.stack}\n`)
    },
    end(thrown) {
      if (end.signal.aborted) return
      printFailure(thrown)
      createRealClock().after(endLimitMs, () => process.exit(exitCodes.failed))
      end.abort()
    },
  })
  return { signal: end.signal, stop: handleUncaught(lastLine) }
}

/** Loaded when somebody looks for a demonstration: the server starts without it. */
const demos: LoadDemoPlayer = async () => (await import('../../scenario/index.ts')).createDemoPlayer

async function labOptions(file: string | undefined): Promise<LabOptions> {
  const kept = { installFolder: installFolder(), demos }
  if (file === undefined) return kept
  const { input } = await readLabFile(file)
  return { ...kept, file: input, baseFolder: dirname(file) }
}

/** Reports warnings and errors on the terminal, since the page may not be open. */
async function tellNotices({ api }: Lab): Promise<void> {
  const words = chosenWords()
  const tell = (notice: NoticeView) => {
    const { level, part } = notice
    if (level !== 'information') warn(`${level}: ${part}: ${sentence(words.notices, notice)}`)
  }
  // Include problems of the start.
  const { notices } = await api.snapshot()
  for (const notice of notices) tell(notice)
  api.subscribe((event) => {
    if (event.type === 'notice') tell(event.notice)
  })
}
