import { relative, resolve } from 'node:path'
import { causeOf } from '#contract'
import { checkOpenFileLimit } from '../base/node/index.ts'
import {
  besideLab,
  createGenerator,
  createPacedClock,
  createRealClock,
  type LabClock,
  type PacedClock,
} from '../clock/index.ts'
import type { ServiceEvents } from '../collaboration/index.ts'
import { Faults } from '../faults/index.ts'
import { parseLabFile, startOf, zoneOf } from '../files/index.ts'
import { factsFrom, HistoryLog, toldEvents } from '../history/index.ts'
import { LogBook, loggedEvents } from '../log/index.ts'
import { oneInstance, type Part, type ServiceInstance, Site, usualEnvironments } from '../site/index.ts'
import { Capture, readKeptFrames, TrafficReaders, type TrafficRecorder, withMarks } from '../traffic/index.ts'
import { Bench } from './bench.ts'
import { BranchDesk } from './branch-host.ts'
import { ChartRecorder } from './chart-recorder.ts'
import { DemoStage } from './demo-commands.ts'
import { keepHeapDense } from './dense-heap.ts'
import { Desktops } from './desktops.ts'
import { EventStream } from './event-stream.ts'
import { FaultControl } from './fault-control.ts'
import { FlowLog } from './flow-log.ts'
import { FrameMarks } from './frame-marks.ts'
import type { Lab, LabOptions } from './lab.ts'
import { createLabApi } from './lab-api.ts'
import { recordHistory, wholeHistory } from './lab-history.ts'
import type { LabParts } from './lab-parts.ts'
import { LabPast } from './lab-past.ts'
import type { LabRecords } from './lab-records.ts'
import { viewHandheld, viewLayer, viewSession } from './lab-views.ts'
import { LessonDesk } from './lesson-commands.ts'
import { NoticeBoard } from './notice-board.ts'
import { Recordings } from './recordings.ts'
import { retell } from './retell.ts'
import { ScenarioDesk } from './scenario-commands.ts'
import { seedDatabase } from './seed-database.ts'
import { textPacking } from './text-packing.ts'

/** Database, listeners, and the connections of a few handhelds: a lab that may open less is of no use. */
const leastOpenFiles = 64

/** The default database. */
export const defaultDatabase = './bramble.sqlite'

/** Creates the parts of a lab and starts them. Resolves once all servers accept connections. */
export async function startLab(options: LabOptions): Promise<Lab> {
  checkOpenFileLimit(leastOpenFiles)
  const { clock, pacedClock } = clocksOf(options)
  const lab = createParts(options, clock, pacedClock)
  const { generator, notices, running, site } = lab
  // Lab time stands still while the lab starts, so that it starts the same way on each machine, however slow that is.
  const release = clock.hold({ isEndless: true })
  await running.start().finally(release)
  const { authority } = site.certificates
  const configured = { ...lab, ...configurationOf(site) }
  const recordings = new Recordings(clock, lab.events, (file) => captureTraffic(configured, file))
  const parts: LabParts = { ...configured, recordings }
  const records = labRecords(parts)
  let stopping: Promise<void> | null = null
  // In virtual time a lab is over soon, or too busy for pauses.
  const stopKeepingDense = pacedClock ? keepHeapDense(createRealClock()) : () => {}
  const api = createLabApi(parts, () => records)
  if (pacedClock && (options.keepsPast ?? options.keepsHistory ?? true))
    await parts.past.keep(() => api.snapshot())
  return {
    api,
    clock,
    timeZone: zoneOf(options.file ?? {}),
    records,
    get endpoints() {
      return site.endpoints
    },
    caFile: authority.file,
    drawn: () => generator.drawn(),
    get kept() {
      return sumOfKept(site)
    },
    reportUnexpected: (thrown) => notices.postUnexpected(thrown),
    retell: () => retell(parts),
    captureInto: (captureFile) => captureTraffic(parts, captureFile),
    recordInto: (path) => recordHistory(parts, path),
    stop: () => {
      parts.history.close()
      stopKeepingDense()
      // Resume a paused clock, which would delay the messages with which the parts stop.
      pacedClock?.setPace({ speed: 1, isPaused: false })
      stopping ??= recordings
        .remove()
        .catch(() => {})
        .then(() => running.stop())
        .finally(() => pacedClock?.stop())
      return stopping
    },
  }
}

/** The clock in the options, or a new one that people can accelerate and pause. */
function clocksOf({ clock, file = {} }: LabOptions): { clock: LabClock; pacedClock: PacedClock | null } {
  if (clock && !isPaced(clock)) return { clock, pacedClock: null }
  const pacedClock = clock ?? createPacedClock(startOf(file))
  return { clock: pacedClock, pacedClock }
}

