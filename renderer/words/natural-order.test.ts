import { expect, it } from 'vitest'
import { inNaturalOrder } from './natural-order.ts'

it('orders numbers within names by their value, and ignores case', () => {
  const names = ['load100', 'Load2', 'alice', 'load10', 'Bob', 'load1']
  expect(names.sort(inNaturalOrder)).toEqual(['alice', 'Bob', 'load1', 'Load2', 'load10', 'load100'])
})
