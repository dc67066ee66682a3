import { describe, expect, it } from 'vitest'
import { readOptions, withLab } from './options.ts'

describe('the options of the desktop app', () => {
  it('prefer the lab file of the command line to that of the environment', () => {
    expect(readOptions(['app', '--lab', '/a.yaml'], { BRAMBLE_LAB: '/b.yaml' }).labFile).toBe('/a.yaml')
    expect(readOptions(['app', '--lab=/a.yaml'], {}).labFile).toBe('/a.yaml')
    expect(readOptions(['app'], { BRAMBLE_LAB: '/b.yaml' }).labFile).toBe('/b.yaml')
    expect(readOptions(['app'], {}).labFile).toBeNull()
  })

  it('keep data in the folder that BRAMBLE_HOME names', () => {
    expect(readOptions([], { BRAMBLE_HOME: '/data/here' }).homeFolder).toBe('/data/here')
  })

  it.runIf(process.platform === 'linux')('keep data in the XDG data folder by default', () => {
    expect(readOptions([], { XDG_DATA_HOME: '/data' }).homeFolder).toBe('/data/bramble')
    expect(readOptions([], { XDG_DATA_HOME: 'not/absolute' }).homeFolder).toMatch(
      /\/\.local\/share\/bramble$/,
    )
  })

  it('are the same for another lab, but for the lab', () => {
    const words = ['--no-sandbox', '/app', '--lab', '/a.yaml', '--lang=de']
    expect(withLab(words, '/b.yaml')).toEqual(['--no-sandbox', '/app', '--lang=de', '--lab', '/b.yaml'])
    expect(withLab(['--lab=/a.yaml'], '/b.yaml')).toEqual(['--lab', '/b.yaml'])
  })

  it('take free ports when asked', () => {
    expect(readOptions(['app', '--free-ports'], {}).usesFreePorts).toBe(true)
    expect(readOptions(['app'], {}).usesFreePorts).toBe(false)
  })

  it('say how many labs wait at marks, within bounds', () => {
    const parked = (...words: string[]) => readOptions(words, {}).parked
    expect([parked(), parked('--parked', '0'), parked('--parked=3'), parked('--parked', '99')]).toEqual([
      1, 0, 3, 4,
    ])
    expect(parked('--parked', 'many')).toBe(1)
  })

  it('allow dialogs unless BRAMBLE_NO_DIALOGS is set', () => {
    expect(readOptions([], {}).showsDialogs).toBe(true)
    expect(readOptions([], { BRAMBLE_NO_DIALOGS: '1' }).showsDialogs).toBe(false)
  })
})
