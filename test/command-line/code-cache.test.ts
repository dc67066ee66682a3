import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { writeCodeCache } from '../../build/write-code-cache.mjs'
import { projectFolder } from './build-program.ts'
import { builtProgram } from './program.ts'

const scenario = join(projectFolder, 'server/library/demos/first-login.yaml')

describe('the code cache beside the program', () => {
  const { file, run } = builtProgram()
  const folder = join(file, '../code-cache')

  beforeAll(() => writeCodeCache(file, projectFolder))

  /** @returns for each file of the cache, its path and content */
  function cache(): Map<string, Buffer> {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.bin'),
    )
    return new Map(names.map((name) => [join(folder, name), readFileSync(join(folder, name))]))
  }

  /** Comparing the contents themselves takes a minute. */
  function hashes(): Map<string, string> {
    return new Map(
      [...cache()].map(([path, content]) => [path, createHash('sha256').update(content).digest('hex')]),
    )
  }

  it('is only read by a program that runs', async () => {
    const before = hashes()
    expect(before.size).toBeGreaterThan(5)
    expect(await run('run', scenario)).toMatchObject({ code: 0, err: '' })
    expect(hashes()).toEqual(before)
  })

  it('is one of its own for each command that starts often', () => {
    const [forThisNode = ''] = readdirSync(folder)
    expect(readdirSync(join(folder, forThisNode)).toSorted()).toEqual([
      'class',
      'lab-process',
      'others',
      'serve',
    ])
  })

  it.each([
    ['is damaged', (content: Buffer) => content.map((byte, at) => (at % 1_000 === 0 ? byte ^ 0xff : byte))],
    ['is cut off', (content: Buffer) => content.subarray(0, content.length / 2)],
    ['is empty', () => new Uint8Array()],
  ])('changes nothing when it %s', async (_what, spoil) => {
    const before = cache()
    for (const [path, content] of before) writeFileSync(path, spoil(content))
    expect(await run('run', scenario)).toMatchObject({ code: 0, err: '' })
    for (const [path, content] of before) writeFileSync(path, content)
  })

  it('is not needed', async () => {
    rmSync(folder, { recursive: true })
    expect(await run('run', scenario)).toMatchObject({ code: 0, err: '' })
  })
})
