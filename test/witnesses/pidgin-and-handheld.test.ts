import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CommandOutput } from '#contract'
import { type Lab, startLab } from '../../server/lab/index.ts'
import { password, people } from '../flows/lab-in-virtual-time.ts'
import {
  buildPidgin,
  fetchCertificate,
  type Pidgin,
  type PidginOptions,
  pidginNeeds,
} from './pidgin/pidgin.ts'
import { openTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts'
import { describeWitness } from './witness.ts'

const alice = 'sip:alice@corp.example'
const bob = 'sip:bob@corp.example'

/** Alice uses a handheld, Bob a desktop client. */
describeWitness('Pidgin and an emulated handheld', pidginNeeds, () => {
  let folder: TemporaryFolder
  let start: (options: PidginOptions) => Promise<Pidgin>
  let lab: Lab
  let pidgin: Pidgin

  beforeAll(async () => {
    folder = await openTemporaryFolder()
    start = await buildPidgin(folder.path)
  })
  afterAll(() => folder?.remove())

  /** Waits until the messenger of the handheld fulfils a condition, which is checked after each event of the lab. */
  async function shows(isSo: (messenger: CommandOutput<'handheld.messenger'>) => boolean): Promise<void> {
    for (;;) {
      const changed = new Promise<void>((resolve) => {
        const end = lab.api.subscribe(() => {
          end()
          resolve()
        })
      })
      if (isSo(await lab.api.call('handheld.messenger', { name: 'alice', with: bob }))) return
      await changed
    }
  }

  describe.each([
    ['ocs2007', 'tls'],
    ['ocs2007r2', 'tcp'],
  ] as const)('at %s, over %s', (environment, transport) => {
    beforeEach(async () => {
      lab = await startLab({
        file: {
          ...people('alice', 'bob'),
          service: { environment },
          communicationsServer: { listen: { transport }, authentication: ['ntlm'] },
        },
        installFolder: null,
        defaultPort: 0,
        defaultDatabase: 'memory',
      })
      const server = lab.endpoints.communicationsServer
      const known = transport === 'tls' ? { certificate: await fetchCertificate(server.port) } : {}
      pidgin = await start({ user: 'bob', server, ...known })
      await pidgin.next({ event: 'signed-on' })
      const login = { name: 'alice', user: 'alice', password }
      expect((await lab.api.call('handheld.login', login)).result).toBe('accepted')
    })
    afterEach(async () => {
      await pidgin?.kill()
      await lab?.stop()
    })

    test('show the presence of the other one', async () => {
      const bobIs = (presence: string) =>
        shows(({ contacts }) => contacts.find(({ sipAddress }) => sipAddress === bob)?.presence === presence)
      await bobIs('available')
      await pidgin.find({ event: 'presence', who: alice, status: 'available' })
      pidgin.command('status', 'busy')
      await bobIs('busy')
      await lab.api.call('handheld.setPresence', { name: 'alice', presence: 'do-not-disturb' })
      await pidgin.next({ event: 'presence', who: alice, status: 'do-not-disturb' })
      await lab.api.call('handheld.logout', { name: 'alice' })
      await pidgin.next({ event: 'presence', who: alice, status: 'offline' })
    })

    test('exchange messages both ways, and see each other typing', async () => {
      const sent = { name: 'alice', to: bob, text: 'Grüße <b>& “日本” 🙂' }
      expect(await lab.api.call('handheld.send', sent)).toMatchObject({ outcome: 'delivered' })
      expect(await pidgin.next({ event: 'im' })).toMatchObject({ who: alice, text: sent.text })
      await shows(({ messages }) => messages.some(({ isOwn, state }) => isOwn && state === 'delivered'))

      pidgin.command('typing', alice)
      await shows(({ conversations }) => conversations.some(({ isTyping }) => isTyping))
      pidgin.command('im', alice, 'Zurück, größer <i>')
      await shows(({ messages }) =>
        messages.some(({ isOwn, text }) => !isOwn && text === 'Zurück, größer <i>'),
      )
      await lab.api.call('handheld.setTyping', { name: 'alice', to: bob, isTyping: true })
      await pidgin.next({ event: 'typing', who: alice })
      expect(pidgin.events.filter(({ event }) => event === 'im-error')).toEqual([])
    })

    test('exchange messages in a conversation that Pidgin begins, and Pidgin learns that the handheld is gone', async () => {
      pidgin.command('im', alice, 'are you there?')
      await shows(({ messages }) => messages.some(({ isOwn, text }) => !isOwn && text === 'are you there?'))
      await lab.api.call('handheld.send', { name: 'alice', to: bob, text: 'yes' })
      expect(await pidgin.next({ event: 'im' })).toMatchObject({ who: alice, text: 'yes' })
      // The INVITE already contained the first message, and its answer confirmed it, so Pidgin does not send it again.
      const { messages } = await lab.api.call('handheld.messenger', { name: 'alice', with: bob })
      expect(messages.map(({ text }) => text)).toEqual(['are you there?', 'yes'])
      await lab.api.call('handheld.logout', { name: 'alice' })
      await pidgin.find({ event: 'presence', who: alice, status: 'offline' })
      pidgin.command('im', alice, 'still there?')
      await pidgin.next({ event: 'im-error' })
    })
  })
})
