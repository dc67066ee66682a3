import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../clock/index.ts'
import type { CommunicationsServer } from './index.ts'
import { openRawPeer, type RawPeer } from './testing/raw-peer.ts'
import { startTestServer } from './testing/start-server.ts'

let clock: VirtualClock
let server: CommunicationsServer
let problems: string[]
let peers: RawPeer[]

async function open(): Promise<RawPeer> {
  const peer = await openRawPeer(server, clock)
  peers.push(peer)
  return peer
}

const told = () => problems.filter((text) => text.includes('signed in without proof'))

beforeEach(async () => {
  clock = createVirtualClock()
  problems = []
  peers = []
  server = await startTestServer(clock, problems)
})

afterEach(async () => {
  for (const peer of peers) peer.close()
  await server.stop()
})

describe('a sign-in without proof of identity', () => {
  it('is reported once for each user and connection', async () => {
    const one = await open()
    for (let count = 0; count < 3; count += 1) await one.register('alice', '<sip:alice@h>')
    await one.register('alice', '*', { Expires: '0' })
    await one.register('Alice', '<sip:alice@h>')
    expect(told()).toEqual([
      'alice@corp.example signed in without proof, from 127.0.0.1: no password was asked for, since communicationsServer.authentication offers none',
    ])
    await one.register('bob', '<sip:bob@h>')
    await (await open()).register('alice', '<sip:alice@h>')
    expect(told()).toHaveLength(3)
  })

  it('is not reported when the registration fails or ends at once', async () => {
    const one = await open()
    await one.register('eve', '<sip:eve@h>')
    await one.register('alice', '<sip:alice@h>', { Expires: '5' })
    await one.register('alice', '<sip:alice@h>', { Expires: '0' })
    expect(told()).toEqual([])
  })

  it('is reported a hundred times an hour at most', async () => {
    for (let count = 0; count < 110; count += 1) {
      const peer = await open()
      await peer.register('alice', '<sip:alice@h>')
      peer.close()
      await peer.closed
    }
    expect(told()).toHaveLength(100)
    expect(told().at(-1)).toMatch(/within the hour are not told of$/)
    await clock.advance(3_600_000)
    await (await open()).register('alice', '<sip:alice@h>')
    expect(told()).toHaveLength(101)
  })
})
