import { afterEach, describe, expect, it } from 'vitest'
import type { CommandRequest } from '#contract'
import type { LabFileInput } from '../../server/files/index.ts'
import { detailInEnglish } from '../../server/words/testing/in-english.ts'
import { type LabInVirtualTime, password, people, startLabInVirtualTime } from './lab-in-virtual-time.ts'

type Fault = CommandRequest<'faults.set'>

let labs: LabInVirtualTime[] = []

async function lab(file: LabFileInput = people('alice', 'bob')): Promise<LabInVirtualTime> {
  const started = await startLabInVirtualTime(file)
  labs.push(started)
  return started
}

afterEach(async () => {
  for (const one of labs) await one.lab.stop()
  labs = []
})

/** The step at which the latest flow was refused, and why. */
async function refusal(one: LabInVirtualTime): Promise<string> {
  const { flows } = await one.snapshot()
  const step = flows.at(-1)?.steps.find(({ outcome }) => outcome === 'refused')
  return step ? `${step.step} ${detailInEnglish(step.detail)}` : 'none was refused'
}

async function timed<T>(one: LabInVirtualTime, work: () => Promise<T>): Promise<[T, number]> {
  const startMs = one.clock.now()
  const result = await work()
  return [result, one.clock.now() - startMs]
}

/** Begins a login, which goes on as far as lab time is passed. */
function beginLogin(one: LabInVirtualTime): Promise<{ result: string }> {
  return one.lab.api.call('handheld.login', { name: 'alice', user: 'alice', password })
}

/** Lab time that the latest login took. */
async function lastLoginMs(one: LabInVirtualTime): Promise<number> {
  const flow = (await one.snapshot()).flows.at(-1)
  return (flow?.endedAt ?? Number.NaN) - (flow?.startedAt ?? Number.NaN)
}

const atService = { at: 'service' } as const
const atServer = { at: 'communicationsServer' } as const
const atDirectory = { at: 'directory' } as const
const atDatabase = { at: 'database' } as const
const atDispatcher = { at: 'dispatcher' } as const
const atWireless = { at: 'wireless' } as const

