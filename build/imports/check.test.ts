import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkImports } from './check.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bramble-imports-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function check(files: Record<string, string>) {
  for (const [file, source] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), source)
  }
  return checkImports(folder).problems
}

describe('imports that are refused', () => {
  it.each([
    ['server/protocols/sip/a.ts', "import { app } from 'electron'", 'server/ never imports electron'],
    ['server/protocols/sip/a.test.ts', "import 'react-dom/client'", 'server/ never imports react-dom'],
    ['server/traffic/a.ts', "import { x } from '../../main/x.ts'", 'server/ never imports main/'],
    ['server/protocols/sip/a.ts', "export * from '../../collaboration/index.ts'", 'protocols/sip may import'],
    ['server/collaboration/a.ts', "await import('../dispatcher/index.ts')", 'collaboration may import'],
    [
      'server/handheld/a.ts',
      "import { x } from '../wireless/x.ts'",
      'wireless is imported through its index.ts',
    ],
    ['server/traffic/a.ts', "import type { L } from '../lab/lab.ts'", 'traffic may import'],
    [
      'server/directory/a.ts',
      "import { c } from '../certificates/index.ts'",
      'directory may import only types of certificates',
    ],
    ['renderer/a.tsx', "import { readFile } from 'node:fs'", 'nothing of Node'],
    ['renderer/a.tsx', "import fs from 'fs'", 'nothing of Node'],
    ['renderer/a.tsx', "import { startLab } from '../server/lab/index.ts'", 'renderer may import contract'],
    [
      'renderer/a.tsx',
      "import { w } from '../server/contract/wire.ts'",
      'contract is imported through its index.ts',
    ],
    ['renderer/store/a.ts', "import { l } from '../actions/index.ts'", 'renderer/store may import styles'],
    ['renderer/traffic/a.ts', "import { b } from '../bench/bench.tsx'", 'renderer/traffic may import styles'],
    ['renderer/flow/a.ts', "import { t } from '../traffic/t.tsx'", 'renderer/flow may import styles'],
    [
      'renderer/bench/a.ts',
      "import { b } from '../actions/action.ts'",
      'renderer/actions is imported through',
    ],
    ['renderer/elsewhere/a.ts', "import { s } from '../store/lab.tsx'", 'has a place in build/imports'],
    [
      'server/environments/ocs/a.ts',
      "import { URI } from 'sip.js/lib/core/index.js'",
      'only sip-user-agent imports sip.js',
    ],
    ['main/a.ts', "import { S } from '../server/protocols/sip/index.ts'", 'main may import'],
  ])('%s: %s', (file, source, rule) => {
    expect(check({ [file]: `\n${source}\n` })).toEqual([expect.stringContaining(rule)])
    expect(check({})[0]).toMatch(`${file}:2 imports `)
  })
})

describe('imports that are allowed', () => {
  it.each([
    ['server/handheld/a.ts', "import { x } from '../wireless/index.ts'"],
    ['server/wireless/a.ts', "import { clock } from '../clock/index.ts'"],
    ['server/protocols/sip/a.test.ts', "import { C } from '../../stand-ins/communications/server.ts'"],
    ['server/directory/a.ts', "import type { C } from '../certificates/index.ts'"],
    ['server/environments/ocs/messaging/a.ts', "import { x } from '../user-endpoint.ts'"],
    ['renderer/a.tsx', "import { c } from '#contract'; import { useState } from 'react'"],
    [
      'renderer/bench/a.tsx',
      "import { M } from '../messenger/m.tsx'; import { l } from '../actions/index.ts'",
    ],
    ['renderer/main.tsx', "import { A } from './shell/app.tsx'"],
    ['main/a.ts', "import { app } from 'electron'; import { openSession } from '../server/faces/index.ts'"],
  ])('%s: %s', (file, source) => {
    expect(check({ [file]: source })).toEqual([])
  })
})

it('reports rooms that import each other', () => {
  const problems = check({
    'server/protocols/sip/index.ts': "import '../../traffic/index.ts'",
    'server/traffic/index.ts': "import '../protocols/sip/index.ts'",
  })
  expect(problems).toContainEqual(expect.stringContaining('protocols/sip → traffic → protocols/sip'))
})

describe('time and chance', () => {
  it.each(['Date.now()', 'new Date()', 'setTimeout(f, 1)', 'setInterval(f, 1)', 'Math.random()'])(
    '%s is refused outside the clock',
    (use) => {
      const source = `export const a = (f) => ${use}`
      expect(check({ 'server/traffic/a.ts': source })).toEqual([
        expect.stringContaining('server/traffic/a.ts:1 uses'),
      ])
      expect(check({ 'server/traffic/a.ts': '', 'server/clock/a.ts': source })).toEqual([])
    },
  )

  it('allows making a date from a number, and setImmediate', () => {
    expect(check({ 'server/traffic/a.ts': 'setImmediate(() => new Date(5)); clock.setTimeout(3)' })).toEqual(
      [],
    )
  })
})
