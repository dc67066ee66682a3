import { describe, expect, it } from 'vitest'
import { alignSeen } from './align-observed.ts'
import { compareObserved } from './compare-observed.ts'
import type { Seen } from './observe.ts'

function seen(...lines: readonly (readonly [number, string])[]): Seen[] {
  return lines.map(([atMs, text]) => ({ atMs, text }))
}

const whats = (one: Seen[], other: Seen[]) => [...alignSeen(one, other)].map(({ what }) => what)
const compared = (one: Seen[], other: Seen[]) =>
  compareObserved({ flow: [], endings: [], frames: one }, { flow: [], endings: [], frames: other }).frames

describe('two labs side by side', () => {
  it('does not take everything after one more frame for another one', () => {
    const one = seen([1, 'a'], [2, 'b'], [3, 'a'], [4, 'c'])
    const other = seen([1, 'a'], [2, 'x'], [2, 'b'], [3, 'a'], [4, 'c'])
    expect(whats(one, other)).toEqual(['same', 'branch', 'same', 'same', 'same'])
    expect(whats(other, one)).toEqual(['same', 'recorded', 'same', 'same', 'same'])
  })

  it('tells what only happens at another time from what does not happen', () => {
    const one = seen([1, 'a'], [5, 'b'], [6, 'c'], [9, 'd'])
    const other = seen([1, 'a'], [6, 'b'], [7, 'c'], [8, 'x'], [9, 'd'])
    expect(whats(one, other)).toEqual(['same', 'moved', 'moved', 'branch', 'same'])
  })

  it('lets what is in place of something else stand beside it', () => {
    expect(whats(seen([1, 'a'], [2, 'b']), seen([1, 'a'], [2, 'x'], [3, 'y']))).toEqual([
      'same',
      'changed',
      'branch',
    ])
    expect(whats([], seen([1, 'a']))).toEqual(['branch'])
    expect(whats([], [])).toEqual([])
  })

  it('names the first difference and shows what is around each', () => {
    const ticks = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => [from + index, `tick ${from + index}`] as const)
    const one = seen(...ticks(0, 100), [100, 'login: accepted'], ...ticks(101, 100))
    const other = seen(...ticks(0, 100), [100, 'login: busy'], ...ticks(101, 99))
    const found = compared(one, other)
    expect(found).toMatchObject({
      number: 101,
      atMs: 100,
      recorded: { atMs: 100, text: 'login: accepted' },
      branch: { atMs: 100, text: 'login: busy' },
      counts: { same: 199, moved: 0, changed: 1, recorded: 1, branch: 0 },
      isCut: false,
    })
    expect(found?.rows.map((row) => (typeof row === 'number' ? row : row.what))).toEqual([
      ...[97, 'same', 'same', 'same', 'changed', 'same', 'same', 'same'],
      ...[93, 'same', 'same', 'same', 'recorded'],
    ])
    expect(compared(one, one)).toBeNull()
  })

  it('is cut where there is too much, and counts all of it, also where nothing is alike', () => {
    const many = (text: string, shiftMs: number) =>
      seen(...Array.from({ length: 6_000 }, (_, at) => [at + shiftMs, `${text} ${at}`] as const))
    const found = compared(many('a', 0), many('b', 0))
    expect(found).toMatchObject({ isCut: true, counts: { changed: 6_000 } })
    expect(found?.rows.length).toBeLessThan(1_000)
    expect(compared(many('a', 0), many('a', 1))).toMatchObject({ counts: { moved: 6_000, changed: 0 } })
  })
})
