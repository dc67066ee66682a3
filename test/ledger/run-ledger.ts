import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { EnvironmentName } from '#contract'
import { createGenerator, createVirtualClock, delay } from '../../server/clock/index.ts'
import { startLab } from '../../server/lab/index.ts'
import { openCaptureFile } from '../../server/traffic/index.ts'
import { Fleet, type FleetSize, fleetFile } from './fleet.ts'
import { type Account, type Entry, Ledger } from './ledger.ts'

export interface LedgerRun {
  /** Determines the actions and the size of the fleet. */
  seed: number
  environment: EnvironmentName
  /** Number of messages to write. */
  messages: number
  /** Virtual time jumps from timer to timer. With a speed, lab time passes that many times as fast as real time. */
  time: 'virtual' | { speed: number }
}

interface LedgerResult extends Account {
  readonly history: readonly string[]
}

/** Lab time after which no message is under way any more: all client timeouts and registration retries are over. */
const settlingMs = 600_000

/** Every tenth seed has a large fleet. */
function sizeOf(seed: number): FleetSize {
  if (seed % 10 === 0) return { users: 40, handhelds: 60 }
  const users = 5 + (seed % 6)
  return { users, handhelds: users + 2 + (seed % 5) }
}

/** Runs a fleet and fails with the list of wrong messages unless every message is accounted for. */
export async function expectAccounted(run: LedgerRun): Promise<void> {
  const result = await runLedger(run)
  if (result.wrong.length > 0) throw new Error(await explain(run, result))
  const { sent, delivered, rejected, unconfirmed, forgotten } = result
  expect(sent).toBe(run.messages)
  expect(delivered + rejected + unconfirmed + forgotten).toBe(sent)
  // A lab that delivers hardly any message would prove nothing.
  expect(delivered).toBeGreaterThan(sent / 20)
  process.stdout.write(
    `seed ${run.seed}, ${run.environment}: ${sent} written, ${delivered} delivered, ${rejected} rejected, ${unconfirmed} unconfirmed, ${forgotten} forgotten by their sender\n`,
  )
}

/** Lets a fleet act at random, waits until all messages have ended, and accounts for them. */
async function runLedger(run: LedgerRun, captureFolder: string | null = null): Promise<LedgerResult> {
  const size = sizeOf(run.seed)
  const virtual = run.time === 'virtual' ? createVirtualClock() : null
  const capture = captureFolder === null ? null : await openCaptureFile(join(captureFolder, 'frames.jsonl'))
  const lab = await startLab({
    file: {
      ...fleetFile(size),
      seed: run.seed,
      service: { environment: run.environment, idleTimeout: '5m', maximumSessions: size.handhelds - 1 },
    },
    ...(virtual ? { clock: virtual } : {}),
    ...(capture ? { captureFile: capture } : {}),
    installFolder: null,
    defaultPort: 0,
    defaultDatabase: 'memory',
  })
  const until = <T>(work: Promise<T>) => (virtual ? virtual.runUntil(work) : work)
  try {
    if (run.time !== 'virtual') await lab.api.call('clock.setPace', { speed: run.time.speed })
    const ledger = new Ledger()
    const fleet = new Fleet(lab, ledger, createGenerator(run.seed).fork('fleet'), {
      size,
      isPaced: run.time !== 'virtual',
      isDone: () => ledger.size >= run.messages,
    })
    await until(fleet.act())
    // Wait until temporary conditions (no coverage, no power) have ended.
    await until(delay(lab.clock, 200_000))
    await until(fleet.restoreAll())
    await until(delay(lab.clock, settlingMs))
    await until(fleet.readAll())
    return { ...ledger.close(), history: fleet.history }
  } finally {
    await until(lab.stop())
    await capture?.close()
  }
}

/** Describes the wrong messages of a run, and for the first one the actions and frames around it. */
async function explain(run: LedgerRun, { wrong, history }: LedgerResult): Promise<string> {
  const lines = [`seed ${run.seed}, ${run.environment}, ${JSON.stringify(run.time)}: ${wrong.length} wrong`]
  for (const { entry, what } of wrong.slice(0, 20)) lines.push(describe(entry, what))
  const first = wrong[0]
  if (first) {
    lines.push(`Actions of ${first.entry.from} and ${first.entry.arrivals[0]?.handheld ?? first.entry.to}:`)
    lines.push(...(await framesOf(run, first.entry, history)))
  }
  return lines.join('\n')
}

function describe(
  { name, from, to, at, outcome, state, why, arrivals, isForgotten }: Entry,
  what: string,
): string {
  const place = arrivals.map(({ handheld }) => handheld).join(', ') || 'nowhere'
  const shown = `${state}${why === null ? '' : ` (${why})`}${isForgotten ? ', forgotten' : ''}`
  return `  "${name}" ${from} > ${to} at ${new Date(at).toISOString()}: ${what}. Told ${outcome}, shows ${shown}, is at ${place}`
}

/** The actions around the time of a message. In virtual time the run is repeated with a capture to add the frames. */
async function framesOf(run: LedgerRun, entry: Entry, history: readonly string[]): Promise<string[]> {
  const from = new Date(entry.at - 60_000).toISOString()
  const to = new Date(entry.at + 240_000).toISOString()
  const names = [entry.from, ...entry.arrivals.map(({ handheld }) => handheld)]
  const done = history.filter((line) => {
    const at = line.slice(0, from.length)
    const isMeant = line.includes('faults.') || names.some((name) => new RegExp(`\\b${name}\\b`).test(line))
    return line.includes(`"${entry.name}"`) || (at >= from && at <= to && isMeant)
  })
  if (run.time !== 'virtual') return done
  const folder = await mkdtemp(join(tmpdir(), 'bramble-ledger-'))
  try {
    await runLedger(run, folder)
    const recorded = await readFile(join(folder, 'frames.jsonl'), 'utf8')
    return [...done, 'Frames:', ...framesAbout(entry, recorded.split('\n'))]
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The frames that contain a text, and the frames of the same SIP transactions. */
function framesAbout({ name }: Entry, lines: readonly string[]): string[] {
  const itself = new RegExp(`${name}(?!\\d)`)
  const transactions = lines.flatMap((line) => (itself.test(line) ? transactionOf(line) : []))
  return lines.flatMap((line) => {
    if (!itself.test(line) && !transactionOf(line).some((each) => transactions.includes(each))) return []
    const { at, direction, handheld, hop, number, openedSummary } = JSON.parse(line)
    return [`${at} ${number} ${hop} ${direction} ${handheld} ${openedSummary}`]
  })
}

function transactionOf(line: string): string[] {
  const callId = /\\nCall-ID: (\S+?)\\r/.exec(line)?.[1]
  const sequence = /\\nCSeq: (\d+ \w+)/.exec(line)?.[1]
  return callId === undefined || sequence === undefined ? [] : [`${callId} ${sequence}`]
}
