import { expect, it } from 'vitest'
import { filterKeys, parseFrameFilter } from '#contract'
import { completionsOf } from './complete-filter.ts'
import type { KnownValue } from './known-values.ts'

const existing: Record<string, readonly KnownValue[]> = {
  handheld: [{ value: 'alice' }, { value: "bob's second" }],
  flow: [{ value: '2100000A-1', about: 'alice' }],
  call: [{ value: 'f00dbeeff00dbeeff00d', about: 'alice' }],
}
const known = (key: string) => existing[key] ?? null
const labels = (text: string) => completionsOf(text, known).map(({ label }) => label)

it('offers every key to begin with, and those that begin like the word', () => {
  expect(labels('')).toEqual(
    filterKeys.map(({ name }) => (name === 'gap' || name === 'took' ? `${name}>` : `${name}:`)),
  )
  expect(labels('REGISTER h')).toEqual(['hop:', 'handheld:', 'header:'])
  expect(completionsOf('REGISTER -ho', known).map(({ text }) => text)).toEqual(['REGISTER -hop:'])
})

it('offers the values of a key', () => {
  expect(labels('direction:')).toEqual(['up', 'down'])
  expect(labels('sip direction:d')).toEqual(['down'])
  expect(completionsOf('device:b', known).map(({ text }) => text)).toEqual([`device:"bob's second" `])
})

it('offers values that exist, shortened and with whose they are', () => {
  expect(labels('flow:2')).toEqual(['2100000A-1 (alice)'])
  expect(completionsOf('sip call:', known)).toEqual([
    {
      label: 'f00dbeeff00dbe… (alice)',
      explanation: expect.anything(),
      text: 'sip call:f00dbeeff00dbeeff00d ',
    },
  ])
  expect(completionsOf('header:Ex', known).map(({ text }) => text)).toEqual(['header:Expires'])
})

it('offers nothing where nothing can be meant', () => {
  for (const text of ['REGISTER', 'REGISTER ', 'direction:down', 'size:', 'colour:', '"a phrase"']) {
    expect(labels(text), text).toEqual([])
  }
})

it('offers only what can be read', () => {
  for (const { name } of filterKeys) {
    for (const { text } of completionsOf(`(-${name}:`, known)) {
      expect(parseFrameFilter(`${text})`)).toMatchObject({ problem: null })
    }
  }
})
