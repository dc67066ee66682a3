/// <reference path="../../../server/protocols/ntlm/js-md4.d.ts" />
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import md4 from 'js-md4'

/** NTLM version 2 with nothing but its computations and the bytes of its messages ([MS-NLMP]). */

const signature = Buffer.from('NTLMSSP\0')
const version = Buffer.from('0601b11d0000000f', 'hex')
const domain = utf16('CORP')
const workstation = utf16('BRAMBLE')

/** What differs between the directory's NTLM, and SIP's, which has no first message and no time in the challenge. */
export interface NtlmKind {
  flags: number
  /** The names of the server; a time behind them makes clients add a MIC. */
  targetInfo: Buffer
  hasMic: boolean
}

export const directoryNtlm: NtlmKind = {
  flags: 0xe2898205,
  targetInfo: targetInfo('DC', 'dc.corp.example', true),
  hasMic: true,
}

export const sipNtlm: NtlmKind = {
  flags: 0xe2988255,
  targetInfo: targetInfo('OCS', 'ocs.corp.example', false),
  hasMic: false,
}

const micOffset = 72
const payloadOffset = 88

/** MD4 comes from `js-md4`, as in the lab, because OpenSSL 3 refuses it. */
export function bareNtHash(password: string): Uint8Array {
  return new Uint8Array(md4.arrayBuffer(utf16(password)))
}

/** The first message. */
export function bareNegotiate(): Buffer {
  const bytes = Buffer.alloc(40)
  signature.copy(bytes)
  bytes.writeUInt32LE(1, 8)
  bytes.writeUInt32LE(0xe2888205, 12)
  version.copy(bytes, 32)
  return bytes
}

/** The second message. */
export function bareChallenge({ flags, targetInfo: names }: NtlmKind): Buffer {
  const head = Buffer.alloc(56)
  signature.copy(head)
  head.writeUInt32LE(2, 8)
  place(head, 12, domain.length, 56)
  head.writeUInt32LE(flags, 20)
  randomBytes(8).copy(head, 24)
  place(head, 40, names.length, 56 + domain.length)
  version.copy(head, 48)
  return Buffer.concat([head, domain, names])
}

/** The third message. @param negotiate the first message; empty where there was none */
export function bareAuthenticate(
  { flags, hasMic }: NtlmKind,
  user: string,
  ntHash: Uint8Array,
  negotiate: Buffer,
  challenge: Buffer,
): { token: Buffer; sessionKey: Buffer } {
  const serverChallenge = challenge.subarray(24, 32)
  const namesStart = challenge.readUInt32LE(44)
  const names = challenge.subarray(namesStart, namesStart + challenge.readUInt16LE(40))
  const responseKey = ntowfv2(ntHash, user)
  const clientChallenge = randomBytes(8)
  const time = Buffer.alloc(8)
  if (hasMic) names.copy(time, 0, names.length - 12, names.length - 4)
  const blob = Buffer.concat([
    Buffer.from([1, 1, 0, 0, 0, 0, 0, 0]),
    time,
    clientChallenge,
    Buffer.alloc(4),
    hasMic ? Buffer.concat([names.subarray(0, -4), micPromise, Buffer.alloc(4)]) : names,
    Buffer.alloc(4),
  ])
  const proof = hmacMd5(responseKey, serverChallenge, blob)
  const sessionKey = randomBytes(16)
  const userName = utf16(user)
  const lmResponse = hasMic
    ? Buffer.alloc(24)
    : Buffer.concat([hmacMd5(responseKey, serverChallenge, clientChallenge), clientChallenge])
  const parts = [
    domain,
    userName,
    workstation,
    lmResponse,
    Buffer.concat([proof, blob]),
    bareRc4(hmacMd5(responseKey, proof), sessionKey),
  ]
  const head = Buffer.alloc(payloadOffset)
  signature.copy(head)
  head.writeUInt32LE(3, 8)
  // The order of the fields in the header is another than that of their values.
  const fields = [28, 36, 44, 12, 20, 52]
  let offset = payloadOffset
  for (const [index, part] of parts.entries()) {
    place(head, fields[index] ?? 0, part.length, offset)
    offset += part.length
  }
  head.writeUInt32LE(flags, 60)
  version.copy(head, 64)
  const token = Buffer.concat([head, ...parts])
  if (hasMic) hmacMd5(sessionKey, negotiate, challenge, token).copy(token, micOffset)
  return { token, sessionKey }
}

