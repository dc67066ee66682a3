import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../clock/index.ts'
import type { CommunicationsServer } from './index.ts'
import { openSipPhone, type SipPhone } from './testing/sip-phone.ts'
import { startTestServer } from './testing/start-server.ts'

let clock: VirtualClock
let server: CommunicationsServer
let phones: SipPhone[]
let bob: SipPhone

async function open(user: string): Promise<SipPhone> {
  const phone = await openSipPhone(server, user, clock)
  phones.push(phone)
  await phone.register()
  return phone
}

describe('registrations', () => {
  beforeEach(async () => {
    clock = createVirtualClock()
    phones = []
    server = await startTestServer(clock, [])
    bob = await open('bob')
    await open('bob')
  })

  afterEach(async () => {
    for (const phone of phones) phone.close()
    await server.stop()
  })

  it('signs a user out who closes the connection right after unregistering', async () => {
    bob.ask('REGISTER', {
      target: 'sip:corp.example',
      to: '<sip:bob@corp.example>',
      headers: [
        ['Contact', '*'],
        ['Expires', '0'],
      ],
    })
    bob.close()
    await bob.closed
    await clock.settle()
    expect(server.registrations().filter(({ sipAddress }) => sipAddress.includes('bob'))).toEqual([])
  })

  it('notifies the oldest of nine endpoints that it is no longer registered', async () => {
    for (let index = 0; index < 7; index += 1) await open('bob')
    const told = await bob.receives('NOTIFY')
    expect(told.headers.get('Event')).toBe('registration-notify')
    expect(told.headers.get('Content-Type')).toBe('text/registration-event')
    expect(Buffer.from(told.body).toString()).toBe('deregistered;event=unregistered')
    bob.answer(told, 200, 'OK')
    expect(server.registrations().filter(({ sipAddress }) => sipAddress.includes('bob'))).toHaveLength(8)
  })

  it('ends every registration of a user who is rejected, and notifies the endpoints of the reason', async () => {
    const alice = await open('alice')
    server.reject('sip:BOB@corp.example')
    expect(server.registrations().map(({ sipAddress }) => sipAddress)).toEqual([alice.sipAddress])
    for (const phone of phones.slice(0, 2)) {
      const told = await phone.receives('NOTIFY')
      expect(told.headers.get('Event')).toBe('registration-notify')
      expect(told.headers.get('ms-diagnostics-public')).toBe(
        '4141;reason="User disabled";source="ocs.corp.example"',
      )
      expect(Buffer.from(told.body).toString()).toBe('deregistered;event=rejected')
    }
  })
})
