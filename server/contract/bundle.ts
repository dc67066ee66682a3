import { z } from 'zod'
import { charts } from './charts.ts'
import { labEvent } from './events.ts'
import { logLineView } from './log.ts'
import { frameView, layerView, messengerView, snapshotView } from './views.ts'

/**
 * A ticket bundle: what is known of a lab at one moment, as one zip, for who looks into it later. The files that the page reads back
 * are described here; the others are for people and other programs.
 */

/** Increased when older bundles can no longer be read. */
export const bundleFormat = 1

export const bundleFiles = {
  readMe: 'README.txt',
  manifest: 'manifest.json',
  snapshot: 'snapshot.json',
  frames: 'frames.jsonl',
  messengers: 'messengers.json',
  log: 'log.json',
  charts: 'charts.json',
  past: 'past.jsonl',
  flows: 'flows.json',
  marks: 'marks.json',
  settings: 'settings.json',
  lab: 'lab.yaml',
  scenario: 'scenario.yaml',
  capture: 'capture.pcapng',
} as const

export const logFolder = 'log/'

/** What a reader takes at most, so that a hostile file costs no more than a large one. */
export const bundleLimits = {
  /** The zip itself. */
  bytes: 256 * 1_024 * 1_024,
  files: 100,
  /** All that is read of it, unpacked. */
  unpackedBytes: 768 * 1_024 * 1_024,
  /** Files of one JSON text. */
  jsonBytes: 64 * 1_024 * 1_024,
  frames: 100_000,
} as const

/** A writer leaves out older frames. */
export const mostBundledFrames = 50_000

export const bundleManifest = z.lazy(() =>
  z.object({
    bramble: z.literal('bundle'),
    format: z.int(),
    /** Versions of Bramble, and of what it ran on. */
    versions: z.record(z.string(), z.string()),
    /** Real time at which it was made, in milliseconds since 1970. */
    madeAt: z.number(),
    /** Lab time at that moment. */
    at: z.number(),
    /** Kept by the lab; in the bundle, which has the newest; and dropped by the lab before. */
    frames: z.object({ kept: z.int(), written: z.int(), dropped: z.int() }),
  }),
)
export type BundleManifest = z.output<typeof bundleManifest>

/** A line of the frames' file. */
export const bundledFrame = frameView.extend({
  layers: z.array(layerView),
  /** Time since the request that it answers. Null: it answers none. */
  tookMs: z.number().nullable(),
  isStatus: z.boolean(),
})
export type BundledFrame = z.output<typeof bundledFrame>

/** By name of the handheld, then by conversation; the empty text stands for none. */
export const bundledMessengers = z.record(z.string(), z.record(z.string(), messengerView))
export type BundledMessengers = z.output<typeof bundledMessengers>

/** A writer leaves out older events. */
export const mostBundledEvents = 30_000

/** The first line of the file of events: the state before them. */
export const bundledPastStart = z.object({ snapshot: snapshotView, frame: z.int(), line: z.int() })

/** The other lines: an event, and how far frames and log were after it. */
export const bundledEvent = z.object({ event: labEvent, frame: z.int(), line: z.int() })

/** Lines of the log, oldest first. */
export const bundledLog = z.array(logLineView)
export const bundledCharts = charts
