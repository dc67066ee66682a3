import { createHash, X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { testCertificate } from '../../stand-ins/directory/testing/fixtures.ts'
import { bindingsOf, channelBindings } from './channel-bindings.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

test('computes the same value as Windows', () => {
  // Microsoft's example of Extended Protection, which other clients of NTLM test themselves with.
  const endPoint = Buffer.from('ea05fefecc6b0bd571dbbc5baa3ed45386d0446835f7b74c85621b9983475f95', 'hex')
  expect(hex(bindingsOf(endPoint))).toBe('6586e99d81c2fc984e47172fd4dd0310')
})

test("uses the hash of the certificate's signature, but at least SHA-256", () => {
  const { raw } = new X509Certificate(testCertificate('dc.corp.example').certificate)
  const with256 = bindingsOf(createHash('sha256').update(raw).digest())
  expect(channelBindings(raw)).toEqual(with256)

  // The signature is not looked at, so the last byte of the algorithm's name makes it another one.
  const sha256WithRsa = Buffer.from('06092a864886f70d01010b', 'hex')
  const other = (lastByte: number) => {
    const changed = Buffer.from(raw)
    changed[changed.lastIndexOf(sha256WithRsa) + sha256WithRsa.length - 1] = lastByte
    return changed
  }
  const sha384 = other(0x0c)
  expect(channelBindings(sha384)).toEqual(bindingsOf(createHash('sha384').update(sha384).digest()))
  const sha1 = other(0x05)
  expect(channelBindings(sha1)).toEqual(bindingsOf(createHash('sha256').update(sha1).digest()))
})