/** Checks the third message as a server does. @returns the session key @throws when the password is wrong */
export function bareVerify(
  { hasMic }: NtlmKind,
  ntHash: Uint8Array,
  negotiate: Buffer,
  challenge: Buffer,
  token: Buffer,
): Buffer {
  const response = placed(token, 20)
  const responseKey = ntowfv2(ntHash, placed(token, 36).toString('utf16le'))
  const proof = response.subarray(0, 16)
  if (!timingSafeEqual(proof, hmacMd5(responseKey, challenge.subarray(24, 32), response.subarray(16))))
    throw new Error('the proof is wrong')
  const sessionKey = bareRc4(hmacMd5(responseKey, proof), placed(token, 52))
  if (hasMic) {
    const unsigned = Buffer.from(token)
    unsigned.fill(0, micOffset, payloadOffset)
    const mic = hmacMd5(sessionKey, negotiate, challenge, unsigned)
    if (!timingSafeEqual(mic, token.subarray(micOffset, payloadOffset))) throw new Error('the MIC is wrong')
  }
  return sessionKey
}

/** The key pair of one direction of a SIP connection. */
export interface BareSigningKeys {
  signing: Buffer
  sealing: Buffer
}

export function bareSigningKeys(sessionKey: Buffer): { client: BareSigningKeys; server: BareSigningKeys } {
  const key = (direction: string, purpose: string) =>
    md5(sessionKey, Buffer.from(`session key to ${direction} ${purpose} key magic constant\0`, 'latin1'))
  const keys = (direction: string) => ({
    signing: key(direction, 'signing'),
    sealing: key(direction, 'sealing'),
  })
  return { client: keys('client-to-server'), server: keys('server-to-client') }
}

const sequence = Buffer.from([100, 0, 0, 0])

/** The signature of a SIP message, in hexadecimal digits. */
export function bareSign({ signing, sealing }: BareSigningKeys, text: string): string {
  const checksum = createHmac('md5', signing).update(sequence).update(text).digest().subarray(0, 8)
  return `01000000${bareRc4(md5(sealing, sequence), checksum).toString('hex')}64000000`
}

function ntowfv2(ntHash: Uint8Array, user: string): Buffer {
  return hmacMd5(ntHash, Buffer.concat([utf16(user.toUpperCase()), domain]))
}

/** RC4, which OpenSSL 3 refuses. */
function bareRc4(key: Uint8Array, data: Uint8Array): Buffer {
  const state = new Uint8Array(256)
  for (let i = 0; i < 256; i += 1) state[i] = i
  for (let i = 0, j = 0; i < 256; i += 1) {
    const kept = state[i] ?? 0
    j = (j + kept + (key[i % key.length] ?? 0)) & 0xff
    state[i] = state[j] ?? 0
    state[j] = kept
  }
  const out = Buffer.alloc(data.length)
  for (let n = 0, j = 0; n < data.length; n += 1) {
    const i = (n + 1) & 0xff
    const kept = state[i] ?? 0
    j = (j + kept) & 0xff
    const other = state[j] ?? 0
    state[i] = other
    state[j] = kept
    out[n] = (data[n] ?? 0) ^ (state[(kept + other) & 0xff] ?? 0)
  }
  return out
}

function targetInfo(computer: string, dnsComputer: string, tellsTime: boolean): Buffer {
  const pair = (id: number, value: Buffer) => {
    const head = Buffer.alloc(4)
    head.writeUInt16LE(id)
    head.writeUInt16LE(value.length, 2)
    return Buffer.concat([head, value])
  }
  return Buffer.concat([
    pair(2, domain),
    pair(1, utf16(computer)),
    pair(4, utf16('corp.example')),
    pair(3, utf16(dnsComputer)),
    ...(tellsTime ? [pair(7, Buffer.from('00907042d16801cb', 'hex'))] : []),
    pair(0, Buffer.alloc(0)),
  ])
}

/** The pair that says that there is a MIC. */
const micPromise = Buffer.from([6, 0, 4, 0, 2, 0, 0, 0])

/** Writes length, maximum length and offset of a field. */
function place(head: Buffer, at: number, length: number, offset: number): void {
  head.writeUInt16LE(length, at)
  head.writeUInt16LE(length, at + 2)
  head.writeUInt32LE(offset, at + 4)
}

function placed(token: Buffer, at: number): Buffer {
  const offset = token.readUInt32LE(at + 4)
  return token.subarray(offset, offset + token.readUInt16LE(at))
}

function hmacMd5(key: Uint8Array, ...parts: Uint8Array[]): Buffer {
  const hmac = createHmac('md5', key)
  for (const part of parts) hmac.update(part)
  return hmac.digest()
}

function md5(...parts: Uint8Array[]): Buffer {
  const hash = createHash('md5')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le')
}
