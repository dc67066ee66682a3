import { describe, expect, it } from 'vitest'
import { schemaWords } from './schema-words.ts'

const schema = {
  type: 'object',
  properties: {
    $schema: { type: 'string' },
    name: { type: 'string', description: 'What it is called' },
    steps: { type: 'array', items: { $ref: '#/$defs/step' } },
    coverage: {
      type: 'object',
      additionalProperties: { enum: ['none', 'good'], description: 'Of the radio' },
    },
    cause: { type: 'boolean' },
  },
  $defs: {
    step: {
      anyOf: [
        { properties: { login: { type: 'string' } } },
        {
          properties: {
            logout: { type: 'string' },
            together: { type: 'array', items: { $ref: '#/$defs/step' } },
          },
        },
      ],
    },
    endless: { $ref: '#/$defs/endless' },
  },
}

const words = (path: string[], isValue = false) => schemaWords(schema, path, isValue).map(({ word }) => word)

describe('the words that a schema allows at a place', () => {
  it('are the keys of an object, with what they mean', () => {
    expect(words([])).toEqual(['name', 'steps', 'coverage', 'cause'])
    expect(schemaWords(schema, [], false)[0]).toEqual({
      word: 'name',
      about: 'What it is called',
      isKey: true,
    })
  })

  it('are the keys of each form that an entry of a list may have, at any depth', () => {
    expect(words(['steps', '-'])).toEqual(['login', 'logout', 'together'])
    expect(words(['steps', '-', 'together', '-'])).toEqual(['login', 'logout', 'together'])
  })

  it('are the values of a key, also of one with any name', () => {
    expect(words(['coverage', 'alice'], true)).toEqual(['none', 'good'])
    expect(words(['cause'], true)).toEqual(['true', 'false'])
  })

  it('are none where the schema knows no such place, or is none', () => {
    expect(words(['nothing', '-'])).toEqual([])
    expect(schemaWords(null, [], false)).toEqual([])
    expect(schemaWords({ $ref: '#/$defs/endless', $defs: schema.$defs }, [], false)).toEqual([])
  })
})
