import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { Command, InvalidArgumentError } from 'commander'
import { createGenerator, createRealClock, delay } from '../../server/clock/index.ts'
import { buildProgram, bundle, projectFolder } from '../command-line/build-program.ts'
import { Fleet, fleetFile } from '../ledger/fleet.ts'
import { Ledger } from '../ledger/ledger.ts'
import { type ApiClient, connectToLab } from './api-client.ts'
import { assess, describeReading, describeVerdict } from './assess.ts'
import type { Reading } from './probe.ts'

const { handhelds, json, minutes, seed, warmUp } = new Command('npm run soak --')
  .description(
    'Lets handhelds join, leave, lose coverage and talk in real time. docs/performance.md tells when that is sound.',
  )
  .option('--minutes <number>', 'how long it is judged', above0, 10)
  .option(
    '--warm-up <minutes>',
    'how long the bounded records of the lab fill before: 100,000 frames, and the past that can be looked back at',
    from0,
    15,
  )
  .option('--handhelds <number>', 'size of the fleet', above0, 1_000)
  .option('--seed <number>', 'what chance decides', above0, 1)
  .option('--json <file>', 'write the verdict and all readings to a file')
  .parse()
  .opts<{ handhelds: number; json?: string; minutes: number; seed: number; warmUp: number }>()

/** Longest pause between two actions of a handheld: on average 33 actions a second with 1,000 handhelds. */
const longestPauseMs = 60_000
/** One line for each half a minute. */
const readingsPerLine = 6
const colleagues = 6
/** A handheld reads and closes its conversations about every four minutes, so that they do not grow. */
const actionsPerTidying = 8
/**
 * A handheld that waits for so many answers writes nothing meanwhile, as a person would not: where the machine is too slow, lab time
 * lags behind, and without this the commands under way would grow with the lag until the lab refuses more.
 */
const mostUnanswered = 8
/** How fast lab time passes at the end, until every message has an ending. */
const settlingSpeed = 100
/** Lab time after which no message is under way any more. */
const settlingMs = 600_000

const clock = createRealClock()
const folder = await mkdtemp(join(tmpdir(), 'bramble-soak-'))
const outDir = join(projectFolder, 'out', `soak-program-${process.pid}`)
try {
  process.exitCode = (await soak()) ? 0 : 1
} finally {
  await rm(folder, { recursive: true, force: true })
  await rm(outDir, { recursive: true, force: true })
}

async function soak(): Promise<boolean> {
  const size = { users: handhelds, handhelds }
  const labFile = {
    ...fleetFile(size),
    seed,
    database: 'memory',
    service: { idleTimeout: '5m', maximumSessions: Math.ceil(handhelds * 0.9) },
    dispatcher: { listen: { port: 0 } },
    communicationsServer: { listen: { port: 0 } },
    directory: { listen: { port: 0 } },
  }
  // YAML 1.2 includes JSON.
  await writeFile(join(folder, 'lab.yaml'), JSON.stringify(labFile))
  const program = await startProgram()
  let api: ApiClient | null = null
  try {
    const connected = await connectToLab(program.url)
    api = connected
    const { at: labStartedAt } = await api.snapshot()
    const readings: Reading[] = []
    let read = 0
    const startedAt = clock.now()
    program.child.on('message', (reading: Reading) => {
      read += 1
      if (clock.now() >= judgedFrom) readings.push(reading)
      if (read % readingsPerLine === 0) console.log(describeReading(reading, progress()))
    })
    const progress = () => {
      const elapsedMs = clock.now() - startedAt
      const behindMs = elapsedMs - ((connected.labAt ?? labStartedAt) - labStartedAt)
      return { elapsedMs, behindMs, sent: ledger.size, underWay: connected.underWay }
    }
    program.child.send('ready')
    const judgedFrom = startedAt + warmUp * 60_000
    const endsAt = judgedFrom + minutes * 60_000
    const ledger = new Ledger()
    const fleet = new Fleet({ api, clock }, ledger, createGenerator(seed).fork('fleet'), {
      ...{ size, longestPauseMs, colleagues, actionsPerTidying },
      setsFaults: false,
      isPaced: true,
      mostUnanswered,
      keepsHistory: false,
      isDone: () => clock.now() >= endsAt,
    })
    await fleet.act()
    const duringSoak = [...readings]
    await settle(api, fleet)
    const verdict = assess(duringSoak, ledger.close())
    for (const line of describeVerdict(verdict)) console.log(line)
    if (json) {
      const report = { minutes, warmUpMinutes: warmUp, handhelds, seed, verdict, readings: duringSoak }
      await writeFile(json, `${JSON.stringify(report, null, 2)}\n`)
    }
    return verdict.isSound
  } finally {
    api?.close()
    await program.stop()
  }
}

/** Lets all messages come to their end, in accelerated lab time, and records the last state of each. */
async function settle(api: ApiClient, fleet: Fleet): Promise<void> {
  await fleet.restoreAll()
  await api.call('clock.setPace', { speed: settlingSpeed })
  const end = (await api.snapshot()).at + settlingMs
  while ((await api.snapshot()).at < end) await delay(clock, 1_000)
  await fleet.readAll()
}

async function startProgram(): Promise<{ child: ChildProcess; url: string; stop(): Promise<void> }> {
  const program = await buildProgram(outDir)
  const probe = join(outDir, 'probe', 'probe.js')
  await bundle({ probe: 'test/soak/probe.ts' }, dirname(probe))
  const words = ['--import', probe, program, 'serve', '--lab', 'lab.yaml', '--http', '0', '--json']
  const child = spawn(process.execPath, words, {
    cwd: folder,
    env: { ...process.env, BRAMBLE_HOME: join(folder, '.home') },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  const stop = async () => {
    child.kill()
    await ended
  }
  try {
    return { child, url: await urlOf(child), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The address of the API, from the first line of `serve --json`. */
async function urlOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout) {
    for await (const line of createInterface({ input: stdout })) {
      const page = new URL(JSON.parse(line).http)
      return `ws://${page.host}/api${page.search}`
    }
  }
  throw new Error('the lab ended before it was ready')
}

function above0(word: string): number {
  const value = Number(word)
  if (value > 0) return value
  throw new InvalidArgumentError('It is a number above 0, such as 10.')
}

function from0(word: string): number {
  const value = Number(word)
  if (value >= 0) return value
  throw new InvalidArgumentError('It is a number from 0, such as 15.')
}
