import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

const project = join(import.meta.dirname, '../..')

/** A copy of the type check's configuration in an empty folder, whose only source files are those that a test writes. */
let house: string
beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'bramble-places-'))
  cpSync(join(project, 'tsconfig.json'), join(house, 'tsconfig.json'))
  cpSync(join(project, 'build/tsconfig'), join(house, 'build/tsconfig'), { recursive: true })
  rmSync(join(house, 'build/tsconfig/places.test.ts'))
  // Link each package separately: node_modules/.cache, where tsc keeps its results, must belong to this copy.
  mkdirSync(join(house, 'node_modules'))
  for (const name of ['@types', 'electron', 'vite'])
    symlinkSync(join(project, 'node_modules', name), join(house, 'node_modules', name))
})
afterEach(() => rmSync(house, { recursive: true }))

/** @returns the output of the type checker */
function tsc(folder: string, args: string[]): Promise<string> {
  const program = join(project, 'node_modules/typescript/bin/tsc')
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd: folder }, (_error, stdout) => resolve(stdout))
  })
}

/** @returns for each file, the globals that the type checker does not know there */
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

it('gives each part of the tree the globals of the environment in which it runs, and no others', async () => {
  const everything = 'console.log(document.title, Buffer.from([]), process.pid)'
  const inNode = ['document']
  const inPage = ['Buffer', 'process']
  const shared = ['console', 'document', 'Buffer', 'process']
  const lacks: Record<string, string[]> = {
    'server/contract/probe.ts': shared,
    'server/words/probe.ts': shared,
    'server/base/probe.ts': shared,
    'server/base/bytes/probe.ts': inNode,
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

it.each(['page', 'shared'])('keeps the types of Node out of the project "%s"', async (name) => {
  const files = await tsc(project, ['--project', `build/tsconfig/tsconfig.${name}.json`, '--listFilesOnly'])
  expect(files).toContain('server/contract/index.ts')
  expect(files).not.toContain('@types/node/')
})
