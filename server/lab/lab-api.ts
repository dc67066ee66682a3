import type { z } from 'zod'
import {
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type CommandRequest,
  commands,
  type LabApi,
  readOnlyCommands,
  type Snapshot,
  trafficQuery,
} from '#contract'
import { Failure } from '../base/index.ts'
import { delay, holding } from '../clock/index.ts'
import { branchCommands } from './branch-host.ts'
import { clockCommands } from './clock-commands.ts'
import { craftedCommands } from './crafted-commands.ts'
import { demoCommands } from './demo-commands.ts'
import { faultCommands } from './fault-control.ts'
import { wholeHistory } from './lab-history.ts'
import type { LabParts } from './lab-parts.ts'
import type { LabRecords } from './lab-records.ts'
import { viewHandheld, viewLayer, viewSession, viewUser } from './lab-views.ts'
import { lessonCommands } from './lesson-commands.ts'
import { messengerCommands } from './messenger-commands.ts'
import { pastCommands } from './past-commands.ts'
import { scenarioCommands } from './scenario-commands.ts'
import { snapshotCommands } from './snapshot-host.ts'
import { runCommands, studioCommands } from './studio-commands.ts'

type Handlers = { [N in CommandName]: (input: CommandInput<N>) => Promise<CommandOutput<N>> }

/** For each command, a function that parses its input with its schema. Typed by name, so that no cast is needed. */
const inputs: {
  [N in CommandName]: { input: { safeParse(request: unknown): z.ZodSafeParseResult<CommandInput<N>> } }
} = commands

/**
 * Makes the API of a lab for callers in the same process. Faces carry it to others and validate their messages. Handlers get the
 * output of the schema, so that callers in process can leave out defaults, too.
 */
export function createLabApi(parts: LabParts, records: () => LabRecords): LabApi {
  const handlers = {
    ...handheldCommands(parts),
    ...messengerCommands(parts),
    ...craftedCommands(parts),
    ...desktopCommands(parts),
    ...serviceCommands(parts),
    ...faultCommands(parts),
    ...clockCommands(parts.pacedClock, parts.events),
    ...trafficCommands(parts),
    ...historyCommands(parts),
    ...pastCommands(parts, () => holding(parts.clock, takeSnapshot(parts))),
    ...demoCommands(parts.demos, () => api),
    ...lessonCommands(parts.lessons, () => api),
    ...branchCommands(parts.branches, () => wholeHistory(parts)),
    ...snapshotCommands(parts.snapshots, () => wholeHistory(parts)),
    ...scenarioCommands(parts.scenarios, () => api, records),
    ...studioCommands(parts.studio),
    ...runCommands(parts.scenarioRun),
  }
  const api: LabApi = {
    snapshot: () => holding(parts.clock, takeSnapshot(parts)),
    call: <N extends CommandName>(name: N, request: CommandRequest<N>): Promise<CommandOutput<N>> => {
      const handler: Handlers[N] = handlers[name]
      const { data, error } = inputs[name].input.safeParse(request)
      if (error) return Promise.reject(error)
      if (readOnlyCommands.has(name)) return handler(data)
      const carryOut = () => noted(parts, name, data, handler)
      if (name.startsWith('clock.')) return carryOut()
      // Wait until current work is done, so that the same commands at the same lab times have the same effect.
      return parts.clock.turn().then(carryOut)
    },
    subscribe: (listener, types) => parts.events.subscribe(listener, types),
    readTraffic: async (request, onPosition) => parts.readers.open(trafficQuery.parse(request), onPosition),
  }
  return api
}

/** Carries out a command, as a part of the lab's history. */
function noted<N extends CommandName>(
  { history }: LabParts,
  name: N,
  input: CommandInput<N>,
  handler: Handlers[N],
): Promise<CommandOutput<N>> {
  const asked = history.asked(name, input)
  const answer = handler(input)
  answer.then(
    (output) => history.answered(asked, output),
    (thrown: unknown) => history.refused(asked, thrown),
  )
  return answer
}

