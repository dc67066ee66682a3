import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Framing } from '../wire.ts'
import { MessageCutter } from './message-cutter.ts'

const srp = Buffer.from('0000000605aabbccddee', 'hex')
const ldap = Buffer.from('300c02010160070201030400800000', 'hex').subarray(0, 14)
const record = Buffer.from('170303000401020304', 'hex')
const sip = Buffer.from('OPTIONS sip:a SIP/2.0\r\nContent-Length: 3\r\n\r\nabc')
const short = Buffer.from('OPTIONS sip:a SIP/2.0\r\nl: 0\r\n\r\n')
const cases: [Framing, Buffer[]][] = [
  ['SRP', [srp, Buffer.from('0000000102', 'hex'), srp]],
  ['LDAP', [ldap, ldap]],
  ['LDAP', [Buffer.concat([Buffer.from('3082012c', 'hex'), Buffer.alloc(300)]), ldap]],
  ['TLS', [record, Buffer.from('1503030000', 'hex'), record]],
  ['SIP', [sip, Buffer.from('\r\n\r\n'), short, sip]],
]

describe('MessageCutter', () => {
  it.each(cases)('finds the messages of %s, whatever chunks they arrive in', (framing, messages) => {
    const stream = Buffer.concat(messages)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: stream.length })), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), stream.length]
        const cutter = new MessageCutter()
        const found = places.flatMap((place, index) =>
          cutter.push(stream.subarray(place, places[index + 1] ?? place), () => framing),
        )
        // Empty lines may be passed on in parts.
        expect(Buffer.concat(found)).toEqual(stream)
        for (const message of messages.filter((one) => one.length > 4)) expect(found).toContainEqual(message)
        expect(cutter.rest()).toBeNull()
      }),
    )
  })

  it('passes bytes on unchanged that are no message', () => {
    const garbage = Buffer.from('GET / HTTP/1.1\r\n\r\n')
    expect(new MessageCutter().push(garbage, () => 'TLS')).toEqual([garbage])
    expect(new MessageCutter().push(garbage, () => 'LDAP')).toEqual([garbage])
    expect(new MessageCutter().push(garbage, () => 'SRP')).toEqual([garbage])
  })

  it('keeps an incomplete message', () => {
    const cutter = new MessageCutter()
    expect(cutter.push(sip.subarray(0, 30), () => 'SIP')).toEqual([])
    expect(cutter.rest()).toEqual(sip.subarray(0, 30))
    expect(cutter.push(sip, () => 'SIP')).toEqual([sip])
  })
})
