import { arch, platform, release } from 'node:os'
import { stringify } from 'yaml'
import {
  type BundledFrame,
  type BundledMessengers,
  type BundleManifest,
  bundleFiles,
  bundleFormat,
  type ChartsView,
  type ExportRequest,
  type LogLineView,
  logFolder,
  mostBundledEvents,
  mostBundledFrames,
  mostLogLines,
  type Snapshot,
  trafficQuery,
} from '#contract'
import { languageOf, type Words, wordsOf } from '#words'
import packageJson from '../../../package.json' with { type: 'json' }
import { printableJson } from '../../base/index.ts'
import { createRealClock } from '../../clock/index.ts'
import { livedOf, plainScenario } from '../../scenario/index.ts'
import { frameWriter, type KeptFrame, writeFrames } from '../../traffic/index.ts'
import type { Export, ExportedLab } from '../export.ts'
import { stamp } from '../stamp.ts'
import { labFileOf } from './lab-of.ts'
import { type ZipEntry, zipStream } from './zip-stream.ts'

/** Of so many handhelds, and so many conversations of each, the messages are in a bundle. */
const mostMessengers = 100
const mostConversations = 20

/** Everything that is known of a lab, as one zip. Nothing in it has a password or a key. */
export async function openBundle(
  lab: ExportedLab,
  { language }: ExportRequest & { what: 'bundle' },
): Promise<Export> {
  const snapshot = await lab.api.snapshot()
  const { first, last } = lab.records.keptFrames
  const oldest = Math.max(first, last - mostBundledFrames + 1)
  const messengers = await messengersOf(lab, snapshot)
  const log = await logOf(lab)
  const scenario = plainScenario(await livedOf(lab), language)
  const charts = await lab.api.call('charts.read', { spanMs: null })
  const madeAt = createRealClock().now()
  const entries = entriesOf(lab, {
    snapshot,
    messengers,
    log,
    scenario,
    charts,
    oldest,
    last,
    madeAt,
    language,
  })
  return {
    name: `bramble-ticket-${stamp(snapshot.at)}.zip`,
    type: 'application/zip',
    content: zipStream(entries, new Date(madeAt)),
  }
}

interface Known {
  snapshot: Snapshot
  messengers: BundledMessengers
  log: LogLineView[]
  scenario: string
  charts: ChartsView
  /** Numbers of the oldest and the newest frame in it. */
  oldest: number
  last: number
  madeAt: number
  language: string
}

function entriesOf(lab: ExportedLab, known: Known): ZipEntry[] {
  const { language, messengers, snapshot } = known
  const { records } = lab
  const { bundle } = wordsOf(languageOf(language)).page.exports
  const labFile = labFileOf(records.file, snapshot)
  const writer = frameWriter('pcapng', {
    nameOf: (pin) => records.nameOf(pin),
    processFlow: snapshot.processFlow,
  })
  const { conditions, faults, flows, service } = snapshot
  return [
    text(bundleFiles.readMe, readMeText(bundle.readMe)),
    json(bundleFiles.manifest, manifestOf(lab, known)),
    json(bundleFiles.snapshot, snapshot),
    json(bundleFiles.settings, { service, conditions, faults }),
    json(bundleFiles.flows, flows),
    json(bundleFiles.marks, snapshot.marks),
    json(bundleFiles.messengers, messengers),
    text(bundleFiles.lab, `# ${bundle.labHead}\n${stringify(labFile, { lineWidth: 0 })}`),
    text(bundleFiles.scenario, known.scenario),
    ...logsOf(known.log),
    json(bundleFiles.log, known.log),
    json(bundleFiles.charts, known.charts),
    { name: bundleFiles.capture, content: writeFrames(writer, framesOf(lab, known)) },
    { name: bundleFiles.frames, content: frameLines(lab, known) },
    ...pastOf(lab, snapshot),
  ]
}