/** Takes a snapshot, after which listeners know of every frame so far. */
async function takeSnapshot(parts: LabParts): Promise<Snapshot> {
  const { bench, clock, database, databaseName, events, faultControl, file, flows, people, settings, site } =
    parts
  const users = (await database.users()).map((user) => viewUser(user, people))
  // The code below is synchronous, so that the snapshot matches its sequence number.
  events.flushFrames()
  return {
    seq: events.seq,
    at: clock.now(),
    lab: {
      domain: file.domain.dns,
      database: databaseName,
      ...site.endpoints,
    },
    pace: parts.pacedClock?.pace ?? null,
    service: settings.view,
    processFlow: site.processFlow,
    services: site.services.map(({ name }) => ({ name, settings: settings.view })),
    conditions: faultControl.conditions,
    recording: parts.recordings.view,
    faults: faultControl.faults,
    users,
    handhelds: bench.all().map(viewHandheld),
    sessions: site.services
      .flatMap(({ name, service: { sessions } }) =>
        sessions
          .all()
          .map((session) =>
            viewSession(session, name, bench.nameOf(session.pin), sessions.isReachable(session.pin)),
          ),
      )
      .sort((one, other) => one.openedAt - other.openedAt),
    desktops: parts.desktops.all(),
    flows: flows.all(),
    notices: parts.notices.all(),
    demo: parts.demos.view,
    run: parts.scenarioRun?.view ?? null,
    lesson: parts.lessons.view,
    composing: parts.scenarios.view,
    branching: parts.branches.view,
    marks: parts.marks.all(),
  }
}

function handheldCommands({ bench, clock, events, people, site }: LabParts) {
  return {
    'handheld.add': async (input: CommandInput<'handheld.add'>) => {
      // The name of a handheld may not be a valid user ID.
      const namesake = commands['user.save'].input.shape.id.safeParse(input.name).data
      const userId = input.user ?? namesake ?? freeUser(bench.all().map(({ device }) => device.userId))
      const known = await people.find(userId)
      const planned = known ? { user: known, write() {}, saved() {} } : await people.plan({ id: userId })
      const { user } = planned
      const { name, pin, model } = input
      const entry = await bench.issue(
        {
          user: user.id,
          ...(name === undefined ? {} : { name }),
          ...(pin === undefined ? {} : { pin }),
          ...(model === undefined ? {} : { model }),
        },
        {
          write: planned.write,
          saved: () => {
            planned.saved()
            events.emit('user', () => ({ type: 'user', user: viewUser(user, people) }))
          },
        },
      )
      events.emit('handheld', () => ({ type: 'handheld', handheld: viewHandheld(entry) }))
      return viewHandheld(entry)
    },
    'handheld.remove': async ({ name }: CommandInput<'handheld.remove'>) => {
      const { device } = await bench.remove(name)
      events.emit('handheld-removed', () => ({ type: 'handheld-removed', name }))
      site.serviceOf(device.pin).service.deviceLeft(device.pin)
      // Keep the keys for a while, since the last packets of the device may still be in the air.
      void delay(clock, 10_000).then(() => {
        if (bench.forgetKeys(device.pin)) site.dispatcher.dispatcher.forget(device.pin)
      })
      return null
    },
    'handheld.login': async ({ name, user, password }: CommandInput<'handheld.login'>) => ({
      result: await bench.get(name).handheld.client.logIn(user, password),
    }),
    'handheld.logout': async ({ name }: CommandInput<'handheld.logout'>) => {
      bench.get(name).handheld.client.logOut()
      return null
    },
    'handheld.setCoverage': async ({ name, coverage }: CommandInput<'handheld.setCoverage'>) => {
      bench.get(name).handheld.setCoverage(coverage)
      return null
    },
    'handheld.tunnel': async ({ name, durationMs }: CommandInput<'handheld.tunnel'>) => {
      bench.get(name).handheld.enterTunnel(durationMs)
      return null
    },
    'handheld.setLink': async ({ name, link }: CommandInput<'handheld.setLink'>) => {
      bench.get(name).handheld.setLink(link)
      return null
    },
    'handheld.setStatusMessages': async ({
      name,
      sendsStatus,
    }: CommandInput<'handheld.setStatusMessages'>) => {
      bench.get(name).handheld.client.setSendsStatus(sendsStatus)
      return null
    },
    'handheld.setPower': async ({ name, isOn }: CommandInput<'handheld.setPower'>) => {
      bench.get(name).handheld.setPower(isOn)
      return null
    },
  }
}

function desktopCommands({ desktops }: LabParts) {
  return {
    'desktop.signIn': async ({ user }: CommandInput<'desktop.signIn'>) => {
      await desktops.signIn(user)
      return null
    },
    'desktop.setHabits': async ({ user, habits }: CommandInput<'desktop.setHabits'>) => {
      await desktops.setHabits(user, habits)
      return null
    },
    'desktop.signOut': async ({ user, manner }: CommandInput<'desktop.signOut'>) => {
      await desktops.signOut(user, manner ?? 'in-order')
      return null
    },
    'desktop.send': ({ user, to, text }: CommandInput<'desktop.send'>) => desktops.send(user, to, text),
  }
}

