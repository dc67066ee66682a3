import type { DirectoryObstacleSentences } from '../words.ts'

const awaitedWords = {
  connection: 'connection',
  tls: 'TLS',
  'start-tls': 'answer to the request to start TLS',
  'first-bind': 'answer to the first of two messages',
  'second-bind': 'answer to the second of two messages',
  'simple-bind': 'answer to the simple bind',
}

const tlsProblems = {
  closed: 'it closed the connection in the middle of the handshake',
  expired: 'its certificate has expired',
  'not-valid-yet': 'its certificate is not valid yet',
  'other-name': 'its certificate is for another name',
  untrusted: 'its certificate is not signed by an authority that is trusted here',
  'wrong-signature': 'the signature of its certificate is wrong',
}

const at = (address: string) => `Active Directory at ${address}`
const inBrackets = (text: string | null) => (text ? ` (${text})` : '')

function late(address: string, why: string) {
  return {
    message: `${at(address)} did not answer in time: ${why}`,
    remedy: 'check that the directory runs and is not overloaded',
  }
}

function notLdap(address: string, why: string) {
  return {
    message: `${at(address)} does not answer as an LDAP server: ${why}`,
    remedy: "check the directory's address and port",
  }
}

export const directoryObstacles: DirectoryObstacleSentences = {
  'bind-failed': ({ address, result, diagnostic }) => ({
    message: `${at(address)} could not authenticate the user: ${result}${inBrackets(diagnostic)}`,
  }),
  'connection-broke': ({ address, cause }) => ({
    message: `the connection to ${at(address)} broke: ${cause}`,
  }),
  'connection-closed': ({ address }) => ({
    message: `${at(address)} closed the connection before it answered`,
  }),
  'connection-refused': ({ address }) => ({
    message: `${at(address)} refused the connection: nothing listens there`,
    remedy: 'check that the directory runs, and its address',
  }),
  'gave-up-connecting': ({ address }) => late(address, 'the system gave up connecting'),
  'lab-stopping': () => ({
    message: 'the connection to Active Directory was closed because the lab is stopping',
  }),
  'let-in-unproved': ({ address }) => notLdap(address, 'it let the user in before it saw a password'),
  'no-address': ({ address }) => ({
    message: `${at(address)} cannot be found: the name has no address`,
    remedy: "check the directory's name, and the name service",
  }),
  'no-answer': ({ address, awaited, seconds }) =>
    late(address, `no ${awaitedWords[awaited]} within ${seconds} s (bindTimeout)`),
  'no-challenge': ({ address }) => ({ message: `${at(address)} sent no NTLM challenge` }),
  'no-mechanism': ({ address }) => ({
    message: `${at(address)} accepts neither Integrated Windows authentication nor a simple bind`,
  }),
  'no-route': ({ address }) => ({
    message: `${at(address)} cannot be reached: there is no way to it`,
    remedy: "check the directory's address, and the network",
  }),
  'notice-of-disconnection': ({ address, diagnostic }) => ({
    message: `${at(address)} ended the connection: ${diagnostic}`,
  }),
  'password-would-show': ({ address }) => ({
    message: `${at(address)} refuses Integrated Windows authentication, and a simple bind would show the password`,
    remedy: 'configure TLS for the directory, so that a simple bind may be used',
  }),
  'tls-failed': ({ address, problem, names, cause }) => ({
    message: `TLS with ${at(address)} failed: ${problem === null ? cause : tlsProblems[problem] + inBrackets(names)}`,
    remedy: 'check the certificate of the directory, its name, and the authority that is trusted for it',
  }),
  'tls-refused': ({ address, result, diagnostic }) => ({
    message: `${at(address)} refused to start TLS: ${result}${inBrackets(diagnostic)}`,
    remedy: 'give the domain controller a certificate',
  }),
  'unbound-here': ({ address }) => ({ message: `the connection to ${at(address)} was ended here` }),
  'unlike-active-directory': ({ address, spnegoResult, bindName, bindResult }) => ({
    message: `the server at ${address} takes neither GSS-SPNEGO (${spnegoResult}) nor a bind as ${bindName} (${bindResult}): it is no Active Directory`,
    remedy: 'name a domain controller, of Active Directory or of Samba',
  }),
  'unreadable-answer': ({ address, cause }) => notLdap(address, cause),
  'unrequested-answer': ({ address }) => notLdap(address, 'an answer to no request'),
  'wrong-answer': ({ address, request, answer }) =>
    notLdap(address, `it answered ${request === 'bindRequest' ? 'a' : 'an'} ${request} with a ${answer}`),
}
