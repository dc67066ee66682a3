import type { FrameRecord } from '../frame.ts'

/** Packets of frames for which there are no bytes on a wire. */

/** Content that is handed over in process: JSON, on an interface of its own. */
export function contentPacket({ direction, layers, pin }: FrameRecord, reveal: boolean): Buffer {
  const content = layers({ reveal }).at(-1)?.text ?? 'null'
  return Buffer.from(`{"direction":"${direction}","pin":${JSON.stringify(pin)},"content":${content}}`, 'utf8')
}

/** Tags of Wireshark's LINKTYPE_WIRESHARK_UPPER_PDU (its epan/exported_pdu.h). */
const tags = { end: 0, dissectorName: 12 } as const

const dissectors: Record<string, string> = { SIP: 'sip', LDAP: 'ldap', Envelope: 'bramble.envelope' }

/** A message, and which dissector reads it. */
export function upperPacket({ layers, protocol }: FrameRecord, reveal: boolean): Buffer {
  const bytes = layers({ reveal }).findLast((layer) => layer.title === protocol)?.bytes
  const dissector = (bytes && dissectors[protocol]) ?? 'data'
  const name = Buffer.from(dissector, 'utf8')
  const padded = Buffer.alloc(Math.ceil(name.length / 4) * 4)
  padded.set(name)
  return Buffer.concat([
    tag(tags.dissectorName, padded.length),
    padded,
    tag(tags.end, 0),
    bytes ?? new Uint8Array(),
  ])
}

function tag(code: number, length: number): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt16BE(code, 0)
  head.writeUInt16BE(length, 2)
  return head
}
