import type { BundledFrame } from '#contract'
import { BundleProblem } from './bundle-problem.ts'
import type { CaptureContent } from './capture-content.ts'
import { damaged } from './unpack.ts'

/** The blocks that are read (draft-ietf-opsawg-pcapng). Bramble writes them little-endian, with times in milliseconds. */
const blockTypes = { sectionHeader: 0x0a0d0d0a, interfaceDescription: 1, enhancedPacket: 6 } as const
const byteOrderMagic = 0x1a2b3c4d
const [commentOption, nameOption, applicationOption] = [1, 2, 4]
/** How the comment of a packet describes its frame, as `pcapng.ts` of the lab writes it. */
const described =
  /^frame (\d+), (up|down)(?:, (.+?) \([0-9A-F]{8}\))?(?:, login ([^,:]+)(?:, step ([^:]+))?)?: (.*)$/s
const text = new TextDecoder()

export function looksLikePcapng(bytes: Uint8Array): boolean {
  if (bytes.length < 12) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return view.getUint32(0, true) === blockTypes.sectionHeader && view.getUint32(8, true) === byteOrderMagic
}

/** Each packet whose comment describes a frame. Comments besides are notes of people. @throws {BundleProblem} */
export function framesOfPcapng(name: string, bytes: Uint8Array): CaptureContent {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const interfaces: string[] = []
  const content: CaptureContent = { frames: [], marks: [], version: null, dropped: 0 }
  for (let start = 0; start + 12 <= bytes.length; ) {
    const length = view.getUint32(start + 4, true)
    if (length < 12 || length % 4 !== 0) throw damaged(name, `a block at byte ${start} has no length`)
    // A file that is still being written may end in the middle of a block.
    if (start + length > bytes.length) break
    const body = start + 8
    const end = start + length - 4
    switch (view.getUint32(start, true)) {
      case blockTypes.sectionHeader: {
        const application = options(view, bytes, body + 16, end).get(applicationOption)?.[0] ?? ''
        content.version = /^Bramble (\S+)/.exec(application)?.[1] ?? null
        break
      }
      case blockTypes.interfaceDescription:
        interfaces.push(options(view, bytes, body + 8, end).get(nameOption)?.[0] ?? '')
        break
      case blockTypes.enhancedPacket: {
        const captured = view.getUint32(body + 12, true)
        const packet = bytes.subarray(body + 20, Math.min(end, body + 20 + captured))
        const after = body + 20 + Math.ceil(captured / 4) * 4
        const at = view.getUint32(body + 4, true) * 2 ** 32 + view.getUint32(body + 8, true)
        const hop = interfaces[view.getUint32(body, true)] ?? ''
        addPacket(content, {
          at,
          hop,
          packet,
          comments: options(view, bytes, after, end).get(commentOption) ?? [],
        })
        break
      }
    }
    start += length
  }
  if (content.frames.length === 0) throw new BundleProblem('bundle-capture-alone', { file: name })
  return content
}

function addPacket(
  content: CaptureContent,
  { at, hop, packet, comments }: { at: number; hop: string; packet: Uint8Array; comments: readonly string[] },
): void {
  const frames = comments.flatMap((comment) => frameOf(comment, at, hop, packet) ?? [])
  content.frames.push(...frames)
  const [first] = frames
  if (first === undefined) return
  for (const comment of comments) {
    if (!described.test(comment)) content.marks.push({ number: first.number, at, comment })
  }
}

function frameOf(comment: string, at: number, on: string, packet: Uint8Array): BundledFrame | null {
  const [, number, direction, handheld = null, flow = null, step = null, summary = ''] =
    described.exec(comment) ?? []
  if (number === undefined) return null
  // `service-communications (clear)` has the messages of a hop once more, outside TLS.
  const [, hop = on, kind] = /^(\S+)(?: \((.+)\))?$/.exec(on) ?? []
  return {
    ...{
      number: Number(number),
      at,
      hop,
      direction: direction === 'up' ? 'up' : 'down',
      handheld,
      flow,
      step,
    },
    ...{ protocol: protocolOf(hop), sizeBytes: packet.length, isEncrypted: false },
    ...{ summary, openedSummary: summary, session: null, user: null, callId: null },
    ...{ tookMs: null, isStatus: false },
    layers: [
      {
        title: kind === undefined ? 'Packet' : `Packet (${kind})`,
        note: '',
        fields: [],
        bytes: base64Of(packet),
        text: null,
        side: 'wire',
        origin: null,
      },
    ],
  }
}

function protocolOf(hop: string): string {
  const usual: Record<string, string> = {
    'handheld-dispatcher': 'Envelope',
    'dispatcher-service': 'JSON',
    'service-directory': 'LDAP',
  }
  return usual[hop] ?? 'SIP'
}

/** The options of a block by their codes, as text. */
function options(view: DataView, bytes: Uint8Array, start: number, end: number): Map<number, string[]> {
  const found = new Map<number, string[]>()
  for (let at = start; at + 4 <= end; ) {
    const code = view.getUint16(at, true)
    const length = view.getUint16(at + 2, true)
    if (code === 0 || at + 4 + length > end) break
    const value = text.decode(bytes.subarray(at + 4, at + 4 + length))
    found.set(code, [...(found.get(code) ?? []), value])
    at += 4 + Math.ceil(length / 4) * 4
  }
  return found
}

function base64Of(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}
