import { unzipSync } from 'fflate'
import { bundleFiles, bundleLimits } from '#contract'
import { BundleProblem } from './bundle-problem.ts'

/** What is read of a bundle, with the most that each file may have. Everything else in it is for people and other programs. */
const wanted: ReadonlyMap<string, number> = new Map([
  [bundleFiles.manifest, bundleLimits.jsonBytes],
  [bundleFiles.snapshot, bundleLimits.jsonBytes],
  [bundleFiles.messengers, bundleLimits.jsonBytes],
  [bundleFiles.log, bundleLimits.jsonBytes],
  [bundleFiles.charts, bundleLimits.jsonBytes],
  [bundleFiles.frames, bundleLimits.unpackedBytes],
  [bundleFiles.past, bundleLimits.unpackedBytes],
])

/** Magic numbers of pcapng, and of pcap in both byte orders, with milliseconds and nanoseconds. */
const captureMagic = ['0a0d0d0a', 'd4c3b2a1', 'a1b2c3d4', '4d3cb2a1', 'a1b23c4d']
const zipMagic = ['504b0304', '504b0506']

/**
 * Unpacks the files of a bundle that the page reads. Their names are looked up in a list and lead nowhere else; no file becomes
 * larger than it claims, and what it claims is bounded before anything is unpacked.
 * @throws {BundleProblem}
 */
export function unpack(name: string, zip: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const magic = [...zip.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  if (captureMagic.includes(magic)) throw new BundleProblem('bundle-capture-alone', { file: name })
  if (!zipMagic.includes(magic)) throw new BundleProblem('no-bundle', { file: name })
  let files = 0
  let unpackedBytes = 0
  const seen = new Set<string>()
  const filter = (file: { name: string; originalSize: number }) => {
    files += 1
    if (files > bundleLimits.files) throw tooLarge('files', bundleLimits.files)
    const most = wanted.get(file.name)
    if (most === undefined) return false
    if (seen.has(file.name)) throw damaged(file.name, 'it is there twice')
    seen.add(file.name)
    unpackedBytes += file.originalSize
    if (file.originalSize > most || unpackedBytes > bundleLimits.unpackedBytes) {
      throw tooLarge('unpacked', most)
    }
    return true
  }
  try {
    return new Map(Object.entries(unzipSync(zip, { filter })))
  } catch (thrown) {
    if (thrown instanceof BundleProblem) throw thrown
    throw damaged(name, thrown instanceof Error ? thrown.message : String(thrown))
  }
}

export function damaged(file: string, problem: string): BundleProblem {
  return new BundleProblem('bundle-damaged', { file, problem })
}

export function tooLarge(what: 'bytes' | 'files' | 'frames' | 'unpacked', most: number): BundleProblem {
  return new BundleProblem('bundle-too-large', { what, most })
}
