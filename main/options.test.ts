import { describe, expect, it } from 'vitest'
import { readOptions } from './options.ts'

describe('what the desktop app is started with', () => {
  it('takes the lab file from the command line before the environment', () => {
    expect(readOptions(['app', '--lab', '/a.yaml'], { BRAMBLE_LAB: '/b.yaml' }).labFile).toBe('/a.yaml')
    expect(readOptions(['app', '--lab=/a.yaml'], {}).labFile).toBe('/a.yaml')
    expect(readOptions(['app'], { BRAMBLE_LAB: '/b.yaml' }).labFile).toBe('/b.yaml')
    expect(readOptions(['app'], {}).labFile).toBeNull()
  })

  it('keeps its data where it is told to', () => {
    expect(readOptions([], { BRAMBLE_HOME: '/data/here' }).homeFolder).toBe('/data/here')
  })

  it.runIf(process.platform === 'linux')('keeps its data in the XDG data folder otherwise', () => {
    expect(readOptions([], { XDG_DATA_HOME: '/data' }).homeFolder).toBe('/data/bramble')
    expect(readOptions([], { XDG_DATA_HOME: 'not/absolute' }).homeFolder).toMatch(
      /\/\.local\/share\/bramble$/,
    )
  })

  it('shows dialogs unless told', () => {
    expect(readOptions([], {}).showsDialogs).toBe(true)
    expect(readOptions([], { BRAMBLE_NO_DIALOGS: '1' }).showsDialogs).toBe(false)
  })
})
