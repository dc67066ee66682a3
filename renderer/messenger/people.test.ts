import { expect, it } from 'vitest'
import type { MessengerView, Person } from '#contract'
import { matchingPeople, peopleOf, personAt } from './people.ts'

const contact = (name: string, presence: Person['presence']): Person => ({
  sipAddress: `sip:${name.toLowerCase()}@corp.example`,
  name,
  presence,
})
const talkWith = (one: Person, unread: number) => ({ with: one, isTyping: false, unread, last: null })

const alice = contact('Alice', 'away')
const bob = contact('Bob', 'available')
const carol = contact('Carol', null)
const dora = contact('Dora', 'offline')
const stranger = contact('Stranger', null)

const view: MessengerView = {
  revision: 1,
  contacts: [carol, dora, alice, bob],
  conversations: [talkWith(dora, 0), talkWith(stranger, 2)],
  messages: [],
  droppedMessages: 0,
}

it('puts unread conversations first, then the others, then contacts by presence', () => {
  expect(peopleOf(view).map((one) => one.name)).toEqual(['Stranger', 'Dora', 'Bob', 'Alice', 'Carol'])
})

it('knows who is on the contact list', () => {
  const isContact = Object.fromEntries(peopleOf(view).map((one) => [one.name, one.isContact]))
  expect(isContact).toMatchObject({ Stranger: false, Dora: true, Bob: true })
})

it('finds people by words of their name or address', () => {
  const found = (text: string) => matchingPeople(peopleOf(view), text).map((one) => one.name)
  expect(found('BO')).toEqual(['Bob'])
  expect(found('dora corp')).toEqual(['Dora'])
  expect(found('nobody')).toEqual([])
})

it('takes an address for the same person however it is written', () => {
  const people = peopleOf({ ...view, contacts: [{ ...dora, sipAddress: 'SIP:Dora@Corp.example' }] })
  expect(people.map((one) => [one.name, one.isContact])).toEqual([
    ['Stranger', false],
    ['Dora', true],
  ])
  expect(personAt(people, 'sips:DORA@corp.example').name).toBe('Dora')
})

it('names somebody unknown by the address', () => {
  expect(personAt(peopleOf(view), 'sip:eve@other.example')).toMatchObject({
    name: 'eve@other.example',
    isContact: false,
  })
})
