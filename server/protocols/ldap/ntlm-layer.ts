import type { FrameLayer } from '../../traffic/index.ts'
import { avId, findAvText, flagNames, type NtlmMessage } from '../ntlm/index.ts'

export type Field = FrameLayer['fields'][number]

export function field(name: string, value: string | number): Field {
  return { name, value: String(value) }
}

/** The NTLM message inside a bind as a layer of a frame. */
export function ntlmLayer(message: NtlmMessage, bytes: Uint8Array, reveal: boolean): FrameLayer {
  return {
    title: 'NTLM',
    note: notes[message.type],
    fields: [
      field('Message type', message.type),
      ...fieldsOf(message, reveal),
      field('Flags', flagNames(message.flags).join(', ')),
    ],
    bytes,
    text: null,
  }
}

const notes = {
  1: 'NTLM negotiate: the client says what it can do.',
  2: 'NTLM challenge: the server sends a number that is new every time, and tells its names.',
  3: 'NTLM authenticate: the client proves with the challenge that it knows the password, without sending it.',
} as const

function fieldsOf(message: NtlmMessage, reveal: boolean): Field[] {
  switch (message.type) {
    case 1:
      return []
    case 2:
      return [
        field('Target', message.targetName),
        field('Server challenge', hexOf(message.serverChallenge)),
        field('Server', findAvText(message.targetInfo, avId.dnsComputer) ?? ''),
        field('Domain', findAvText(message.targetInfo, avId.dnsDomain) ?? ''),
      ]
    case 3: {
      const secret = (value: Uint8Array) => (reveal || value.length === 0 ? hexOf(value) : '(masked)')
      return [
        field('Domain', message.domain),
        field('User', message.user),
        field('Workstation', message.workstation),
        field('NT response', secret(message.ntResponse)),
        field('LM response', secret(message.lmResponse)),
        field('Session key', secret(message.encryptedSessionKey)),
        field('Message integrity code', message.mic ? hexOf(message.mic) : ''),
      ]
    }
  }
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
  return Buffer.from(bytes).toString('hex')
}
