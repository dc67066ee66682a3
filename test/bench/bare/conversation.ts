import { randomBytes } from 'node:crypto'
import { answerTo, type BareSip, type BareSipClient, type BareSipEnd, header } from './sip.ts'

/** The SIP of a message within a dialog: MESSAGE and its answer, both by way of the server. */

/** A dialog between two users whose sessions share the connection of the service. */
export interface BareDialog {
  /** Addresses of record. */
  readonly from: string
  readonly to: string
  readonly callId: string
  readonly fromTag: string
  readonly toTag: string
  sequence: number
}

export function openBareDialog(from: string, to: string): BareDialog {
  return { from, to, callId: hex(12), fromTag: hex(5), toTag: hex(5), sequence: 0 }
}

/** Sends a text. Resolves when the other end has answered. */
export async function sendBareText(client: BareSipClient, dialog: BareDialog, text: string): Promise<void> {
  dialog.sequence += 1
  const answer = await client.request(
    [
      `MESSAGE sip:${client.address};transport=tls;ms-opaque=93b47dbab3 SIP/2.0`,
      'Route: <sip:ocs.corp.example:5061;transport=tls;lr;opaque=state:F.6739f1e4ce4b749f.6739f1e4ce4b749f>',
      `To: <${dialog.to}>;tag=${dialog.toTag}`,
      `From: <${dialog.from}>;tag=${dialog.fromTag}`,
      `CSeq: ${dialog.sequence} MESSAGE`,
      `Call-ID: ${dialog.callId}`,
      'Max-Forwards: 70',
      'Supported: ',
      'User-Agent: Bramble/5.0',
      'Content-Type: text/plain; charset=UTF-8',
    ],
    text,
  )
  if (answer.lines[0] !== 'SIP/2.0 200 OK') throw new Error(answer.lines[0])
}

/** The answer of the endpoint that has received a text. */
export function acceptText(request: BareSip): BareSip {
  return answerTo(request, '200 OK', '', ['Supported: ', 'User-Agent: Bramble/5.0'])
}

/** Forwards a request or an answer to the other endpoint, which has the same connection. */
export function forwardBare({ lines, body }: BareSip, end: BareSipEnd): void {
  if (lines[0]?.startsWith('SIP/2.0 ')) {
    const topVia = lines.findIndex((line) => line.startsWith('Via: '))
    return end.send({ lines: lines.toSpliced(topVia, 1), body })
  }
  const [start = '', ...headers] = lines
  const via = `Via: SIP/2.0/TLS ocs.corp.example:5061;branch=z9hG4bK${hex(12)}.${hex(8)}`
  const others = headers.filter((line) => !line.startsWith('Route: ') && !line.startsWith('Max-Forwards: '))
  const forwards = Number(header({ lines, body }, 'Max-Forwards')) - 1
  end.send({ lines: [start, via, `Max-Forwards: ${forwards}`, ...others], body })
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString('hex')
}
