import { asBuffer } from '../../base/bytes/index.ts'
import { printableJson } from '../../base/index.ts'
import type { CapturedFrame } from '../frame-segment.ts'
import { noteText } from '../summary-text.ts'

/** A frame as a line of JSON says it, in capture files and in exports. */
export function describeFrame(
  frame: CapturedFrame,
  facts: { handheld: string | null; login: string | null; step: string | null; reveal: boolean },
) {
  return {
    number: frame.number,
    at: new Date(frame.at).toISOString(),
    hop: frame.hop,
    direction: frame.direction,
    handheld: facts.handheld,
    pin: frame.pin,
    login: facts.login,
    step: facts.step,
    protocol: frame.protocol,
    sizeBytes: frame.sizeBytes,
    isEncrypted: frame.isEncrypted,
    summary: frame.summary(),
    openedSummary: frame.openedSummary(),
    layers: frame.layers({ reveal: facts.reveal }).map(({ title, note, fields, text, bytes }) => ({
      title,
      note: noteText(note),
      fields: fields.map(({ name, value }) => ({ name, value })),
      text,
      bytes: bytes && asBuffer(bytes).toString('hex'),
    })),
  }
}

export function jsonLine(value: object): Buffer {
  return Buffer.from(`${printableJson(value)}\n`, 'utf8')
}
