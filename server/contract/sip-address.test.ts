import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressKey, isSameAddress, nameInAddress, withoutScheme, withScheme } from './index.ts'

describe('addressKey', () => {
  it.each([
    'sip:alice@corp.example',
    'SIP:Alice@Corp.Example',
    'sips:alice@corp.example',
    'alice@corp.example',
    ' alice@corp.example ',
    'sip:al%69ce@corp.example.',
    'sip:%41lice@corp.example:5061;transport=tls;x=1?s=1',
    'sip:alice:secret@corp.example',
  ])('takes %s for sip:alice@corp.example', (address) => {
    expect(addressKey(address)).toBe('sip:alice@corp.example')
    expect(isSameAddress(address, 'Alice@corp.example')).toBe(true)
  })

  it.each([
    ['sip:bob@corp.example', 'sip:bob@corp.example:'],
    ['sip:a;x=1@b', 'a;x=1@b'],
    ['sip:bob@[::1]', 'sip:bob@[0:0::1]:5060'],
    ['sip:a%3ab@c', 'a%3Ab@c'],
  ])('spells %s in one way', (key, address) => expect(addressKey(address)).toBe(key))

  it.each([
    ['sip:', ''],
    ['sip:bob', 'Bob'],
    ['sip:a@b@c', 'sip:A@b@c'],
    ['sip:a%zz@b', 'a%ZZ@b'],
    ['sip:tel:+49', 'tel:+49'],
  ])('knows what is no address of a user by its text: %s', (key, text) => expect(addressKey(text)).toBe(key))

  it('leaves its own results unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const key = addressKey(text)
        expect(addressKey(key)).toBe(key)
      }),
    )
  })

  it('distinguishes different people', () => {
    expect(isSameAddress('sip:alice@corp.example', 'sip:alice@other.example')).toBe(false)
    expect(isSameAddress('sip:alice@corp.example', 'sip:bob@corp.example')).toBe(false)
  })
})

describe('an address', () => {
  it('can be written with and without its scheme', () => {
    expect(withScheme('bob@corp.example')).toBe('sip:bob@corp.example')
    expect(withScheme('sips:bob@corp.example')).toBe('sips:bob@corp.example')
    expect(withoutScheme('SIPS:bob@corp.example')).toBe('bob@corp.example')
  })

  it('contains a name for people without a display name', () => {
    expect(nameInAddress('sip:bob@corp.example')).toBe('bob')
  })
})
