import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Failure } from '../../base/index.ts'
import { createVirtualClock } from '../../clock/index.ts'
import { BlockFile } from './block-file.ts'

const megabyte = 1_024 * 1_024

describe('BlockFile', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bramble-capture-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('writes blocks in order into a file that only its owner can read', async () => {
    const path = join(folder, 'blocks')
    const file = await BlockFile.create(path)
    for (let number = 0; number < 2_000; number += 1) file.write(Buffer.from(`${number}\n`))
    await file.close()
    const expected = Array.from({ length: 2_000 }, (_, number) => `${number}\n`).join('')
    expect(await readFile(path, 'utf8')).toBe(expected)
    expect((await stat(path)).mode & 0o077).toBe(0)
  })

  it('stops virtual time while many blocks wait, and drops blocks beyond 64 MB', async () => {
    const clock = createVirtualClock()
    const file = await BlockFile.create(join(folder, 'blocks'))
    file.bind(clock, () => {})
    const block = Buffer.alloc(megabyte)
    let taken = 0
    while (file.write(block)) taken += 1
    expect(taken).toBe(64)
    let writtenBytes = 0
    clock.after(1, async () => {
      writtenBytes = (await stat(file.path)).size
    })
    await clock.advance(1)
    await file.close()
    expect((await stat(file.path)).size).toBe(64 * megabyte)
    expect(writtenBytes).toBe(64 * megabyte)
  })

  it('names the path when its folder does not exist', async () => {
    const path = join(folder, 'missing', 'blocks')
    await expect(BlockFile.create(path)).rejects.toThrow(`the capture cannot be written to ${path}: ENOENT`)
  })

  it.runIf(existsSync('/dev/full'))('reports a full disk once, and refuses further blocks', async () => {
    const failures: Failure[] = []
    const file = await BlockFile.create('/dev/full')
    file.bind(createVirtualClock(), (failure) => failures.push(failure))
    file.write(Buffer.from('a block'))
    await expect(file.close()).rejects.toThrow('the capture cannot be written to /dev/full: ENOSPC')
    expect(failures.map(({ code }) => code)).toEqual(['capture-not-written'])
    expect(file.write(Buffer.from('another'))).toBe(false)
  })
})
