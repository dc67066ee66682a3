import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createVirtualClock } from '../../clock/index.ts'
import { FaultGate } from '../../faults/index.ts'
import { countBlocks, growth, linear } from '../../protocols/sip/testing/growth.ts'
import type { Binding } from './location-service.ts'
import type { PeerConnection } from './peer-connection.ts'

// Start counting before the code is loaded, since V8 counts only code that it compiles afterwards.
const blocks = countBlocks(new URL('./', import.meta.url).pathname)
const { ClientTransactions } = await import('./client-transactions.ts')
const { LocationService } = await import('./location-service.ts')
const { openPeerConnection } = await import('./peer-connection.ts')
const { composeRequest } = await import('./server-requests.ts')

const clock = createVirtualClock()

/** One that is closed already, so that nothing has to be written. */
function connect(): PeerConnection {
  const socket = new Socket()
  const passage = new FaultGate(clock).accept(socket)
  if (!passage) throw new Error('a fault has cut the connection')
  const connection = openPeerConnection({
    clock,
    socket,
    passage,
    peer: { address: '127.0.0.1:5061', name: null },
    guard: { admit: async () => true, isProven: () => true, secure: (message) => message },
    onRequest: async () => {},
    onResponse() {},
    onMalformed() {},
    onProblem() {},
    onClosed() {},
  })
  connection.drop()
  return connection
}

const fewest = 100
const open = Array.from({ length: 8 * fewest }, connect)
/** Every handheld has a connection of its own, as with OCS 2007, and all of them close. */
const growthOf = (closeAll: (connections: readonly PeerConnection[]) => void) =>
  growth(blocks, (size) => closeAll(open.slice(0, size)), fewest)
/** What they report, in this order, the first time. */
const ofFirst = <T>(make: (number: number) => T) =>
  Array.from({ length: fewest }, (_, number) => make(number))

describe('that a connection has closed costs no more where there are many others', () => {
  it('for the requests that wait for an answer', () => {
    const lost: number[] = []
    const notify = composeRequest({
      method: 'NOTIFY',
      uri: 'sip:alice@corp.example',
      from: '<sip:bob@corp.example>;tag=1',
      to: '<sip:alice@corp.example>;tag=2',
      callId: '1',
      sequence: 1,
      headers: [],
      contentType: null,
      body: '',
    })
    const closeAll = (connections: readonly PeerConnection[]) => {
      const transactions = new ClientTransactions(clock, () => 'SIP/2.0/TLS ocs.corp.example:5061')
      for (const [number, connection] of connections.entries()) {
        const onLost = () => void lost.push(number)
        transactions.send(notify, connection, { onResponse() {}, onTimeout() {}, onLost })
      }
      for (const connection of connections) transactions.lose(connection)
    }
    expect(growthOf(closeAll)).toBeLessThan(linear)
    expect(lost.slice(0, fewest)).toEqual(ofFirst((number) => number))
  })

  it('for the endpoints that registered', () => {
    const changed: string[] = []
    const closeAll = (connections: readonly PeerConnection[]) => {
      const locations = new LocationService(clock)
      for (const [number, connection] of connections.entries()) locations.bind(binding(number, connection))
      locations.onChange = (aor) => changed.push(aor)
      for (const connection of connections) locations.lose(connection)
      locations.onChange = () => {}
      locations.clear()
    }
    expect(growthOf(closeAll)).toBeLessThan(linear)
    expect(changed.slice(0, fewest)).toEqual(ofFirst((number) => `user${number}`))
  })
})

function binding(number: number, connection: PeerConnection): Binding {
  return {
    aor: `user${number}`,
    sipAddress: `sip:user${number}@corp.example`,
    endpoint: `${number}`,
    epid: null,
    connection,
    contact: `sip:user${number}@127.0.0.1`,
    contactName: '',
    contactParameters: '',
    target: `sip:user${number}@127.0.0.1`,
    forward: null,
    path: [],
    gruu: null,
    callId: `${number}`,
    sequence: 1,
    expiresAt: clock.now() + 60_000,
  }
}
