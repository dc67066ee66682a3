import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseFrameFilter } from '#contract'
import { frameFilter } from '../words/filter-value.ts'
import { expectStep, fieldFilter, layerJson, layerText } from './copy-forms.ts'

const frame = {
  number: 7,
  at: 0,
  hop: 'service-communications',
  direction: 'down' as const,
  handheld: "Zoë's 2nd",
  protocol: 'SIP',
  sizeBytes: 700,
  isEncrypted: true,
  summary: 'TLS application data, 700 bytes',
  openedSummary: '403 Forbidden (REGISTER)',
  flow: null,
  step: null,
  session: null,
  user: null,
  callId: null,
}
const layer = {
  title: 'SRP',
  note: '',
  fields: [
    { name: 'Kind', value: 'claim', range: null, about: null, depth: 0 },
    { name: 'Part', value: 'x', range: { start: 1, end: 2 }, about: null, depth: 1 },
  ],
  bytes: 'AAE=',
  text: null,
  side: 'wire' as const,
  origin: null,
}

test('the filter of a frame can be read, and stands in an expect step that YAML reads back', () => {
  const filter = frameFilter(frame)
  expect(filter).toBe('protocol:SIP handheld:"Zoë\'s 2nd" "403 Forbidden (REGISTER)"')
  expect(parseFrameFilter(filter).problem).toBe(null)
  expect(parse(expectStep(filter))).toEqual([{ expect: { frames: { filter, min: 1 } } }])
})

test('a header becomes a filter for that header, other fields one for the body', () => {
  const field = { name: 'From', value: '<sip:a>;tag=1', range: null, about: 'sip.from', depth: 0 }
  expect(fieldFilter(field)).toBe('header:From=<sip:a>;tag=1')
  expect(fieldFilter({ ...field, name: 'user', value: 'two words', about: 'content.user' })).toBe(
    'body:"two words"',
  )
})

test('a layer without text of its own is copied field by field', () => {
  expect(layerText(layer)).toBe('Kind: claim\n  Part: x')
  expect(JSON.parse(layerJson(layer))).toMatchObject({ layer: 'SRP', bytes: 'AAE=' })
})
