import { relative, resolve } from 'node:path'
import type { FaultView } from '#contract'
import { coalesce } from '../base/index.ts'
import { openAuthority } from '../certificates/index.ts'
import {
  type Clock,
  createGenerator,
  createPacedClock,
  createRealClock,
  type PacedClock,
} from '../clock/index.ts'
import { CollaborationService, type ServiceEvents } from '../collaboration/index.ts'
import { ConfigurationDatabase } from '../configuration/index.ts'
import { Dispatcher } from '../dispatcher/index.ts'
import { Faults } from '../faults/index.ts'
import { type LabFile, type LabFileInput, parseLabFile } from '../files/index.ts'
import { BackEnds, LiveSettings, People, query, repairDatabase, savedSrpIdentity } from '../site/index.ts'
import { Capture, type CaptureFile } from '../traffic/index.ts'
import { WirelessNetwork } from '../wireless/index.ts'
import { Bench } from './bench.ts'
import { Desktops } from './desktops.ts'
import { EventStream } from './event-stream.ts'
import { FaultDesk } from './fault-desk.ts'
import { FlowLog } from './flow-log.ts'
import type { Lab, LabOptions } from './lab.ts'
import { createLabApi } from './lab-api.ts'
import type { LabParts } from './lab-parts.ts'
import { viewFrame, viewHandheld, viewSession } from './lab-views.ts'
import { NoticeBoard } from './notice-board.ts'
import { setTheTable } from './seed-database.ts'

const standstillWords =
  'lab time stood still for something under way that did not arrive; it passes without it now'

/** Where a lab keeps its data that says nothing else. */
export const defaultDatabase = './bramble.sqlite'

const defaultPorts = { dispatcher: 3101, communicationsServer: 5061, directory: 10_389 }

/** Puts the parts of a lab together, from the servers outwards to the handhelds. Resolves once everything accepts connections. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const { clock, pacedClock } = clocksOf(options)
  const input = options.file ?? {}
  const file = parseLabFile(input)
  const baseFolder = options.baseFolder ?? process.cwd()
  const location = databaseLocation(input.database ?? options.defaultDatabase ?? defaultDatabase, baseFolder)
  const undo: (() => Promise<void> | void)[] = []
  try {
    const database = new ConfigurationDatabase(location)
    undo.unshift(() => database.close())
    const parts = await startParts({
      options,
      clock,
      pacedClock,
      input,
      file,
      baseFolder,
      location,
      database,
      undo,
    })
    const { backEnds, dispatcher, generator } = parts
    let stopping: Promise<void> | null = null
    return {
      api: createLabApi(parts),
      clock,
      get endpoints() {
        return { dispatcher: dispatcher.endpoint, ...backEnds.endpoints }
      },
      caFile: parts.caFile,
      drawn: generator.drawn,
      get kept() {
        return backEnds.connector.kept
      },
      reportUnexpected: (thrown) => parts.notices.postUnexpected(thrown),
      captureInto: (captureFile) => pour(parts, captureFile),
      stop: () => {
        // What the parts say to each other at the end takes its time too.
        pacedClock?.setPace({ speed: 1, isPaused: false })
        stopping ??= runAll(undo).finally(() => pacedClock?.stop())
        return stopping
      },
    }
  } catch (error) {
    await runAll(undo)
    throw error
  }
}

/** Time that people may speed up and pause, unless whoever starts the lab brings a clock of their own. */
function clocksOf({ clock }: LabOptions): { clock: Clock; pacedClock: PacedClock | null } {
  if (clock && !('setPace' in clock)) return { clock, pacedClock: null }
  const pacedClock = clock ?? createPacedClock()
  return { clock: pacedClock, pacedClock }
}

interface Beginnings {
  options: LabOptions
  clock: Clock
  pacedClock: PacedClock | null
  input: LabFileInput
  file: LabFile
  baseFolder: string
  location: string
  database: ConfigurationDatabase
  /** What ends the parts, last started first. */
  undo: (() => Promise<void> | void)[]
}

