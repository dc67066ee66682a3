import { expect, it } from 'vitest'
import { PresenceReader } from './presence-documents.ts'

const type = 'application/msrtc-event-categories+xml'
const about = (user: string, availability: number) =>
  `<categories xmlns="http://schemas.microsoft.com/2006/09/sip/categories" uri="sip:${user}@corp.example"><category name="state"><state xmlns="http://schemas.microsoft.com/2006/09/sip/state"><availability>${availability}</availability></state></category></categories>`

it('parses a document once, however many watchers get it, alone or with others', () => {
  const reader = new PresenceReader()
  const alone = reader.read(type, about('bob', 6_500))
  expect(alone).toEqual([{ sipAddress: 'sip:bob@corp.example', presence: 'busy' }])
  expect(reader.read(type, about('bob', 6_500))).toBe(alone)
  const part = (user: string, availability: number) =>
    `--x\r\nContent-Type: ${type}\r\n\r\n${about(user, availability)}\r\n\r\n`
  const together = reader.read(
    'multipart/related;boundary=x',
    `${part('bob', 6_500)}${part('carol', 18_500)}--x--\r\n`,
  )
  expect(together[0]).toBe(alone[0])
  expect(together[1]).toEqual({ sipAddress: 'sip:carol@corp.example', presence: 'offline' })
  expect(reader.read(type, about('bob', 3_500))).toEqual([
    { sipAddress: 'sip:bob@corp.example', presence: 'available' },
  ])
})
