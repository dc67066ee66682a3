import { z } from 'zod'
import {
  type FrameSummary,
  messageReason,
  person,
  presences,
  type Rejection,
  rejections,
  sessionEndings,
} from '#contract'
import { asBuffer } from '../base/bytes/index.ts'
import { Failure } from '../base/index.ts'

/**
 * The records that handheld and Collaboration Service exchange inside the envelope: small UTF-8 JSON objects, readable once
 * decrypted. The original's format is not public; this one is Bramble's own.
 */

/** Ties an answer to a request; the device counts it up. */
const requestId = z.int().min(0).max(0xffffffff)
const sessionId = z.string().max(64)
/** Number of a message within a session, from 1 in each direction, so that a repeated message is recognized. */
const messageId = z.int().min(1).max(0xffffffff)
/** Such as `sip:alice@corp.example`. */
const sipAddress = z.string().max(256)
/** A lone surrogate cannot be encoded in UTF-8, so it becomes U+FFFD. */
const messageText = z
  .string()
  .min(1)
  .max(8_000)
  .transform((text) => Buffer.from(text, 'utf8').toString('utf8'))

const deviceContent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('login-request'),
    id: requestId,
    user: z.string().max(256),
    password: z.string().max(256),
  }),
  z.object({ type: z.literal('status'), session: sessionId }),
  z.object({
    type: z.literal('logout'),
    session: sessionId,
    /** The last message of the service that the device received, or 0. It receives no more. */
    taken: z.int().min(0).max(0xffffffff).optional(),
  }),
  /** The person's own presence. `setBy` is invented; its default is the person. */
  z.object({
    type: z.literal('presence'),
    session: sessionId,
    presence: z.enum(presences),
    /** `client`: the client set it to away because nobody used the handheld. */
    setBy: z.enum(['person', 'client']).optional(),
  }),
  /** Adds somebody to the contact list or removes them. */
  z.object({
    type: z.literal('contacts'),
    session: sessionId,
    change: z.enum(['add', 'remove']),
    sipAddress,
  }),
  z.object({
    type: z.literal('message'),
    session: sessionId,
    id: messageId,
    to: sipAddress,
    text: messageText,
  }),
  z.object({ type: z.literal('typing'), session: sessionId, to: sipAddress, isTyping: z.boolean() }),
  /** The device received the service's messages up to number `id`. */
  z.object({ type: z.literal('receipt'), session: sessionId, id: messageId }),
  /** The person opened the conversation to read it. Invented, because reading alone would send the service nothing. */
  z.object({ type: z.literal('conversation-opened'), session: sessionId, with: sipAddress }),
  /** The person closed the conversation. Invented. */
  z.object({ type: z.literal('conversation-closed'), session: sessionId, with: sipAddress }),
])
export type DeviceContent = z.infer<typeof deviceContent>
export type LoginRequest = Extract<DeviceContent, { type: 'login-request' }>

const serviceContent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('login-accepted'),
    id: requestId,
    session: sessionId,
    sipAddress: z.string(),
    statusIntervalMs: z.number().positive(),
    /** Whether the client may log in again by itself with the typed password. */
    passwordCaching: z.boolean().default(false),
  }),
  z.object({
    type: z.literal('login-rejected'),
    id: requestId,
    status: z.enum(rejections),
    /** For people who read the traffic. The device shows its own words. */
    text: z.string(),
  }),
  z.object({ type: z.literal('logged-out'), session: sessionId, reason: z.enum(sessionEndings) }),
  /** Settings of the service that concern the client have changed. Invented. */
  z.object({
    type: z.literal('settings'),
    session: sessionId,
    statusIntervalMs: z.number().positive(),
    passwordCaching: z.boolean().default(false),
  }),
  /** The whole contact list. */
  z.object({ type: z.literal('contacts'), session: sessionId, contacts: z.array(person) }),
  /** Presence of some contacts changed, or the person's own at another endpoint. */
  z.object({
    type: z.literal('presence'),
    session: sessionId,
    presences: z.array(z.object({ sipAddress, presence: z.enum(presences) })),
  }),
  z.object({
    type: z.literal('message'),
    session: sessionId,
    id: messageId,
    from: sipAddress,
    /** The sender's display name, if any. */
    name: z.string().nullable(),
    text: z.string(),
  }),
  z.object({ type: z.literal('typing'), session: sessionId, from: sipAddress, isTyping: z.boolean() }),
  /** The outcome of message `id` of the device. After `accepted`, another receipt follows. */
  z.object({
    type: z.literal('receipt'),
    session: sessionId,
    id: messageId,
    state: z.enum(['accepted', 'delivered', 'rejected', 'unconfirmed']),
    /** Why it was rejected or is unconfirmed, or null. */
    why: messageReason.nullable(),
  }),
])
export type ServiceContent = z.infer<typeof serviceContent>

