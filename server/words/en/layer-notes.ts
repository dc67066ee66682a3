import type { LayerNoteFacts } from '#contract'
import type { Sentences } from '../sentences.ts'
import { cause as say } from './failures.ts'

export const layerNotes: Sentences<LayerNoteFacts> = {
  envelope: () => "What the carrier sees. The layout is Bramble's own: the original's is not public.",
  compressed: () =>
    'Decrypted with the message key, which the device transport key opened; still compressed.',
  content: () => "Decrypted and decompressed by the Dispatcher. The format is Bramble's own.",
  srp: () => 'Server Routing Protocol: the exchange that opens the connection, and notices about devices.',
  sip: () => 'The message as the servers read it.',
  'sip-none': () => 'Nothing that is a message of its own.',
  tls: () => 'Encrypted for this connection only; the encrypted bytes are not kept.',
  'tls-inside': () =>
    'The connection is encrypted; this is what went into it at one end and came out at the other.',
  'handshake-accepted': ({ server, encryption }) =>
    `The handshake completed: the certificate of ${server} is accepted, ${encryption}.`,
  handshake: ({ isDone, detail }) => `The handshake ${isDone ? 'completed' : 'failed'}: ${say(detail)}.`,
  ldap: ({ summary }) => `One message of RFC 4511: ${summary}.`,
  'ldap-none': () => 'Not an LDAP message.',
  'ntlm-negotiate': () => 'NTLM negotiate: the client says what it can do.',
  'ntlm-challenge': () =>
    'NTLM challenge: the server sends a number that is new every time, and tells its names.',
  'ntlm-authenticate': () =>
    'NTLM authenticate: the client proves with the challenge that it knows the password, without sending it.',
}
