import { describe, expect, it } from 'vitest'
import { panes, readPreferences } from './preferences.ts'

describe('stored preferences', () => {
  it('fold a pane that did not exist when they were stored, if it is folded at first', () => {
    const { foldedPanes } = readPreferences({ foldedPanes: ['service'] }, ['traffic'])
    expect(foldedPanes).toEqual(['service', 'traffic'])
  })

  it('keep such a pane shown once somebody has shown it', () => {
    const first = readPreferences({}, ['traffic'])
    expect(first.foldedPanes).toEqual(['traffic'])
    expect(readPreferences({ ...first, foldedPanes: [] }, ['traffic']).foldedPanes).toEqual([])
  })

  it('know all panes of this version', () => {
    expect(readPreferences({ knownPanes: ['bench'] }).knownPanes).toEqual([...panes])
  })

  it('are the first ones where nothing readable was stored', () => {
    expect(readPreferences({ theme: 'pink', foldedPanes: 'all' }, [])).toMatchObject({
      theme: 'system',
      foldedPanes: [],
    })
  })
})
