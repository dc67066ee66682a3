import { z } from 'zod'
import { Failure } from '../lab/failure.ts'
import { type Rejection, rejections, sessionEndings } from '../lab/vocabulary.ts'

/**
 * What handheld and Collaboration Service say to each other inside the envelope: small UTF-8 JSON records, readable once
 * decrypted. The original's format is not public; this one is Bramble's own.
 */

/** Ties an answer to a request; the device counts it up. */
const requestId = z.int().min(0).max(0xffffffff)
const sessionId = z.string().max(64)

export const deviceContent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('login-request'),
    id: requestId,
    user: z.string().max(256),
    password: z.string().max(256),
  }),
  z.object({ type: z.literal('status'), session: sessionId }),
  z.object({ type: z.literal('logout'), session: sessionId }),
])
export type DeviceContent = z.infer<typeof deviceContent>
export type LoginRequest = Extract<DeviceContent, { type: 'login-request' }>

export const serviceContent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('login-accepted'),
    id: requestId,
    session: sessionId,
    sipAddress: z.string(),
    statusIntervalMs: z.number().positive(),
  }),
  z.object({
    type: z.literal('login-rejected'),
    id: requestId,
    status: z.enum(rejections),
    /** What the device shows. */
    text: z.string(),
  }),
  z.object({ type: z.literal('logged-out'), session: sessionId, reason: z.enum(sessionEndings) }),
  /** The service's settings that concern a client changed. Invented. */
  z.object({ type: z.literal('settings'), session: sessionId, statusIntervalMs: z.number().positive() }),
])
export type ServiceContent = z.infer<typeof serviceContent>

/** "Server Busy" and "Failed" are the original's words; the others are invented. */
export const rejectionTexts: Record<Rejection, string> = {
  'server-busy': 'Server Busy',
  failed: 'Failed',
  'not-permitted': 'You are not allowed to use this client',
  'bad-credentials': 'The user ID or password is wrong',
  unavailable: 'The service is not available',
}

/** What came out of an envelope is no content of this lab. */
export class ContentError extends Failure {
  constructor(why: string, cause?: unknown) {
    super('bad-content', `not a message of the collaboration client: ${why}`, { cause })
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
    value = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (error) {
    throw new ContentError('it is not JSON', error)
  }
  const result = schema.safeParse(value)
  if (!result.success) throw new ContentError(z.prettifyError(result.error), result.error)
  return result.data
}

/** One line about a message; never contains the password. */
export function summariseContent(content: DeviceContent | ServiceContent): string {
  switch (content.type) {
    case 'login-request':
      return `login-request ${content.user}`
    case 'login-accepted':
      return `login-accepted ${content.sipAddress}`
    case 'login-rejected':
      return `login-rejected ${content.text}`
    case 'logged-out':
      return `logged-out ${content.reason}`
    case 'settings':
      return `settings, a status message every ${content.statusIntervalMs / 1_000} s`
    default:
      return content.type
  }
}

/** Readable text of a message. The password is masked unless `reveal` is set. */
export function displayContent(content: DeviceContent | ServiceContent, reveal: boolean): string {
  const shown = content.type === 'login-request' && !reveal ? { ...content, password: '••••••••' } : content
  return JSON.stringify(shown, null, 2)
}
