import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createVirtualClock, type VirtualClock } from '../../../clock/index.ts'
import type { SipRequest } from '../../../protocols/sip/index.ts'
import { attribute, descendants, readXml } from '../../../protocols/xml/index.ts'
import type { CommunicationsServer } from '../../communications/index.ts'
import { openSipPhone, type SipPhone } from '../../communications/testing/sip-phone.ts'
import { startTestServer } from '../../communications/testing/start-server.ts'
import { gatheringFor, gatheringMs } from './presence-notifier.ts'

let clock: VirtualClock
let server: CommunicationsServer
let phones: SipPhone[]

beforeEach(async () => {
  clock = createVirtualClock()
  phones = []
  server = await startTestServer(clock, [])
})

afterEach(async () => {
  for (const phone of phones) phone.close()
  await server.stop()
})

async function open(user: string): Promise<SipPhone> {
  const phone = await openSipPhone(server, user, clock)
  phones.push(phone)
  await phone.register()
  return phone
}

/** Subscribes to several people with one SUBSCRIBE, or to one person. */
async function watch(phone: SipPhone, users: readonly string[]): Promise<void> {
  const resources = users.map((user) => `<resource uri="sip:${user}@corp.example"/>`).join('')
  const isList = users.length > 1
  const answer = await phone
    .ask('SUBSCRIBE', {
      ...(isList ? {} : { target: `sip:${users[0]}@corp.example`, to: `<sip:${users[0]}@corp.example>` }),
      headers: [
        ['Event', 'presence'],
        ['Contact', `<${phone.contact}>`],
        ['Supported', 'ms-benotify, ms-piggyback-first-notify'],
        ['Proxy-Require', 'ms-benotify'],
        ['Accept', 'application/msrtc-event-categories+xml, application/rlmi+xml, multipart/related'],
      ],
      ...(isList
        ? {
            contentType: 'application/msrtc-adrl-categorylist+xml',
            body: `<batchSub xmlns="http://schemas.microsoft.com/2006/01/sip/batch-subscribe" uri="${phone.sipAddress}" name=""><action name="subscribe" id="1"><adhocList>${resources}</adhocList><categoryList xmlns="http://schemas.microsoft.com/2006/09/sip/categorylist"><category name="state"/></categoryList></action></batchSub>`,
          }
        : {}),
    })
    .final()
  expect(answer.status).toBe(200)
}

async function publish(phone: SipPhone, availability: number, version: number): Promise<void> {
  const answer = await phone
    .ask('SERVICE', {
      contentType: 'application/msrtc-category-publish+xml',
      body: `<publish xmlns="http://schemas.microsoft.com/2006/09/sip/rich-presence"><publications uri="${phone.sipAddress}"><publication categoryName="state" instance="1" container="2" version="${version}" expireType="endpoint"><state xmlns="http://schemas.microsoft.com/2006/09/sip/state" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" manual="false" xsi:type="machineState"><availability>${availability}</availability></state></publication></publications></publish>`,
    })
    .final()
  expect(answer.status).toBe(200)
}

/** Whom a notification is about, with the availability that it tells. */
function toldIn({ body }: SipRequest): Record<string, string> {
  const documents = Buffer.from(body)
    .toString()
    .match(/<categories .*?<\/categories>/g)
  return Object.fromEntries(
    (documents ?? []).map((document) => {
      const root = readXml(document)
      return [attribute(root, 'uri') ?? '', descendants(root, 'availability')[0]?.text ?? '']
    }),
  )
}

describe('a watcher is notified', () => {
  it('of the first change at once', async () => {
    const bob = await open('bob')
    const alice = await open('alice')
    await watch(alice, ['bob', 'carol'])
    const before = clock.now()
    await publish(bob, 6_500, 0)
    expect(toldIn(await alice.receives('BENOTIFY'))).toEqual({ 'sip:bob@corp.example': '6500' })
    expect(clock.now()).toBe(before)
  })

  it('of all that follow shortly afterwards in one notification, which has the newest state of each', async () => {
    const [bob, carol, alice] = [await open('bob'), await open('carol'), await open('alice')]
    await watch(alice, ['bob', 'carol'])
    await publish(bob, 6_500, 0)
    await alice.receives('BENOTIFY')
    const toldAt = clock.now()
    await publish(carol, 6_500, 0)
    await publish(bob, 9_500, 1)
    await publish(bob, 15_500, 2)
    expect(alice.waiting()).toEqual([])

    await clock.settle()
    const told = await alice.receives('BENOTIFY')
    expect(clock.now()).toBe(toldAt + gatheringMs)
    expect(told.headers.get('Content-Type')).toMatch(/^multipart\/related;type="application\/rlmi\+xml"/)
    expect(toldIn(told)).toEqual({ 'sip:carol@corp.example': '6500', 'sip:bob@corp.example': '15500' })
    await clock.advance(10 * gatheringMs)
    expect(alice.waiting()).toEqual([])
  })

  it('of nothing where a state is as before at the end of that time', async () => {
    const [bob, carol, alice] = [await open('bob'), await open('carol'), await open('alice')]
    await publish(bob, 6_500, 0)
    await watch(alice, ['bob', 'carol'])
    await publish(carol, 6_500, 0)
    await alice.receives('BENOTIFY')
    await publish(carol, 9_500, 1)
    await publish(carol, 6_500, 2)
    await clock.advance(10 * gatheringMs)
    expect(alice.waiting()).toEqual([])
  })

  it('likewise of a single person', async () => {
    const [bob, alice] = [await open('bob'), await open('alice')]
    await watch(alice, ['bob'])
    for (const [version, availability] of [6_500, 9_500, 15_500].entries())
      await publish(bob, availability, version)
    expect(toldIn(await alice.receives('BENOTIFY'))).toEqual({ 'sip:bob@corp.example': '6500' })
    await clock.settle()
    expect(toldIn(await alice.receives('BENOTIFY'))).toEqual({ 'sip:bob@corp.example': '15500' })
    await clock.advance(10 * gatheringMs)
    expect(alice.waiting()).toEqual([])
  })

  it('less often, the more people it watches, but every two seconds at least', () => {
    expect([1, 12, 24, 49, 100_000].map(gatheringFor)).toEqual([
      gatheringMs,
      gatheringMs,
      1_000,
      2_000,
      2_000,
    ])
  })

  it('never again once it has left', async () => {
    const [bob, alice] = [await open('bob'), await open('alice')]
    await watch(alice, ['bob', 'carol'])
    await publish(bob, 6_500, 0)
    await publish(bob, 9_500, 1)
    alice.close()
    await clock.advance(10 * gatheringMs)
    expect(alice.waiting()).toEqual(['BENOTIFY'])
  })
})
