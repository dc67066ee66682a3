import { expect, it } from 'vitest'
import { KeyedLists } from './keyed-lists.ts'

interface Entry {
  name: string
  state: string
}

/** Lists of entries by name and in groups by state, which count how often they ask for one of these. */
function countingLists() {
  const asked = { count: 0 }
  const counted = (text: string) => {
    asked.count += 1
    return text
  }
  const lists = new KeyedLists<Entry>(
    ({ name }) => counted(name),
    ({ state }) => counted(state),
  )
  return { lists, asked }
}

function entries(count: number): Entry[] {
  return Array.from({ length: count }, (_, number) => ({ name: `load${number}`, state: 'off' }))
}

it('replaces an entry in its place, adds at the end, and leaves the old list as it was', () => {
  const { lists } = countingLists()
  const before = entries(3)
  const edit = lists.edit(before)
  edit.put({ name: 'load1', state: 'on' })
  edit.put({ name: 'new', state: 'on' })
  edit.remove('load0')
  const after = edit.finish()
  expect(after.map(({ name, state }) => `${name} ${state}`)).toEqual(['load1 on', 'load2 off', 'new on'])
  expect(lists.get(after, 'new')?.state).toBe('on')
  expect(lists.get(after, 'load0')).toBeUndefined()
  expect(before).toEqual(entries(3))
  expect(lists.get(before, 'load1')?.state).toBe('off')
})

it('puts an entry that was removed before at the end', () => {
  const { lists } = countingLists()
  const edit = lists.edit(entries(3))
  edit.remove('load0')
  edit.put({ name: 'load0', state: 'on' })
  expect(lists.keys(edit.finish())).toEqual(['load1', 'load2', 'load0'])
})

it('keeps the list where nothing changed, and its keys where only states changed', () => {
  const { lists } = countingLists()
  const list = entries(3)
  expect(lists.edit(list).finish()).toBe(list)
  const names = lists.keys(list)
  const edit = lists.edit(list)
  edit.put({ name: 'load2', state: 'on' })
  expect(lists.keys(edit.finish())).toBe(names)
})

it('looks at one entry for each change, however long the list is', () => {
  const { lists, asked } = countingLists()
  let list = entries(10_000)
  lists.get(list, 'load0')
  asked.count = 0
  for (let number = 0; number < 1_000; number += 1) {
    const edit = lists.edit(list)
    edit.put({ name: `load${number}`, state: 'on' })
    list = edit.finish()
    expect(lists.get(list, `load${number}`)?.state).toBe('on')
  }
  expect(asked.count).toBe(1_000)
})

it('finds the last entry of a group, whatever comes, changes its group or goes', () => {
  const { lists } = countingLists()
  let list = entries(3)
  const edit = (change: (edit: ReturnType<typeof lists.edit>) => void) => {
    const started = lists.edit(list)
    change(started)
    list = started.finish()
  }
  const lastOf = (group: string) => lists.lastOf(list, group)?.name
  expect([lastOf('off'), lastOf('on')]).toEqual(['load2', undefined])
  edit((one) => one.put({ name: 'load2', state: 'on' }))
  expect([lastOf('off'), lastOf('on')]).toEqual(['load1', 'load2'])
  edit((one) => one.put({ name: 'load0', state: 'off' }))
  expect([lastOf('off'), lastOf('on')]).toEqual(['load1', 'load2'])
  edit((one) => one.put({ name: 'new', state: 'off' }))
  expect([lastOf('off'), lastOf('on')]).toEqual(['new', 'load2'])
  edit((one) => one.remove('new'))
  expect([lastOf('off'), lastOf('on')]).toEqual(['load1', 'load2'])
})

it('goes through a list once for its groups, however often entries change and come', () => {
  const { lists, asked } = countingLists()
  let list = entries(10_000)
  lists.lastOf(list, 'off')
  asked.count = 0
  for (let number = 0; number < 500; number += 1) {
    const edit = lists.edit(list)
    edit.put({ name: `load${number}`, state: 'off' })
    edit.put({ name: `new${number}`, state: 'on' })
    list = edit.finish()
    expect(lists.lastOf(list, 'on')?.name).toBe(`new${number}`)
  }
  expect(asked.count).toBeLessThanOrEqual(5 * 500)
})
