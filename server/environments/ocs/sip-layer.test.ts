import { expect, test } from 'vitest'
import { sipFields } from './sip-layer.ts'

function shown(text: string) {
  const bytes = Buffer.from(text)
  return sipFields(bytes).map(({ name, value, range, about }) => ({
    name,
    value,
    about,
    bytes: range && bytes.subarray(range.start, range.end).toString(),
  }))
}

test('the start line, each header and the body have their bytes and what they mean', () => {
  expect(shown('MESSAGE sip:bob SIP/2.0\r\nf: <sip:zoë>\r\nX-Own: 1\r\nl: 2\r\n\r\nhi')).toEqual([
    {
      name: 'Request line',
      value: 'MESSAGE sip:bob SIP/2.0',
      about: 'sip.requestLine',
      bytes: 'MESSAGE sip:bob SIP/2.0',
    },
    { name: 'f', value: '<sip:zoë>', about: 'sip.from', bytes: 'f: <sip:zoë>' },
    { name: 'X-Own', value: '1', about: undefined, bytes: 'X-Own: 1' },
    { name: 'l', value: '2', about: 'sip.content-length', bytes: 'l: 2' },
    { name: 'Body', value: '2 bytes', about: 'sip.body', bytes: 'hi' },
  ])
})

test('a folded header is one field, and a keep-alive is none', () => {
  expect(shown('SIP/2.0 200 OK\r\nSupported: a,\r\n b\r\n\r\n')).toEqual([
    { name: 'Status line', value: 'SIP/2.0 200 OK', about: 'sip.statusLine', bytes: 'SIP/2.0 200 OK' },
    { name: 'Supported', value: 'a, b', about: 'sip.supported', bytes: 'Supported: a,\r\n b' },
  ])
  expect(shown('\r\n\r\n')).toEqual([])
})
