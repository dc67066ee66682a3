import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CaptureFile, openCaptureFile } from '../../server/traffic/index.ts'
import { readPackets } from '../../server/traffic/testing/read-pcapng.ts'
import { type LabInVirtualTime, people, startLabInVirtualTime } from './lab-in-virtual-time.ts'
import { yesEnvironment } from './yes-environment.ts'

/** Runs the real service, Dispatcher and handhelds with an environment that uses neither SIP nor passwords. */
describe('a lab whose service is set up for another environment', () => {
  let folder: string
  let captureFile: CaptureFile
  let one: LabInVirtualTime

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bramble-environment-'))
    captureFile = await openCaptureFile(join(folder, 'lab.pcapng'))
    one = await startLabInVirtualTime(people('alice', 'bob'), {
      captureFile,
      environments: { ocs2007r2: yesEnvironment, ocs2007: yesEnvironment },
    })
  })
  afterEach(async () => {
    await one.lab.stop()
    await captureFile.close()
    await rm(folder, { recursive: true })
  })

  it('logs a handheld in by the steps that the environment defines', async () => {
    expect(await one.logIn('alice', 'alice', 'whatever')).toBe('accepted')
    const { flows, processFlow, sessions } = await one.snapshot()
    const steps = ['1', '2', '3', '4a', '4b', '4c', '4d', 'knock', 'welcome', '7']
    expect(processFlow.steps.map(({ id }) => id)).toEqual(steps)
    expect(flows[0]?.steps.map(({ step }) => step)).toEqual(steps)
    expect(processFlow.hops.map(({ id }) => id)).toContain('service-porter')
    expect(sessions[0]?.connectivity).toMatchObject({ details: [{ name: 'Door', value: 'front' }] })
  })

  it('carries a message from one handheld to the other, and ends with the logout', async () => {
    await one.logIn('alice')
    await one.logIn('bob')
    const sent = await one.call('handheld.send', { name: 'alice', to: 'bob', text: 'Good day!' })
    expect(sent.outcome).toBe('delivered')
    expect((await one.snapshot()).handhelds.find(({ name }) => name === 'bob')?.lastMessage).toBe('Good day!')
    await one.call('handheld.logout', { name: 'alice' })
    expect((await one.snapshot()).sessions.map(({ user }) => user)).toEqual(['bob'])
  })

  it('sends nothing on port 5061, and captures its frames on a hop of its own', async () => {
    await one.logIn('alice')
    const { frames } = await one.snapshot()
    expect(new Set(frames.map(({ protocol }) => protocol))).not.toContain('SIP')
    await one.lab.stop()
    await captureFile.close()
    const packets = readPackets(await readFile(captureFile.path))
    const comments = packets
      .filter(({ on }) => on.startsWith('service-porter'))
      .flatMap((each) => each.comments)
    expect(comments).toEqual([
      expect.stringMatching(/login .*, step knock: here is sip:alice@corp\.example$/),
      expect.stringMatching(/login .*, step welcome: yes$/),
    ])
  })
})

describe('code about OCS', () => {
  const sources = async (under: string) => {
    const names = await readdir(under, { recursive: true })
    const code = names.filter((name) => /\.(?:tsx?|mjs)$/.test(name) && !/\.test\.|testing[/\\]/.test(name))
    return Promise.all(
      code.map(async (name) => ({
        name: `${under}/${name.replaceAll('\\', '/')}`,
        text: await readFile(join(under, name), 'utf8'),
      })),
    )
  }

  it('is in the folder of OCS; its names are also in the settings, the words and the table of environments', async () => {
    const all = (await Promise.all(['server', 'renderer', 'main'].map(sources))).flat()
    const naming = all.filter(({ text }) => text.includes('ocs2007')).map(({ name }) => name)
    const allowed = [
      /^server\/contract\/vocabulary\.ts$/,
      /^server\/environments\/ocs\//,
      /^server\/site\/environments\.ts$/,
      /^server\/words\//,
    ]
    expect(naming.length).toBeGreaterThan(3)
    expect(naming.filter((name) => !allowed.some((place) => place.test(name)))).toEqual([])
  })

  it('is not in the rooms that a login passes before it reaches the environment', async () => {
    const rooms = ['handheld', 'wireless', 'dispatcher', 'collaboration'].map((room) => `server/${room}`)
    const all = (await Promise.all(rooms.map(sources))).flat()
    const telling = all.filter(({ text }) =>
      /\bREGISTER\b|\bOCS\b|\bNTLM\b|\bM?TLS\b|Call-ID|the Communications Server|environments\/(?!index\.ts)/.test(
        text,
      ),
    )
    expect(all.length).toBeGreaterThan(20)
    expect(telling.map(({ name }) => name)).toEqual([])
  })
})