async function startParts(beginnings: Beginnings): Promise<LabParts> {
  const { options, clock, pacedClock, input, file, baseFolder, location, database, undo } = beginnings
  const generator = createGenerator(file.seed)
  const faults = new Faults<FaultView>(clock, generator.fork('faults'))
  const capture = new Capture(clock)
  const events = new EventStream(clock, () => capture.droppedFrames, pacedClock ? createRealClock() : clock)
  const notices = new NoticeBoard(clock, events)
  pacedClock?.listen({
    onLag: () => events.emit('pace', () => ({ type: 'pace', pace: pacedClock.pace })),
    onStandstill: () => notices.post('warning', 'lab', standstillWords),
    onFault: (thrown) => notices.postUnexpected(thrown),
  })
  // In virtual time nobody watches: what goes wrong is to end the scenario, or the test.
  if (pacedClock) events.onFault = (thrown) => notices.postUnexpected(thrown)
  const settings = await LiveSettings.open(database, input)
  const flows = new FlowLog(clock, events, (pin) => bench.nameOf(pin))
  if (options.captureFile) {
    pour(
      { capture, clock, flows, notices, bench: { nameOf: (pin) => bench.nameOf(pin) } },
      options.captureFile,
    )
  }
  await repairDatabase(database, (text) => notices.post('warning', 'database', text))
  const people = new People(database, file.domain.dns)
  await people.load()
  const srp = await savedSrpIdentity(database)

  const authority = await openAuthority({ folder: options.installFolder, dns: file.domain.dns })
  const backEnds = await BackEnds.start({
    clock,
    tap: capture,
    file,
    baseFolder,
    settings,
    people,
    faults,
    authority,
    generator: generator.fork('connections'),
    ports: {
      directory: file.directory.listen.port ?? options.defaultPort ?? defaultPorts.directory,
      communicationsServer:
        file.communicationsServer.listen.port ?? options.defaultPort ?? defaultPorts.communicationsServer,
    },
    onProblem: (part, text) => notices.post('warning', part, text),
    onUnexpected: (text) => notices.post('error', 'service', `unexpected: ${text}`),
    onReport: (level, text) => notices.post(level, 'service', text),
    onSessionReconnecting: (sessionId) => service.reconnecting(sessionId),
    onSessionLost: (sessionId, why) => {
      notices.post('warning', 'service', `a registration was lost: ${why.message}`)
      service.lost(sessionId)
    },
    onSessionRefreshed: (sessionId, connectivity) => service.refreshed(sessionId, connectivity),
    onMessaging: (sessionId, event) => service.take(sessionId, event),
  })
  undo.unshift(() => backEnds.stop())
  const desktops = new Desktops({
    clock,
    generator: generator.fork('desktops'),
    file,
    authority,
    backEnds,
    people,
    events,
  })
  undo.unshift(() => desktops.stop())
  people.onClosed = (sipAddress) => backEnds.signOut(sipAddress)

  const bench = new Bench({
    clock,
    generator,
    database,
    flow: flows,
    cipher: file.dispatcher.cipher,
    changed: ({ device }) => tellOnce(device.name),
    onProblem: (text) => notices.post('error', 'database', text),
  })
  const tellOnce = coalesce((name) => {
    const entry = bench.find(name)
    if (entry) events.emit('handheld', () => ({ type: 'handheld', handheld: viewHandheld(entry) }))
  })

  let sessionCount = 0
  const service = new CollaborationService({
    clock,
    settings: () => settings.service,
    flow: flows,
    isSessionUnchecked: () => faults.gates.service.hits('sessions-unchecked'),
    hasDevice: (pin) => bench.hasDevice(pin),
    nextSessionId: () => `session-${++sessionCount}`,
    backends: {
      findUser: (id) => query(faults.gates.database, () => people.find(id)),
      authenticate: (request) => backEnds.directory.authenticate(request),
      asksDirectory: () => backEnds.asksDirectory,
      connect: (sessionId) => backEnds.connector.connect(sessionId),
      register: (login) => backEnds.connector.register(login),
      unregister: (sessionId) => backEnds.connector.unregister(sessionId),
      messaging: backEnds.connector.messaging,
    },
    events: serviceEvents(events, bench, notices, () => service),
  })

  const dispatcher = await Dispatcher.start({
    clock,
    tap: capture,
    flow: flows,
    listen: {
      host: file.dispatcher.listen.host,
      port: file.dispatcher.listen.port ?? options.defaultPort ?? defaultPorts.dispatcher,
    },
    srp,
    keyRing: (pin) => bench.keyRing(pin),
    services: [service],
    serviceOf: () => service,
    faults: faults.gates.dispatcher,
    onProblem: (text) => notices.post('warning', 'dispatcher', text),
  })
  undo.unshift(() => dispatcher.stop())

  const network = new WirelessNetwork({
    clock,
    generator: generator.fork('wireless'),
    dispatcher: dispatcher.endpoint,
    srp,
    faults: faults.gates.wireless,
    onProblem: (text) => notices.post('warning', 'wireless', text),
  })
  await network.start()
  undo.unshift(() => network.stop())
  undo.unshift(() => service.stop())
  const faultDesk = new FaultDesk({ clock, faults, backEnds, dispatcher, network, srp })
  // What is broken would keep the parts from ending in order.
  undo.unshift(() => faultDesk.clear())

  await bench.load(network)
  await setTheTable(database, people, bench, input, file)
  capture.onFrame((frame) => events.emitFrame(() => viewFrame(frame, (pin) => bench.nameOf(pin))))

  const databaseName = location === 'memory' ? 'memory' : relative(baseFolder, location) || location
  return {
    clock,
    pacedClock,
    generator,
    file,
    caFile: authority.file,
    databaseName,
    database,
    events,
    flows,
    notices,
    capture,
    settings,
    people,
    backEnds,
    faultDesk,
    service,
    dispatcher,
    bench,
    desktops,
  }
}

