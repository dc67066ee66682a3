import { describe, expect, it } from 'vitest'
import { arrangementOf, scaleOf } from './window-shape.ts'

describe('the scale of the page', () => {
  it('is one in every window up to the size that the page is drawn for', () => {
    expect(scaleOf({ width: 720, height: 480 })).toBe(1)
    expect(scaleOf({ width: 1_440, height: 900 })).toBe(1)
    expect(scaleOf({ width: 3_840, height: 900 })).toBe(1)
  })

  it('grows in a larger window, but less than the window', () => {
    expect(scaleOf({ width: 1_920, height: 1_080 })).toBe(1.15)
    expect(scaleOf({ width: 3_840, height: 2_160 })).toBe(2.1)
  })
})

it('has as many columns as have room', () => {
  expect([3_840 / 1.95, 1_280, 1_050, 1_024, 830, 720, 640].map(arrangementOf)).toEqual([
    'columns',
    'columns',
    'columns',
    'pair',
    'pair',
    'single',
    'single',
  ])
})
