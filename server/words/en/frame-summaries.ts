import type { FrameSummaryFacts } from '#contract'
import type { Sentences } from '../sentences.ts'
import { cause as say } from './failures.ts'

/** Filters find these words, whatever language the page speaks. */
export const frameSummaries: Sentences<FrameSummaryFacts> = {
  packet: ({ message, packet, packets, cipher }) =>
    `message ${message}, packet ${packet}/${packets}, ${cipher}`,
  'content-bytes': ({ bytes }) => `decrypted content, ${bytes} bytes`,
  'tls-data': ({ bytes }) => `TLS application data, ${bytes} bytes`,
  'tls-inside': ({ bytes }) => `TLS, ${bytes} bytes inside`,
  handshake: ({ isDone, bytes }) => `TLS handshake ${isDone ? 'completed' : 'failed'}, ${bytes} bytes`,
  'packet-unread': ({ message, packet, packets }) => `message ${message}, packet ${packet}/${packets}`,
  'handshake-accepted': ({ server, encryption }) =>
    `TLS handshake completed: the certificate of ${server} is accepted, ${encryption}`,
  'handshake-opened': ({ isDone, detail }) =>
    `TLS handshake ${isDone ? 'completed' : 'failed'}: ${say(detail)}`,
  'device-reachable': ({ pin }) => `device ${pin} can be reached`,
  'device-unreachable': ({ pin }) => `device ${pin} cannot be reached`,
  'login-request': ({ user }) => `login-request ${user}`,
  'login-accepted': ({ who }) => `login-accepted ${who}`,
  'login-rejected': ({ text }) => `login-rejected ${text}`,
  'logged-out': ({ reason }) => `logged-out ${reason}`,
  settings: ({ statusIntervalMs, passwordCaching }) =>
    `settings, a status message every ${statusIntervalMs / 1_000} s, password caching ${passwordCaching ? 'on' : 'off'}`,
  'message-to': ({ id, who }) => `message ${id} to ${who}`,
  'message-from': ({ id, who }) => `message ${id} from ${who}`,
  'typing-to': ({ isTyping, who }) => `typing ${isTyping ? 'began' : 'ended'}, to ${who}`,
  'typing-from': ({ isTyping, who }) => `typing ${isTyping ? 'began' : 'ended'}, from ${who}`,
  receipt: ({ id }) => `receipt ${id}`,
  'receipt-of': ({ id, state }) => `receipt ${id} ${state}`,
  presence: ({ presence, isSetByClient }) =>
    `presence ${presence}${isSetByClient ? ', set by the client' : ''}`,
  presences: ({ count }) => `presence of ${count}`,
  'contact-changed': ({ change, who }) => `contacts, ${change} ${who}`,
  contacts: ({ count }) => `contacts, ${count} of them`,
  'conversation-opened': ({ who }) => `conversation-opened ${who}`,
  'conversation-closed': ({ who }) => `conversation-closed ${who}`,
  status: () => 'status',
  logout: () => 'logout',
}
