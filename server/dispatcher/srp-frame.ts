import type { FrameSummary } from '#contract'
import { asBuffer } from '../base/bytes/index.ts'
import {
  type FrameContent,
  type FrameForm,
  type FrameRecord,
  type LayerField,
  summaryText,
  type WireConnection,
} from '../traffic/index.ts'
import { challengeLength, srpHeaderBytes, srpKinds, writeSrpFrame } from './srp.ts'

const srpNames = new Map<number, string>(Object.entries(srpKinds).map(([name, kind]) => [kind, name]))

/** A frame for the SRP connection itself: the opening exchange and notices of coverage. */
export function srpFrame(
  direction: 'up' | 'down',
  kind: number,
  body: Uint8Array,
  connection: WireConnection,
): FrameRecord {
  return {
    hop: 'handheld-dispatcher',
    direction,
    pin: kind === srpKinds.coverage && body.length === 5 ? hex(body.subarray(0, 4)).toUpperCase() : null,
    protocol: 'SRP',
    sizeBytes: body.length + srpHeaderBytes,
    isEncrypted: false,
    connection,
    ...viewSrp(kind, body),
    pack: () => ({ form: srpForm, parts: [Buffer.of(kind), body] }),
  }
}

const srpForm: FrameForm = {
  read: ([kind, body]) => viewSrp(kind?.[0] ?? 0, body ?? Buffer.alloc(0)),
}

function viewSrp(kind: number, body: Uint8Array): FrameContent {
  const told = (): FrameSummary | null => {
    if (kind !== srpKinds.coverage || body.length !== 5) return null
    const pin = hex(body.subarray(0, 4)).toUpperCase()
    return { code: body[4] === 1 ? 'device-reachable' : 'device-unreachable', facts: { pin } }
  }
  const summary = () => {
    const notice = told()
    if (notice) return summaryText(notice)
    if (kind === srpKinds.claim || kind === srpKinds.refused) {
      return `${srpNames.get(kind)} ${asBuffer(body).toString('utf8')}`
    }
    return srpNames.get(kind) ?? `kind ${kind}`
  }
  return {
    summary,
    openedSummary: summary,
    told,
    framed: () => writeSrpFrame(kind, body),
    layers: () => [
      {
        title: 'SRP',
        note: { code: 'srp', facts: {} },
        fields: srpFields(kind, body),
        bytes: body,
        text: summary(),
      },
    ],
  }
}

/** The bytes are the body alone; the kind stands before it. */
function srpFields(kind: number, body: Uint8Array): LayerField[] {
  const part = (about: LayerField['about'], name: string, start: number, end: number): LayerField => {
    const bytes = Buffer.from(body.subarray(start, end))
    const isText = about === 'srp.id' || about === 'srp.reason'
    return { name, about, range: { start, end }, value: bytes.toString(isText ? 'utf8' : 'hex') }
  }
  const fields: LayerField[] = [
    { name: 'Kind', value: srpNames.get(kind) ?? String(kind), about: 'srp.kind' },
  ]
  const { length } = body
  if (kind === srpKinds.claim) fields.push(part('srp.id', 'SRP ID', 0, length))
  if (kind === srpKinds.challenge) fields.push(part('srp.challenge', 'Challenge', 0, length))
  if (kind === srpKinds.confirm) fields.push(part('srp.answer', 'Answer', 0, length))
  if (kind === srpKinds.refused) fields.push(part('srp.reason', 'Reason', 0, length))
  if (kind === srpKinds.response && length === 2 * challengeLength) {
    fields.push(
      part('srp.answer', 'Answer', 0, challengeLength),
      part('srp.challenge', 'Challenge', challengeLength, length),
    )
  }
  if (kind === srpKinds.coverage && length === 5) {
    fields.push(part('srp.pin', 'Device PIN', 0, 4), part('srp.reachable', 'Reachable', 4, 5))
  }
  return fields
}

function hex(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('hex')
}
