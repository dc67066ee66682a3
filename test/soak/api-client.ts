import { once } from 'node:events'
import { WebSocket } from 'ws'
import {
  type ClientMessage,
  type CommandName,
  type CommandOutput,
  type CommandRequest,
  commands,
  type LabApi,
  type LabEvent,
  type Snapshot,
  serverMessage,
  type TrafficPosition,
  trafficPosition,
  trafficQuery,
  trafficRows,
} from '#contract'

interface Waiting {
  answer?(output: unknown): void
  snapshot?(snapshot: Snapshot): void
  reject(error: Error): void
  /** The command, of a call; and when it was asked. */
  command: string | null
  since: number
}

/** Commands without an answer so far. */
export interface UnderWay {
  count: number
  oldest: { command: string; ms: number } | null
}

/** Output schemas by command name, typed so that parsing an answer needs no cast. */
const outputs: { [N in CommandName]: { output: { parse(value: unknown): CommandOutput<N> } } } = commands

export interface ApiClient extends LabApi {
  /** Number of events that have arrived. */
  readonly events: number
  /** Number of snapshots that came instead of events, because this client read too slowly. */
  readonly newerSnapshots: number
  readonly underWay: UnderWay
  /** Lab time of the newest event; null before the first. */
  readonly labAt: number | null
  close(): void
}

/** Connects to a lab that `bramble serve` runs, and watches it as a window does. */
export async function connectToLab(url: string): Promise<ApiClient> {
  const socket = new WebSocket(url)
  const waiting = new Map<number, Waiting>()
  const listeners = new Set<(event: LabEvent) => void>()
  const readers = new Map<number, (position: TrafficPosition) => void>()
  let lastId = 0
  let events = 0
  let newerSnapshots = 0
  let labAt: number | null = null

  const ask = (waiter: Omit<Waiting, 'command' | 'since'>, message: (id: number) => ClientMessage) => {
    lastId += 1
    const asked = message(lastId)
    const command = asked.type === 'call' ? asked.command : null
    waiting.set(lastId, { ...waiter, command, since: performance.now() })
    socket.send(JSON.stringify(asked))
  }
  const answerTo = (message: (id: number) => ClientMessage) =>
    new Promise<unknown>((answer, reject) => ask({ answer, reject }, message))
  const settle = (id: number, how: (one: Waiting) => void) => {
    const one = waiting.get(id)
    waiting.delete(id)
    if (one) how(one)
  }

  socket.on('message', (data) => {
    const message = serverMessage.parse(JSON.parse(data.toString()))
    if (message.type === 'event') {
      events += 1
      labAt = message.event.at
      for (const listener of listeners) listener(message.event)
    } else if (message.type === 'traffic') readers.get(message.id)?.(message.position)
    else if (message.type === 'answer') settle(message.id, (one) => one.answer?.(message.output))
    else if (message.type === 'newer-snapshot') newerSnapshots += 1
    else if (message.type === 'snapshot') settle(message.id, (one) => one.snapshot?.(message.snapshot))
    else settle(message.id, (one) => one.reject(new Error(`${message.code}: ${message.message}`)))
  })
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('the connection to the lab is lost'))
    waiting.clear()
  })
  await once(socket, 'open')

  return {
    get events() {
      return events
    },
    get newerSnapshots() {
      return newerSnapshots
    },
    get labAt() {
      return labAt
    },
    get underWay() {
      const calls = [...waiting.values()].filter(({ command }) => command !== null)
      const [first] = calls
      return {
        count: calls.length,
        oldest: first?.command ? { command: first.command, ms: performance.now() - first.since } : null,
      }
    },
    async call<N extends CommandName>(command: N, input: CommandRequest<N>): Promise<CommandOutput<N>> {
      return outputs[command].output.parse(await answerTo((id) => ({ type: 'call', id, command, input })))
    },
    snapshot: () =>
      new Promise((snapshot, reject) => ask({ snapshot, reject }, (id) => ({ type: 'watch', id }))),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async readTraffic(request, onPosition) {
      const query = trafficQuery.parse(request)
      let reader = 0
      const opened = await answerTo((id) => {
        reader = id
        readers.set(id, onPosition)
        return { type: 'read-traffic', id, query }
      })
      return {
        position: trafficPosition.parse(opened),
        rows: async (from, count) =>
          trafficRows.parse(await answerTo((id) => ({ type: 'traffic-rows', id, reader, from, count }))),
        close() {
          readers.delete(reader)
          socket.send(JSON.stringify({ type: 'close-traffic', id: reader } satisfies ClientMessage))
        },
      }
    },
    close: () => socket.close(),
  }
}
