import { expect, test } from 'vitest'
import { jsonFields } from './json-fields.ts'

function shown(value: unknown) {
  const bytes = Buffer.from(JSON.stringify(value))
  return jsonFields(bytes).map(({ name, value: text, range, depth }) => [
    '  '.repeat(depth) + name,
    text,
    bytes.subarray(range.start, range.end).toString(),
  ])
}

test('each key and element has its value, its bytes and its depth', () => {
  expect(shown({ type: 'status', n: -1.5, ok: true, none: null })).toEqual([
    ['type', 'status', '"type":"status"'],
    ['n', '-1.5', '"n":-1.5'],
    ['ok', 'true', '"ok":true'],
    ['none', 'null', '"none":null'],
  ])
  expect(shown({ contacts: [{ name: 'a' }, 2], empty: {}, list: [] })).toEqual([
    ['contacts', '', '"contacts":[{"name":"a"},2]'],
    ['  [0]', '', '{"name":"a"}'],
    ['    name', 'a', '"name":"a"'],
    ['  [1]', '2', '2'],
    ['empty', '', '"empty":{}'],
    ['list', '', '"list":[]'],
  ])
})

test('quotes, backslashes and characters of several bytes do not shift the ranges', () => {
  expect(shown({ 'ä"': 'ü\\"}', z: '€' })).toEqual([
    ['ä"', 'ü\\"}', '"ä\\"":"ü\\\\\\"}"'],
    ['z', '€', '"z":"€"'],
  ])
})