describe('a login while something is broken', () => {
  it.each<[Fault, string, RegExp]>([
    [{ ...atDatabase, kind: 'down' }, 'unavailable', /^4d The Configuration Database cannot be read: .*down/],
    [{ ...atDatabase, kind: 'reset' }, 'unavailable', /^4d .*the connection to it was reset/],
    [{ ...atDatabase, kind: 'timeout' }, 'unavailable', /^4d .*did not answer within 15 s/],
    [{ ...atDatabase, kind: 'answer', code: 1205 }, 'unavailable', /^4d .*error 1205: .*deadlock/],
    [{ ...atDirectory, kind: 'down' }, 'unavailable', /^4d .*refused the connection/],
    [{ ...atDirectory, kind: 'reset' }, 'unavailable', /^4d .*closed the connection before it answered/],
    [
      { ...atDirectory, kind: 'timeout' },
      'unavailable',
      /^4d .*in time: no answer to the first of two messages within 15 s \(bindTimeout\)/,
    ],
    [
      { ...atDirectory, kind: 'latency', delay: 8_000 },
      'unavailable',
      /^4d .*no answer to the second of two messages within 15 s/,
    ],
    [{ ...atDirectory, kind: 'latency', delay: 20_000 }, 'unavailable', /^4d .*did not answer in time/],
    [{ ...atDirectory, kind: 'bandwidth', rate: 80 }, 'unavailable', /^4d .*did not answer in time/],
    [{ ...atDirectory, kind: 'answer', code: 51 }, 'unavailable', /^4d .*busy/],
    [{ ...atDirectory, kind: 'answer', code: '52e' }, 'bad-credentials', /^4d .*wrong \(data 52e\)/],
    [{ ...atDirectory, kind: 'answer', code: 775 }, 'bad-credentials', /^4d .*locked \(data 775\)/],
    [{ ...atDirectory, kind: 'certificate-expired' }, 'unavailable', /^4d .*certificate has expired/],
    [{ ...atDirectory, kind: 'certificate-untrusted' }, 'unavailable', /^4d .*authority that is trusted/],
    [{ ...atDirectory, kind: 'certificate-name' }, 'unavailable', /^4d .*for another name/],
    [{ ...atServer, kind: 'down' }, 'unavailable', /^4e .*refuses connections/],
    [{ ...atServer, kind: 'reset' }, 'unavailable', /^4e .*closed the connection/],
    [{ ...atServer, kind: 'timeout' }, 'unavailable', /^4e .*did not answer OPTIONS within 15 s/],
    [{ ...atServer, kind: 'latency', delay: 20_000 }, 'unavailable', /^4e .*did not answer OPTIONS/],
    [{ ...atServer, kind: 'bandwidth', rate: 80 }, 'unavailable', /^4e .*did not answer OPTIONS/],
    [{ ...atServer, kind: 'answer', code: 503 }, 'unavailable', /^6 .*503 Service Unavailable/],
    [{ ...atServer, kind: 'certificate-expired' }, 'unavailable', /^4e .*has expired/],
    [{ ...atServer, kind: 'certificate-untrusted' }, 'unavailable', /^4e .*does not trust/],
    [{ ...atServer, kind: 'certificate-name' }, 'unavailable', /^4e .*not made out to/],
    [{ ...atService, kind: 'certificate-expired' }, 'unavailable', /^4e .*certificate/],
    [{ ...atService, kind: 'certificate-untrusted' }, 'unavailable', /^4e .*certificate/],
    [{ ...atService, kind: 'certificate-missing' }, 'unavailable', /^4e .*certificate/],
    [{ ...atDispatcher, kind: 'down' }, 'timed-out', /^none/],
    [{ ...atDispatcher, kind: 'reset' }, 'timed-out', /^none/],
    [{ ...atDispatcher, kind: 'timeout' }, 'timed-out', /^none/],
    [{ ...atDispatcher, kind: 'answer', code: 'unknown-device' }, 'unavailable', /^none/],
    [{ ...atWireless, kind: 'down' }, 'no-coverage', /^2 The wireless network is down/],
    [{ ...atWireless, kind: 'timeout' }, 'timed-out', /^none/],
  ])('with fault %o ends %s, and is accepted once the fault is cleared', async (fault, result, detail) => {
    const one = await lab()
    await one.call('faults.set', fault)
    const [ended, tookMs] = await timed(one, () => one.logIn('alice'))
    expect([ended, await refusal(one)]).toEqual([result, expect.stringMatching(detail)])
    // Waiting for a peer that never answers takes lab time, but no more than the client's own timeout.
    expect(tookMs).toBeLessThanOrEqual(61_000)
    expect((await one.snapshot()).faults).toEqual([fault])

    expect(await one.call('faults.clear', {})).toEqual([])
    await one.clock.advance(120_000)
    expect(await one.logIn('alice')).toBe('accepted')
  })

  it.each<[Fault, number]>([
    [{ ...atDatabase, kind: 'latency', delay: 5_000 }, 5_000],
    // NTLM needs two bind requests.
    [{ ...atDirectory, kind: 'latency', delay: 3_000 }, 6_000],
    // One delay each for OPTIONS and REGISTER.
    [{ ...atServer, kind: 'latency', delay: 3_000 }, 6_000],
    [{ ...atDispatcher, kind: 'latency', delay: 3_000 }, 3_000],
    // One delay each for the request and the answer.
    [{ ...atWireless, kind: 'latency', delay: 3_000 }, 6_000],
    [{ ...atDirectory, kind: 'bandwidth', rate: 1_000 }, 3_000],
    [{ ...atServer, kind: 'bandwidth', rate: 8_000 }, 1_500],
    [{ ...atDispatcher, kind: 'bandwidth', rate: 1_000 }, 2_000],
    [{ ...atWireless, kind: 'bandwidth', rate: 1_000 }, 2_000],
  ])('with fault %o takes at least %d ms longer', async (fault, longerMs) => {
    const unbroken = await lab()
    const usual = await unbroken.logIn('alice')
    const one = await lab()
    await one.call('faults.set', fault)
    const slow = await one.logIn('alice')
    expect([usual, slow]).toEqual(['accepted', 'accepted'])
    const extraMs = (await lastLoginMs(one)) - (await lastLoginMs(unbroken))
    expect(extraMs).toBeGreaterThanOrEqual(longerMs)
    expect(extraMs).toBeLessThan(4 * longerMs)
  })
})

