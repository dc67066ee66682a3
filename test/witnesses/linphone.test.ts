import { afterEach, beforeEach, expect, test } from 'vitest'
import { createRealClock } from '../../server/clock/index.ts'
import { type Lab, startLab } from '../../server/lab/index.ts'
import type { CommunicationsServer } from '../../server/stand-ins/communications/index.ts'
import { startTestServer } from '../../server/stand-ins/communications/testing/start-server.ts'
import { noticeInEnglish } from '../../server/words/testing/in-english.ts'
import { password, people } from '../flows/lab-in-virtual-time.ts'
import { type Linphone, linphoneNeeds, startLinphone } from './linphone.ts'
import { openTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts'
import { describeWitness } from './witness.ts'

/** A plain SIP phone, which sends and receives messages without dialogs and uses no presence. */
describeWitness('Linphone', linphoneNeeds, () => {
  let folder: TemporaryFolder
  let phones: Linphone[]
  let server: CommunicationsServer | null
  let lab: Lab | null

  beforeEach(async () => {
    folder = await openTemporaryFolder()
    phones = []
    server = null
    lab = null
  })
  afterEach(async () => {
    await Promise.all(phones.map((phone) => phone.stop()))
    await server?.stop()
    await lab?.stop()
    await folder.remove()
  })

  async function start(user: string, port: number): Promise<Linphone> {
    const phone = await startLinphone(folder.path, user, port)
    phones.push(phone)
    return phone
  }

  test('registers and exchanges messages with another phone', async () => {
    const problems: string[] = []
    const started = await startTestServer(createRealClock(), problems)
    server = started
    const alice = await start('alice', started.port)
    const bob = await start('bob', started.port)
    await expect.poll(() => started.registrations().length).toBe(2)
    // The answer to the MESSAGE confirms delivery, and so does a notification from the other phone (RFC 5438).
    alice.command('message sip:bob@corp.example Grüße, 日本')
    await bob.printed(/From: sip:alice@corp\.example\n.*\n.*\nContent: "Grüße, 日本"/)
    await alice.printed(/State: LinphoneChatMessageStateDeliveredToUser\n/)
    bob.command('message sip:alice@corp.example zurück')
    await alice.printed(/From: sip:bob@corp\.example\n.*\n.*\nContent: "zurück"/)
    await bob.printed(/State: LinphoneChatMessageStateDeliveredToUser\n/)
    expect(problems.filter((text) => !text.includes('signed in without proof'))).toEqual([])
  })

  test('and an emulated handheld exchange messages', async () => {
    const [alice, bob] = ['sip:alice@corp.example', 'sip:bob@corp.example']
    const started = await startLab({
      file: {
        ...people('alice', 'bob'),
        communicationsServer: { listen: { transport: 'tcp' }, authentication: ['none'] },
      },
      installFolder: null,
      defaultPort: 0,
      defaultDatabase: 'memory',
    })
    lab = started
    const shown = async () =>
      (await started.api.call('handheld.messenger', { name: 'alice', with: bob })).messages.map(
        ({ isOwn, state, text }) => ({ text, state: isOwn ? state : 'received' }),
      )
    const send = async (text: string) =>
      (await started.api.call('handheld.send', { name: 'alice', to: bob, text })).outcome
    const login = { name: 'alice', user: 'alice', password }
    expect((await started.api.call('handheld.login', login)).result).toBe('accepted')
    const phone = await start('bob', started.endpoints.communicationsServer.port)
    await expect.poll(() => phone.isRegistered()).toBe(true)

    // The phone supports no message sessions, so each message is a separate request (RFC 3428).
    expect(await send('Grüße, 日本')).toBe('delivered')
    await phone.printed(/From: sip:alice@corp\.example\n.*\n.*\nContent: "Grüße, 日本"/)
    phone.command(`message ${alice} zurück, größer`)
    await expect.poll(shown).toContainEqual({ text: 'zurück, größer', state: 'received' })
    await phone.printed(/State: LinphoneChatMessageStateDelivered\n/)
    for (const text of ['one', 'two', 'three']) expect(await send(text)).toBe('delivered')
    await phone.printed(/Content: "one"[\s\S]*Content: "two"[\s\S]*Content: "three"/)
    expect(await shown()).toEqual([
      { text: 'Grüße, 日本', state: 'delivered' },
      { text: 'zurück, größer', state: 'received' },
      { text: 'one', state: 'delivered' },
      { text: 'two', state: 'delivered' },
      { text: 'three', state: 'delivered' },
    ])
    const notices = (await started.api.snapshot()).notices.map(noticeInEnglish)
    expect(notices).toEqual([expect.stringMatching(/^bob@corp\.example signed in without proof/)])
  })
})
