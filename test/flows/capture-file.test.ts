import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hops } from '#contract'
import { type CaptureFile, openCaptureFile } from '../../server/traffic/index.ts'
import { readBlocks, readPackets } from '../../server/traffic/testing/read-pcapng.ts'
import { noticeInEnglish } from '../../server/words/testing/in-english.ts'
import { type LabInVirtualTime, password, people, startLabInVirtualTime } from './lab-in-virtual-time.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bramble-capture-'))
})
afterEach(() => rm(folder, { recursive: true }))

const mended = {
  isCommunicationsServerUp: true,
  serverCertificate: 'valid',
  serviceCertificate: 'valid',
} as const

/** Logs Alice in, and Bob at the second attempt. */
async function logTwoIn({ call, logIn }: LabInVirtualTime): Promise<void> {
  expect(await logIn('alice')).toBe('accepted')
  expect(await logIn('bob', 'bob', 'wrong')).toBe('bad-credentials')
  expect(await logIn('bob')).toBe('accepted')
  await call('handheld.logout', { name: 'alice' })
}

/** Runs a lab with a capture file from its start. @returns the bytes of the file, and the frames that the lab reported */
async function capture(name: string, options: { reveal?: boolean } = {}) {
  const path = join(folder, name)
  const captureFile = await openCaptureFile(path, options)
  const running = await startLabInVirtualTime(people('alice', 'bob'), { captureFile })
  await logTwoIn(running)
  const { frames } = await running.snapshot()
  await running.lab.stop()
  await captureFile.close()
  return { file: await readFile(path), frames }
}

/** Masks random values (keys, nonces) and ports, which differ between two runs. */
function alike(text: string): string {
  return text.replace(/claim S\d+/, 'claim').replace(/sip:127\.0\.0\.1:\d+;\S*ms-opaque=[0-9a-f]+/, 'contact')
}

/** The frame numbers in the packet comments of an interface. */
function numbersOn(file: Buffer, hop: string): number[] {
  return readPackets(file)
    .filter(({ on }) => on === hop)
    .flatMap(({ comments }) => comments.map((text) => Number(/^frame (\d+),/.exec(text)?.[1])))
    .sort((a, b) => a - b)
}

describe('a capture as pcapng', () => {
  it('contains each frame of the lab once, on the interface of its hop', async () => {
    const { file, frames } = await capture('lab.pcapng')
    const last = frames.at(-1)?.number ?? 0
    expect(last).toBeGreaterThan(40)
    for (const hop of hops) {
      const ofLab = frames.filter((frame) => frame.hop === hop).map(({ number }) => number)
      expect(numbersOn(file, hop).filter((number) => number <= last)).toEqual(ofLab)
    }
    expect(new Set(readPackets(file).map(({ on }) => on))).toEqual(new Set(hops))
  })

  it('names handheld, login and step of a frame', async () => {
    const { file } = await capture('lab.pcapng')
    const comments = readPackets(file).flatMap(({ on, comments, direction }) =>
      comments.map((text) => `${on} ${direction}: ${text.replace(/^frame \d+, |[0-9A-F]{8}/g, '')}`),
    )
    expect(comments).toEqual(
      expect.arrayContaining([
        'handheld-dispatcher outbound: up, alice (), login -1, step 2: login-request alice',
        'dispatcher-service outbound: up, alice (), login -1, step 3: login-request alice',
        'service-directory inbound: down, alice (), login -1, step 4d: bindResponse success',
        'service-communications outbound: up, login -1, step 4e: OPTIONS sip:corp.example',
        'service-communications outbound: up, bob (), login -2, step 5: REGISTER sip:corp.example',
        'service-communications inbound: down, bob (), login -2, step 6: 200 OK (REGISTER)',
        'handheld-dispatcher inbound: down, bob (), login -2, step 7: login-accepted sip:bob@corp.example',
        'handheld-dispatcher outbound: up, alice (): logout',
      ]),
    )
  })

  it('contains passwords only with the option to reveal them', async () => {
    expect((await capture('masked.pcapng')).file.includes(password)).toBe(false)
    expect((await capture('revealed.pcapng', { reveal: true })).file.includes(password)).toBe(true)
  })

  it('contains the same packets at the same times for the same seed', async () => {
    const told = async (name: string) =>
      readPackets((await capture(name)).file).map(({ on, at, comments, direction }) => ({
        ...{ on, at, direction },
        // Comments contain random values from the operating system: mask them.
        comments: comments.map(alike),
      }))
    expect(await told('one.pcapng')).toEqual(await told('two.pcapng'))
  })

  it('can be read while it is being written', async () => {
    const path = join(folder, 'lab.pcapng')
    const captureFile = await openCaptureFile(path)
    const running = await startLabInVirtualTime(people('alice', 'bob'), { captureFile })
    await logTwoIn(running)
    const { frames } = await running.snapshot()
    await expect
      .poll(async () => numbersOn(await readFile(path), 'handheld-dispatcher').length)
      .toBe(frames.filter(({ hop }) => hop === 'handheld-dispatcher').length)
    await running.lab.stop()
    await captureFile.close()
  })

  it('can start in the middle: for a TLS connection that was open before, it contains the decrypted messages', async () => {
    const running = await startLabInVirtualTime(people('alice', 'bob'))
    expect(await running.logIn('alice')).toBe('accepted')
    const path = join(folder, 'middle.pcapng')
    const captureFile = await openCaptureFile(path)
    running.lab.captureInto(captureFile)
    expect(await running.logIn('bob')).toBe('accepted')
    await captureFile.close()
    const lengthBytes = (await readFile(path)).length
    await running.lab.stop()
    const file = await readFile(path)
    expect(file.length).toBe(lengthBytes)
    // The login, its answer, Bob's presence for Alice, and Bob's contacts.
    expect(numbersOn(file, 'handheld-dispatcher')).toHaveLength(4)
    expect(numbersOn(file, 'service-directory')).toHaveLength(5)
    expect(numbersOn(file, 'service-communications')).toEqual([])
    const messages = readPackets(file).filter(({ on }) => on === 'service-communications (messages)')
    const [first, ...others] = messages.map(({ bytes }) => bytes.toString('latin1'))
    expect(first).toContain('REGISTER sip:corp.example')
    expect(others.some((text) => /SIP\/2\.0 200.*REGISTER/s.test(text))).toBe(true)
    // The file has no TLS secrets, since nobody could use them without the beginning of the connection.
    expect(readBlocks(file).some(({ type }) => type === 10)).toBe(false)
  })

  it('contains the decrypted messages also if an earlier file recorded the beginning of the TLS connection', async () => {
    const [first, second] = [join(folder, 'first.pcapng'), join(folder, 'second.pcapng')]
    const firstFile = await openCaptureFile(first)
    const running = await startLabInVirtualTime(people('alice', 'bob'), { captureFile: firstFile })
    expect(await running.logIn('alice')).toBe('accepted')
    await firstFile.close()
    const secondFile = await openCaptureFile(second)
    running.lab.captureInto(secondFile)
    expect(await running.logIn('bob')).toBe('accepted')
    await running.lab.stop()
    await secondFile.close()
    const packets = readPackets(await readFile(second))
    expect(packets.filter(({ on }) => on === 'service-communications')).toEqual([])
    const messages = packets.filter(({ on }) => on === 'service-communications (messages)')
    // Bob's registration, and the end of both registrations.
    const registrations = messages.flatMap(({ comments }) => comments).filter((text) => /REGISTER/.test(text))
    expect(registrations).toHaveLength(6)
  })
})

