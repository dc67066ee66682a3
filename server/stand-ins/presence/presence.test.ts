import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../clock/index.ts'
import type { SipMessage, SipRequest } from '../../protocols/sip/index.ts'
import { attribute, child, descendants, readXml } from '../../protocols/xml/index.ts'
import type { CommunicationsServer } from '../communications/index.ts'
import { openSipPhone, type RequestDetails, type SipPhone } from '../communications/testing/sip-phone.ts'
import { startTestServer } from '../communications/testing/start-server.ts'
import { gatheringMs } from './subscriptions/presence-notifier.ts'

let clock: VirtualClock
let server: CommunicationsServer
let phones: SipPhone[]
let alice: SipPhone
let bob: SipPhone

async function open(user: string): Promise<SipPhone> {
  const phone = await openSipPhone(server, user, clock)
  phones.push(phone)
  await phone.register()
  return phone
}

/** Waits for a notification, and then until the next change is told at once again. */
async function notified(phone: SipPhone, method = 'BENOTIFY'): Promise<SipRequest> {
  const request = await phone.receives(method)
  await clock.advance(gatheringMs)
  return request
}

const text = ({ body }: SipMessage) => Buffer.from(body).toString()

function subscribe(phone: SipPhone, event: string, details: RequestDetails = {}) {
  const { headers = [], ...others } = details
  return phone
    .ask('SUBSCRIBE', {
      ...others,
      headers: [
        ['Event', event],
        ['Contact', `<${phone.contact}>`],
        ['Supported', 'ms-benotify, ms-piggyback-first-notify'],
        ['Proxy-Require', 'ms-benotify'],
        ...headers,
      ],
    })
    .final()
}

const accept = 'application/msrtc-event-categories+xml, application/rlmi+xml, multipart/related'

function watch(phone: SipPhone, uris: readonly string[], details: RequestDetails = {}) {
  return subscribe(phone, 'presence', {
    ...details,
    headers: [['Accept', accept], ['Require', 'adhoclist, categoryList'], ...(details.headers ?? [])],
    contentType: 'application/msrtc-adrl-categorylist+xml',
    body: `<batchSub xmlns="http://schemas.microsoft.com/2006/01/sip/batch-subscribe" uri="${phone.sipAddress}" name=""><action name="subscribe" id="1"><adhocList>${uris.map((uri) => `<resource uri="${uri}"/>`).join('')}</adhocList><categoryList xmlns="http://schemas.microsoft.com/2006/09/sip/categorylist"><category name="state"/><category name="note"/><category name="contactCard"/></categoryList></action></batchSub>`,
  })
}

function state(kind: string, availability: number, version = 0, instance = 1): string {
  return `<publication categoryName="state" instance="${instance}" container="2" version="${version}" expireType="endpoint"><state xmlns="http://schemas.microsoft.com/2006/09/sip/state" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" manual="false" xsi:type="${kind}"><availability>${availability}</availability></state></publication>`
}

function publish(phone: SipPhone, publications: string, uri = phone.sipAddress) {
  return phone
    .ask('SERVICE', {
      contentType: 'application/msrtc-category-publish+xml',
      body: `<publish xmlns="http://schemas.microsoft.com/2006/09/sip/rich-presence"><publications uri="${uri}">${publications}</publications></publish>`,
    })
    .final()
}

function availabilityIn(xmlText: string): string | undefined {
  return /xsi:type="aggregateState"[^>]*><availability>(\d+)</.exec(xmlText)?.[1]
}