/**
 * Whether the person caused the content, for the inactivity timeout. The client itself sends status messages, receipts, the
 * presence that it set, and the end of typing, which it notices after ten seconds without a key.
 */
export function isPersonsAct(content: DeviceContent): boolean {
  switch (content.type) {
    case 'message':
    case 'contacts':
    case 'conversation-opened':
    case 'conversation-closed':
      return true
    case 'typing':
      return content.isTyping
    case 'presence':
      return content.setBy !== 'client'
    default:
      return false
  }
}

/** The texts of `login-rejected`: part of the records on the wire, as reason phrases are part of SIP. */
export const statusTexts: Record<Rejection, string> = {
  'server-busy': 'Server Busy',
  failed: 'Failed',
  'not-permitted': 'You are not allowed to use this client',
  'bad-credentials': 'The user ID or password is wrong',
  unavailable: 'The service is not available',
}

/** The decrypted bytes are no valid record. */
class ContentError extends Failure<'bad-content'> {
  constructor(why: string, cause?: unknown) {
    super('bad-content', { problem: `not a message of the collaboration client: ${why}` }, { cause })
  }
}

export function writeContent(content: DeviceContent | ServiceContent): Uint8Array {
  return Buffer.from(JSON.stringify(content), 'utf8')
}

/** @throws {ContentError} */
export function readDeviceContent(bytes: Uint8Array): DeviceContent {
  return readContent(bytes, deviceContent)
}

/** @throws {ContentError} */
export function readServiceContent(bytes: Uint8Array): ServiceContent {
  return readContent(bytes, serviceContent)
}

function readContent<T>(bytes: Uint8Array, schema: z.ZodType<T>): T {
  let value: unknown
  try {
    value = JSON.parse(asBuffer(bytes).toString('utf8'))
  } catch (error) {
    throw new ContentError('it is not JSON', error)
  }
  const result = schema.safeParse(value)
  if (!result.success) throw new ContentError(z.prettifyError(result.error), result.error)
  return result.data
}

/** Tells of a message in one line, without the password. */
export function tellContent(content: DeviceContent | ServiceContent): FrameSummary {
  switch (content.type) {
    case 'login-request':
      return { code: 'login-request', facts: { user: content.user } }
    case 'login-accepted':
      return { code: 'login-accepted', facts: { who: content.sipAddress } }
    case 'login-rejected':
      return { code: 'login-rejected', facts: { status: content.status, text: content.text } }
    case 'logged-out':
      return { code: 'logged-out', facts: { reason: content.reason } }
    case 'settings': {
      const { passwordCaching, statusIntervalMs } = content
      return { code: 'settings', facts: { passwordCaching, statusIntervalMs } }
    }
    case 'message':
      return 'to' in content
        ? { code: 'message-to', facts: { id: content.id, who: content.to } }
        : { code: 'message-from', facts: { id: content.id, who: content.from } }
    case 'typing':
      return 'to' in content
        ? { code: 'typing-to', facts: { isTyping: content.isTyping, who: content.to } }
        : { code: 'typing-from', facts: { isTyping: content.isTyping, who: content.from } }
    case 'receipt':
      return 'state' in content
        ? { code: 'receipt-of', facts: { id: content.id, state: content.state } }
        : { code: 'receipt', facts: { id: content.id } }
    case 'presence':
      return 'presence' in content
        ? {
            code: 'presence',
            facts: { presence: content.presence, isSetByClient: content.setBy === 'client' },
          }
        : { code: 'presences', facts: { count: content.presences.length } }
    case 'contacts':
      return 'change' in content
        ? { code: 'contact-changed', facts: { change: content.change, who: content.sipAddress } }
        : { code: 'contacts', facts: { count: content.contacts.length } }
    case 'conversation-opened':
    case 'conversation-closed':
      return { code: content.type, facts: { who: content.with } }
    default:
      return { code: content.type, facts: {} }
  }
}

/** The message as readable text. Masks the password unless `reveal` is set. */
export function displayContent(content: DeviceContent | ServiceContent, reveal: boolean): string {
  const shown = content.type === 'login-request' && !reveal ? { ...content, password: '••••••••' } : content
  return JSON.stringify(shown, null, 2)
}
