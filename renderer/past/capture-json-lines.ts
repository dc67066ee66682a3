import { z } from 'zod'
import type { BundledFrame, LayerView } from '#contract'
import type { CaptureContent } from './capture-content.ts'
import { damaged } from './unpack.ts'

/** A line of a capture, as `describe-frame.ts` of the lab writes it. */
const line = z.object({
  number: z.int(),
  at: z.iso.datetime(),
  hop: z.string(),
  direction: z.enum(['up', 'down']),
  handheld: z.string().nullable(),
  login: z.string().nullable(),
  step: z.string().nullable(),
  protocol: z.string(),
  sizeBytes: z.int(),
  isEncrypted: z.boolean(),
  summary: z.string(),
  openedSummary: z.string(),
  layers: z.array(
    z.object({
      title: z.string(),
      note: z.string(),
      fields: z.array(z.object({ name: z.string(), value: z.string() })),
      text: z.string().nullable(),
      bytes: z
        .string()
        .regex(/^([0-9a-f]{2})*$/)
        .nullable(),
    }),
  ),
})
const lost = z.object({ dropped: z.int() })

export function looksLikeJsonLines(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(0, 11)).startsWith('{"number":')
}

/** @throws {BundleProblem} naming the line at fault */
export function framesOfJsonLines(name: string, bytes: Uint8Array): CaptureContent {
  const frames: BundledFrame[] = []
  let dropped = 0
  for (const [index, text] of new TextDecoder().decode(bytes).split('\n').entries()) {
    if (text.trim() === '') continue
    const value = parsed(text)
    const frame = line.safeParse(value).data
    const end = lost.safeParse(value).data
    if (frame !== undefined) frames.push(viewOf(frame))
    else if (end !== undefined) dropped += end.dropped
    else throw damaged(name, `line ${index + 1} is no frame`)
  }
  return { frames, marks: [], version: null, dropped }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function viewOf({ at, layers, login, ...frame }: z.output<typeof line>): BundledFrame {
  const callId = layers.flatMap(({ fields }) => fields).find(({ name }) => name.toLowerCase() === 'call-id')
  return {
    ...frame,
    at: Date.parse(at),
    flow: login,
    session: null,
    user: null,
    callId: callId?.value ?? null,
    tookMs: null,
    isStatus: false,
    layers: layers.map((layer, index): LayerView => {
      // The file does not tell who sees a layer: the first is what crossed the wire.
      const isInside = frame.isEncrypted && index > 0
      return {
        ...layer,
        fields: layer.fields.map((field) => ({ ...field, range: null, about: null, depth: 0 })),
        bytes: layer.bytes === null ? null : base64Of(layer.bytes),
        side: isInside ? 'inside' : 'wire',
        origin: null,
      }
    }),
  }
}

function base64Of(hex: string): string {
  return btoa((hex.match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join(''))
}