describe('a fault with a probability', () => {
  const outcomes = async (fault: Fault, seed: number): Promise<string[]> => {
    const one = await lab({ ...people('alice'), seed })
    await one.call('faults.set', fault)
    const ended: string[] = []
    for (let time = 0; time < 12; time += 1) ended.push(await one.logIn('alice'))
    return ended
  }

  it.each<Fault>([
    { ...atDatabase, kind: 'down', probability: 0.5 },
    { ...atDirectory, kind: 'reset', probability: 0.5 },
    { ...atDirectory, kind: 'down', probability: 0.5 },
    { ...atDirectory, kind: 'answer', code: 52, probability: 0.3 },
    { ...atDirectory, kind: 'certificate-expired', probability: 0.5 },
    { ...atServer, kind: 'answer', code: 500, probability: 0.3 },
    { ...atWireless, kind: 'timeout', probability: 0.2 },
  ])('%o affects some logins, and the same ones for the same seed', async (fault) => {
    const first = await outcomes(fault, 7)
    expect(new Set(first).size).toBe(2)
    expect(first).toContain('accepted')
    expect(await outcomes(fault, 7)).toEqual(first)
    expect(await outcomes(fault, 8)).not.toEqual(first)
  })
})

it("a certificate fault with a probability affects the service's connection, not each login on it", async () => {
  const first: string[] = []
  for (let seed = 1; seed <= 8; seed += 1) {
    const one = await lab({ ...people('alice'), seed })
    await one.call('faults.set', { ...atService, kind: 'certificate-missing', probability: 0.5 })
    const ended: string[] = []
    for (let time = 0; time < 6; time += 1) ended.push(await one.logIn('alice'))
    first.push(ended[0] ?? '')
    // Once a connection is open, all later logins use it.
    const afterAccepted = ended.slice(ended.indexOf('accepted'))
    if (ended.includes('accepted')) expect(new Set(afterAccepted)).toEqual(new Set(['accepted']))
  }
  expect(new Set(first)).toEqual(new Set(['accepted', 'unavailable']))
})

describe('sessions that exist when a fault occurs', () => {
  it.each<[Fault, string]>([
    [{ ...atServer, kind: 'reset' }, 'signed-in'],
    [{ ...atServer, kind: 'down' }, 'signed-in'],
    [{ ...atServer, kind: 'slow-close', delay: 500 }, 'signed-in'],
    [{ ...atServer, kind: 'certificate-expired' }, 'signed-in'],
    [{ ...atServer, kind: 'certificate-untrusted' }, 'signed-in'],
    [{ ...atServer, kind: 'certificate-name' }, 'signed-in'],
    [{ ...atService, kind: 'certificate-expired' }, 'signed-in'],
    [{ ...atService, kind: 'certificate-untrusted' }, 'signed-in'],
    [{ ...atService, kind: 'certificate-missing' }, 'signed-in'],
    [{ ...atDirectory, kind: 'certificate-expired' }, 'signed-in'],
    [{ ...atDirectory, kind: 'down' }, 'signed-in'],
    [{ ...atDispatcher, kind: 'reset' }, 'signed-in'],
    [{ ...atWireless, kind: 'down' }, 'signed-in'],
  ])('%o leaves the handheld %s', async (fault, state) => {
    const one = await lab()
    await one.logIn('alice')
    await one.call('faults.set', fault)
    await one.clock.advance(1_000)
    expect(await one.stateOf('alice')).toBe(state)
  })

  it('keep their messages in the network while the Dispatcher is down; they are sent once it is back', async () => {
    const one = await lab()
    await one.logIn('alice')
    await one.call('faults.set', { ...atDispatcher, kind: 'down' })
    await one.call('handheld.logout', { name: 'alice' })
    await one.clock.advance(10_000)
    expect((await one.snapshot()).sessions).toHaveLength(1)
    await one.call('faults.clear', {})
    await one.clock.advance(60_000)
    expect((await one.snapshot()).sessions).toEqual([])
  })

  it('count as outside coverage for the service only while the network is down', async () => {
    const one = await lab()
    await one.call('handheld.setCoverage', { name: 'bob', coverage: 'weak' })
    await one.logIn('alice')
    const isInCoverage = async () => (await one.snapshot()).sessions.map((session) => session.isInCoverage)
    await one.call('faults.set', { ...atWireless, kind: 'down' })
    expect(await isInCoverage()).toEqual([false])
    await one.call('faults.clear', {})
    expect(await isInCoverage()).toEqual([true])
    expect((await one.snapshot()).handhelds.map(({ coverage }) => coverage)).toEqual(['good', 'weak'])
  })
})

