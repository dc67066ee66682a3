import { afterEach, expect, it } from 'vitest'
import type { LabFileInput } from '../../server/files/index.ts'
import { openRawPeer } from '../../server/stand-ins/communications/testing/raw-peer.ts'
import { noticeInEnglish } from '../../server/words/testing/in-english.ts'
import { type LabInVirtualTime, startLabInVirtualTime } from './lab-in-virtual-time.ts'

let running: LabInVirtualTime | null = null

afterEach(async () => {
  await running?.lab.stop()
  running = null
})

async function start(file: LabFileInput): Promise<LabInVirtualTime> {
  running = await startLabInVirtualTime(file)
  return running
}

const noticesOf = async (lab: LabInVirtualTime) => (await lab.snapshot()).notices.map(noticeInEnglish)

it('a notice reports a desktop client that signs in without authentication, but not handhelds', async () => {
  const lab = await start({ communicationsServer: { listen: { transport: 'tcp' } } })
  expect(await lab.logIn('alice')).toBe('accepted')
  expect(await noticesOf(lab)).toEqual([])
  const client = await openRawPeer(lab.lab.endpoints.communicationsServer, lab.clock)
  const answer = await client.register('bob', `<sip:bob@127.0.0.1:${client.port}>`)
  expect(answer.status).toBe(200)
  expect(await noticesOf(lab)).toEqual([expect.stringMatching(/^bob@corp\.example signed in without proof/)])
  client.close()
})

it.each([
  ['ocs2007', ['none']],
  ['ocs2007', ['ntlm', 'none']],
  ['ocs2007r2', ['none']],
] as const)('no notice reports handhelds in %s with %j', async (environment, authentication) => {
  const lab = await start({
    service: { environment },
    communicationsServer: { authentication: [...authentication] },
  })
  expect(await lab.logIn('alice')).toBe('accepted')
  expect(await noticesOf(lab)).toEqual([])
})