function isPaced(clock: LabClock): clock is PacedClock {
  return 'setPace' in clock
}

/** Creates all parts of a lab without starting them. */
function createParts(options: LabOptions, clock: LabClock, pacedClock: PacedClock | null) {
  const input = options.file ?? {}
  const file = parseLabFile(input)
  const baseFolder = options.baseFolder ?? process.cwd()
  const location = databaseLocation(input.database ?? options.defaultDatabase ?? defaultDatabase, baseFolder)
  const generator = createGenerator(file.seed)
  const instances = options.instances ?? oneInstance
  const faults = new Faults(clock, generator.fork('faults'), { service: instances.names })
  const capture = new Capture(clock)
  const batchClock = pacedClock ? createRealClock() : besideLab(clock)
  const events = new EventStream(clock, batchClock)
  const notices = new NoticeBoard(clock, events)
  pacedClock?.listen({
    onLag: () => events.emit('pace', () => ({ type: 'pace', pace: pacedClock.pace })),
    onStandstill: () => notices.post('warning', 'lab', { code: 'standstill', facts: {} }),
    onFault: (thrown) => notices.postUnexpected(thrown),
  })
  // Only in real time: in virtual time nobody reads notices, so an unexpected error has to end the scenario or test.
  if (pacedClock) events.onFault = (thrown) => notices.postUnexpected(thrown)
  const nameOf = (pin: string) => bench.nameOf(pin)
  const readers = new TrafficReaders({
    capture,
    clock: batchClock,
    nameOf,
    markOf: (number) => marks.of(number),
  })
  const charts = new ChartRecorder(() => clock.now())
  capture.onFrame((number) => {
    charts.frame()
    events.emitFrame(() => readers.viewOf(number))
  })
  const marks = new FrameMarks({ capture, events, notices })
  const startMs = clock.now()
  const history = new HistoryLog(
    {
      position: () => ({ atMs: clock.now() - startMs, ran: clock.ran }),
      odometer: () => ({ drawn: generator.drawn(), frames: capture.last }),
    },
    startMs,
    { isKept: options.keepsHistory ?? true, packing: textPacking },
  )
  events.subscribe(factsFrom(history), toldEvents)
  options.scenarioRun?.onChange((change) => events.emit(change.type, () => change))
  const log = new LogBook(clock.now(), { zone: zoneOf(input), packing: textPacking })
  events.subscribe((event) => log.receive(event), [...loggedEvents])
  const flows = new FlowLog(clock, events, nameOf, charts)
  const site = new Site({
    clock,
    tap: capture,
    flow: flows,
    generator,
    faults,
    input,
    file,
    baseFolder,
    location,
    databaseContent: options.databaseContent ?? null,
    installFolder: options.installFolder,
    defaultPort: options.defaultPort,
    instances,
    environments: options.environments ?? usualEnvironments,
    hasDevice: (pin) => bench.hasDevice(pin),
    keyRing: (pin) => bench.keyRing(pin),
    serviceEvents: (instance) =>
      serviceEvents(events, nameOf, notices, instance, () => charts.sessions(sessionsOf(site))),
    report: (level, part, notice) => notices.post(level, part, notice),
  })
  if (options.captureFile) {
    captureTraffic({ capture, clock, flows, notices, site, bench: { nameOf } }, options.captureFile)
  }
  const desktops = new Desktops({ clock, generator: generator.fork('desktops'), file, site, events })
  const emitHandheld = coalesce((name) => {
    const entry = bench.find(name)
    if (entry) events.emit('handheld', () => ({ type: 'handheld', handheld: viewHandheld(entry) }))
  })
  const bench: Bench = new Bench({
    clock,
    generator,
    site,
    flow: flows,
    cipher: file.dispatcher.cipher,
    changed: ({ device }) => emitHandheld(device.name),
    onProblem: (notice) => notices.post('error', 'database', notice),
  })
  const handhelds: Part = {
    part: 'handhelds',
    async start() {
      await bench.load()
      await seedDatabase(site.configuration, bench, input, file)
    },
    describe: () => ({}),
  }
  const faultControl = new FaultControl({
    clock,
    faults,
    site,
    events,
    report: (notice) => notices.post('information', 'faults', notice),
    changed: (standing) => charts.faults(standing),
  })
  const running = site.parts([desktops, handhelds, faultControl])
  const databaseName = location === 'memory' ? 'memory' : relative(baseFolder, location) || location
  return {
    clock,
    pacedClock,
    generator,
    file,
    input,
    history,
    startMs,
    databaseName,
    events,
    flows,
    notices,
    capture,
    readers,
    marks,
    site,
    running,
    faultControl,
    bench,
    charts,
    log,
    desktops,
    demos: new DemoStage(options.demos ?? null, pacedClock, events),
    branches: new BranchDesk(options.branches ?? null, events),
    lessons: new LessonDesk(options.lessons ?? null, events),
    past: new LabPast({ clock, isPossible: pacedClock !== null, events, capture, log }),
    scenarios: new ScenarioDesk(options.scenarios ?? null, events),
    snapshots: options.snapshots ?? null,
    onKeepsHistory: options.onKeepsHistory ?? (() => {}),
    studio: options.studio ?? null,
    scenarioRun: options.scenarioRun ?? null,
  }
}

