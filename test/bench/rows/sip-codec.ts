import { createRequire } from 'node:module'
import { checkMessage, SipStream, writeMessage } from '../../../server/protocols/sip/index.ts'
import { perCpuSecond, type Row } from '../row.ts'
import { recordSipTraffic } from '../sip-traffic.ts'

/** About half a second for the faster side: shorter rounds differ more where other programs run. */
export const messagesPerRound = 80_000

const requirePackage = createRequire(import.meta.url)

/** Another project's SIP codec: parses a message from text and writes it to text again. */
interface Peer {
  name: string
  roundTrip(text: string): string
}

function peers(): Peer[] {
  const sip: { parse(text: string): unknown; stringify(message: unknown): string } = requirePackage('sip')
  const Message: new (text: string) => { toString(): string } = requirePackage('drachtio-sip').SipMessage
  const SrfMessage: new (text: string) => { toString(): string } = requirePackage(
    'drachtio-srf/lib/sip-parser/message.js',
  )
  return [
    { name: 'drachtio-sip', roundTrip: (text) => new Message(text).toString() },
    { name: 'drachtio-srf', roundTrip: (text) => new SrfMessage(text).toString() },
    { name: 'sip', roundTrip: (text) => sip.stringify(sip.parse(text)) },
  ]
}

/** Processes each message as the lab does: splits the stream into messages, parses, validates and writes each one. */
export function roundTrip(messages: readonly Buffer[]): number {
  const stream = new SipStream()
  let bytes = 0
  for (const message of messages) {
    for (const item of stream.push(message)) {
      if (item.kind !== 'message') throw new Error(`our parser found no message but: ${item.kind}`)
      checkMessage(item.message)
      bytes += writeMessage(item.message).length
    }
  }
  return bytes
}

function roundTripOfPeer(peer: Peer, messages: readonly Buffer[]): number {
  let bytes = 0
  for (const message of messages) bytes += Buffer.from(peer.roundTrip(message.toString())).length
  return bytes
}

/** Finds the fastest of the other codecs on this input, before the measurement begins. */
async function fastest(messages: readonly Buffer[], times: number): Promise<Peer> {
  let found: { peer: Peer; speed: number } | undefined
  for (const peer of peers()) {
    const work = () => {
      for (let time = 0; time < times; time += 1) roundTripOfPeer(peer, messages)
    }
    work()
    const { value } = await perCpuSecond(times * messages.length, work)
    if (found === undefined || value > found.speed) found = { peer, speed: value }
  }
  if (!found) throw new Error('no other SIP codec is installed')
  return found.peer
}

export const sipCodec: Row = {
  name: 'sip-codec',
  what: 'SIP parse and write, with all that the lab does to a message / fastest npm peer, parse and write',
  unit: 'messages per CPU second',
  goal: { atLeast: 1.5 },
  rounds: 15,
  async open(isSmall) {
    const messages = await recordSipTraffic()
    const times = isSmall ? 1 : Math.ceil(messagesPerRound / messages.length)
    const peer = await fastest(messages, isSmall ? 1 : times)
    const run = (turn: () => number) =>
      perCpuSecond(times * messages.length, () => {
        for (let time = 0; time < times; time += 1) turn()
      })
    return {
      ours: () => run(() => roundTrip(messages)),
      theirs: () => run(() => roundTripOfPeer(peer, messages)),
    }
  },
}
