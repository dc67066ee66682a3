import { afterEach, describe, expect, it } from 'vitest'
import type { FrameView } from '#contract'
import { type LabInVirtualTime, people, startLabInVirtualTime } from './lab-in-virtual-time.ts'

let current: LabInVirtualTime | null = null
afterEach(async () => {
  await current?.lab.stop()
  current = null
})

/** Longer than a registration is granted, so that it is refreshed meanwhile. */
const twoHoursMs = 7_200_000

/** The frames of one login in short: step, and the first word of what crossed. */
function outline(frames: readonly FrameView[], flow: string | undefined): string[] {
  return frames
    .filter((frame) => frame.flow === flow)
    .map(({ openedSummary, step }) => `${step} ${openedSummary.split(' ')[0]}`)
}

const asked = ['2 login-request', '3 login-request']
const answered = ['7 login-accepted', '7 login-accepted']
const directory = ['Request', 'Response', 'Request', 'Response'].map((kind) => `4d bind${kind}`)

describe.each([
  {
    environment: 'ocs2007r2',
    first: [
      ...asked,
      ...directory,
      '4d unbindRequest',
      '4e TLS',
      '4e OPTIONS',
      '4e 200',
      '5 REGISTER',
      '6 200',
      ...answered,
    ],
    // The connection is there.
    second: [...asked, ...directory, '4d unbindRequest', '5 REGISTER', '6 200', ...answered],
  },
  {
    environment: 'ocs2007',
    first: [...asked, '4e TLS', '5 REGISTER', '6 401', '5 REGISTER', '6 200', ...answered],
    second: [...asked, '4e TLS', '5 REGISTER', '6 401', '5 REGISTER', '6 200', ...answered],
  },
] as const)('the frames of a lab with $environment', ({ environment, first, second }) => {
  it('name login, step, session, user and dialog', async () => {
    const lab = await startLabInVirtualTime({ ...people('alice', 'bob'), service: { environment } })
    current = lab
    await lab.logIn('alice')
    await lab.logIn('bob')
    await lab.call('handheld.send', { name: 'alice', to: 'bob', text: 'hello' })
    await lab.clock.runUntil(lab.clock.advance(twoHoursMs))
    const { flows, frames, sessions } = await lab.snapshot()
    const flowOf = (user: string) => flows.find((flow) => flow.user === user)?.id
    const sessionOf = (user: string) => sessions.find((session) => session.user === user)

    expect(outline(frames, flowOf('alice'))).toEqual(first)
    expect(outline(frames, flowOf('bob'))).toEqual(second)
    for (const user of ['alice', 'bob']) {
      const own = frames.filter((frame) => frame.session === sessionOf(user)?.id)
      expect(new Set(own.map((frame) => frame.user))).toEqual(new Set([user]))
      const kinds = new Set(own.map(({ openedSummary }) => openedSummary.split(' ')[0]))
      expect([...kinds]).toEqual(
        expect.arrayContaining(['login-accepted', 'REGISTER', 'status', 'message', 'MESSAGE']),
      )
      // A refresh belongs to the session alone, but to the same dialog.
      const callId = sessionOf(user)?.connectivity.details.find(({ name }) => name === 'Call-ID')?.value
      const registrations = frames.filter((frame) => frame.callId === callId)
      expect(new Set(registrations.map(({ flow }) => flow))).toEqual(new Set([flowOf(user), null]))
      expect(registrations.every(({ session }) => session === sessionOf(user)?.id)).toBe(true)
    }
    // The connection's own: coverage, and keep-alives between servers.
    const nobodys = frames.filter((frame) => frame.user === null).map(({ openedSummary }) => openedSummary)
    expect(new Set(nobodys)).toContain('CRLF keep-alive')
    expect(
      nobodys.filter(
        (summary) => !/^(CRLF keep-alive|claim|challenge|response|confirm|open|device)/.test(summary),
      ),
    ).toEqual([])
  })

  it('name a login that was refused, and no session for it', async () => {
    const lab = await startLabInVirtualTime({ ...people('alice'), service: { environment } })
    current = lab
    await lab.logIn('alice', 'alice', 'wrong')
    const { flows, frames } = await lab.snapshot()
    const own = frames.filter(({ flow }) => flow === flows[0]?.id)
    expect(own.at(-1)).toMatchObject({ step: '7', session: null, user: 'alice' })
    expect(own.length).toBeGreaterThan(4)
  })
})
