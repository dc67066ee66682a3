import { expect, it } from 'vitest'
import { fromBase64, hexDump } from './hex.ts'

it('shows sixteen bytes a row, with their text', () => {
  const bytes = new TextEncoder().encode('REGISTER sip:corp\n')
  expect(hexDump(bytes).split('\n')).toEqual([
    '0000  52 45 47 49 53 54 45 52  20 73 69 70 3a 63 6f 72  REGISTER sip:cor',
    `0010  70 0a${' '.repeat(18)}  ${' '.repeat(23)}  p·`,
  ])
})

it('reads base64', () => {
  expect([...fromBase64('AP8Q')]).toEqual([0, 255, 16])
})
