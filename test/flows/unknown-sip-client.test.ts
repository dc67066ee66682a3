import { once } from 'node:events'
import { connect } from 'node:tls'
import { expect, it } from 'vitest'
import { openSipPhone } from '../../server/stand-ins/communications/testing/sip-phone.ts'
import { people, startLabInVirtualTime } from './lab-in-virtual-time.ts'

it.each([
  ['no Content-Type', []],
  ['an empty Content-Type', [['Content-Type', '']]],
] as const)(
  'an INVITE from an unknown SIP client with a body and %s ends no session',
  async (_what, headers) => {
    const one = await startLabInVirtualTime(people('alice', 'bob'))
    for (const name of ['alice', 'bob']) expect(await one.logIn(name)).toBe('accepted')
    const server = one.lab.endpoints.communicationsServer
    // The client connects over TLS without a certificate and does not authenticate.
    const socket = connect({ host: '127.0.0.1', port: server.port, rejectUnauthorized: false })
    await once(socket, 'secureConnect')
    const stranger = await openSipPhone(server, 'mallory', one.clock, socket)
    const asked = stranger.ask('INVITE', {
      target: 'sip:alice@corp.example',
      headers: [['Contact', `<${stranger.contact}>`], ...headers],
      body: 'v=0\r\nm=message 5060 sip null\r\n',
    })
    expect((await one.clock.runUntil(asked.final())).status).toBe(400)
    await one.clock.advance(60_000)
    const sent = await one.call('handheld.send', { name: 'bob', to: 'alice', text: 'Still there?' })
    expect(sent.outcome).toBe('delivered')
    const { notices } = await one.snapshot()
    expect(notices.filter(({ level }) => level === 'error')).toEqual([])
    stranger.close()
    await one.clock.runUntil(one.lab.stop())
  },
)
