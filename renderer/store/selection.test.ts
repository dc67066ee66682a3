import { beforeEach, expect, it } from 'vitest'
import { clearSelection, type SelectKeys, select, selectOnly, useSelection } from './selection.ts'

const shown = ['load1', 'load2', 'load3', 'load4', 'load5']
const plain: SelectKeys = { isToggle: false, isRange: false }
const ctrl: SelectKeys = { isToggle: true, isRange: false }
const shift: SelectKeys = { isToggle: false, isRange: true }

beforeEach(clearSelection)

function selected() {
  return [...useSelection.getState().names].sort()
}

it('selects one in place of what was selected', () => {
  select('load1', shown, plain)
  select('load3', shown, plain)
  expect(selected()).toEqual(['load3'])
})

it('adds with Ctrl, and takes away', () => {
  select('load1', shown, plain)
  select('load3', shown, ctrl)
  expect(selected()).toEqual(['load1', 'load3'])
  select('load1', shown, ctrl)
  expect(selected()).toEqual(['load3'])
})

it('selects a range with Shift, from where the last one without Shift was', () => {
  select('load4', shown, plain)
  select('load2', shown, shift)
  expect(selected()).toEqual(['load2', 'load3', 'load4'])
  select('load5', shown, shift)
  expect(selected()).toEqual(['load4', 'load5'])
})

it('selects one where the beginning of a range is no longer shown', () => {
  select('load1', shown, plain)
  select('load4', ['load4', 'load5'], shift)
  expect(selected()).toEqual(['load4'])
})

it('selects all that match, and nobody', () => {
  selectOnly(shown)
  expect(selected()).toEqual(shown)
  clearSelection()
  expect(selected()).toEqual([])
})
