import { expect, test } from 'vitest'
import { columnOfNextEntry } from './next-entry.ts'

test('a dash after an entry with a key stands below the dash of that entry', () => {
  expect(columnOfNextEntry(['steps:', '  - login: alice'], 4)).toBe(2)
  expect(columnOfNextEntry(['steps:', '  - login: alice', '    mark: here', '', '    # why'], 4)).toBe(2)
})

test('a dash that begins a list, or stands elsewhere, stays where it is', () => {
  expect(columnOfNextEntry(['steps:'], 2)).toBeNull()
  expect(columnOfNextEntry(['steps:', '  - together: # at once'], 4)).toBeNull()
  expect(columnOfNextEntry(['steps:', '  - login: alice'], 2)).toBeNull()
  expect(columnOfNextEntry([], 0)).toBeNull()
})