/** How long a server is down that is restarted, unless told. */
const usualRestartMs = 1_000

function serviceCommands({ charts, events, faultControl, people, settings, site }: LabParts) {
  const stopServicesFor = (forMs: number) =>
    Promise.all(site.services.map(({ service }) => service.stopFor(forMs)))
  const stopServices = () => Promise.all(site.services.map(({ service }) => service.stop()))
  const emitSettings = () => {
    for (const { name } of site.services) {
      events.emit('service', () => ({
        type: 'service',
        name,
        service: settings.view,
        processFlow: site.processFlow,
        communicationsServer: site.endpoints.communicationsServer,
      }))
    }
  }
  return {
    'service.configure': async (input: CommandInput<'service.configure'>) => {
      const before = settings.view
      const { environment, transport } = await settings.change(input)
      const isOtherEnvironment = environment !== before.environment
      if (transport !== before.transport || isOtherEnvironment) {
        // The server of another environment does not know these sessions, so the service stops and starts again.
        if (isOtherEnvironment) await stopServices()
        try {
          await site.reconnect({ isOtherEnvironment })
          // The old environment may have accepted a login meanwhile: end its session.
          if (isOtherEnvironment) await stopServices()
        } catch (error) {
          await settings.restore(before)
          await site.reconnect({ isOtherEnvironment })
          throw error
        }
      }
      for (const { service } of site.services) service.settingsChanged()
      charts.settings(before, settings.view)
      emitSettings()
      return settings.view
    },
    'service.restart': async ({ instance }: CommandInput<'service.restart'>) => {
      await (instance === null ? stopServices() : site.service(instance).service.stop())
      charts.restarted('service')
      return null
    },
    'part.restart': async ({ at, forMs }: CommandInput<'part.restart'>) => {
      if (at === 'service') {
        await (forMs === undefined ? stopServices() : stopServicesFor(forMs))
      } else {
        site.refuseExternal(at)
        // A server that was stopped has forgotten who was registered with it.
        if (at === 'communicationsServer') await site.communications.restart()
        await faultControl.set({ at, kind: 'down', for: forMs ?? usualRestartMs })
        faultControl.emit()
      }
      charts.restarted(at)
      return null
    },
    'user.save': async (input: CommandInput<'user.save'>) => {
      const user = viewUser(await people.save(input), people)
      events.emit('user', () => ({ type: 'user', user }))
      return user
    },
    'user.remove': async ({ id }: CommandInput<'user.remove'>) => {
      const removed = await people.remove(id)
      events.emit('user-removed', () => ({ type: 'user-removed', id: removed }))
      return null
    },
  }
}

function trafficCommands({ capture, clock, flows, marks, readers, recordings }: LabParts) {
  return {
    'traffic.layers': async ({ number, reveal }: CommandInput<'traffic.layers'>) => {
      const frame = readers.viewOf(number)
      const layers = capture.find(number)?.layers({ reveal })
      if (!frame || !layers) throw new Failure('frame-gone', { number })
      return { frame, layers: layers.map(viewLayer) }
    },
    'traffic.count': (query: CommandInput<'traffic.count'>) => readers.count(query),
    'traffic.mark': async (mark: CommandInput<'traffic.mark'>) => {
      marks.set(mark)
      return null
    },
    'traffic.clear': async () => {
      capture.clear()
      marks.noteLosses()
      readers.cleared()
      return null
    },
    'recording.start': (input: CommandInput<'recording.start'>) => holding(clock, recordings.start(input)),
    'recording.stop': () => holding(clock, recordings.stop()),
    'flow.find': async ({ id }: CommandInput<'flow.find'>) => flows.find(id) ?? null,
  }
}

/** What the lab keeps of the past, besides frames. */
function historyCommands({ charts, log }: LabParts) {
  return {
    'log.read': async ({ count, from, until, ...query }: CommandInput<'log.read'>) =>
      log.read(query, from, count, until),
    'charts.read': async ({ spanMs, until }: CommandInput<'charts.read'>) => charts.read(spanMs, until),
  }
}

/** The first free user ID of the form `user3`. */
function freeUser(taken: readonly string[]): string {
  for (let number = taken.length + 1; ; number += 1) {
    if (!taken.includes(`user${number}`)) return `user${number}`
  }
}
