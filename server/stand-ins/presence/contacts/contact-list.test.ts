import { describe, expect, it } from 'vitest'
import { attribute, childrenOf, readXml } from '../../../protocols/xml/index.ts'
import { ContactList } from './contact-list.ts'

function peopleOf(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    sipAddress: `sip:user${index}@corp.example`,
    name: `User ${index}`,
  }))
}

const urisOf = (list: ContactList) =>
  childrenOf(readXml(list.document()), 'contact').map((each) => attribute(each, 'uri'))

describe('a contact list', () => {
  it('that was never edited holds everybody else of a small directory, also users added later', () => {
    const people = peopleOf(3)
    const list = new ContactList('sip:user0@corp.example', () => people)
    expect(urisOf(list)).toEqual(['user1@corp.example', 'user2@corp.example'])
    people.push(...peopleOf(4).slice(3))
    expect(urisOf(list)).toHaveLength(3)
  })

  it('starts empty in a directory of more than fifty users', () => {
    const people = peopleOf(50)
    const list = new ContactList('sip:user0@corp.example', () => people)
    expect(urisOf(list)).toHaveLength(49)
    people.push(...peopleOf(51).slice(50))
    expect(urisOf(list)).toEqual([])
  })

  it('that was edited does not change when users are added', () => {
    const people = peopleOf(3)
    const list = new ContactList('sip:user0@corp.example', () => people)
    expect(list.deleteContact('user1@corp.example')).toContain('deletedContact')
    people.push(...peopleOf(60).slice(3))
    expect(urisOf(list)).toEqual(['user2@corp.example'])
  })
})
