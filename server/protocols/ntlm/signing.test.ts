import { expect, test } from 'vitest'
import { ntowfv2, ntProof, sessionBaseKey } from './computation.ts'
import { flagsOf } from './flags.ts'
import { createSigningKeys, ntHash, signDatagram } from './index.ts'
import { parseNtlm } from './messages.ts'
import { rc4 } from './rc4.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

test('derives the keys of [MS-NLMP] 4.2.4', () => {
  const keys = createSigningKeys(new Uint8Array(16).fill(0x55), flagsOf('keys128', 'keyExchange'), 'client')
  expect(hex(keys.signing)).toBe('4788dc861b4782f35d43fd98fe1a2d39')
  expect(hex(keys.sealing)).toBe('59f600973cc4960a25480a7c196e4c58')
})

test('uses a weaker sealing key and a plain checksum when nothing stronger was negotiated', () => {
  const key = Buffer.from('eb93429a8bd952f8b89c55b87f475edc', 'hex')
  const keys = createSigningKeys(key, flagsOf('keys56'), 'client')
  expect(hex(keys.signing)).toBe('60e799be5c72fc92922ae8ebe961fb8d')
  expect(hex(keys.sealing)).toBe('04dd7f014d8504d265a25cc86a3a7c06')
  const signature = signDatagram(keys, 0, Buffer.from('Plaintext', 'utf16le'))
  expect(hex(signature)).toBe('01000000ff2aeb52f681793a00000000')
})

/** Recorded between Communicator 2007 R2 and OCS 2007 R2, user `User` of domain `COSMO`, password `Pa$$word`. */
test('computes the same signatures as a real client and a real server', () => {
  const answer = parseNtlm(
    Buffer.from(
      'TlRMTVNTUAADAAAAGAAYAHIAAADGAMYAigAAAAoACgBIAAAACAAIAFIAAAAYABgAWgAAABAAEABQAQAAVYKYYgUCzg4AAAAPQwBPAFMATQBPAFUAcwBlAHIAQwBPAFMATQBPAC0ATwBDAFMALQBSADIAoeku/k4Hi/fFwASazGFmwtauh1yw/apBjcDIAK527KYG0rn769BHMQEBAAAAAAAAWVGaFye5ygHWrodcsP2qQQAAAAACAAoAQwBPAFMATQBPAAEAGABDAE8AUwBNAE8ALQBPAEMAUwAtAFIAMgAEABYAYwBvAHMAbQBvAC4AbABvAGMAYQBsAAMAMABjAG8AcwBtAG8ALQBvAGMAcwAtAHIAMgAuAGMAbwBzAG0AbwAuAGwAbwBjAGEAbAAFABYAYwBvAHMAbQBvAC4AbABvAGMAYQBsAAAAAAAAAAAAMctznhyoCkmFkeiueXEV5A==',
      'base64',
    ),
  )
  if (answer.type !== 3) throw new Error('not an answer')
  const responseKey = ntowfv2(ntHash('Pa$$word'), answer.user, answer.domain)
  const proof = answer.ntResponse.subarray(0, 16)
  const challenge = Buffer.from('dd1baaf4e7e218d1', 'hex')
  expect(hex(ntProof(responseKey, challenge, answer.ntResponse.subarray(16)))).toBe(hex(proof))
  const sessionKey = rc4(sessionBaseKey(responseKey, proof), answer.encryptedSessionKey)
  const sign = (end: 'client' | 'server', text: string) =>
    hex(signDatagram(createSigningKeys(sessionKey, answer.flags, end), 100, Buffer.from(text)))
  expect(
    sign(
      'client',
      '<NTLM><13317733><1><SIP Communications Service><cosmo-ocs-r2.cosmo.local><4037df9284354df39065195bd57a4b14><3><REGISTER><sip:user@cosmo.local><3e49177a52><sip:user@cosmo.local><><><><>',
    ),
  ).toBe('0100000029618e9651b65a7764000000')
  expect(
    sign(
      'server',
      '<NTLM><9616454F><1><SIP Communications Service><cosmo-ocs-r2.cosmo.local><4037df9284354df39065195bd57a4b14><3><REGISTER><sip:user@cosmo.local><3e49177a52><sip:user@cosmo.local><5E61CCD925D17E043D9A74835A88F664><><><7200><200>',
    ),
  ).toBe('01000000e615438a917661be64000000')
})
