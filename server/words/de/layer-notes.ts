import type { LayerNoteFacts } from '#contract'
import type { Sentences } from '../sentences.ts'
import { cause as say } from './failures.ts'

export const layerNotes: Sentences<LayerNoteFacts> = {
  envelope: () =>
    'Was der Netzbetreiber sieht. Der Aufbau ist Brambles eigener: Der des Originals ist nicht öffentlich.',
  compressed: () =>
    'Entschlüsselt mit dem Nachrichtenschlüssel, den der Transportschlüssel des Geräts öffnete; noch komprimiert.',
  content: () => 'Vom Dispatcher entschlüsselt und dekomprimiert. Das Format ist Brambles eigenes.',
  srp: () =>
    'Server Routing Protocol: der Austausch, der die Verbindung eröffnet, und Mitteilungen über Geräte.',
  sip: () => 'Die Nachricht, wie die Server sie lesen.',
  'sip-none': () => 'Nichts, was für sich eine Nachricht ist.',
  tls: () => 'Nur für diese Verbindung verschlüsselt; die verschlüsselten Bytes werden nicht aufbewahrt.',
  'tls-inside': () =>
    'Die Verbindung ist verschlüsselt; dies ging an einem Ende hinein und kam am anderen heraus.',
  'handshake-accepted': ({ server, encryption }) =>
    `Der Handshake ist abgeschlossen: Das Zertifikat von ${server} ist angenommen, ${encryption}.`,
  handshake: ({ isDone, detail }) =>
    `Der Handshake ist ${isDone ? 'abgeschlossen' : 'fehlgeschlagen'}: ${say(detail)}.`,
  ldap: ({ summary }) => `Eine Nachricht nach RFC 4511: ${summary}.`,
  'ldap-none': () => 'Keine LDAP-Nachricht.',
  'ntlm-negotiate': () => 'NTLM negotiate: Der Client sagt, was er kann.',
  'ntlm-challenge': () =>
    'NTLM challenge: Der Server schickt eine Zahl, die jedes Mal neu ist, und nennt seine Namen.',
  'ntlm-authenticate': () =>
    'NTLM authenticate: Der Client beweist mit der Challenge, dass er das Kennwort kennt, ohne es zu senden.',
}
