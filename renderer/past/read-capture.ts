import {
  type BundledFrame,
  bundleFormat,
  bundleLimits,
  defaultService,
  LookBack,
  processFlowOf,
  type Snapshot,
} from '#contract'
import { BundleFrames } from './bundle-frames.ts'
import type { CaptureContent } from './capture-content.ts'
import { framesOfJsonLines, looksLikeJsonLines } from './capture-json-lines.ts'
import { framesOfPcapng, looksLikePcapng } from './capture-pcapng.ts'
import type { Bundle } from './read-bundle.ts'
import { tooLarge } from './unpack.ts'

/**
 * Reads a capture (pcapng or lines of JSON, as Bramble writes them) as a bundle of nothing but frames. @returns null if the file is
 * no such capture @throws {BundleProblem} if it is a damaged one
 */
export function readCapture(name: string, bytes: Uint8Array): Bundle | null {
  const content = looksLikePcapng(bytes)
    ? framesOfPcapng(name, bytes)
    : looksLikeJsonLines(bytes)
      ? framesOfJsonLines(name, bytes)
      : null
  if (content === null) return null
  const frames = inOrder(content.frames)
  if (frames.length > bundleLimits.frames) throw tooLarge('frames', bundleLimits.frames)
  const from = frames[0]?.at ?? 0
  const to = frames.at(-1)?.at ?? from
  const { dropped, version } = content
  const snapshot = snapshotOf(frames, content.marks, to)
  return {
    name,
    manifest: {
      bramble: 'bundle',
      format: bundleFormat,
      versions: version === null ? {} : { bramble: version },
      madeAt: to,
      at: to,
      frames: { kept: frames.length, written: frames.length, dropped },
    },
    snapshot,
    messengers: {},
    log: [],
    charts: { intervalMs: 1_000, from, to, sessionsBefore: 0, points: [], marks: [], droppedMarks: 0 },
    // A capture tells of frames only: at any moment those up to it are shown.
    past: new LookBack({ ...snapshot, at: from }, { frame: 0, line: 0 }),
    frames: new BundleFrames(new TextEncoder().encode(frames.map((one) => JSON.stringify(one)).join('\n'))),
  }
}

/** By their numbers; what several packets tell of one frame is put together. */
function inOrder(frames: readonly BundledFrame[]): BundledFrame[] {
  const byNumber = new Map<number, BundledFrame>()
  for (const frame of frames) {
    const known = byNumber.get(frame.number)
    byNumber.set(frame.number, known ? { ...known, layers: [...known.layers, ...frame.layers] } : frame)
  }
  return [...byNumber.values()].sort((one, other) => one.number - other.number)
}

/** A lab of which only the frames are known. */
function snapshotOf(frames: readonly BundledFrame[], marks: CaptureContent['marks'], at: number): Snapshot {
  const usual = processFlowOf({ parts: [], hops: [], steps: [] })
  const known = new Set(usual.hops.map(({ id }) => id))
  const further = [...new Set(frames.map(({ hop }) => hop))].filter((hop) => !known.has(hop))
  const sip = { protocol: 'SIP', port: 5_061, plainPort: 5_060, carriesPasswords: false, description: '' }
  return {
    ...{ seq: 0, at, pace: null, recording: null, demo: null, lesson: null, run: null, composing: null },
    branching: [],
    lab: {
      domain: '',
      database: '',
      dispatcher: { host: '', port: 0 },
      communicationsServer: { host: '', port: 0, transport: 'tls' },
      directory: { host: '', port: 0 },
    },
    service: defaultService,
    services: [],
    processFlow: processFlowOf({
      parts: further.length === 0 ? [] : [{ id: 'communications', label: 'Server', note: 'SIP' }],
      hops: further.map((id) => ({ id, from: 'service', to: 'communications', ...sip })),
      steps: [],
    }),
    conditions: {
      isDirectoryUp: true,
      isCommunicationsServerUp: true,
      serverCertificate: 'valid',
      serviceCertificate: 'valid',
    },
    ...{ faults: [], users: [], handhelds: [], sessions: [], desktops: [], flows: [], notices: [] },
    marks: marks.map((mark) => ({ ...mark, colour: null, isGone: false })),
  }
}
