import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readWindowState } from './window-state.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1080 }

describe('where the window opens', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bramble-window-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  function kept(text: string) {
    const file = join(folder, 'window.json')
    writeFileSync(file, text)
    return readWindowState(file, [screen])
  }

  it('is where it was last closed', () => {
    const state = { x: 10, y: 20, width: 800, height: 600, isMaximized: true }
    expect(kept(JSON.stringify(state))).toEqual(state)
  })

  it('keeps its size but not its place when that screen is gone', () => {
    const state = { x: 5000, y: 20, width: 800, height: 600, isMaximized: false }
    expect(kept(JSON.stringify(state))).toEqual({ width: 800, height: 600, isMaximized: false })
  })

  it('is no larger than the screen', () => {
    const small = { x: 0, y: 0, width: 1280, height: 760 }
    expect(readWindowState(join(folder, 'missing.json'), [small])).toMatchObject({ width: 1280, height: 760 })
    const state = { x: 10, y: 20, width: 2500, height: 600, isMaximized: false }
    expect(kept(JSON.stringify(state))).toMatchObject({ width: 1920, height: 600 })
  })

  it.each(['', '{', '{"width":"wide"}', 'null'])('is the default if the saved state is %j', (text) => {
    expect(kept(text)).toEqual(readWindowState(join(folder, 'missing.json'), [screen]))
  })
})
