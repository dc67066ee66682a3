import { createServer, type Server } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ConnectionEnd } from '#contract'
import { createGenerator, createVirtualClock } from '../clock/index.ts'
import { createSrpIdentity, SrpConnection } from '../dispatcher/index.ts'
import { FaultGate } from '../faults/index.ts'
import { WirelessNetwork } from './wireless-network.ts'

const srp = createSrpIdentity()
const clock = createVirtualClock()
let server: Server
let network: WirelessNetwork
/** The connections that the network has opened to the Dispatcher, the latest last. */
let connections: SrpConnection[]
let onOpen: () => void

/** Stands in for the Dispatcher: accepts the network's connections, which a test can close. */
beforeEach(async () => {
  connections = []
  onOpen = () => {}
  server = createServer((socket) => {
    const connection = new SrpConnection(socket, {
      clock,
      role: { side: 'listening', findKey: () => srp.key },
      passage: null,
      unreadLimitBytes: 1_000_000,
      onOpen: () => {
        connections.push(connection)
        onOpen()
      },
      onPacket() {},
      onCoverage() {},
      onClose() {},
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no port')
  network = new WirelessNetwork({
    clock,
    generator: createGenerator(1),
    dispatcher: { host: '127.0.0.1', port: address.port },
    srp,
    faults: new FaultGate(clock),
    onProblem() {},
  })
  await network.start()
})
afterEach(async () => {
  await network.stop()
  for (const connection of connections) connection.end()
  await new Promise((resolve) => server.close(resolve))
})

async function refuse(code: ConnectionEnd['code']): Promise<void> {
  connections.at(-1)?.refuse(code)
  await clock.settle()
}

it('connects again with growing pauses if the Dispatcher closed the connection', async () => {
  await refuse('bad-srp')
  await clock.advance(1_000)
  expect(connections).toHaveLength(2)
})

it('leaves its SRP ID to a rival server until it may claim the ID back', async () => {
  await refuse('srp-id-claimed')
  await clock.advance(600_000)
  expect(connections).toHaveLength(1)

  const opened = new Promise<void>((resolve) => {
    onOpen = resolve
  })
  network.claimBack()
  await opened
  expect(connections).toHaveLength(2)
})