describe('presence', () => {
  beforeEach(async () => {
    clock = createVirtualClock()
    phones = []
    server = await startTestServer(clock, [])
    alice = await open('alice')
    bob = await open('bob')
  })

  afterEach(async () => {
    for (const phone of phones) phone.close()
    await server.stop()
  })

  it('returns contacts, provisioning and the own data in the answers to a SUBSCRIBE', async () => {
    const contacts = await subscribe(alice, 'vnd-microsoft-roaming-contacts')
    expect(contacts.status).toBe(200)
    expect(contacts.headers.get('ms-piggyback-cseq')).toBe('1')
    expect(contacts.headers.get('Event')).toBe('vnd-microsoft-roaming-contacts')
    expect(contacts.headers.get('Content-Type')).toBe('application/vnd-microsoft-roaming-contacts+xml')
    const list = readXml(text(contacts))
    expect(attribute(list, 'deltaNum')).toBe('1')
    expect(descendants(list, 'contact').map((each) => attribute(each, 'uri'))).toEqual([
      'bob@corp.example',
      'carol@corp.example',
    ])

    const provisioning = await subscribe(alice, 'vnd-microsoft-provisioning-v2', {
      headers: [['Expires', '0']],
      body: '<provisioningGroupList xmlns="http://schemas.microsoft.com/2006/09/sip/provisioninggrouplist"><provisioningGroup name="ServerConfiguration"/><provisioningGroup name="meetingPolicy"/></provisioningGroupList>',
      contentType: 'application/vnd-microsoft-roaming-provisioning-v2+xml',
    })
    expect(provisioning.headers.get('Expires')).toBe('0')
    expect(readXml(text(provisioning)).localName).toBe('provisionGroupList')

    const self = await subscribe(alice, 'vnd-microsoft-roaming-self')
    const data = readXml(text(self))
    expect(data.children.map(({ localName }) => localName)).toEqual([
      'categories',
      'containers',
      'subscribers',
    ])
    expect(availabilityIn(text(self))).toBe('3500')
    for (const older of ['presence.wpending', 'vnd-microsoft-roaming-ACL', 'vnd-microsoft-provisioning']) {
      expect((await subscribe(alice, older)).status).toBe(200)
    }
  })

  it('notifies watchers when a user publishes or leaves', async () => {
    const answer = await watch(alice, ['sip:bob@corp.example', 'sip:nobody@corp.example'])
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Content-Type')).toMatch(/^multipart\/related;type="application\/rlmi\+xml"/)
    expect(text(answer)).toContain('<displayName>Bob Example</displayName>')
    expect(text(answer)).toContain('state="terminated" reason="noresource"')
    expect(availabilityIn(text(answer))).toBe('3500')

    const published = await publish(bob, state('machineState', 3_500) + state('userState', 6_500, 0, 2))
    expect(published.status).toBe(200)
    expect(published.headers.get('Content-Type')).toBe('application/vnd-microsoft-roaming-self+xml')
    expect(text(published)).toMatch(
      /name="state" instance="2"[^>]*container="2" version="1" expireType="endpoint"/,
    )
    const told = await notified(alice)
    expect(told.headers.get('CSeq')).toBe('2 BENOTIFY')
    expect(told.headers.get('Call-ID')).toBe(answer.headers.get('Call-ID'))
    expect(told.headers.get('Content-Type')).toBe('application/msrtc-event-categories+xml')
    const categories = readXml(text(told))
    expect(attribute(categories, 'uri')).toBe('sip:bob@corp.example')
    expect(availabilityIn(text(told))).toBe('6500')

    bob.close()
    expect(availabilityIn(text(await notified(alice)))).toBe('18500')
    await open('bob')
    expect(availabilityIn(text(await notified(alice)))).toBe('3500')
  })

  it('keeps notes in containers, and shows them to the members only', async () => {
    const note = (container: number, words: string) =>
      `<publication categoryName="note" instance="0" container="${container}" version="0" expireType="static"><note xmlns="http://schemas.microsoft.com/2006/09/sip/note"><body type="personal" uri="">${words}</body></note></publication>`
    await publish(bob, note(200, 'for the company') + note(400, 'for friends &amp; family'))
    expect(text(await watch(alice, ['sip:bob@corp.example']))).toContain('for the company')
    const set = (container: string) =>
      bob
        .ask('SERVICE', {
          contentType: 'application/msrtc-setcontainermembers+xml',
          body: `<setContainerMembers xmlns="http://schemas.microsoft.com/2006/09/sip/container-management">${container}</setContainerMembers>`,
        })
        .final()
    const friend = '<member action="add" type="user" value="alice@corp.example"/>'
    expect((await set(`<container id="400" version="0">${friend}</container>`)).status).toBe(200)
    expect(text(await notified(alice))).toContain('for friends &amp; family')
    const conflict = await set(`<container id="400" version="0">${friend}</container>`)
    expect(conflict.status).toBe(409)
    expect(text(conflict)).toContain('<operation index="1" curVersion="1"/>')
    await set(`<container id="32000" version="0">${friend}</container>`)
    const blocked = await notified(alice)
    expect(availabilityIn(text(blocked))).toBe('18500')
    expect(text(blocked)).toContain('<category name="note"/>')
  })

  it('refuses a publication of another version, and names the current version', async () => {
    await publish(bob, state('machineState', 3_500))
    const conflict = await publish(bob, state('machineState', 6_500))
    expect(conflict.status).toBe(409)
    expect(conflict.headers.get('Content-Type')).toBe('application/msrtc-fault+xml')
    const fault = readXml(text(conflict))
    expect(child(fault, 'Faultcode')?.text).toBe('Client.BadCall.WrongDelta')
    expect(text(conflict)).toContain('<operation index="1" curVersion="1"/>')
    expect((await publish(bob, state('machineState', 6_500, 1))).status).toBe(200)
  })

  it('notifies the other endpoints of a user of every change', async () => {
    const second = await open('alice')
    await subscribe(second, 'vnd-microsoft-roaming-self')
    await subscribe(second, 'vnd-microsoft-roaming-contacts')
    await publish(alice, state('userState', 9_500))
    expect(availabilityIn(text(await notified(second)))).toBe('9500')
    const removed = await alice
      .ask('SERVICE', {
        contentType: 'application/SOAP+xml',
        body: '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body><m:deleteContact xmlns:m="http://schemas.microsoft.com/winrtc/2002/11/sip"><m:URI>sip:bob@corp.example</m:URI><m:deltaNum>1</m:deltaNum></m:deleteContact></SOAP-ENV:Body></SOAP-ENV:Envelope>',
      })
      .final()
    expect(removed.status).toBe(200)
    expect(text(await notified(second))).toBe(
      '<contactDelta deltaNum="2" prevDeltaNum="1"><deletedContact uri="bob@corp.example"/></contactDelta>',
    )
    expect(text(await subscribe(alice, 'vnd-microsoft-roaming-contacts'))).not.toContain('bob@')
  })

  it('expires and refreshes subscriptions by the lab clock', async () => {
    const answer = await watch(alice, ['sip:bob@corp.example'], { headers: [['Expires', '600']] })
    const dialog = { to: answer.headers.get('To') ?? '', callId: answer.headers.get('Call-ID') ?? '' }
    await clock.advance(500_000)
    const refreshed = await subscribe(alice, 'presence', { ...dialog, headers: [['Expires', '600']] })
    expect(refreshed.headers.get('ms-piggyback-cseq')).toBe('2')
    await clock.advance(599_000)
    expect(alice.waiting()).toEqual([])
    await clock.advance(1_000)
    const last = await notified(alice)
    expect(last.headers.get('subscription-state')).toBe('terminated;expires=0;reason=timeout')
    const gone = await subscribe(alice, 'presence', dialog)
    expect(gone.status).toBe(481)
    expect(gone.headers.get('ms-diagnostics')).toMatch(/^2016;/)
  })

  it('sends a NOTIFY to clients that do not support BENOTIFY, and PIDF to plain phones', async () => {
    const answer = await alice
      .ask('SUBSCRIBE', {
        target: 'sip:bob@corp.example',
        headers: [
          ['Event', 'presence'],
          ['Accept', 'application/pidf+xml'],
          ['Contact', `<${alice.contact}>`],
        ],
      })
      .final()
    expect(answer.body).toHaveLength(0)
    const first = await notified(alice, 'NOTIFY')
    expect(text(first)).toContain('<basic>open</basic>')
    alice.answer(first, 200, 'OK')
    await bob.register(0)
    const second = await notified(alice, 'NOTIFY')
    expect(text(second)).toContain('<basic>closed</basic>')
    alice.answer(second, 481, 'No Such Dialog')
    await clock.settle()
    await bob.register()
    await clock.settle()
    expect(alice.waiting()).toEqual([])
  })

  it.each([
    ['an event that is unknown', 'weather', {}, 489, null],
    [
      'somebody else’s contacts',
      'vnd-microsoft-roaming-contacts',
      { target: 'sip:bob@corp.example' },
      403,
      '2004',
    ],
    ['a dialog that is none', 'presence', { to: '<sip:bob@corp.example>;tag=1' }, 481, '2016'],
    ['somebody unknown', 'presence', { target: 'sip:nobody@corp.example' }, 404, '1003'],
    ['XML that is none', 'presence', { body: '<a', contentType: 'application/adrl+xml' }, 400, '4001'],
  ])('refuses a SUBSCRIBE to %s', async (_what, event, details, status, diagnostic) => {
    const answer = await subscribe(alice, event, details)
    expect(answer.status).toBe(status)
    if (diagnostic) expect(answer.headers.get('ms-diagnostics')).toMatch(new RegExp(`^${diagnostic};`))
  })

  it('refuses publications by other users, and more subscriptions than the limit', async () => {
    expect((await publish(alice, state('machineState', 3_500), 'sip:bob@corp.example')).status).toBe(403)
    const other = await alice.ask('SERVICE', { target: 'sip:bob@corp.example' }).final()
    expect(other.status).toBe(403)
    expect((await alice.ask('SERVICE').final()).status).toBe(415)
    for (let index = 0; index < 32; index += 1) await watch(alice, ['sip:bob@corp.example'])
    const refused = await watch(alice, ['sip:bob@corp.example'])
    expect(refused.headers.get('ms-diagnostics')).toMatch(/^2012;/)
  })
})
