import type { Account } from '../ledger/ledger.ts'
import type { UnderWay } from './api-client.ts'
import type { Reading } from './probe.ts'

/** What a soak has shown. */
export interface Verdict {
  /** Median resident memory of the second and of the last quarter, in bytes, and the growth between them (0.03 is 3 %). */
  memory: { secondQuarter: number; lastQuarter: number; growth: number; isFlat: boolean }
  /** Event-loop delay of the lab's process in ms. */
  delayMs: Reading['delayMs'] & { isShort: boolean }
  messages: Omit<Account, 'wrong'> & { wrong: string[] }
  /** Share of one core. */
  cpu: number
  isSound: boolean
}

const mostGrowth = 0.03
const longestDelayMs = 100
const megabyte = 1024 * 1024
const readingIntervalMs = 5_000

/** Judges a soak by its readings, which are equally spaced in time, and by the ledger of all messages. */
export function assess(readings: readonly Reading[], { wrong, ...counts }: Account): Verdict {
  const quarter = (number: number) => {
    const length = readings.length / 4
    return readings.slice(Math.floor((number - 1) * length), Math.ceil(number * length))
  }
  const secondQuarter = median(quarter(2).map(({ rss }) => rss))
  const lastQuarter = median(quarter(4).map(({ rss }) => rss))
  const growth = lastQuarter / secondQuarter - 1
  const memory = { secondQuarter, lastQuarter, growth, isFlat: growth <= mostGrowth }
  const last = readings.at(-1)
  if (!last) throw new Error('the soak was too short for a reading')
  const delayMs = { ...last.delayMs, isShort: last.delayMs.p999 <= longestDelayMs }
  const messages = { ...counts, wrong: wrong.map(({ entry, what }) => `"${entry.name}" ${what}`) }
  const first = readings[0] ?? last
  const cpu = (last.cpuMs - first.cpuMs) / Math.max(1, (readings.length - 1) * readingIntervalMs)
  return {
    ...{ memory, delayMs, messages, cpu },
    isSound: memory.isFlat && delayMs.isShort && wrong.length === 0 && counts.sent > 0,
  }
}

/** How far a soak is. */
export interface Progress {
  elapsedMs: number
  /** By how much lab time is behind, because the machine is too slow. */
  behindMs: number
  /** Number of messages. */
  sent: number
  underWay: UnderWay
}

export function describeReading(
  { rss, heapUsed, heapTotal, buffers, delayMs }: Reading,
  { behindMs, elapsedMs, sent, underWay: { count, oldest } }: Progress,
): string {
  const minutes = (elapsedMs / 60_000).toFixed(1).padStart(6)
  const memory = `${mb(rss)} MB resident, ${mb(heapUsed)} of ${mb(heapTotal)} MB heap, ${mb(buffers)} MB buffers`
  const age = oldest === null ? '' : `, the oldest ${oldest.command} for ${(oldest.ms / 1_000).toFixed(0)} s`
  return `${minutes} min  ${memory}  event loop p99.9 ${delayMs.p999.toFixed(0)} ms, longest ${delayMs.max.toFixed(0)} ms  ${sent} messages  ${count} commands under way${age}  lab time ${(behindMs / 1_000).toFixed(0)} s behind`
}

export function describeVerdict({ memory, delayMs, messages, cpu, isSound }: Verdict): string[] {
  const { sent, delivered, rejected, unconfirmed, forgotten, wrong } = messages
  return [
    `memory      ${mb(memory.secondQuarter)} MB in the second quarter, ${mb(memory.lastQuarter)} MB in the last: ${percent(memory.growth)} (at most ${percent(mostGrowth)})  ${word(memory.isFlat)}`,
    `event loop  p99 ${delayMs.p99.toFixed(0)} ms, p99.9 ${delayMs.p999.toFixed(0)} ms (at most ${longestDelayMs} ms), longest ${delayMs.max.toFixed(0)} ms  ${word(delayMs.isShort)}`,
    `messages    ${sent} sent: ${delivered} delivered, ${rejected} rejected, ${unconfirmed} unconfirmed, ${forgotten} forgotten by their sender, ${wrong.length} wrong  ${word(wrong.length === 0)}`,
    ...wrong.slice(0, 20).map((line) => `            ${line}`),
    `processor   ${percent(cpu)} of one core`,
    isSound ? 'The lab is sound.' : 'The lab is NOT sound.',
  ]
}

function word(isKept: boolean): string {
  return isKept ? 'kept' : 'MISSED'
}

function mb(bytes: number): string {
  return (bytes / megabyte).toFixed(0)
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}
