import { expect, it } from 'vitest'
import { createVirtualClock } from '../../clock/index.ts'
import { openSipPhone } from '../../stand-ins/communications/testing/sip-phone.ts'
import { alice, bob, startPair } from './testing/test-pair.ts'

const alices = alice.sipAddress
const session = 'v=0\r\nm=message 5060 sip null\r\n'

it('a fault of the program at a message is reported and ends only that dialog', async () => {
  const clock = createVirtualClock()
  const pair = await startPair({
    clock,
    transport: 'tcp',
    emit(_session, event) {
      if (event.type !== 'message') return
      if (event.text === 'boom') throw new TypeError('nobody thought of this')
      event.answer('delivered')
    },
  })
  await clock.runUntil(pair.connector.register(alice))
  await clock.runUntil(pair.connector.register(bob))
  const phone = await openSipPhone(pair.server, 'carol', clock)
  await clock.runUntil(phone.register())

  const asked = phone.ask('INVITE', {
    target: alices,
    callId: 'conversation',
    sequence: 1,
    headers: [['Contact', `<${phone.contact}>`]],
    contentType: 'application/sdp',
    body: session,
  })
  const answer = await clock.runUntil(asked.final())
  const says = async (text: string, sequence: number) => {
    const message = phone.ask('MESSAGE', {
      target: /<([^>]+)>/.exec(answer.headers.get('Contact') ?? '')?.[1] ?? alices,
      to: answer.headers.get('To') ?? '',
      callId: 'conversation',
      sequence,
      headers: answer.headers.all('Record-Route').map((route) => ['Route', route] as const),
      contentType: 'text/plain',
      body: text,
    })
    return (await clock.runUntil(message.final())).status
  }
  phone.ask('ACK', {
    target: /<([^>]+)>/.exec(answer.headers.get('Contact') ?? '')?.[1] ?? alices,
    to: answer.headers.get('To') ?? '',
    callId: 'conversation',
    sequence: 1,
    headers: answer.headers.all('Record-Route').map((route) => ['Route', route] as const),
  })
  expect(await says('fine', 2)).toBe(200)
  expect(await says('boom', 3)).toBe(500)
  expect(pair.complaints).toEqual([
    expect.stringMatching(/^unexpected: MESSAGE .*: TypeError: nobody thought of this \(at .*program-fault/),
  ])
  phone.answer(await clock.runUntil(phone.receives('BYE')), 200, 'OK')
  expect(await says('fine', 4)).toBe(481)
  const toBob = phone.ask('MESSAGE', { target: bob.sipAddress, contentType: 'text/plain', body: 'fine' })
  expect((await clock.runUntil(toBob.final())).status).toBe(200)
  await clock.advance(40_000)
  expect(pair.connector.kept).toEqual({ dialogs: 0, asked: 0, toAnswer: 0 })
  phone.close()
  await pair.stop()
})
