import {
  type ChartsView,
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type CommandRequest,
  commands,
  type LabApi,
  type LogPage,
  type LookBack,
  lastIndex,
  mostTrafficRows,
  type TrafficReader,
  type TrafficRequest,
  trafficQuery,
} from '#contract'
import { BundleProblem } from './bundle-problem.ts'
import { findFrames } from './find-frames.ts'
import type { Bundle } from './read-bundle.ts'

/** How many matches a count shows. */
const latestCount = 5

type Handlers = { [N in CommandName]?: (input: CommandInput<N>) => CommandOutput<N> }

const inputs: { [N in CommandName]: { input: { parse(request: unknown): CommandInput<N> } } } = commands

/** The API of a lab over what a bundle knows of one: it reads like the lab did, never changes, and refuses every other command. */
export function bundleApi(bundle: Bundle): LabApi {
  const { frames, messengers, name: file, snapshot } = bundle
  const handlers: Handlers = {
    'traffic.layers'({ number }) {
      const opened = frames.open(number)
      if (opened === undefined) throw new BundleProblem('frame-gone', { number })
      return opened
    },
    'traffic.count'(query) {
      const found = findFrames(frames, query)
      return { count: found.length, latest: found.slice(-latestCount) }
    },
    'log.read': (query) => readLog(bundle, query),
    'charts.read': ({ spanMs, until }) => chartsSince(bundle.charts, spanMs, until),
    'past.read'(moment) {
      const read = pastOf(bundle).moment('at' in moment ? { at: Math.min(moment.at, snapshot.at) } : moment)
      if (!('at' in moment)) return read
      // Frames cross without an event, too.
      const { at } = read.snapshot
      const frame = frames.all[lastIndex(frames.all, (one) => one.at <= at)]?.number ?? 0
      return { ...read, frame: Math.max(frame, read.frame) }
    },
    'past.timeLine': (request) => pastOf(bundle).timeLine(request, snapshot.at),
    'past.beside': (request) => pastOf(bundle).beside(request),
    'past.story': () => pastOf(bundle).story(),
    'flow.find': ({ id }) => snapshot.flows.find((flow) => flow.id === id) ?? null,
    'handheld.messenger'({ name, with: other }) {
      const pages = messengers[name]
      const page = pages?.[other ?? ''] ?? pages?.['']
      return page ?? { revision: 0, contacts: [], conversations: [], messages: [], droppedMessages: 0 }
    },
    // What the page tells by itself while somebody looks changes nothing here.
    'handheld.readConversation': () => null,
    'handheld.setTyping': () => null,
  }
  return {
    // Time stands still.
    snapshot: async () => ({ ...snapshot, pace: null, recording: null }),
    async call<N extends CommandName>(name: N, request: CommandRequest<N>): Promise<CommandOutput<N>> {
      const handler: Handlers[N] = handlers[name]
      if (handler === undefined) throw new BundleProblem('past-only', { file })
      return handler(inputs[name].input.parse(request))
    },
    subscribe: () => () => {},
    readTraffic: async (request) => readFrames(bundle, request),
  }
}

function pastOf({ past }: Bundle): LookBack {
  if (past === null) throw new BundleProblem('no-past', {})
  return past
}

function readFrames({ frames, manifest }: Bundle, request: TrafficRequest): TrafficReader {
  const found = findFrames(frames, trafficQuery.parse(request))
  const { dropped, kept, written } = manifest.frames
  return {
    position: {
      first: -found.length,
      end: 0,
      isCounting: false,
      kept: frames.all.length,
      dropped: dropped + Math.max(0, kept - written),
      last: frames.all.at(-1)?.number ?? 0,
    },
    async rows(from, count) {
      const start = Math.max(0, from + found.length)
      const rows = found.slice(start, Math.max(start, from + found.length + Math.min(count, mostTrafficRows)))
      return { from: start - found.length, rows }
    },
    close() {},
  }
}

function readLog({ log: all }: Bundle, { count, from, until, ...query }: CommandInput<'log.read'>): LogPage {
  const log = until === null ? all : all.filter(({ number }) => number <= until)
  const words = query.text.toLowerCase().split(/\s+/).filter(Boolean)
  const lines = log.filter((line) => {
    if (line.level > query.level) return false
    if (query.component !== null && line.component !== query.component) return false
    if (query.flow !== null && line.flow !== query.flow) return false
    if (query.handheld !== null && line.handheld !== query.handheld) return false
    const text = `${line.component} ${line.text}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const start = Math.min(lines.length, Math.max(0, from ?? lines.length - count))
  const dropped = (all[0]?.number ?? 1) - 1
  return {
    ...{ first: 0, end: lines.length, kept: log.length, dropped },
    ...{ from: start, lines: lines.slice(start, start + count) },
  }
}

function chartsSince(charts: ChartsView, spanMs: number | null, until: number | null): ChartsView {
  const to = Math.min(charts.to, until ?? charts.to)
  const from = spanMs === null ? charts.from : Math.max(charts.from, to - spanMs)
  const { points, sessionsBefore } = charts
  return {
    ...charts,
    from,
    to,
    sessionsBefore: points.findLast(({ at }) => at < from)?.sessions ?? sessionsBefore,
    // What an interval counts after the end is not to be seen yet.
    points: points.filter(({ at }) => at >= from && (until === null || at + charts.intervalMs <= to)),
    marks: charts.marks.filter(({ at }) => at >= from && at <= to),
  }
}
