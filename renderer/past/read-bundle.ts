import {
  type BundledMessengers,
  type BundleManifest,
  bundledCharts,
  bundledLog,
  bundledMessengers,
  bundleFiles,
  bundleFormat,
  bundleLimits,
  bundleManifest,
  type ChartsView,
  type LogLineView,
  type LookBack,
  type Snapshot,
  snapshotView,
} from '#contract'
import { BundleFrames } from './bundle-frames.ts'
import { BundleProblem } from './bundle-problem.ts'
import { readPast } from './read-past.ts'
import { damaged, tooLarge, unpack } from './unpack.ts'

/** What a ticket bundle has, checked. */
export interface Bundle {
  /** Name of the file. */
  name: string
  manifest: BundleManifest
  snapshot: Snapshot
  frames: BundleFrames
  messengers: BundledMessengers
  log: LogLineView[]
  charts: ChartsView
  /** Null: it was made of a lab that did not keep its past, or by an older version. */
  past: LookBack | null
}

/** Reads a bundle, and refuses what is none. @throws {BundleProblem} */
export function readBundle(name: string, zip: Uint8Array): Bundle {
  if (zip.length > bundleLimits.bytes) throw tooLarge('bytes', bundleLimits.bytes)
  const files = unpack(name, zip)
  const manifestBytes = files.get(bundleFiles.manifest)
  if (manifestBytes === undefined) throw new BundleProblem('no-bundle', { file: name })
  const manifest = parse(bundleFiles.manifest, manifestBytes, bundleManifest)
  // Look at the format before anything that it may have changed.
  if (manifest.format !== bundleFormat) {
    const { format, versions } = manifest
    throw new BundleProblem('bundle-other-format', {
      format,
      known: bundleFormat,
      version: versions.bramble ?? '?',
    })
  }
  return {
    name,
    manifest,
    snapshot: parse(bundleFiles.snapshot, files.get(bundleFiles.snapshot), snapshotView),
    messengers: parse(bundleFiles.messengers, files.get(bundleFiles.messengers), bundledMessengers),
    log: parse(bundleFiles.log, files.get(bundleFiles.log), bundledLog),
    charts: parse(bundleFiles.charts, files.get(bundleFiles.charts), bundledCharts),
    past: readPast(files.get(bundleFiles.past)),
    frames: new BundleFrames(needed(bundleFiles.frames, files.get(bundleFiles.frames))),
  }
}

interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } }
}

function parse<T>(file: string, bytes: Uint8Array | undefined, schema: Schema<T>): T {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(needed(file, bytes)))
  } catch (thrown) {
    if (thrown instanceof BundleProblem) throw thrown
    throw damaged(file, 'it is no JSON')
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw damaged(
    file,
    issue === undefined ? 'unexpected content' : `${issue.path.join('.')}: ${issue.message}`,
  )
}

function needed(file: string, bytes: Uint8Array | undefined): Uint8Array {
  if (bytes === undefined) throw damaged(file, 'it is missing')
  return bytes
}