describe('faults and conditions', () => {
  it('describe the same state: setting one also changes the other', async () => {
    const one = await lab()
    await one.call('conditions.set', {
      isDirectoryUp: false,
      serverCertificate: 'expired',
      serviceCertificate: 'missing',
    })
    expect((await one.snapshot()).faults).toEqual([
      { at: 'directory', kind: 'down' },
      { at: 'communicationsServer', kind: 'certificate-expired' },
      { at: 'service', kind: 'certificate-missing' },
    ])
    await one.call('faults.set', { ...atService, kind: 'certificate-untrusted' })
    await one.call('faults.set', { ...atServer, kind: 'certificate-name' })
    expect((await one.snapshot()).conditions).toMatchObject({
      isDirectoryUp: false,
      serverCertificate: 'wrong-name',
      serviceCertificate: 'untrusted',
    })
    await one.call('conditions.set', { serviceCertificate: 'valid' })
    expect((await one.snapshot()).faults).not.toContainEqual(expect.objectContaining(atService))
    await one.call('faults.clear', {})
    expect((await one.snapshot()).conditions).toEqual({
      isDirectoryUp: true,
      isCommunicationsServerUp: true,
      serverCertificate: 'valid',
      serviceCertificate: 'valid',
    })
  })

  it('stay when the stand-in listens on another transport', async () => {
    const one = await lab(people('alice'))
    await one.call('faults.set', { ...atServer, kind: 'down' })
    await one.call('service.configure', { transport: 'tcp' })
    expect(await one.logIn('alice')).toBe('unavailable')
    await one.call('faults.clear', {})
    expect(await one.logIn('alice')).toBe('accepted')
  })

  it('cannot be set at a server outside the lab', async () => {
    const url = 'ldap://127.0.0.1:9'
    const one = await lab({ ...people('alice'), directory: { external: { url } } })
    await expect(one.call('faults.set', { ...atDirectory, kind: 'down' })).rejects.toMatchObject({
      code: 'external-server',
    })
    expect((await one.snapshot()).faults).toEqual([])
  })

  it('cannot remove the certificate that the service shows to a server outside the lab', async () => {
    const external = { host: '127.0.0.1', port: 9, transport: 'tls' } as const
    const one = await lab({ ...people('alice'), communicationsServer: { external } })
    await expect(one.call('faults.set', { ...atService, kind: 'certificate-missing' })).rejects.toMatchObject(
      { code: 'external-server' },
    )
  })
})

describe('a fault that ends by itself', () => {
  it('after the first requests: the next login goes through, and everybody is told', async () => {
    const one = await lab(people('alice'))
    await one.call('faults.set', { ...atDirectory, kind: 'answer', code: 51, first: 1 })
    expect(await one.logIn('alice')).toBe('unavailable')
    const { faults, notices } = await one.snapshot()
    expect(faults).toEqual([])
    expect(notices).toContainEqual(
      expect.objectContaining({
        code: 'fault-over',
        facts: { place: 'directory', kind: 'answer', instance: null, by: 'count' },
      }),
    )
    expect(await one.logIn('alice')).toBe('accepted')
  })

  it('after its time, which begins after its delay: the server listens again', async () => {
    const one = await lab(people('alice'))
    const events: unknown[] = []
    one.lab.api.subscribe((event) => events.push(event), ['faults'])
    await one.call('faults.set', { ...atServer, kind: 'down', after: 10_000, for: 30_000 })
    expect((await one.snapshot()).conditions.isCommunicationsServerUp).toBe(true)
    await one.clock.advance(10_000)
    expect((await one.snapshot()).conditions.isCommunicationsServerUp).toBe(false)
    expect(await one.logIn('alice')).toBe('unavailable')
    await one.clock.advance(30_000)
    expect(await one.snapshot()).toMatchObject({
      faults: [],
      conditions: { isCommunicationsServerUp: true },
    })
    expect(events).toHaveLength(3)
    expect(await one.logIn('alice')).toBe('accepted')
  })

  it('of the service for a time: it is gone until then, and logins end unavailable', async () => {
    const one = await lab(people('alice', 'bob'))
    await one.logIn('alice')
    await one.call('part.restart', { at: 'service', forMs: 30_000 })
    expect(await one.logIn('alice')).toBe('unavailable')
    await one.clock.advance(10_000)
    // A second restart begins the time anew.
    await one.call('part.restart', { at: 'service', forMs: 30_000 })
    await one.clock.advance(25_000)
    expect(await one.logIn('bob')).toBe('unavailable')
    await one.clock.advance(5_000)
    expect(await one.logIn('bob')).toBe('accepted')
    expect((await one.snapshot()).sessions.map(({ user }) => user)).toEqual(['bob'])
  })
})

