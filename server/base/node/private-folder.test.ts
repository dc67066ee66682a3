import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { makePrivateFolder, removeAbandonedFolders } from './private-folder.ts'

let temporary = ''
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'bramble-private-test-'))
  vi.stubEnv('TMPDIR', temporary)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(temporary, { recursive: true })
})

it('is for its owner only, and goes when it is removed or the process ends', async () => {
  const [one, other] = [await makePrivateFolder(), await makePrivateFolder()]
  expect(statSync(one.path).mode & 0o077).toBe(0)
  writeFileSync(join(one.path, 'a.history'), 'x')
  await one.remove()
  expect(existsSync(one.path)).toBe(false)
  process.listeners('exit').at(-1)?.(0)
  expect(existsSync(other.path)).toBe(false)
  await other.remove()
})

it('is removed by the next program where its process was killed', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  const kept = await makePrivateFolder()
  const abandoned = kept.path.replace(`-${process.pid}-`, `-${pid}-`)
  writeFileSync(join(kept.path, 'a.history'), 'x')
  mkdirSync(abandoned)
  writeFileSync(join(abandoned, 'b.history'), 'x')
  mkdirSync(join(temporary, 'bramble-private-elsewhere-1-abcdef'))
  await removeAbandonedFolders()
  expect(existsSync(abandoned)).toBe(false)
  expect(readdirSync(temporary)).toHaveLength(2)
  await kept.remove()
})
