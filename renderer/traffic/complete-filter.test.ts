import { expect, it } from 'vitest'
import { filterKeys, parseFrameFilter } from '#contract'
import { completionsOf } from './complete-filter.ts'

const handhelds = ['alice', "bob's second"]
const labels = (text: string) => completionsOf(text, handhelds).map(({ label }) => label)

it('offers every key to begin with, and those that begin like the word', () => {
  expect(labels('')).toEqual(filterKeys.map(({ name }) => `${name}:`))
  expect(labels('REGISTER h')).toEqual(['hop:', 'handheld:'])
  expect(completionsOf('REGISTER -ho', handhelds).map(({ text }) => text)).toEqual(['REGISTER -hop:'])
})

it('offers the values of a key', () => {
  expect(labels('direction:')).toEqual(['up', 'down'])
  expect(labels('sip direction:d')).toEqual(['down'])
  expect(completionsOf('device:b', handhelds).map(({ text }) => text)).toEqual([`device:"bob's second" `])
})

it('offers nothing where nothing can be meant', () => {
  for (const text of ['REGISTER', 'REGISTER ', 'direction:down', 'size:', 'colour:', '"a phrase"']) {
    expect(labels(text), text).toEqual([])
  }
})

it('offers only what can be read', () => {
  for (const { name } of filterKeys) {
    for (const { text } of completionsOf(`(-${name}:`, handhelds)) {
      expect(parseFrameFilter(`${text})`)).toMatchObject({ problem: null })
    }
  }
})
