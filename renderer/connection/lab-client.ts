import {
  type ClientMessage,
  type CommandName,
  type CommandOutput,
  type CommandRequest,
  commands,
  hasLongSnapshot,
  type LabApi,
  type LabEvent,
  parseInParts,
  parseStoryInParts,
  pastMoment,
  type ServerMessage,
  type Snapshot,
  serverMessage,
  snapshotMessage,
  type TrafficPosition,
  type TrafficReader,
  trafficPosition,
  trafficQuery,
  trafficRows,
} from '#contract'
import { failureWordsOverApi } from '#words'
import { languageNow, wordsNow } from '../words/words.ts'
import type { Channel, ConnectionState } from './channel.ts'
import { nextTask } from './next-task.ts'

/** A command that the lab refused, with what to do about it. */
export class LabFailure extends Error {
  readonly code: string
  readonly remedy: string | null

  constructor(code: string, message: string, remedy: string | null) {
    super(message)
    this.name = 'LabFailure'
    this.code = code
    this.remedy = remedy
  }
}

interface Waiting {
  answer(output: unknown): void
  snapshot(snapshot: Snapshot): void
  fail(error: Error): void
}

export interface LabClient extends LabApi {
  onState(listener: (state: ConnectionState) => void): void
  /** Calls the listener with each snapshot that comes in place of events, because the page read too slowly. */
  onNewerSnapshot(listener: (snapshot: Snapshot) => void): void
}

/** Output schemas by command name, typed so that parsing an answer needs no cast. */
const outputs: { [N in CommandName]: { output: { parse(value: unknown): CommandOutput<N> } } } = commands

/** Parses answers that are too long to be checked in one go. */
const longOutputs: { [N in CommandName]?: { parse(value: unknown): Promise<CommandOutput<N>> } } = {
  'past.read': { parse: (output) => parseInParts(pastMoment, output, nextTask) },
  'past.story': { parse: (output) => parseStoryInParts(output, nextTask) },
}

/** The lab's API over messages. Validates every message that arrives, once; no code behind it validates again. */
export function labClient(channel: Channel): LabClient {
  const waiting = new Map<number, Waiting>()
  const listeners = new Set<(event: LabEvent) => void>()
  const snapshotListeners: ((snapshot: Snapshot) => void)[] = []
  /** For each open reader of frames, the function that gets its positions. */
  const readers = new Map<number, (position: TrafficPosition) => void>()
  let lastId = 0

  function ask(message: ClientMessage, waiter: Waiting): void {
    waiting.set(message.id, waiter)
    if (!channel.send(message)) settle(message.id, (one) => one.fail(connectionLost()))
  }

  function settle(id: number, how: (one: Waiting) => void): void {
    const one = waiting.get(id)
    waiting.delete(id)
    if (one !== undefined) how(one)
  }

  /** What arrived while a long snapshot before it is being read. */
  const behind: unknown[] = []
  let isReading = false

  channel.onMessage((raw) => {
    if (isReading || hasLongSnapshot(raw)) {
      behind.push(raw)
      if (!isReading) void readOn()
    } else {
      receive(raw)
    }
  })

  /** Reads what has arrived, in its order, and lets the browser do what waits around each long snapshot. */
  async function readOn(): Promise<void> {
    isReading = true
    try {
      while (behind.length > 0) {
        const raw = behind.shift()
        if (hasLongSnapshot(raw)) {
          await parseInParts(snapshotMessage, raw, nextTask).then(pass, sayNotUnderstood)
          // Whoever waits for the snapshot takes it before the events that follow it.
          await nextTask()
        } else {
          receive(raw)
        }
      }
    } finally {
      isReading = false
    }
  }

  function receive(raw: unknown): void {
    const checked = serverMessage.safeParse(raw)
    if (checked.success) pass(checked.data)
    else sayNotUnderstood(checked.error)
  }

  function pass(message: ServerMessage): void {
    switch (message.type) {
      case 'answer':
        return settle(message.id, (one) => one.answer(message.output))
      case 'snapshot':
        return settle(message.id, (one) => one.snapshot(message.snapshot))
      case 'failure':
        return settle(message.id, (one) => one.fail(refusal(message)))
      case 'event':
        for (const listener of listeners) listener(message.event)
        return
      case 'newer-snapshot':
        for (const listener of snapshotListeners) listener(message.snapshot)
        return
      case 'traffic':
        readers.get(message.id)?.(message.position)
    }
  }

  channel.onState((state) => {
    if (state !== 'lost' && state !== 'ended') return
    behind.length = 0
    readers.clear()
    for (const id of [...waiting.keys()]) settle(id, (one) => one.fail(connectionLost()))
  })

  /** Sends a request and reads its answer. */
  function request<T>(message: ClientMessage, read: { parse(output: unknown): T | Promise<T> }): Promise<T> {
    return new Promise((resolve, reject) => {
      ask(message, {
        answer(output) {
          new Promise<T>((done) => done(read.parse(output))).then(resolve, () => reject(notUnderstood()))
        },
        snapshot: () => reject(notUnderstood()),
        fail: reject,
      })
    })
  }

  function nextId(): number {
    lastId += 1
    return lastId
  }

  return {
    snapshot() {
      const message: ClientMessage = { type: 'watch', id: nextId() }
      return new Promise((resolve, reject) => {
        ask(message, { snapshot: resolve, answer: () => reject(notUnderstood()), fail: reject })
      })
    },
    call<N extends CommandName>(name: N, input: CommandRequest<N>) {
      const long: (typeof longOutputs)[N] = longOutputs[name]
      return request({ type: 'call', id: nextId(), command: name, input }, long ?? outputs[name].output)
    },
    async readTraffic(wanted, onPosition): Promise<TrafficReader> {
      const reader = nextId()
      readers.set(reader, onPosition)
      try {
        const query = trafficQuery.parse(wanted)
        const position = await request({ type: 'read-traffic', id: reader, query }, trafficPosition)
        return {
          position,
          rows: (from, count) =>
            request({ type: 'traffic-rows', id: nextId(), reader, from, count }, trafficRows),
          close() {
            readers.delete(reader)
            channel.send({ type: 'close-traffic', id: reader })
          },
        }
      } catch (thrown) {
        readers.delete(reader)
        throw thrown
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onState: (listener) => channel.onState(listener),
    onNewerSnapshot: (listener) => snapshotListeners.push(listener),
  }
}

/** The lab refuses in English; the same in the page's language where that has words for it. */
function refusal({ code, facts, message, remedy }: Extract<ServerMessage, { type: 'failure' }>): LabFailure {
  const own = languageNow() === 'en' ? null : failureWordsOverApi(wordsNow().failures, code, facts)
  return own === null
    ? new LabFailure(code, message, remedy)
    : new LabFailure(code, own.message, own.remedy ?? null)
}

function sayNotUnderstood(error: unknown): void {
  console.warn('The lab sent a message that this page does not understand.', error)
}

function connectionLost(): LabFailure {
  const { message, remedy } = wordsNow().page.shell.notDone
  return new LabFailure('connection-lost', message, remedy)
}

function notUnderstood(): LabFailure {
  const { message, remedy } = wordsNow().page.shell.notUnderstood
  return new LabFailure('not-understood', message, remedy)
}
