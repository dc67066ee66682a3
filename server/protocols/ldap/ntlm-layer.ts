import type { ByteRange } from '#contract'
import { asBuffer } from '../../base/bytes/index.ts'
import { type FrameLayer, type LayerField, rangeIn } from '../../traffic/index.ts'
import { avId, flagBit, flagNames, hasFlag, type NtlmMessage } from '../ntlm/index.ts'

/**
 * The NTLM message inside a bind as a layer of a frame.
 * @param token the bytes of the message, into which `message` has views
 * @param shown the same bytes as they are shown, with secrets masked
 */
export function ntlmLayer(
  message: NtlmMessage,
  token: Uint8Array,
  shown: Uint8Array,
  options: { reveal: boolean; origin: FrameLayer['origin'] },
): FrameLayer {
  const part = (name: string, value: string | number, about: LayerField['about'], range?: ByteRange) => ({
    name,
    value: String(value),
    about,
    range,
  })
  return {
    title: 'NTLM',
    note: { code: notes[message.type], facts: {} },
    fields: [
      part('Signature', 'NTLMSSP', 'ntlm.signature', { start: 0, end: 8 }),
      part('Message type', message.type, 'ntlm.type', { start: 8, end: 12 }),
      ...fieldsOf(message, token, options.reveal),
      ...flagFields(message.flags, flagsAt[message.type]),
      ...versionField(message, token),
    ],
    bytes: shown,
    text: null,
    side: 'inside',
    origin: options.origin ?? null,
  }
}

const notes = {
  1: 'ntlm-negotiate',
  2: 'ntlm-challenge',
  3: 'ntlm-authenticate',
} as const

/** Where the flags, and the version after them, stand in each message ([MS-NLMP] 2.2.1.1 to 2.2.1.3). */
const flagsAt = { 1: 12, 2: 20, 3: 60 } as const
const versionAt = { 1: 32, 2: 48, 3: 64 } as const

function fieldsOf(message: NtlmMessage, token: Uint8Array, reveal: boolean): LayerField[] {
  const placed = (header: number) => payloadOf(token, header)
  switch (message.type) {
    case 1:
      return [
        { name: 'Domain', value: message.domain, about: 'ntlm.clientDomain' as const, range: placed(16) },
        {
          name: 'Workstation',
          value: message.workstation,
          about: 'ntlm.clientWorkstation' as const,
          range: placed(24),
        },
      ].filter(({ value }) => value !== '')
    case 2: {
      const text = (id: number) => {
        const pair = message.targetInfo.find((one) => one.id === id)
        return {
          value: pair ? asBuffer(pair.value).toString('utf16le') : '',
          range: pair && rangeIn(token, pair.value),
        }
      }
      return [
        { name: 'Target', value: message.targetName, about: 'ntlm.targetName', range: placed(12) },
        {
          name: 'Server challenge',
          value: hexOf(message.serverChallenge),
          about: 'ntlm.serverChallenge',
          range: { start: 24, end: 32 },
        },
        {
          name: 'Target information',
          value: `${message.targetInfo.length} values`,
          about: 'ntlm.targetInfo',
          range: placed(40),
        },
        { name: 'Server', ...text(avId.dnsComputer), about: 'ntlm.dnsComputer', depth: 1 },
        { name: 'Domain', ...text(avId.dnsDomain), about: 'ntlm.dnsDomain', depth: 1 },
      ]
    }
    case 3: {
      const secret = (value: Uint8Array) => (reveal || value.length === 0 ? hexOf(value) : '(masked)')
      const { encryptedSessionKey, lmResponse, mic, ntResponse } = message
      return [
        { name: 'Domain', value: message.domain, about: 'ntlm.domain', range: placed(28) },
        { name: 'User', value: message.user, about: 'ntlm.user', range: placed(36) },
        { name: 'Workstation', value: message.workstation, about: 'ntlm.workstation', range: placed(44) },
        { name: 'NT response', value: secret(ntResponse), about: 'ntlm.ntResponse', range: placed(20) },
        { name: 'LM response', value: secret(lmResponse), about: 'ntlm.lmResponse', range: placed(12) },
        {
          name: 'Session key',
          value: secret(encryptedSessionKey),
          about: 'ntlm.sessionKey',
          range: placed(52),
        },
        {
          name: 'Message integrity code',
          value: mic ? hexOf(mic) : '',
          about: 'ntlm.mic',
          range: rangeIn(token, mic),
        },
      ]
    }
  }
}

/** The bytes that a header of length and offset points at; undefined if there are none. */
function payloadOf(token: Uint8Array, header: number): ByteRange | undefined {
  if (token.length < header + 8) return undefined
  const view = asBuffer(token)
  const start = view.readUInt32LE(header + 4)
  const end = start + view.readUInt16LE(header)
  return end > start && end <= token.length ? { start, end } : undefined
}

/** The flags together, and each that is set with the byte in which it stands; the numbers are little-endian. */
function flagFields(flags: number, at: number): LayerField[] {
  const names = flagNames(flags)
  return [
    {
      name: 'Flags',
      value: names.join(', '),
      about: 'ntlm.flags',
      range: { start: at, end: at + 4 },
    },
    ...names.map((name): LayerField => {
      const byte = at + Math.floor(flagBit(name) / 8)
      return {
        name,
        value: `0x${(2 ** flagBit(name)).toString(16).padStart(8, '0')}`,
        about: `ntlm.flag.${name}`,
        range: { start: byte, end: byte + 1 },
        depth: 1,
      }
    }),
  ]
}

function versionField({ flags, type }: NtlmMessage, token: Uint8Array): LayerField[] {
  const start = versionAt[type]
  if (!hasFlag(flags, 'version') || token.length < start + 8) return []
  const [major, minor, low = 0, high = 0] = token.subarray(start, start + 4)
  return [
    {
      name: 'Version',
      value: `${major}.${minor}.${low + 256 * high}`,
      about: 'ntlm.version',
      range: { start, end: start + 8 },
    },
  ]
}

/** The parts that allow offline guessing of the password: views into the message. */
export function ntlmSecrets(message: NtlmMessage): Uint8Array[] {
  if (message.type !== 3) return []
  return [message.ntResponse, message.lmResponse, message.encryptedSessionKey]
}

/** The bytes with zeros in place of the secrets, which are views into the same memory. */
export function masked(bytes: Uint8Array, secrets: readonly Uint8Array[]): Uint8Array {
  if (secrets.length === 0) return bytes
  const copy = Uint8Array.from(bytes)
  for (const secret of secrets) {
    const start = secret.byteOffset - bytes.byteOffset
    if (secret.buffer === bytes.buffer) copy.fill(0, Math.max(0, start), Math.max(0, start + secret.length))
  }
  return copy
}

function hexOf(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('hex')
}
