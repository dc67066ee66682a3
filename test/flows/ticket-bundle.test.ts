import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { bundledFrame, bundledMessengers, bundleManifest, exportRequest, snapshotView } from '#contract'
import { openExport } from '../../server/export/index.ts'
import { readLabFile } from '../../server/files/index.ts'
import { startLab } from '../../server/lab/index.ts'
import { readScenario, runScenario } from '../../server/scenario/index.ts'
import { readPackets } from '../../server/traffic/testing/read-pcapng.ts'
import { type LabInVirtualTime, startLabInVirtualTime } from './lab-in-virtual-time.ts'

const passwords = { alice: 'tulip-Margin-47', bob: 'Qv8#ledger' }
const mistyped = 'tulip-Margin-48'

let folder: string
let running: LabInVirtualTime
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bramble-bundle-'))
  running = await startLabInVirtualTime({
    users: Object.entries(passwords).map(([id, password]) => ({ id, password })),
    service: { maximumSessions: 5 },
  })
})
afterEach(async () => {
  await running.lab.stop()
  await rm(folder, { recursive: true })
})

/** What somebody does by hand. */
async function doSomething({ call, clock, logIn }: LabInVirtualTime): Promise<void> {
  expect(await logIn('alice', 'alice', mistyped)).toBe('bad-credentials')
  await clock.advance(30_000)
  expect(await logIn('alice', 'alice', passwords.alice)).toBe('accepted')
  expect(await logIn('bob', 'bob', passwords.bob)).toBe('accepted')
  await call('handheld.send', { name: 'alice', to: 'bob', text: 'Lunch?' })
  await call('handheld.readConversation', { name: 'bob', with: 'alice' })
  await call('handheld.setTyping', { name: 'bob', to: 'alice', isTyping: true })
  await call('handheld.setCoverage', { name: 'bob', coverage: 'none' })
  await call('service.configure', { maximumSessions: 2, idleTimeoutMs: 300_000 })
  await call('user.save', { id: 'bob', password: 'another-Secret-1' })
  await clock.advance(60_000)
}

async function bundle(): Promise<{ name: string; files: Record<string, Uint8Array>; zip: Buffer }> {
  const { name, content } = await openExport(running.lab, exportRequest.parse({ what: 'bundle' }))
  const pieces: Uint8Array[] = []
  for await (const piece of content) pieces.push(piece)
  const zip = Buffer.concat(pieces)
  return { name, files: unzipSync(zip), zip }
}

function textOf(files: Record<string, Uint8Array>, name: string): string {
  return Buffer.from(files[name] ?? []).toString('utf8')
}

it('has everything that is known of a lab, in files that say what they are', async () => {
  await doSomething(running)
  const { files, name } = await bundle()
  expect(name).toMatch(/^bramble-ticket-\d{8}-\d{6}\.zip$/)
  expect(Object.keys(files).sort()).toEqual([
    'README.txt',
    'capture.pcapng',
    'charts.json',
    'flows.json',
    'frames.jsonl',
    'lab.yaml',
    'log.json',
    'log/BBIM.txt',
    'log/DISP.txt',
    'log/ROUT.txt',
    'manifest.json',
    'marks.json',
    'messengers.json',
    'scenario.yaml',
    'settings.json',
    'snapshot.json',
  ])
  for (const file of Object.keys(files)) {
    const named = file.startsWith('log/') ? 'log/' : file
    if (file !== 'README.txt') expect(textOf(files, 'README.txt')).toContain(named)
  }
  const { frames, ...snapshot } = await running.snapshot()
  expect(snapshotView.parse(JSON.parse(textOf(files, 'snapshot.json')))).toEqual(snapshot)
  const written = textOf(files, 'frames.jsonl')
    .trim()
    .split('\n')
    .map((line) => bundledFrame.parse(JSON.parse(line)))
  expect(written.map(({ isStatus: _, layers: __, tookMs: ___, ...frame }) => frame)).toEqual(frames)
  const manifest = bundleManifest.parse(JSON.parse(textOf(files, 'manifest.json')))
  expect(manifest).toMatchObject({
    format: 1,
    frames: { kept: frames.length, written: frames.length, dropped: 0 },
  })
  expect(manifest.versions).toMatchObject({ node: process.versions.node })
  const told = readPackets(Buffer.from(files['capture.pcapng'] ?? [])).flatMap(({ comments }) => comments)
  expect(told.filter((comment) => comment.startsWith('frame '))).toHaveLength(frames.length)
  const messengers = bundledMessengers.parse(JSON.parse(textOf(files, 'messengers.json')))
  expect(messengers.alice?.['sip:bob@corp.example']?.messages.map(({ text }) => text)).toEqual(['Lunch?'])
  expect(textOf(files, 'log/BBIM.txt')).toContain('Login of alice on alice')
})

it('has no password of the lab in any byte', async () => {
  await doSomething(running)
  const { files, zip } = await bundle()
  for (const secret of [...Object.values(passwords), mistyped, 'another-Secret-1', 'Passw0rd!']) {
    for (const encoded of [
      secret,
      Buffer.from(secret).toString('base64'),
      Buffer.from(secret).toString('hex'),
    ]) {
      expect(zip.includes(encoded)).toBe(false)
      for (const [name, bytes] of Object.entries(files)) {
        expect(`${name}: ${Buffer.from(bytes).includes(encoded)}`).toBe(`${name}: false`)
        expect(Buffer.from(bytes).includes(Buffer.from(encoded, 'utf16le'))).toBe(false)
      }
    }
  }
})

it('has a lab file that starts, and a scenario that repeats what was done', async () => {
  await doSomething(running)
  const { files } = await bundle()
  const [lab, scenario] = [join(folder, 'lab.yaml'), join(folder, 'scenario.yaml')]
  await writeFile(lab, files['lab.yaml'] ?? '')
  await writeFile(scenario, files['scenario.yaml'] ?? '')
  // Reading and typing keep a session from ending as inactive, so a repetition needs them.
  expect(Buffer.from(files['scenario.yaml'] ?? []).toString('utf8')).toMatch(
    /- read: \{ bob: alice \}[\s\S]*- typing: \{ from: bob, to: alice, is: on \}/,
  )
  const { input } = await readLabFile(lab)
  expect(input).toMatchObject({ service: { maximumSessions: 2, idleTimeout: '5m' }, database: 'memory' })
  const outcome = await runScenario(await readScenario(scenario), { startLab, installFolder: null })
  expect(outcome.failures).toEqual([])
  expect(outcome.steps).toHaveLength(11)
})