describe('a lab whose traffic is captured', () => {
  it.each([
    { serverCertificate: 'untrusted' },
    { serverCertificate: 'expired' },
    { serverCertificate: 'wrong-name' },
    { serviceCertificate: 'missing' },
    { serviceCertificate: 'expired' },
    { isCommunicationsServerUp: false },
  ] as const)('behaves like a lab whose traffic is not captured: %o', async (conditions) => {
    const steps = async (captureFile?: CaptureFile) => {
      const running = await startLabInVirtualTime(people('alice'), captureFile ? { captureFile } : {})
      await running.call('conditions.set', conditions)
      expect(await running.logIn('alice')).toBe('unavailable')
      await running.call('conditions.set', mended)
      expect(await running.logIn('alice')).toBe('accepted')
      const { flows, notices } = await running.snapshot()
      await running.lab.stop()
      return { flows, notices: notices.map(noticeInEnglish) }
    }
    // Ignore ports, which are any free ones, and certificates, whose dates come from the machine's clock.
    const comparable = (told: unknown) =>
      JSON.stringify(told).replace(/(?<=127\.0\.0\.1:)\d+|\w{3} +\d+ [\d:]+ \d{4} GMT/g, '')
    const captureFile = await openCaptureFile(join(folder, 'lab.pcapng'))
    const captured = await steps(captureFile)
    await captureFile.close()
    expect(comparable(captured)).toBe(comparable(await steps()))
    // The file also contains the login that failed.
    const told = readPackets(await readFile(join(folder, 'lab.pcapng'))).flatMap(({ comments }) => comments)
    expect(told).toContainEqual(expect.stringContaining('TLS handshake failed'))
  })
})

describe('a capture as JSON lines', () => {
  it('contains a line for each frame', async () => {
    const { file, frames } = await capture('lab.jsonl')
    const lines = file.toString('utf8').trimEnd().split('\n')
    const told = lines.map((line) => JSON.parse(line))
    expect(told.slice(0, frames.length)).toEqual(
      // A line has `login` and `step` of the capture's own; session and dialog stand in its layers. It is in English.
      frames.map(
        ({
          at,
          callId: _,
          flow: __,
          session: ___,
          step: ____,
          user: _____,
          told: ______,
          toldOpened: _______,
          ...frame
        }) => expect.objectContaining({ ...frame, at: new Date(at).toISOString() }),
      ),
    )
    expect(file.includes(password)).toBe(false)
  })

  it('is the same for the same seed, except for keys, nonces and ports', async () => {
    const told = async (name: string) =>
      (await capture(name)).file
        .toString('utf8')
        .split('\n')
        // Sizes differ too, since ports have four or five digits and the length of ECDSA signatures varies.
        .map((line) => alike(line.replace(/,"layers":.*|"sizeBytes":\d+,|"summary":"[^"]*",/g, '')))
    expect(await told('one.jsonl')).toEqual(await told('two.jsonl'))
  })
})
