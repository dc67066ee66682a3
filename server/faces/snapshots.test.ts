import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { endOf, readHistoryFile } from '../history/index.ts'
import { type Lab, startLab } from '../lab/index.ts'
import { branchesIn } from './branches/index.ts'
import type { LabProcesses } from './lab-process/index.ts'
import { snapshotFile } from './snapshot-file.ts'
import { snapshotsIn } from './snapshots.ts'

const folder = mkdtempSync(join(tmpdir(), 'bramble-snapshots-'))
const started: unknown[] = []
let lab: Lab

/** Notes what it is told to start. */
const processes: LabProcesses = {
  start: async (spec) => {
    started.push(spec)
    return 'lab-1'
  },
  startWaiting: () => Promise.reject(new Error('nobody waits')),
  open: () => null,
  isRunning: () => false,
  end: async () => {},
  endAll: async () => {},
  size: 0,
}

beforeAll(async () => {
  lab = await startLab({
    installFolder: null,
    defaultPort: 0,
    defaultDatabase: 'memory',
    snapshots: snapshotsIn(folder),
    branches: branchesIn(processes, { folder }),
  })
})
afterAll(async () => {
  await lab.stop()
  rmSync(folder, { recursive: true })
})

it('keeps a lab under a name, for its owner only, and never replaces one', async () => {
  const { api } = lab
  expect(await api.call('snapshot.list', {})).toEqual([])
  await api.call('handheld.login', { name: 'alice', user: 'alice', password: 'Passw0rd!' })
  const saved = await api.call('snapshot.save', { name: ' before lunch ' })
  expect(saved).toMatchObject({ name: 'before lunch' })
  expect(await api.call('snapshot.list', {})).toEqual([saved])
  const path = snapshotFile(folder, 'before lunch')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  const history = await readHistoryFile(path)
  expect(history.entries.filter((entry) => entry.do === 'command')).toHaveLength(1)

  await api.call('handheld.logout', { name: 'alice' })
  await expect(api.call('snapshot.save', { name: 'before lunch' })).rejects.toMatchObject({
    code: 'snapshot-not-written',
  })
  expect(await readHistoryFile(path)).toEqual(history)
  expect(readdirSync(join(folder, 'snapshots'))).toEqual(['before lunch.history'])

  const from = { snapshot: 'before lunch' }
  expect(await api.call('branch.open', { from })).toMatchObject({ id: 'lab-1', of: 'before lunch' })
  expect(started).toMatchObject([{ kind: 'history', file: path, to: { atMs: endOf(history) } }])
  await api.call('snapshot.remove', { name: 'before lunch' })
  await expect(api.call('branch.open', { from })).rejects.toMatchObject({
    code: 'snapshot-unknown',
  })
})

it('takes no name that leads elsewhere', async () => {
  for (const name of ['../lab', 'a/b', 'a\\b', '.hidden', '', 'c:d', 'x'.repeat(100)])
    for (const call of [
      lab.api.call('snapshot.save', { name }),
      lab.api.call('branch.open', { from: { snapshot: name } }),
    ])
      await expect(call).rejects.toThrow()
})