describe('frames that are held or lost', () => {
  it('the next answer of the directory is held while lab time goes on, and the login ends once it is released', async () => {
    const one = await lab(people('alice'))
    await one.call('faults.set', { ...atDirectory, kind: 'hold', direction: 'from', first: 1 })
    const login = beginLogin(one)
    await one.clock.advance(3_000)
    const [fault] = (await one.snapshot()).faults
    expect(fault).toMatchObject({ kind: 'hold', left: 0, held: [{ direction: 'from' }] })
    await one.call('faults.release', { at: 'directory' })
    expect(await one.clock.runUntil(login)).toEqual({ result: 'accepted' })
    expect((await one.snapshot()).faults).toEqual([])
    expect(await lastLoginMs(one)).toBeGreaterThanOrEqual(3_000)
  })

  it('whoever waits for what is held runs into a timeout; mending lets it go on', async () => {
    const one = await lab(people('alice'))
    await one.call('faults.set', { ...atDirectory, kind: 'hold' })
    expect(await one.logIn('alice')).toBe('unavailable')
    await one.call('faults.clear', {})
    expect(await one.logIn('alice')).toBe('accepted')
  })

  it.each<Fault>([
    { ...atDispatcher, kind: 'hold', direction: 'to', first: 1 },
    { ...atServer, kind: 'hold', direction: 'to', first: 1 },
    { ...atWireless, kind: 'hold', direction: 'from', first: 1 },
  ])('a frame is held at $at', async (fault) => {
    const one = await lab(people('alice'))
    await one.call('faults.set', fault)
    const login = beginLogin(one)
    await one.clock.advance(2_000)
    expect((await one.snapshot()).faults).toMatchObject([
      { held: [{ direction: fault.kind === 'hold' && fault.direction }] },
    ])
    await one.call('faults.mend', { at: fault.at })
    expect(await one.clock.runUntil(login)).toEqual({ result: 'accepted' })
  })

  it('a lost packet is never there: the login on the handheld ends by its own timeout', async () => {
    const one = await lab(people('alice'))
    await one.call('faults.set', { ...atWireless, kind: 'drop', direction: 'to', first: 1 })
    expect(await one.logIn('alice')).toBe('timed-out')
    expect((await one.snapshot()).faults).toEqual([])
  })
})

describe('a tunnel', () => {
  it('takes coverage for its time, and gives back what was there before', async () => {
    const one = await lab(people('alice'))
    await one.call('handheld.setCoverage', { name: 'alice', coverage: 'excellent' })
    await one.logIn('alice')
    await one.call('handheld.tunnel', { name: 'alice', durationMs: 30_000 })
    const startMs = one.clock.now()
    const alice = async () => (await one.snapshot()).handhelds[0]
    expect(await alice()).toMatchObject({ coverage: 'none', tunnelEndsAt: startMs + 30_000 })
    await one.clock.advance(20_000)
    // Another tunnel before the first is over.
    await one.call('handheld.tunnel', { name: 'alice', durationMs: 20_000 })
    await one.clock.advance(19_000)
    expect(await alice()).toMatchObject({ coverage: 'none' })
    await one.clock.advance(1_001)
    expect(await alice()).toMatchObject({ coverage: 'excellent' })
    expect(await alice()).not.toHaveProperty('tunnelEndsAt')
  })

  it('is over when somebody sets the coverage', async () => {
    const one = await lab(people('alice'))
    await one.call('handheld.tunnel', { name: 'alice', durationMs: 30_000 })
    await one.call('handheld.setCoverage', { name: 'alice', coverage: 'weak' })
    await one.clock.advance(60_000)
    expect((await one.snapshot()).handhelds[0]).toMatchObject({ coverage: 'weak' })
  })
})

describe('the restart of a part', () => {
  it.each(['communicationsServer', 'directory', 'database', 'dispatcher'] as const)(
    'of the %s: it is down for a moment, and then everything works again',
    async (at) => {
      const one = await lab(people('alice', 'bob'))
      await one.logIn('alice')
      await one.call('part.restart', { at, forMs: 5_000 })
      expect((await one.snapshot()).faults).toMatchObject([{ at, kind: 'down' }])
      await one.clock.advance(5_001)
      expect((await one.snapshot()).faults).toEqual([])
      await one.clock.advance(60_000)
      expect(await one.logIn('bob')).toBe('accepted')
      expect((await one.snapshot()).sessions.map(({ user }) => user)).toEqual(['alice', 'bob'])
    },
  )

  it('of the service ends its sessions', async () => {
    const one = await lab(people('alice'))
    await one.logIn('alice')
    await one.call('part.restart', { at: 'service' })
    expect((await one.snapshot()).sessions).toEqual([])
    expect(await one.logIn('alice')).toBe('accepted')
  })
})
