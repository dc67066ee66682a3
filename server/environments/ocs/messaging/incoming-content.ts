import { attribute, descendants, readXml, XmlError } from '../../../protocols/xml/index.ts'
import { readMultipart } from './multipart.ts'
import { htmlToPlain, rtfToPlain } from './plain-text.ts'

/** A peer's text or typing notice, or why its content is refused. */
export type IncomingContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'typing'; readonly isTyping: boolean }
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'too-long' }

/** The content types that a conversation accepts, for the Accept header and `a=accept-types`. */
export const acceptedTypes = [
  'text/plain',
  'text/html',
  'text/rtf',
  'multipart/alternative',
  'application/im-iscomposing+xml',
]

/** Maximum characters of a message to the handheld. */
const longestText = 8_000
const unsupported = { kind: 'unsupported' } as const

/** Reads the body of a MESSAGE or an INFO. */
export function readIncomingContent(contentType: string, body: string): IncomingContent {
  switch (typeOf(contentType)) {
    case 'application/im-iscomposing+xml':
    case 'application/xml':
      return readTyping(body)
    default: {
      const text = readText(contentType, body)
      if (text === null) return unsupported
      return text.length > longestText ? { kind: 'too-long' } : { kind: 'text', text }
    }
  }
}

function readText(contentType: string, body: string): string | null {
  switch (typeOf(contentType)) {
    case 'text/plain':
      return body
    case 'text/html':
      return htmlToPlain(body)
    case 'text/rtf':
      return rtfToPlain(body)
    case 'multipart/alternative': {
      const parts = readMultipart(contentType, body).filter(({ type }) => typeOf(type).startsWith('text/'))
      const plain = parts.find(({ type }) => typeOf(type) === 'text/plain') ?? parts.at(-1)
      return plain ? readText(plain.type, plain.body) : null
    }
    default:
      return null
  }
}

/** RFC 3994 section 6, or the KeyboardActivity of Communicator ([MS-SIP], typing indication). */
function readTyping(body: string): IncomingContent {
  try {
    const root = readXml(body)
    if (root.localName === 'isComposing') {
      const state = descendants(root, 'state')[0]?.text.trim()
      return { kind: 'typing', isTyping: state === 'active' }
    }
    if (root.localName === 'KeyboardActivity') {
      const [status] = descendants(root, 'status')
      const isTyping = status !== undefined && attribute(status, 'status') === 'type'
      return { kind: 'typing', isTyping }
    }
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
  }
  return unsupported
}

export function typeOf(contentType: string): string {
  return contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
}
