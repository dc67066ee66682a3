import { afterEach, beforeEach, expect, it } from 'vitest'
import type { SipPhone } from '../../../stand-ins/communications/testing/sip-phone.ts'
import { openOffice, type TestDevice, type TestOffice } from '../testing/test-office.ts'

let office: TestOffice
let alice: TestDevice
let phone: SipPhone

const alices = 'sip:alice@corp.example'
const bobs = 'sip:bob@corp.example'
const session = 'v=0\r\nm=message 5060 sip null\r\na=accept-types:text/plain\r\n'

beforeEach(async () => {
  office = await openOffice()
  alice = await office.logIn('alice')
  phone = await office.phone('bob')
})

afterEach(() => office.stop())

/** The phone opens a dialog. @returns what it then says in it, and the status of the answer */
async function dialog(callId: string) {
  const asked = phone.ask('INVITE', {
    target: alices,
    callId,
    sequence: 1,
    headers: [['Contact', `<${phone.contact}>`]],
    contentType: 'application/sdp',
    body: session,
  })
  const { headers } = await office.clock.runUntil(asked.final())
  let sequence = 1
  const within = (method: string, body = '') =>
    phone.ask(method, {
      target: /<([^>]+)>/.exec(headers.get('Contact') ?? '')?.[1] ?? alices,
      to: headers.get('To') ?? '',
      callId,
      sequence: method === 'ACK' ? 1 : ++sequence,
      headers: headers.all('Record-Route').map((route) => ['Route', route] as const),
      contentType: 'text/plain',
      body,
    })
  within('ACK')
  await office.settle()
  return async (method: string, body?: string) =>
    (await office.clock.runUntil(within(method, body).final())).status
}

it('a message that crosses a BYE is refused, so that its sender opens a new dialog', async () => {
  const says = await dialog('one')
  expect(await says('MESSAGE', 'Heard.')).toBe(200)
  alice.say({ type: 'conversation-closed', session: alice.session, with: bobs })
  const bye = await office.clock.runUntil(phone.receives('BYE'))
  expect(await says('MESSAGE', 'Crossing.')).toBe(481)
  expect(await says('INFO')).toBe(481)
  expect(await says('OPTIONS')).toBe(481)
  expect(await says('BYE')).toBe(481)
  phone.answer(bye, 200, 'OK')
  await office.settle()
  expect(alice.took('message').map(({ text }) => text)).toEqual(['Heard.'])
})

it('the oldest of five dialogs with one peer ends and accepts nothing more', async () => {
  const dialogs = []
  for (const callId of ['1', '2', '3', '4', '5']) dialogs.push(await dialog(callId))
  const bye = await office.clock.runUntil(phone.receives('BYE'))
  expect(bye.headers.get('Call-ID')).toBe('1')
  const statuses = []
  for (const says of dialogs) statuses.push(await says('MESSAGE', 'To all of them.'))
  expect(statuses).toEqual([481, 200, 200, 200, 200])
  phone.answer(bye, 200, 'OK')
  await office.settle()
  expect(alice.took('message')).toHaveLength(4)
})

it.each([
  ['ended', () => alice.say({ type: 'logout', session: alice.session })],
  ['was replaced', () => void office.logIn('alice', alice.pin)],
])('a dialog accepts nothing more when its session %s', async (_what, end) => {
  const says = await dialog('one')
  end()
  const bye = await office.clock.runUntil(phone.receives('BYE'))
  expect(await says('MESSAGE', 'Are you there?')).toBe(481)
  phone.answer(bye, 200, 'OK')
  await office.settle()
  expect(alice.took('message')).toEqual([])
})

it('a session that is logging out gets no calls any more', async () => {
  await dialog('one')
  alice.say({ type: 'logout', session: alice.session })
  // As long as this is not answered, the registration is still there.
  const bye = await office.clock.runUntil(phone.receives('BYE'))
  const asked = (method: string, contentType: string, body: string) =>
    phone.ask(method, {
      target: alices,
      headers: [['Contact', `<${phone.contact}>`]],
      contentType,
      body,
    })
  const statuses = [
    asked('INVITE', 'application/sdp', session),
    asked('MESSAGE', 'text/plain', 'Are you there?'),
    asked('INFO', 'text/plain', 'Outside of a dialog'),
    asked('BYE', 'text/plain', ''),
  ].map(async (each) => (await office.clock.runUntil(each.final())).status)
  expect(await Promise.all(statuses)).toEqual([480, 480, 481, 481])
  phone.answer(bye, 200, 'OK')
  await office.settle()
})
