import {
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type CommandRequest,
  commands,
  type FlowView,
  type MessengerView,
  type PastMoment,
  type Snapshot,
  type TrafficPosition,
} from '#contract'
import { failureWordsOverApi } from '#words'
import { type LabClient, LabFailure } from '../connection/index.ts'
import { wordsNow } from '../words/words.ts'

/** A lab as it was at a moment, in the place of the lab: it reads what was there then, and refuses everything else. */
export interface MomentClient extends LabClient {
  /** Shows another moment. Whoever follows gets its state. */
  moveTo(read: PastMoment): void
}

type Handlers = { [N in CommandName]?: (input: CommandInput<N>) => Promise<CommandOutput<N>> }

const inputs: { [N in CommandName]: { input: { parse(request: unknown): CommandInput<N> } } } = commands

/** @param base who keeps the past: the lab, a ticket bundle, or a lab beside */
export function momentClient(base: LabClient, first: PastMoment): MomentClient {
  let shown = first
  const snapshotListeners: ((snapshot: Snapshot) => void)[] = []
  // Time stands still.
  const snapshotNow = (): Snapshot => ({ ...shown.snapshot, pace: null, recording: null })
  const least = (until: number | null) => Math.min(until ?? shown.frame, shown.frame)

  const handlers: Handlers = {
    'traffic.layers': (input) => base.call('traffic.layers', input),
    'traffic.count': (query) => base.call('traffic.count', { ...query, until: least(query.until) }),
    'log.read': (query) => base.call('log.read', { ...query, until: shown.line }),
    'charts.read': ({ spanMs }) => base.call('charts.read', { spanMs, until: shown.snapshot.at }),
    async 'flow.find'({ id }) {
      const { at, flows } = shown.snapshot
      const flow = flows.find((one) => one.id === id) ?? (await base.call('flow.find', { id }))
      return flow === null ? null : flowUntil(flow, at)
    },
    'handheld.messenger': async (input) =>
      messengerUntil(await base.call('handheld.messenger', input), shown.snapshot),
    'past.read': (input) => base.call('past.read', input),
    'past.timeLine': (input) => base.call('past.timeLine', input),
    'past.beside': (input) => base.call('past.beside', input),
    'past.story': (input) => base.call('past.story', input),
    // What the page tells by itself while somebody looks changes nothing here.
    'handheld.readConversation': async () => null,
    'handheld.setTyping': async () => null,
  }

  return {
    moveTo(read) {
      shown = read
      for (const listener of snapshotListeners) listener(snapshotNow())
    },
    snapshot: async () => snapshotNow(),
    async call<N extends CommandName>(name: N, request: CommandRequest<N>): Promise<CommandOutput<N>> {
      const handler: Handlers[N] = handlers[name]
      if (handler === undefined) throw pastOnly()
      return handler(inputs[name].input.parse(request))
    },
    subscribe: () => () => {},
    async readTraffic(request, onPosition) {
      const { frame } = shown
      const then = (position: TrafficPosition): TrafficPosition => ({
        ...position,
        kept: Math.max(0, position.kept - Math.max(0, position.last - frame)),
        last: Math.min(position.last, frame),
      })
      const until = Math.min(request.until ?? frame, frame)
      const reader = await base.readTraffic({ ...request, until }, (position) => onPosition(then(position)))
      return {
        position: then(reader.position),
        rows: (from, count) => reader.rows(from, count),
        close: () => reader.close(),
      }
    },
    onState: (listener) => base.onState(listener),
    onNewerSnapshot: (listener) => snapshotListeners.push(listener),
  }
}

/** A login as far as it was then. */
function flowUntil(flow: FlowView, at: number): FlowView | null {
  if (flow.startedAt > at) return null
  const isOver = flow.endedAt !== null && flow.endedAt <= at
  return {
    ...flow,
    endedAt: isOver ? flow.endedAt : null,
    result: isOver ? flow.result : null,
    steps: flow.steps.filter((step) => step.at <= at),
  }
}

/**
 * Conversations as far as they were then. What became of a message that was sent is known as it is now; the presence of contacts is
 * that of their handhelds.
 */
function messengerUntil(messenger: MessengerView, { at, handhelds }: Snapshot): MessengerView {
  const presences = new Map(handhelds.map((one) => [one.signedInUser, one.presence]))
  const presenceOf = (sipAddress: string) => {
    const [user = ''] = sipAddress.replace(/^sips?:/, '').split('@')
    return presences.get(user) ?? 'offline'
  }
  return {
    ...messenger,
    contacts: messenger.contacts.map((one) => ({ ...one, presence: presenceOf(one.sipAddress) })),
    conversations: messenger.conversations
      .filter(({ last }) => last === null || last.at <= at)
      .map((one) => ({ ...one, isTyping: false })),
    messages: messenger.messages.filter((message) => message.at <= at),
  }
}

function pastOnly(): LabFailure {
  const words = failureWordsOverApi(wordsNow().failures, 'past-only', { file: null })
  return new LabFailure('past-only', words?.message ?? 'past-only', words?.remedy ?? null)
}
