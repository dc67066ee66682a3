import { once } from 'node:events'
import { connect } from 'node:tls'
import { expect, it } from 'vitest'
import { createVirtualClock } from '../../../clock/index.ts'
import { startCommunicationsServer } from '../index.ts'
import { overTls } from '../testing/over-tls.ts'
import { openSipPhone } from '../testing/sip-phone.ts'

it('keeps endpoints apart that share one mutual-TLS connection of a trusted server', async () => {
  const { authority, options } = await overTls()
  const own = await authority.issue('service', 'valid')
  const clock = createVirtualClock()
  const server = await startCommunicationsServer({
    clock,
    ...options,
    dns: 'corp.example',
    users: { find: () => true },
    product: 'RTC/3.5',
    authentication: ['ntlm'],
    onProblem() {},
  })
  const socket = connect({
    host: '127.0.0.1',
    port: server.port,
    ca: authority.certificate,
    cert: own.certificate,
    key: own.key,
    servername: authority.hostName('communications-server'),
  })
  await once(socket, 'secureConnect')
  // Both endpoints share the stream; each has its own Contact.
  const alice = await openSipPhone(server, 'alice', undefined, socket)
  const bob = await openSipPhone(server, 'bob', undefined, socket)
  await alice.register()
  await bob.register()
  const asked = alice.ask('MESSAGE', { target: 'sip:bob@corp.example', body: 'hello' })
  const heard = await bob.receives('MESSAGE')
  expect(heard.uri).toBe(bob.contact)
  expect(heard.headers.list('Via')[0]).toMatch(/^SIP\/2\.0\/TLS ocs\.corp\.example:\d+;branch=z9hG4bK/)
  bob.answer(heard, 200, 'OK')
  expect((await asked.final()).status).toBe(200)
  // Within a dialog the Contact identifies the endpoint, since the connection does not.
  const again = bob.ask('INFO', { target: alice.gruu })
  const typing = await alice.receives('INFO')
  expect(typing.uri).toBe(alice.contact)
  alice.answer(typing, 200, 'OK')
  expect((await again.final()).status).toBe(200)
  socket.destroy()
  await server.stop()
})
