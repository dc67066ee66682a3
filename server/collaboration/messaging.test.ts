import { afterEach, describe, expect, it } from 'vitest'
import { environments, transports } from '../lab/vocabulary.ts'
import { openOffice, type TestOffice } from './testing/test-office.ts'

let office: TestOffice

afterEach(() => office.stop())

const alices = 'sip:alice@corp.example'
const bobs = 'sip:bob@corp.example'

describe.each(environments)('a message in %s', (environment) => {
  it.each(transports)(
    'travels between two sessions of one service and is confirmed, over %s',
    async (transport) => {
      office = await openOffice({ environment, transport })
      const alice = await office.logIn('alice')
      const bob = await office.logIn('bob')
      alice.write(1, bobs, 'Lunch?')
      await office.settle()
      expect(bob.took('message')).toEqual([
        { type: 'message', session: bob.session, id: 1, from: alices, name: null, text: 'Lunch?' },
      ])
      expect(alice.took('receipt')).toEqual([
        { type: 'receipt', session: alice.session, id: 1, state: 'delivered', why: null },
      ])
      bob.write(1, alices, 'Yes.')
      bob.write(2, alices, 'At noon.')
      await office.settle()
      expect(alice.took('message').map(({ id, text }) => [id, text])).toEqual([
        [1, 'Yes.'],
        [2, 'At noon.'],
      ])
      expect(bob.took('receipt').map(({ id, state }) => [id, state])).toEqual([
        [1, 'delivered'],
        [2, 'delivered'],
      ])
    },
  )
})
