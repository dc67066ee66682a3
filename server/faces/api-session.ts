import { z } from 'zod'
import {
  type ClientMessage,
  type CommandName,
  type CommandRequest,
  clientMessage,
  commands,
  type LabApi,
  type LabEvent,
  type ServerMessage,
} from '#contract'
import { describeFailure, Failure } from '../base/index.ts'
import { explain } from '../files/index.ts'
import { badMessage, failureMessage } from './failure-message.ts'
import type { Outlet } from './outlet.ts'
import { TrafficSession } from './traffic-session.ts'

/** The API session of one face, over any transport. */
export interface ApiSession {
  /** Handles any message from the face. */
  receive(message: unknown): void
  /** Ends the session when the face is gone: nothing more is sent. */
  close(): void
}

/** Why a snapshot is made: the ID of a request, or that the face fell behind. */
type Watch = number | 'behind'

/** The ID in answers to messages without a valid ID. */
const noId = -1

const numbered = z.object({ id: z.int() })

/** Maximum number of pending commands of one face, more than any page needs. */
const mostCallsUnderWay = 10_000

/** How each command reads its input, tied to its name so that no cast is needed. */
const inputs: { [N in CommandName]: { input: z.ZodType<CommandRequest<N>> } } = commands

/**
 * Opens the API to one face. Messages are checked against the contract here, at the boundary: the lab gets what the schema
 * makes of them (trimmed, defaults filled in), and the face is told what was wrong with anything else. One face cannot keep
 * the lab from the others: its snapshots are made one at a time, each once it has read the one before. A face that falls behind
 * gets a newer snapshot, once it has read what it was sent, instead of the events in between; nothing is kept for it.
 */
export function openApiSession(api: LabApi, outlet: Outlet): ApiSession {
  let isOpen = true
  let stopWatching = () => {}
  let callsUnderWay = 0
  let isMakingSnapshot = false
  /** What comes after the snapshot that is being made; only the latest is kept. */
  let nextWatch: Watch | null = null

  const reply = (message: ServerMessage) => {
    if (isOpen) outlet.send(message)
  }

  const traffic = new TrafficSession(api, reply, () => outlet.drained())

  async function watch(reason: Watch): Promise<void> {
    stopWatching()
    // Listen before taking the snapshot, so that events in between wait here and are not lost.
    let seenSeq: number | null = null
    const heldBack: LabEvent[] = []
    const forward = (event: LabEvent) => {
      if (seenSeq === null) heldBack.push(event)
      else if (event.seq <= seenSeq) return
      else if (outlet.isBehind()) {
        stopWatching()
        void watchInTurn('behind')
      } else reply({ type: 'event', event })
    }
    const stop = api.subscribe(forward)
    stopWatching = stop
    try {
      const snapshot = await api.snapshot()
      if (nextWatch !== null) throw superseded()
      if (reason === 'behind') reply({ type: 'newer-snapshot', snapshot })
      else reply({ type: 'snapshot', id: reason, snapshot })
      seenSeq = snapshot.seq
      for (const event of heldBack.splice(0)) forward(event)
    } catch (thrown) {
      stop()
      if (reason !== 'behind') reply(failureMessage(reason, thrown))
    }
  }

  async function watchInTurn(reason: Watch): Promise<void> {
    if (typeof nextWatch === 'number') reply(failureMessage(nextWatch, superseded()))
    nextWatch = reason
    if (isMakingSnapshot) return
    isMakingSnapshot = true
    try {
      while (isOpen && nextWatch !== null) {
        const next: Watch = nextWatch
        nextWatch = null
        if (next === 'behind') await outlet.drained()
        if (isOpen) await watch(next)
        await outlet.drained()
      }
    } finally {
      isMakingSnapshot = false
    }
  }

  async function answer({ id, command, input }: ClientMessage & { type: 'call' }): Promise<void> {
    callsUnderWay += 1
    try {
      if (callsUnderWay > mostCallsUnderWay) throw tooManyCalls()
      reply({ type: 'answer', id, output: await call(api, command, input) })
    } catch (thrown) {
      reply(failureMessage(id, thrown))
    } finally {
      callsUnderWay -= 1
    }
  }

  function handle(message: ClientMessage): void {
    switch (message.type) {
      case 'call':
        return void answer(message)
      case 'watch':
        return void watchInTurn(message.id)
      default:
        return traffic.handle(message)
    }
  }

  return {
    receive(message) {
      if (!isOpen) return
      const parsed = parse(clientMessage, message)
      if (parsed.success) handle(parsed.data)
      else reply(failureMessage(idOf(message), badMessage(parsed.why)))
    },
    close() {
      isOpen = false
      nextWatch = null
      stopWatching()
      traffic.close()
    },
  }
}

async function call(api: LabApi, name: string, input: unknown): Promise<unknown> {
  if (!isCommand(name)) {
    throw new Failure('unknown-command', { command: name, known: Object.keys(commands) })
  }
  return callKnown(api, name, input)
}

async function callKnown<N extends CommandName>(api: LabApi, name: N, input: unknown): Promise<unknown> {
  const parsed = parse(inputs[name].input, input)
  if (!parsed.success) throw new Failure('bad-input', { command: name, problem: parsed.why })
  return (await api.call(name, parsed.data)) ?? null
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}

type Parsed<T> = { success: true; data: T } | { success: false; why: string }

/** Reads any value, even one whose properties throw. */
function parse<T>(schema: z.ZodType<T>, value: unknown): Parsed<T> {
  try {
    const { success, data } = schema.safeParse(value)
    return success ? { success, data } : { success, why: explain(schema, value) }
  } catch (thrown) {
    return { success: false, why: `this value cannot be read: ${describeFailure(thrown)}` }
  }
}

function superseded(): Failure {
  return new Failure('superseded', {})
}

function tooManyCalls(): Failure {
  return new Failure('too-many-calls', { most: mostCallsUnderWay })
}

function idOf(message: unknown): number {
  const parsed = parse(numbered, message)
  return parsed.success ? parsed.data.id : noId
}
