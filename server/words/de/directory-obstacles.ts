import type { DirectoryObstacleSentences } from '../words.ts'

const awaitedWords = {
  connection: 'keine Verbindung',
  tls: 'kein TLS',
  'start-tls': 'keine Antwort auf die Bitte, TLS zu beginnen',
  'first-bind': 'keine Antwort auf die erste von zwei Nachrichten',
  'second-bind': 'keine Antwort auf die zweite von zwei Nachrichten',
  'simple-bind': 'keine Antwort auf den Simple Bind',
}

const tlsProblems = {
  closed: 'Es schloss die Verbindung mitten im Handshake',
  expired: 'Sein Zertifikat ist abgelaufen',
  'not-valid-yet': 'Sein Zertifikat gilt noch nicht',
  'other-name': 'Sein Zertifikat lautet auf einen anderen Namen',
  untrusted: 'Sein Zertifikat stammt von keiner Zertifizierungsstelle, der hier vertraut wird',
  'wrong-signature': 'Die Signatur seines Zertifikats ist falsch',
}

const at = (address: string) => `Active Directory unter ${address}`
const inBrackets = (text: string | null) => (text ? ` (${text})` : '')

function late(address: string, why: string) {
  return {
    message: `${at(address)} antwortete nicht rechtzeitig: ${why}`,
    remedy: 'Prüfen Sie, ob das Verzeichnis läuft und nicht überlastet ist.',
  }
}

function notLdap(address: string, why: string) {
  return {
    message: `${at(address)} antwortet nicht wie ein LDAP-Server: ${why}`,
    remedy: 'Prüfen Sie Adresse und Port des Verzeichnisses.',
  }
}

export const directoryObstacles: DirectoryObstacleSentences = {
  'bind-failed': ({ address, result, diagnostic }) => ({
    message: `${at(address)} konnte die Identität des Benutzers nicht prüfen: ${result}${inBrackets(diagnostic)}`,
  }),
  'connection-broke': ({ address, cause }) => ({
    message: `Die Verbindung zu ${at(address)} brach ab: ${cause}`,
  }),
  'connection-closed': ({ address }) => ({
    message: `${at(address)} schloss die Verbindung, bevor es antwortete`,
  }),
  'connection-refused': ({ address }) => ({
    message: `${at(address)} nahm die Verbindung nicht an: Dort lauscht nichts`,
    remedy: 'Prüfen Sie, ob das Verzeichnis läuft, und seine Adresse.',
  }),
  'gave-up-connecting': ({ address }) => late(address, 'Das System gab den Verbindungsaufbau auf'),
  'lab-stopping': () => ({
    message: 'Die Verbindung zu Active Directory wurde geschlossen, weil das Labor anhält',
  }),
  'let-in-unproved': ({ address }) =>
    notLdap(address, 'Es nahm den Benutzer an, bevor es ein Kennwort gesehen hatte'),
  'no-address': ({ address }) => ({
    message: `${at(address)} ist nicht zu finden: Der Name hat keine Adresse`,
    remedy: 'Prüfen Sie den Namen des Verzeichnisses und das DNS.',
  }),
  'no-answer': ({ address, awaited, seconds }) =>
    late(address, `${awaitedWords[awaited]} innerhalb von ${seconds} s (bindTimeout)`),
  'no-challenge': ({ address }) => ({ message: `${at(address)} sandte keine NTLM-Challenge` }),
  'no-mechanism': ({ address }) => ({
    message: `${at(address)} nimmt weder die integrierte Windows-Authentifizierung noch einen Simple Bind an`,
  }),
  'no-route': ({ address }) => ({
    message: `${at(address)} ist nicht zu erreichen: Es gibt keine Route dorthin`,
    remedy: 'Prüfen Sie die Adresse des Verzeichnisses und das Netz.',
  }),
  'notice-of-disconnection': ({ address, diagnostic }) => ({
    message: `${at(address)} beendete die Verbindung: ${diagnostic}`,
  }),
  'password-would-show': ({ address }) => ({
    message: `${at(address)} lehnt die integrierte Windows-Authentifizierung ab, und ein Simple Bind würde das Kennwort zeigen`,
    remedy: 'Stellen Sie TLS für das Verzeichnis ein, damit ein Simple Bind benutzt werden darf.',
  }),
  'tls-failed': ({ address, problem, names, cause }) => ({
    message: `TLS mit ${at(address)} schlug fehl: ${problem === null ? cause : tlsProblems[problem] + inBrackets(names)}`,
    remedy:
      'Prüfen Sie das Zertifikat des Verzeichnisses, seinen Namen und die Zertifizierungsstelle, der dafür vertraut wird.',
  }),
  'tls-refused': ({ address, result, diagnostic }) => ({
    message: `${at(address)} lehnte es ab, TLS zu beginnen: ${result}${inBrackets(diagnostic)}`,
    remedy: 'Geben Sie dem Domänencontroller ein Zertifikat.',
  }),
  'unbound-here': ({ address }) => ({ message: `Die Verbindung zu ${at(address)} wurde hier beendet` }),
  'unlike-active-directory': ({ address, spnegoResult, bindName, bindResult }) => ({
    message: `Der Server unter ${address} nimmt weder GSS-SPNEGO (${spnegoResult}) noch einen Bind als ${bindName} (${bindResult}) an: Er ist kein Active Directory`,
    remedy: 'Nennen Sie einen Domänencontroller, von Active Directory oder von Samba.',
  }),
  'unreadable-answer': ({ address, cause }) => notLdap(address, cause),
  'unrequested-answer': ({ address }) => notLdap(address, 'eine Antwort auf keine Anfrage'),
  'wrong-answer': ({ address, request, answer }) =>
    notLdap(address, `Es beantwortete einen ${request} mit einer ${answer}`),
}
