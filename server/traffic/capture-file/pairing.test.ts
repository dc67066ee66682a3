import { describe, expect, it } from 'vitest'
import type { WireConnection } from '../wire.ts'
import { Pairing, type ReportedFrame } from './pairing.ts'

interface Packet {
  name: string
  frames: ReportedFrame[]
}

const connection: WireConnection = {
  hop: 'service-communications',
  client: { address: '127.0.0.1', port: 40_000 },
  server: { address: '127.0.0.1', port: 5_061 },
  framing: 'TLS',
  isSealed: false,
}

/** The overhead of TLS 1.3. */
const overhead = 22

function told(number: number, direction: 'up' | 'down', contentBytes: number): ReportedFrame {
  const text = () => ''
  const frame = {
    ...{ hop: connection.hop, pin: null, protocol: 'SIP', isEncrypted: true, connection },
    ...{ number, at: 0, direction, sizeBytes: contentBytes + overhead, contentBytes },
    ...{ summary: text, openedSummary: text, layers: () => [] },
  }
  return { frame, login: null }
}

function packet(name: string): Packet {
  return { name, frames: [] }
}

/** Such as `a: 1 2`. */
function describePackets(...packets: Packet[]): string[] {
  return packets.map(({ name, frames }) => `${name}: ${frames.map(({ frame }) => frame.number).join(' ')}`)
}

describe('frames and TLS records', () => {
  it('are paired by order and length', () => {
    const pairing = new Pairing<Packet>(connection)
    const [sent, ticket, received] = [packet('sent'), packet('ticket'), packet('received')]
    pairing.sawFrame(told(1, 'up', 500))
    pairing.sawMessage('up', 500 + overhead, sent)
    pairing.endTurn()
    pairing.sawMessage('down', 900, ticket)
    pairing.sawMessage('down', 300 + overhead, received)
    pairing.sawFrame(told(2, 'down', 300))
    expect(describePackets(sent, ticket, received)).toEqual(['sent: 1', 'ticket: ', 'received: 2'])
  })

  it('are paired when several messages were sent at once', () => {
    const pairing = new Pairing<Packet>(connection)
    for (let number = 1; number <= 60; number += 1) pairing.sawFrame(told(number, 'up', 600))
    const records = [packet('first'), packet('second'), packet('third')]
    const sizes = [16_384, 16_384, 60 * 600 - 2 * 16_384]
    for (const [index, record] of records.entries()) {
      pairing.sawMessage('up', (sizes[index] ?? 0) + overhead, record)
    }
    // Each frame belongs to the record in which it ends.
    expect(records.map(({ frames }) => frames.length)).toEqual([27, 27, 6])
    expect(pairing.untold('up')).toEqual([])
  })

  it('are paired when several messages were received at once', () => {
    const pairing = new Pairing<Packet>(connection)
    const [all, one] = [packet('all'), packet('one')]
    pairing.sawMessage('down', 3 * 400 + overhead, all)
    pairing.sawMessage('down', 500 + overhead, one)
    for (const number of [1, 2, 3]) pairing.sawFrame(told(number, 'down', 400))
    pairing.sawFrame(told(4, 'down', 500))
    expect(describePackets(all, one)).toEqual(['all: 1 2 3', 'one: 4'])
  })

  it('are paired when one message spans several records', () => {
    const pairing = new Pairing<Packet>(connection)
    const [first, rest] = [packet('first'), packet('rest')]
    pairing.sawMessage('down', 16_384 + overhead, first)
    pairing.endTurn()
    pairing.sawMessage('down', 4_000 + overhead, rest)
    pairing.sawFrame(told(1, 'down', 20_384))
    expect(describePackets(first, rest)).toEqual(['first: ', 'rest: 1'])
  })

  it('are returned when they have no partner', () => {
    const pairing = new Pairing<Packet>(connection)
    pairing.sawFrame(told(7, 'up', 100))
    expect(pairing.untold('up').map(({ frame }) => frame.number)).toEqual([7])
    expect(pairing.untold('up')).toEqual([])
  })
})
