import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changeAppSettings, readAppSettings, rememberLab } from './app-settings.ts'

describe('what the app remembers', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bramble-app-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('has the latest lab file first, each once', () => {
    for (const file of ['/a.yaml', '/b.yaml', '/a.yaml']) rememberLab(folder, file)
    expect(readAppSettings(folder).recentLabs).toEqual(['/a.yaml', '/b.yaml'])
  })

  it('has at most eight lab files', () => {
    for (let number = 1; number <= 10; number += 1) rememberLab(folder, `/${number}.yaml`)
    expect(readAppSettings(folder).recentLabs).toHaveLength(8)
  })

  it('keeps the rest when one thing changes', () => {
    rememberLab(folder, '/a.yaml')
    changeAppSettings(folder, { usesFreePorts: true })
    expect(readAppSettings(folder)).toEqual({
      usesFreePorts: true,
      keepsHistory: true,
      recentLabs: ['/a.yaml'],
      scenarioFolder: null,
    })
  })

  it('is nothing at first, and where the file cannot be read', () => {
    writeFileSync(join(folder, 'app.json'), '{')
    expect(readAppSettings(folder)).toEqual({
      usesFreePorts: false,
      keepsHistory: true,
      recentLabs: [],
      scenarioFolder: null,
    })
  })
})