function configurationOf({ configuration: { database, people, settings } }: Site) {
  return { database, people, settings }
}

function sumOfKept({ services }: Site): Lab['kept'] {
  const sum = { dialogs: 0, asked: 0, toAnswer: 0 }
  for (const { kept } of services) {
    sum.dialogs += kept.dialogs
    sum.asked += kept.asked
    sum.toAnswer += kept.toAnswer
  }
  return sum
}

function labRecords({
  recordings,
  bench,
  capture,
  history,
  startMs,
  input,
  readers,
  settings,
  clock,
  marks,
  site,
  past,
}: LabParts): LabRecords {
  return {
    frames: (query) => readKeptFrames({ capture, readers, markOf: marksNow(marks) }, query),
    get keptFrames() {
      return { first: capture.first, last: capture.last, dropped: capture.droppedFrames }
    },
    nameOf: (pin) => bench.nameOf(pin),
    layersOf: (frame) => frame.layers({ reveal: false }).map(viewLayer),
    recording() {
      const { format, content } = recordings.read()
      const isPlain = marks.all().length === 0
      return { format, content: isPlain ? content : withMarks(format, content, marksNow(marks)) }
    },
    past: (most) => (past.isKept ? past.lookBack.chronicle.latest(most) : null),
    file: input,
    serviceAtStart: settings.view,
    commands: () => ({ done: history.done(), dropped: history.droppedCommands }),
    history,
    startMs,
    wholeHistory: () => wholeHistory({ clock, history, input, site, startMs }),
  }
}

/** @returns what is noted about a frame, by its number: the comment, or the colour where there is none */
function marksNow(marks: FrameMarks): (number: number) => string | null {
  const notes = new Map(marks.all().map(({ number, comment, colour }) => [number, comment || colour]))
  return (number) => notes.get(number) ?? null
}

/** Writes all traffic from now on into a file. */
function captureTraffic(
  parts: Pick<LabParts, 'capture' | 'clock' | 'flows' | 'notices' | 'site'> & {
    bench: Pick<Bench, 'nameOf'>
  },
  file: TrafficRecorder,
): void {
  const { bench, capture, clock, flows, notices, site } = parts
  file.record(capture, {
    clock,
    nameOf: (pin) => bench.nameOf(pin),
    processFlow: () => site.processFlow,
    loginUnderWay: (pin) => flows.underWay(pin),
    onFailure: (failure) =>
      notices.post('error', 'capture', { code: 'capture-failed', facts: { cause: causeOf(failure) } }),
  })
}

function serviceEvents(
  events: EventStream,
  nameOf: (pin: string) => string,
  notices: NoticeBoard,
  instance: () => ServiceInstance,
  count: () => void,
): ServiceEvents {
  return {
    sessionChanged: (session) => {
      count()
      const { name, service } = instance()
      const isInCoverage = service.sessions.isReachable(session.pin)
      events.emit('session', () => ({
        type: 'session',
        session: viewSession(session, name, nameOf(session.pin), isInCoverage),
      }))
    },
    sessionClosed: (session, reason) => {
      count()
      const handheld = nameOf(session.pin)
      events.emit('session-closed', () => ({ type: 'session-closed', id: session.id, handheld, reason }))
    },
    problem: (notice) => notices.post('error', 'service', notice),
  }
}

function sessionsOf({ services }: Site): number {
  return services.reduce((sum, { service }) => sum + service.sessions.size, 0)
}

function databaseLocation(database: string, baseFolder: string): string {
  return database === 'memory' || /^postgres(ql)?:/.test(database) ? database : resolve(baseFolder, database)
}

/** Defers `task` to a microtask and runs it once for each requested name. */
function coalesce(task: (name: string) => void): (name: string) => void {
  const asked = new Set<string>()
  return (name) => {
    if (asked.size === 0) {
      queueMicrotask(() => {
        const names = [...asked]
        asked.clear()
        for (const one of names) task(one)
      })
    }
    asked.add(name)
  }
}
