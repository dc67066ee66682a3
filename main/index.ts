/** The desktop app: a window onto a lab that runs in this process. Everything the lab does is in `server/`. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'
import { describeFailure, Failure } from '../server/base/index.ts'
import {
  branchesIn,
  composeProcessCommand,
  createLabProcesses,
  createUncaughtPolicy,
  type LabProcesses,
  lessonsIn,
  loadStudio,
  scenariosIn,
  snapshotsIn,
} from '../server/faces/index.ts'
import type { Lab } from '../server/lab/index.ts'
import { changeAppSettings, readAppSettings, rememberLab } from './app-settings.ts'
import { reportFailure } from './failure-report.ts'
import { forkLabProcess } from './fork-lab-process.ts'
import { LabWindows } from './lab-windows.ts'
import { describeApp } from './menu.ts'
import { startLabOnSomePorts } from './offer-ports.ts'
import { readOptions } from './options.ts'
import { declarePageScheme, servePage } from './page.ts'
import { scenarioFolder } from './scenario-folder.ts'
import { lockDown } from './security.ts'

const options = readOptions(process.argv, process.env)

/** If the lab has not stopped after this time, the app exits without waiting any longer. */
const stopLimitMs = 60_000

let isRunning = false
let isFailing = false

/** Handles exceptions that nothing caught. Until the lab runs, they end the app. */
let handleUncaught = fail

process.on('uncaughtException', (thrown) => handleUncaught(thrown))
process.on('unhandledRejection', (thrown) => handleUncaught(thrown))

declarePageScheme()
app.setName('Bramble')
// Chromium's switch for the browser's language, from which the page chooses its own.
if (options.language !== null) app.commandLine.appendSwitch('lang', options.language)
// Root can run Electron only without its sandbox, and has to pass this switch.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
try {
  keepDataIn(options.homeFolder)
} catch (thrown) {
  fail(thrown)
}

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', showWindow)
  app.whenReady().then(run).catch(fail)
} else {
  process.stderr.write('Bramble is running already; its window comes to the front.\n')
  app.quit()
}

async function run(): Promise<void> {
  const { homeFolder, labFile, showsDialogs } = options
  const remembered = readAppSettings(homeFolder)
  const usesFreePorts = options.usesFreePorts || remembered.usesFreePorts
  const processes = createLabProcesses({ fork: forkLabProcess, installFolder: homeFolder })
  const starting = startLabOnSomePorts(
    { ...options, usesFreePorts },
    {
      branches: branchesIn(processes, { folder: homeFolder, mostWaiting: options.parked }),
      keepsHistory: options.keepsHistory && remembered.keepsHistory,
      onKeepsHistory: (keepsHistory) => changeAppSettings(homeFolder, { keepsHistory }),
      lessons: lessonsIn(processes, homeFolder),
      snapshots: snapshotsIn(homeFolder),
      scenarios: scenariosIn(() => forkLabProcess(composeProcessCommand), homeFolder),
      studio: loadStudio({
        folder: () => scenarioFolder(homeFolder),
        fork: forkLabProcess,
        installFolder: homeFolder,
        processes,
      }),
    },
  )
  lockDown()
  servePage(join(import.meta.dirname, '../renderer'))
  // The page loads while the lab starts.
  const windows = new LabWindows({ homeFolder, showsDialogs, starting, processes })
  const opening = windows.open()
  const lab = await starting
  stopWithApp(lab, processes)
  if (labFile !== null) {
    rememberLab(homeFolder, labFile)
    app.addRecentDocument(labFile)
  }
  describeApp(windows.words.menu)
  app.on('open-file', (event, file) => {
    event.preventDefault()
    windows.openLab(file)
  })
  await opening
  isRunning = true
  handleUncaught = createUncaughtPolicy({
    report(thrown) {
      lab.reportUnexpected(thrown)
      reportFailure('Something unexpected happened, and the lab goes on', thrown, false)
    },
    end: fail,
  })
}

function keepDataIn(home: string): void {
  // Keep Chromium's caches apart from the person's own files.
  const caches = join(home, 'browser')
  try {
    mkdirSync(caches, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new Failure('no-home', { folder: home, cause: describeFailure(cause) }, { cause })
  }
  app.setPath('userData', home)
  app.setPath('sessionData', caches)
}

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows()
  if (window?.isMinimized()) window.restore()
  window?.focus()
}

/** Ends the app when its window closes, on every system: a lab that nobody sees should not occupy its ports. */
function stopWithApp(lab: Lab, processes: LabProcesses): void {
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    event.preventDefault()
    handleUncaught = fail
    setTimeout(() => app.exit(1), stopLimitMs)
    Promise.all([processes.endAll(), lab.stop()]).then(() => app.exit(0), fail)
  })
}

function fail(thrown: unknown): void {
  if (isFailing) return
  isFailing = true
  reportFailure(isRunning ? 'Bramble cannot go on' : 'Bramble cannot start', thrown, options.showsDialogs)
  app.exit(1)
}