function manifestOf({ records }: ExportedLab, { last, madeAt, oldest, snapshot }: Known): BundleManifest {
  const { dropped, first } = records.keptFrames
  const { electron, node } = process.versions
  return {
    bramble: 'bundle',
    format: bundleFormat,
    versions: {
      bramble: packageJson.version,
      node,
      ...(electron === undefined ? {} : { electron }),
      os: `${platform()} ${release()} ${arch()}`,
    },
    madeAt,
    at: snapshot.at,
    frames: { kept: Math.max(0, last - first + 1), written: Math.max(0, last - oldest + 1), dropped },
  }
}

async function* framesOf({ records }: ExportedLab, { last, oldest }: Known): AsyncGenerator<KeptFrame> {
  const everything = { ...trafficQuery.parse({ until: last }), since: null }
  for await (const kept of records.frames(everything)) if (kept.frame.number >= oldest) yield kept
}

async function* frameLines(lab: ExportedLab, known: Known): AsyncGenerator<Uint8Array> {
  for await (const { frame, tookMs, view } of framesOf(lab, known)) {
    const line: BundledFrame = {
      ...view,
      tookMs: tookMs(),
      isStatus: frame.origin?.isStatus === true,
      layers: lab.records.layersOf(frame),
    }
    yield Buffer.from(`${printableJson(line)}\n`, 'utf8')
  }
}

/** What happened up to the snapshot, where the lab keeps it. */
function pastOf({ records }: ExportedLab, { seq }: Snapshot): ZipEntry[] {
  const past = records.past(mostBundledEvents)
  if (past === null || past.start.snapshot.seq > seq) return []
  const entries = past.entries.filter(({ event }) => event.seq <= seq)
  return [{ name: bundleFiles.past, content: jsonLines([past.start, ...entries]) }]
}

function* jsonLines(values: readonly unknown[]): Generator<Uint8Array> {
  for (const value of values) yield Buffer.from(`${printableJson(value)}\n`, 'utf8')
}

function readMeText({ about, files, title }: Words['page']['exports']['bundle']['readMe']): string {
  const names: Readonly<Record<string, string>> = { ...bundleFiles, logs: logFolder }
  const lines = Object.entries(files).map(([file, means]) => `${(names[file] ?? file).padEnd(18)}${means}`)
  return `${[title, '='.repeat(title.length), '', about, '', ...lines].join('\n')}\n`
}

/** One file for each component, as the original has them. */
function logsOf(lines: readonly LogLineView[]): ZipEntry[] {
  const files = new Map<string, string[]>()
  for (const { component, text: line } of lines) {
    const own = files.get(component) ?? []
    own.push(line)
    files.set(component, own)
  }
  return [...files].map(([component, own]) => text(`${logFolder}${component}.txt`, `${own.join('\n')}\n`))
}

/** All lines of the log that the lab keeps. */
async function logOf({ api }: ExportedLab): Promise<LogLineView[]> {
  const lines: LogLineView[] = []
  for (let from = 0; ; ) {
    const page = await api.call('log.read', { from, count: mostLogLines })
    lines.push(...page.lines)
    from = page.from + page.lines.length
    if (page.lines.length === 0 || from >= page.end) return lines
  }
}

/** What the handhelds show, with the messages of their conversations. */
async function messengersOf({ api }: ExportedLab, { handhelds }: Snapshot): Promise<BundledMessengers> {
  const signedIn = handhelds.filter(({ state }) => state === 'signed-in').slice(0, mostMessengers)
  const all: BundledMessengers = {}
  for (const { name } of signedIn) {
    try {
      const overview = await api.call('handheld.messenger', { name })
      const pages = { '': overview }
      for (const { with: other } of overview.conversations.slice(0, mostConversations)) {
        const page = await api.call('handheld.messenger', { name, with: other.sipAddress })
        Object.assign(pages, { [other.sipAddress]: page })
      }
      all[name] = pages
    } catch {
      // Somebody removed the handheld meanwhile.
    }
  }
  return all
}

function json(name: string, value: unknown): ZipEntry {
  return text(name, `${printableJson(value, 2)}\n`)
}

function text(name: string, content: string): ZipEntry {
  return { name, content: [Buffer.from(content, 'utf8')] }
}
