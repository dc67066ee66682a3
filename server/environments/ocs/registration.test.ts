import { afterEach, describe, expect, it } from 'vitest'
import { createVirtualClock } from '../../clock/index.ts'
import { RegisterRefused } from './communications-failure.ts'
import { alice, bob, startPair, type TestPair } from './testing/test-pair.ts'

let pair: TestPair

afterEach(() => pair.stop())

const minuteMs = 60_000

describe('a registration', () => {
  it.each(['tls', 'tcp'] as const)('is made, refreshed for hours and removed over %s', async (transport) => {
    const clock = createVirtualClock()
    pair = await startPair({ clock, transport })
    const { connector, server, frames } = pair
    await clock.runUntil(connector.connect('s1'))
    const { connectivity } = await clock.runUntil(connector.register(alice))
    expect(connectivity).toEqual({
      sipAddress: 'sip:alice@corp.example',
      server: `127.0.0.1:${server.port}`,
      transport,
      expiresAt: clock.now() + 120 * minuteMs,
      details: [{ name: 'Call-ID', value: expect.stringMatching(/^[0-9a-f]{32}$/) }],
    })
    expect(server.registrations()).toHaveLength(1)
    await clock.advance(180 * minuteMs)
    expect(pair.refreshed.get('s1')).toMatchObject({ details: connectivity.details })
    expect(server.registrations()).toMatchObject([
      { sipAddress: 'sip:alice@corp.example', expiresAt: connectivity.expiresAt + 115 * minuteMs },
    ])
    await clock.advance(600 * minuteMs)
    expect(server.registrations()).toHaveLength(1)
    await clock.runUntil(connector.unregister('s1'))
    expect(server.registrations()).toEqual([])
    expect(pair.problems).toEqual([])
    const opened = frames.map((frame) => frame.openedSummary())
    expect(opened.filter((summary) => summary === 'REGISTER sip:corp.example').length).toBe(8)
    expect(opened.filter((summary) => summary === '200 OK (REGISTER)').length).toBe(8)
    expect(opened).toContain('CRLF keep-alive')
  })

  it('is recorded frame by frame, encrypted and decrypted', async () => {
    pair = await startPair()
    await pair.connector.register(alice)
    const [up, down] = pair.frames.slice(-2)
    expect(up).toMatchObject({ direction: 'up', pin: '2100000A', protocol: 'SIP', isEncrypted: true })
    expect(up?.summary()).toBe(`TLS application data, ${up?.sizeBytes} bytes`)
    expect(down).toMatchObject({ direction: 'down', pin: '2100000A' })
    expect(down?.openedSummary()).toBe('200 OK (REGISTER)')
    const layers = up?.layers({ reveal: false }) ?? []
    expect(layers.map((layer) => layer.title)).toEqual(['TLS', 'SIP'])
    const text = layers[1]?.text ?? ''
    expect(text).toMatch(/^REGISTER sip:corp\.example SIP\/2\.0\r\n/)
    expect(text).toMatch(/^From: <sip:alice@corp\.example>;tag=[0-9a-f]+;epid=[0-9a-f]{10}\r$/m)
    expect(text).toMatch(
      /^Contact: <sip:127\.0\.0\.1:\d+;transport=tls;ms-opaque=[0-9a-f]{10}>;.*;\+sip\.instance="<urn:uuid:[0-9a-f-]{36}>"\r$/m,
    )
    expect(text).toMatch(/^Supported: gruu-10, adhoclist, msrtc-event-categories\r$/m)
    expect(text).toMatch(/^Event: registration\r$/m)
    expect(text).toMatch(/^ms-keep-alive: UAC;hop-hop=yes\r$/m)
  })

  it('fails with the status, reason and diagnostics of the server', async () => {
    pair = await startPair({ knows: async (address) => address.includes('alice') })
    const refused: unknown = await pair.connector.register(bob).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(RegisterRefused)
    expect(refused).toMatchObject({ code: 'registration-not-found', status: 404, reason: 'Not Found' })
    expect(refused).toHaveProperty('diagnostics', expect.stringMatching(/^4005;/))
    await pair.connector.register(alice)
    expect(pair.server.registrations()).toHaveLength(1)
  })

  it('shares one connection with hundreds of simultaneous registrations', async () => {
    const clock = createVirtualClock()
    pair = await startPair({ clock })
    const logins = Array.from({ length: 300 }, (_, index) => ({
      ...alice,
      sessionId: `s${index}`,
      sipAddress: `sip:user${index}@corp.example`,
      pin: (0x21000000 + index).toString(16),
    }))
    await clock.runUntil(Promise.all(logins.map((login) => pair.connector.register(login))))
    expect(pair.server.registrations()).toHaveLength(300)
    expect(pair.frames.filter((frame) => frame.protocol === 'TLS')).toHaveLength(1)
    await clock.advance(180 * minuteMs)
    expect(pair.server.registrations()).toHaveLength(300)
    await clock.runUntil(Promise.all(logins.map(({ sessionId }) => pair.connector.unregister(sessionId))))
    expect(pair.server.registrations()).toEqual([])
    expect(pair.lost.size).toBe(0)
  })

  it('is repeated over a new connection when the old one is lost', async () => {
    const clock = createVirtualClock()
    pair = await startPair({ clock })
    const before = await clock.runUntil(pair.connector.register(alice))
    pair.breakConnections()
    await clock.settle()
    expect(pair.lost.size).toBe(0)
    expect(pair.refreshed.get('s1')?.details).not.toEqual(before.connectivity.details)
    expect(pair.server.registrations()).toHaveLength(1)
    await clock.runUntil(pair.connector.unregister('s1'))
    expect(pair.server.registrations()).toEqual([])
  })

  it('is lost when the server no longer knows the user at a refresh', async () => {
    const clock = createVirtualClock()
    let isKnown = true
    pair = await startPair({ clock, knows: () => isKnown })
    await clock.runUntil(pair.connector.register(alice))
    isKnown = false
    await clock.advance(116 * minuteMs)
    expect(pair.lost.get('s1')).toMatchObject({ code: 'registration-not-found' })
    await clock.advance(600 * minuteMs)
    expect(pair.server.registrations()).toEqual([])
  })

  it('fails at a server error, while a refresh is tried again', async () => {
    const clock = createVirtualClock()
    let failures = 1
    const knows = () => {
      failures -= 1
      if (failures >= 0) throw new Error('the database is gone')
      return true
    }
    pair = await startPair({ clock, knows })
    await expect(clock.runUntil(pair.connector.register(alice))).rejects.toMatchObject({
      code: 'registration-server-error',
    })
    expect(pair.problems.at(-1)).toContain('the database is gone')
    await clock.runUntil(pair.connector.register(alice))
    failures = 1
    await clock.advance(116 * minuteMs)
    expect(pair.lost.size).toBe(0)
    expect(pair.server.registrations()).toHaveLength(1)
  })

  it('follows a change of the settings', async () => {
    const clock = createVirtualClock()
    pair = await startPair({ clock })
    const tcp = await startPair({ clock, transport: 'tcp' })
    await clock.runUntil(pair.connector.register(alice))
    pair.target.port = tcp.server.port
    pair.target.transport = 'tcp'
    pair.connector.reset()
    await clock.settle()
    expect(pair.refreshed.get('s1')).toMatchObject({
      transport: 'tcp',
      server: `127.0.0.1:${tcp.server.port}`,
    })
    expect(tcp.server.registrations()).toHaveLength(1)
    expect((await clock.runUntil(pair.connector.connect('s1'))).isReused).toBe(true)
    await tcp.stop()
  })

  it('survives the end of the earlier session of the same handheld', async () => {
    pair = await startPair()
    await pair.connector.register(alice)
    await pair.connector.register({ ...alice, sessionId: 's9' })
    await pair.connector.unregister('s1')
    expect(pair.server.registrations()).toHaveLength(1)
    await pair.connector.unregister('s9')
    expect(pair.server.registrations()).toEqual([])
  })

  it('is removed when the user logs out during the login', async () => {
    let answer = () => {}
    let asked = () => {}
    const asking = new Promise<void>((resolve) => {
      asked = resolve
    })
    const first = new Promise<boolean>((resolve) => {
      answer = () => resolve(true)
    })
    let questions = 0
    pair = await startPair({
      knows: () => {
        questions += 1
        asked()
        return questions === 1 ? first : true
      },
    })
    const registering = pair.connector.register(alice)
    registering.catch(() => {})
    await asking
    await pair.connector.unregister('s1')
    answer()
    await expect(registering).rejects.toThrow('ended while it was being registered')
    expect(pair.server.registrations()).toEqual([])
  })
})
