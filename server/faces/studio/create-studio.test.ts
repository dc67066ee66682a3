import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Studio } from '../../lab/index.ts'
import { createLabProcesses } from '../lab-process/index.ts'
import { createStudio } from './create-studio.ts'

let folder: string
let studio: Studio
const fork = () => {
  throw new Error('nothing is run here')
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bramble-studio-'))
  const processes = createLabProcesses({ fork, installFolder: null })
  studio = createStudio({ folder: () => folder, fork, installFolder: null, processes })
})
afterEach(() => rmSync(folder, { recursive: true }))

const read = (file: string) => studio['studio.read']({ file })

describe('scenario files for the window', () => {
  it('lists those of the folder, then those of the library, and nothing else', async () => {
    mkdirSync(join(folder, 'inner'))
    mkdirSync(join(folder, '.hidden'))
    writeFileSync(join(folder, 'inner', 'one.yaml'), 'name: "One"\nsteps: []\n')
    writeFileSync(join(folder, '.hidden', 'two.yaml'), 'steps: []\n')
    writeFileSync(join(folder, 'package.json'), '{ "name": "x" }')
    const { files } = await studio['studio.list']({})
    expect(files[0]).toEqual({ file: 'inner/one.yaml', name: 'One', isReadOnly: false })
    expect(files.slice(1).every(({ file, isReadOnly }) => file.startsWith('library:') && isReadOnly)).toBe(
      true,
    )
    expect(files.length).toBeGreaterThan(30)
  })

  it.each([
    '../outside.yaml',
    '/etc/passwd.yaml',
    'inner/../../x.yaml',
    '.hidden/x.yaml',
    'C:\\x.yaml',
    'a.txt',
    'library:../package.json',
  ])('names nothing outside of the folder: %s', async (file) => {
    await expect(read(file)).rejects.toMatchObject({ code: 'studio-file' })
    await expect(studio['studio.create']({ file, text: '' })).rejects.toMatchObject({ code: 'studio-file' })
  })

  it('follows no link out of the folder', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'bramble-outside-'))
    writeFileSync(join(outside, 'secret.yaml'), 'steps: []\n')
    symlinkSync(outside, join(folder, 'inner'))
    symlinkSync(join(outside, 'secret.yaml'), join(folder, 'link.yaml'))
    await expect(read('inner/secret.yaml')).rejects.toMatchObject({ facts: { why: 'outside' } })
    await expect(read('link.yaml')).rejects.toMatchObject({ facts: { why: 'outside' } })
    rmSync(outside, { recursive: true })
  })

  it('begins with a scenario that has no errors, and never replaces a file that is there', async () => {
    const { file, text } = await studio['studio.create']({ file: 'new.yaml', text: null })
    const { problems, scenarios, stepLines } = await studio['studio.check']({ file, text })
    expect(problems).toEqual([])
    expect(scenarios).toHaveLength(1)
    expect(stepLines.map((line) => text.split('\n')[line - 1]?.trim())).toContain('- login: alice')
    await expect(studio['studio.create']({ file, text: null })).rejects.toMatchObject({
      facts: { why: 'exists' },
    })
  })

  it('says where the errors of a text are that is not saved', async () => {
    const text = 'steps:\n  - login: alise\n  - wait: soon\n'
    const { problems } = await studio['studio.check']({ file: 'draft.yaml', text })
    expect(problems.map(({ line, file }) => [line, file])).toEqual([
      [2, null],
      [3, null],
    ])
    expect(problems[0]?.text).toContain('alice')
  })

  it('saves what the window has, and tells the second of two that edit one file', async () => {
    writeFileSync(join(folder, 'a.yaml'), '# mine\nsteps: []\n')
    const one = await read('a.yaml')
    const saved = await studio['studio.write']({ file: 'a.yaml', text: 'one', version: one.version })
    expect(saved.state).toBe('written')
    const late = await studio['studio.write']({ file: 'a.yaml', text: 'other', version: one.version })
    expect(late).toMatchObject({ state: 'conflict', document: { text: 'one' } })
    expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe('one')
    await studio['studio.write']({ file: 'a.yaml', text: 'other', version: null })
    expect(readdirSync(folder)).toEqual(['a.yaml'])
    expect(await studio['studio.changed']({ file: 'a.yaml', version: late.document.version })).toMatchObject({
      text: 'other',
    })
  })

  it('never changes the library', async () => {
    const { files } = await studio['studio.list']({})
    const file = files[0]?.file ?? ''
    const { text, isReadOnly, version } = await read(file)
    expect(isReadOnly).toBe(true)
    await expect(studio['studio.write']({ file, text, version })).rejects.toMatchObject({
      facts: { why: 'read-only' },
    })
  })
})