/** Traffic goes into a file from now on. */
function pour(
  parts: Pick<LabParts, 'capture' | 'clock' | 'flows' | 'notices'> & { bench: Pick<Bench, 'nameOf'> },
  file: CaptureFile,
): void {
  const { bench, capture, clock, flows, notices } = parts
  file.record(capture, {
    clock,
    nameOf: (pin) => bench.nameOf(pin),
    loginUnderWay: (pin) => flows.underWay(pin),
    onFailure: (failure) => notices.post('error', 'capture', failure.message),
  })
}

function serviceEvents(
  events: EventStream,
  bench: Bench,
  notices: NoticeBoard,
  service: () => CollaborationService,
): ServiceEvents {
  return {
    sessionChanged: (session) => {
      const isInCoverage = service().sessions.isReachable(session.pin)
      events.emit('session', () => ({
        type: 'session',
        session: viewSession(session, bench.nameOf(session.pin), isInCoverage),
      }))
    },
    sessionClosed: (session, reason) => {
      const handheld = bench.nameOf(session.pin)
      events.emit('session-closed', () => ({ type: 'session-closed', id: session.id, handheld, reason }))
    },
    problem: (text) => notices.post('error', 'service', text),
  }
}

function databaseLocation(database: string, baseFolder: string): string {
  return database === 'memory' || /^postgres(ql)?:/.test(database) ? database : resolve(baseFolder, database)
}

/** One after the other; a part that fails to end does not keep the next from ending. */
async function runAll(tasks: (() => Promise<void> | void)[]): Promise<void> {
  for (const task of tasks.splice(0)) {
    try {
      await task()
    } catch {
      // Whatever it was, the lab is over.
    }
  }
}
