import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { inputFiles } from './input-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'bramble-input-'))
afterAll(() => rmSync(folder, { recursive: true }))

for (const path of ['a.yaml', 'b.yml', 'c.json', 'notes.md', 'deep/d.yaml', 'deep/er/e.json', 'x(1).yaml'])
  write(path)
for (const path of ['.hidden.yaml', '.dotted/f.yaml', 'empty/readme.txt', '[odd].yaml', '!x.yaml'])
  write(path)
symlinkSync('a.yaml', join(folder, 'link.yaml'))
symlinkSync('deep', join(folder, 'linked'))

function write(path: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), '')
}

async function found(...names: string[]) {
  const files = await inputFiles(names.map((name) => join(folder, name)))
  return files.map(
    ({ path, problem }) => path.slice(folder.length + 1) + (problem === null ? '' : `: ${problem}`),
  )
}

describe('input files of a command line', () => {
  it('are the YAML and JSON files of a folder and its subfolders, sorted, without hidden ones', async () => {
    expect(await found('.')).toEqual([
      '!x.yaml',
      '[odd].yaml',
      'a.yaml',
      'b.yml',
      'c.json',
      'deep/d.yaml',
      'deep/er/e.json',
      'link.yaml',
      'x(1).yaml',
    ])
  })

  it.each([
    ['?.yaml', ['a.yaml']],
    ['*.json', ['c.json']],
    ['**/*.json', ['c.json', 'deep/er/e.json']],
    ['deep/**', ['deep/d.yaml', 'deep/er/e.json']],
    ['d*/*/e.json', ['deep/er/e.json']],
    ['{a,b}.y*ml', ['a.yaml', 'b.yml']],
    ['[bc].*', ['b.yml', 'c.json']],
    ['.*.yaml', ['.hidden.yaml']],
    ['.dotted/*', ['.dotted/f.yaml']],
    ['x(1).*', ['x(1).yaml']],
    ['linked/*.yaml', ['linked/d.yaml']],
    ['!x*', ['!x.yaml']],
    ['*.toml', ['*.toml: no file matches']],
    ['none/*.yaml', ['none/*.yaml: no file matches']],
    ['emp*', ['emp*: no file matches']],
  ])('for %s are %j', async (glob, files) => {
    expect(await found(glob)).toEqual(files)
  })

  it('include an existing file with special characters in its name, and a missing file', async () => {
    expect(await found('[odd].yaml', 'x(1).yaml', 'nowhere(2).yaml')).toEqual([
      '[odd].yaml',
      'x(1).yaml',
      'nowhere(2).yaml',
    ])
  })

  it('are listed once, in the order of the command line', async () => {
    expect(await found('c.json', '?.*', 'c.json')).toEqual(['c.json', 'a.yaml', 'b.yml'])
  })

  it('are none for a folder without such files', async () => {
    expect(await found('empty')).toEqual(['empty: no file in this folder ends in .yaml, .yml, .json'])
  })
})
