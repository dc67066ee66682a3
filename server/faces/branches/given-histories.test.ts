import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { GivenHistories } from './given-histories.ts'

let temporary = ''
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'bramble-given-test-'))
  vi.stubEnv('TMPDIR', temporary)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(temporary, { recursive: true })
})

it('lends what was handed over by its name, and keeps nothing of it', async () => {
  const given = new GivenHistories()
  await given.give('one', 'a')
  await given.give('one', 'b')
  const lent = await given.withFile('one', '../x/morning.history', async (file) => {
    expect(file).toMatch(/morning\.history$/)
    return readFileSync(file, 'utf8')
  })
  expect(lent).toBe('ab')
  expect(readdirSync(temporary)).toEqual([])
  await expect(given.withFile('one', 'a', async () => {})).rejects.toMatchObject({
    code: 'history-not-taken',
  })
})

it('removes at once what a page gives up, which nobody opens then', async () => {
  const given = new GivenHistories()
  await given.give('one', 'a')
  await given.give('other', 'b')
  expect(readdirSync(temporary)).toHaveLength(2)
  await given.drop('one')
  await given.drop('unknown')
  expect(readdirSync(temporary)).toHaveLength(1)
  await expect(given.withFile('one', 'a', async () => {})).rejects.toMatchObject({
    code: 'history-not-taken',
  })
  await given.drop('other')
  expect(readdirSync(temporary)).toEqual([])
})
