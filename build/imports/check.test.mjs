import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkImports } from './check.mjs'

let folder
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bramble-imports-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function check(files) {
  for (const [file, source] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), source)
  }
  return checkImports(folder).problems
}

describe('imports that are refused', () => {
  it.each([
    ['server/sip/a.ts', "import { app } from 'electron'", 'server/ never imports electron'],
    ['server/sip/a.test.ts', "import 'react-dom/client'", 'server/ never imports react-dom'],
    ['server/sip/a.ts', "import { x } from '../../main/x.ts'", 'server/ never imports main/'],
    ['server/sip/a.ts', "export * from '../collaboration/index.ts'", 'sip may import'],
    ['server/collaboration/a.ts', "await import('../dispatcher/index.ts')", 'collaboration may import'],
    [
      'server/handheld/a.ts',
      "import { x } from '../wireless/x.ts'",
      'wireless is imported through its index.ts',
    ],
    ['server/traffic/a.ts', "import type { L } from '../lab/lab.ts'", 'traffic may import'],
    [
      'server/faces/a.ts',
      "import { c } from '../traffic/index.ts'",
      'faces may import only types of traffic',
    ],
    ['renderer/a.tsx', "import { readFile } from 'node:fs'", 'nothing of Node'],
    ['renderer/a.tsx', "import fs from 'fs'", 'nothing of Node'],
    ['renderer/a.tsx', "import { startLab } from '../server/lab/index.ts'", 'renderer may import lab/api'],
    [
      'renderer/a.tsx',
      "import { w } from '../server/lab/api/wire.ts'",
      'lab/api is imported through its index.ts',
    ],
    ['main/a.ts', "import { S } from '../server/sip/index.ts'", 'main may import'],
  ])('%s: %s', (file, source, rule) => {
    expect(check({ [file]: `\n${source}\n` })).toEqual([expect.stringContaining(rule)])
    expect(check({})[0]).toMatch(`${file}:2 imports `)
  })
})

describe('imports that are allowed', () => {
  it.each([
    ['server/handheld/a.ts', "import { x } from '../wireless/index.ts'"],
    ['server/wireless/a.ts', "import { clock } from '../lab/clock/index.ts'"],
    ['server/sip/a.test.ts', "import { C } from '../communications/server.ts'"],
    ['server/faces/a.ts', "import type { C } from '../traffic/index.ts'"],
    ['server/collaboration/connectors/a.ts', "import { x } from '../session-table.ts'"],
    ['renderer/a.tsx', "import { c } from '../server/lab/api/index.ts'; import { useState } from 'react'"],
    ['main/a.ts', "import { app } from 'electron'; import { openSession } from '../server/faces/index.ts'"],
  ])('%s: %s', (file, source) => {
    expect(check({ [file]: source })).toEqual([])
  })
})

it('tells of rooms that import each other', () => {
  const problems = check({
    'server/sip/index.ts': "import '../traffic/index.ts'",
    'server/traffic/index.ts': "import '../sip/index.ts'",
  })
  expect(problems).toContainEqual(expect.stringContaining('sip → traffic → sip'))
})

describe('time and chance', () => {
  it.each(['Date.now()', 'new Date()', 'setTimeout(f, 1)', 'setInterval(f, 1)', 'Math.random()'])(
    '%s belongs to the clock',
    (use) => {
      const source = `export const a = (f) => ${use}`
      expect(check({ 'server/sip/a.ts': source })).toEqual([
        expect.stringContaining('server/sip/a.ts:1 uses'),
      ])
      expect(check({ 'server/sip/a.ts': '', 'server/lab/clock/a.ts': source })).toEqual([])
    },
  )

  it('lets a date be read from a number, and work be put off to the next turn', () => {
    expect(check({ 'server/sip/a.ts': 'setImmediate(() => new Date(5)); clock.setTimeout(3)' })).toEqual([])
  })
})
