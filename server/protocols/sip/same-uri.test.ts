import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressKey } from '#contract'
import { isSameUri, parseAddressOfRecord, uriKey } from './index.ts'

/** Each row is one address in several spellings (RFC 3261 section 19.1.4, its examples first). */
const same = [
  ['sip:%61lice@atlanta.com;transport=TCP', 'sip:alice@AtlanTa.CoM;Transport=tcp'],
  ['sip:carol@chicago.com', 'sip:carol@chicago.com;newparam=5', 'SIP:carol@CHICAGO.com'],
  [
    'sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com',
    'sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com',
  ],
  [
    'sip:alice@atlanta.com?subject=project%20x&priority=urgent',
    'sip:alice@atlanta.com?priority=urgent&subject=project%20x',
    'sip:alice@atlanta.com?Priority=Urgent&SUBJECT=project%20X',
  ],
  ['sip:alice@host.example', 'sip:alice@host.example.', 'sip:alice@HOST.example.'],
  ['sip:alice@[::1]:5070', 'sip:alice@[0:0:0:0:0:0:0:1]:5070', 'sip:alice@[0::0001]:5070'],
  ['sip:alice@[2001:db8::a]', 'sip:alice@[2001:DB8:0::A]'],
  ['sip:a@h;%74ransport=tcp', 'sip:a@h;transport=t%63p'],
  ['sip:a@h;maddr=[::1]', 'sip:a@h;maddr=[0:0::1]'],
  ['sip:a%c3%bc@h', 'sip:a%C3%BC@h', 'sip:aü@h'],
  ['sip:a%5bb@h', 'sip:a%5Bb@h'],
  ['sip:a;p=1@h', 'sip:%61;p=1@h'],
  ['sip:a@h:05060', 'sip:a@h:5060'],
  ['sip:a@h;lr', 'sip:a@h'],
  ['tel:+1-201-555-0123', 'tel:+12015550123', 'TEL:+1(201)555.0123'],
  ['tel:7042;phone-context=example.com;ext=1', 'tel:70-42;ext=1;phone-context=EXAMPLE.com'],
]

const different = [
  ['SIP:ALICE@AtlanTa.CoM;Transport=udp', 'sip:alice@AtlanTa.CoM;Transport=UDP'],
  ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:5060'],
  ['sip:bob@biloxi.com', 'sip:bob@biloxi.com;transport=udp'],
  ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:6000;transport=tcp'],
  ['sip:carol@chicago.com', 'sip:carol@chicago.com?Subject=next%20meeting'],
  ['sip:carol@chicago.com;security=on', 'sip:carol@chicago.com;security=off'],
  ['sip:bob@phone21.boxesbybob.com', 'sip:bob@192.0.2.4'],
  ['sip:a@h', 'sips:a@h'],
  ['sip:a@h', 'sip:h'],
  ['sip:a@h', 'sip:a:secret@h'],
  ['sip:a:secret@h', 'sip:a:Secret@h'],
  ['sip:a@h', 'sip:a@h;user=ip'],
  ['sip:a@h', 'sip:a@h;ttl=1'],
  ['sip:a@h', 'sip:a@h;method=INVITE'],
  ['sip:a@h', 'sip:a@h;maddr=h'],
  ['sip:a@h;transport=tcp', 'sip:a@h;transport=tls'],
  ['sip:a@h:5061', 'sip:a@h:5060'],
  ['sip:a@[::1]', 'sip:a@[::2]'],
  ['sip:a%3Bp=1@h', 'sip:a;p=1@h'],
  ['sip:a%25b@h', 'sip:a%b@h'],
  ['sip:a@h?x=1&x=2', 'sip:a@h?x=1'],
  ['tel:+12015550123', 'tel:+12015550124'],
  ['tel:7042', 'tel:7042;phone-context=example.com'],
  ['tel:+12015550123', 'sip:+12015550123@h;user=phone'],
  ['urn:service:sos', 'urn:service:SOS'],
]

describe('two SIP addresses', () => {
  it.each(same.flatMap((row) => row.flatMap((one) => row.map((other) => [one, other] as const))))(
    'are the same: %s and %s',
    (one, other) => expect(isSameUri(one, other)).toBe(true),
  )

  it.each(different)('are not the same: %s and %s', (one = '', other = '') => {
    expect(isSameUri(one, other)).toBe(false)
    expect(isSameUri(other, one)).toBe(false)
    expect(uriKey(one)).not.toBe(uriKey(other))
  })

  it('have the same key only if they are equal', () => {
    const part = fc.constantFrom(
      'a',
      'A',
      '%61',
      '%3b',
      ';x=1',
      ';x=2',
      ';transport=tcp',
      '@',
      'h',
      ':5060',
      '?s=1',
    )
    const uri = fc.array(part, { maxLength: 8 }).map((parts) => `sip:${parts.join('')}`)
    fc.assert(
      fc.property(uri, uri, (one, other) => {
        expect(isSameUri(one, other)).toBe(isSameUri(other, one))
        if (uriKey(one) === uriKey(other)) expect(isSameUri(one, other)).toBe(true)
      }),
    )
  })
})

const spellings = [
  'sip:alice@corp.example',
  'SIP:Alice@Corp.Example',
  'sips:alice@corp.example',
  'alice@corp.example',
  ' alice@corp.example ',
  'sip:al%69ce@corp.example.',
  'sip:%41lice@corp.example:5061;transport=tls;x=1?s=1',
  'sip:alice:secret@corp.example',
]

describe('the address of record of a text', () => {
  it.each(spellings)('is the same for %s', (text) =>
    expect(parseAddressOfRecord(text)).toBe('sip:alice@corp.example'),
  )

  it.each(['', 'corp.example', 'sip:corp.example', 'tel:+49', 'sip:a@b@c', 'sip:a%zz@b'])(
    'does not exist for %j',
    (text) => expect(parseAddressOfRecord(text)).toBeNull(),
  )

  it('is found without a closer look only where that would find the same', () => {
    const part = fc.constantFrom('a', 'b7', '.', '-', '_', '@', 'A', '%61', '127.0.0.1', ':5060', '..')
    fc.assert(
      fc.property(
        fc.constantFrom('sip:', ''),
        fc.array(part, { minLength: 3, maxLength: 7 }),
        (scheme, parts) => {
          const text = scheme + parts.join('')
          // A space in front makes it look closer.
          expect(parseAddressOfRecord(text)).toBe(parseAddressOfRecord(` ${text}`))
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('is also the key of the contract for comparing addresses', () => {
    const part = fc.constantFrom(
      'a',
      'B',
      '%61',
      '%3A',
      '%zz',
      '%C3%A9',
      ';x=1',
      ':1',
      '?y=2',
      '.',
      '[::1]',
      '[',
      '@',
      '&',
    )
    const text = fc
      .tuple(fc.constantFrom('', 'sip:', 'SIPS:'), fc.array(part, { maxLength: 8 }))
      .map(([scheme, parts]) => scheme + parts.join(''))
    fc.assert(
      fc.property(text, (address) => {
        const record = parseAddressOfRecord(address)
        if (record !== null) expect(addressKey(address)).toBe(record)
      }),
      { numRuns: 2_000 },
    )
  })
})
