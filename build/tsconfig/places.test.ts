import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

const project = join(import.meta.dirname, '../..')

/** The same type check over an empty house: its configuration, and no source but what a test writes. */
let house: string
beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'bramble-places-'))
  cpSync(join(project, 'tsconfig.json'), join(house, 'tsconfig.json'))
  cpSync(join(project, 'build/tsconfig'), join(house, 'build/tsconfig'), { recursive: true })
  rmSync(join(house, 'build/tsconfig/places.test.ts'))
  // Linked one by one, so that what the check remembers stays in this house.
  mkdirSync(join(house, 'node_modules'))
  for (const name of ['@types', 'electron', 'vite'])
    symlinkSync(join(project, 'node_modules', name), join(house, 'node_modules', name))
})
afterEach(() => rmSync(house, { recursive: true }))

/** @returns what the type checker says */
function tsc(folder: string, args: string[]): Promise<string> {
  const program = join(project, 'node_modules/typescript/bin/tsc')
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd: folder }, (_error, stdout) => resolve(stdout))
  })
}

/** @returns for each file, the names that its place lacks */
async function lacking(sources: Record<string, string>): Promise<Record<string, string[]>> {
  for (const [file, source] of Object.entries(sources)) {
    mkdirSync(dirname(join(house, file)), { recursive: true })
    writeFileSync(join(house, file), `${source}\nexport {}\n`)
  }
  const output = await tsc(house, ['--build', '--pretty', 'false'])
  const found: Record<string, string[]> = {}
  for (const line of output.split('\n').filter((text) => /error/.test(text))) {
    const [, file, name] = /^(\S+?)\(\d+,\d+\): error TS\d+: Cannot find name '(\w+)'/.exec(line) ?? []
    if (file === undefined || name === undefined) throw new Error(line)
    const names = found[file] ?? []
    if (!names.includes(name)) names.push(name)
    found[file] = names
  }
  return found
}

it('each place has its own globals and no other, tests also those that they run in', async () => {
  const everything = 'console.log(document.title, Buffer.from([]), process.pid)'
  const inNode = ['document']
  const inPage = ['Buffer', 'process']
  const shared = ['console', 'document', 'Buffer', 'process']
  const lacks: Record<string, string[]> = {
    'server/contract/probe.ts': shared,
    'server/words/probe.ts': shared,
    'server/base/probe.ts': shared,
    'server/base/node/probe.ts': inNode,
    'server/handheld/probe.ts': inNode,
    'server/contract/probe.test.ts': inNode,
    'main/probe.ts': inNode,
    'test/flows/probe.test.ts': inNode,
    'build/probe.ts': inNode,
    'renderer/probe.tsx': inPage,
  }
  const lacksNothing = ['main/preload.ts', 'renderer/probe.test.ts', 'test/e2e/probe.spec.ts']
  const files = [...Object.keys(lacks), ...lacksNothing]
  expect(await lacking(Object.fromEntries(files.map((file) => [file, everything])))).toEqual(lacks)
})

it.each(['page', 'shared'])('no package brings Node into the project "%s"', async (name) => {
  const files = await tsc(project, ['--project', `build/tsconfig/tsconfig.${name}.json`, '--listFilesOnly'])
  expect(files).toContain('server/contract/index.ts')
  expect(files).not.toContain('@types/node/')
})
