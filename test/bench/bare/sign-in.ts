import { randomBytes } from 'node:crypto'
import { bareAuthenticate, bareChallenge, bareNtHash, bareVerify, sipNtlm } from './ntlm.ts'
import { type BareSigners, bareSigners } from './signatures.ts'
import {
  addressIn,
  answerTo,
  type BareSip,
  type BareSipClient,
  type BareSipEnd,
  header,
  parameter,
} from './sip.ts'

/** The SIP of a login: REGISTER, then a SERVICE that publishes presence and a SUBSCRIBE to the contact list. */

const stateNamespace = 'http://schemas.microsoft.com/2006/09/sip/state'
const instanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance'
const epid = 'c19c367304'
const uuid = '9844d255-3a02-5f78-b978-5df083f625cd'
const contactParameters = `methods="INVITE, MESSAGE, INFO, OPTIONS, BYE, CANCEL, NOTIFY, ACK, REFER, BENOTIFY";proxy=replace;+sip.instance="<urn:uuid:${uuid}>"`
const noNtlmYet =
  'Authorization: NTLM qop="auth", realm="SIP Communications Service", targetname="ocs.corp.example", gssapi-data="", version=4'

/**
 * Signs a user in.
 * @param password proved by NTLM, which signs what follows; null: the connection itself is trusted
 * @param onAccepted called when the user is registered
 */
export async function bareSignIn(
  client: BareSipClient,
  user: string,
  password: string | null,
  onAccepted: () => void,
): Promise<void> {
  const contact = `sip:${client.address};transport=tls;ms-opaque=${hex(5)}`
  const dialog = { callId: hex(16), fromTag: hex(5) }
  const register = (sequence: number): [string, ...string[]] => [
    ...requestLines('REGISTER', 'sip:corp.example', user, sequence, dialog),
    `Contact: <${contact}>;${contactParameters}`,
    'Event: registration',
    'Expires: 7200',
    'ms-keep-alive: UAC;hop-hop=yes',
    'Supported: gruu-10, adhoclist, msrtc-event-categories',
    'User-Agent: Bramble/5.0',
  ]
  const signers = password === null ? null : await proveByNtlm(client, user, password, register)
  if (signers === null) await ask(client, register(1), '', null)
  onAccepted()
  await Promise.all([
    ask(
      client,
      [
        ...requestLines('SERVICE', sipAddress(user), user, 1),
        `Contact: <${contact}>`,
        'Supported: msrtc-event-categories',
        'User-Agent: Bramble/5.0',
        'Content-Type: application/msrtc-category-publish+xml',
      ],
      `<publish xmlns="http://schemas.microsoft.com/2006/09/sip/rich-presence"><publications uri="${sipAddress(user)}">${publication(2)}${publication(3)}</publications></publish>`,
      signers,
    ),
    ask(
      client,
      [
        ...requestLines('SUBSCRIBE', sipAddress(user), user, 1),
        `Contact: <${contact}>`,
        'Event: vnd-microsoft-roaming-contacts',
        'Proxy-Require: ms-benotify',
        'Accept: application/vnd-microsoft-roaming-contacts+xml',
        'Supported: ms-benotify, ms-piggyback-first-notify',
        'User-Agent: Bramble/5.0',
      ],
      '',
      signers,
    ),
  ])
}

/** Sends REGISTER twice: without a proof, and with the answer to the server's challenge. */
async function proveByNtlm(
  client: BareSipClient,
  user: string,
  password: string,
  register: (sequence: number) => [string, ...string[]],
): Promise<BareSigners> {
  const challenged = await client.request([...register(1), noNtlmYet], '')
  const credentials = header(challenged, 'WWW-Authenticate')
  const challenge = Buffer.from(parameter(credentials, 'gssapi-data'), 'base64')
  const { token, sessionKey } = bareAuthenticate(
    sipNtlm,
    user,
    bareNtHash(password),
    Buffer.alloc(0),
    challenge,
  )
  const signers = bareSigners(sessionKey, parameter(credentials, 'opaque'))
  const accepted = await client.request(register(2), '', (message) =>
    signers.client.sign(message, token.toString('base64')),
  )
  signers.server.verify(accepted)
  return signers
}

async function ask(
  client: BareSipClient,
  lines: [string, ...string[]],
  body: string,
  signers: BareSigners | null,
): Promise<void> {
  const answer = await client.request(lines, body, (message) => signers?.client.sign(message) ?? message)
  signers?.server.verify(answer)
  if (answer.lines[0] !== 'SIP/2.0 200 OK') throw new Error(answer.lines[0])
}

/** Answers the requests of one connection. @param knownHash of everybody's password; null: the peer is trusted */
export function answerSignIns(knownHash: Uint8Array | null, end: BareSipEnd): (request: BareSip) => void {
  const product = `Server: RTC/${knownHash === null ? '3.5' : '3.0'}`
  const opaque = hex(4).toUpperCase()
  let challenge: Buffer | null = null
  let signers: BareSigners | null = null

  const reply = (request: BareSip, headers: string[], body = '') => {
    const answer = answerTo(request, '200 OK', hex(16).toUpperCase(), [...headers, product], body)
    end.send(signers?.server.sign(answer) ?? answer)
  }

  return (request) => {
    const method = request.lines[0]?.split(' ', 1)[0]
    if (method === 'REGISTER' && knownHash !== null) {
      const credentials = header(request, 'Authorization')
      const token = Buffer.from(parameter(credentials, 'gssapi-data'), 'base64')
      if (token.length === 0 || !challenge) {
        challenge = bareChallenge(sipNtlm)
        const headers = [
          `WWW-Authenticate: NTLM opaque="${opaque}", gssapi-data="${challenge.toString('base64')}", targetname="ocs.corp.example", realm="SIP Communications Service", version=4`,
          `Date: ${new Date().toUTCString()}`,
          product,
        ]
        return end.send(answerTo(request, '401 Unauthorized', hex(16).toUpperCase(), headers))
      }
      signers = bareSigners(bareVerify(sipNtlm, knownHash, Buffer.alloc(0), challenge, token), opaque)
    }
    signers?.client.verify(request)
    switch (method) {
      case 'REGISTER':
        return reply(request, registered(request))
      case 'SERVICE':
        return reply(
          request,
          ['Content-Type: application/vnd-microsoft-roaming-self+xml'],
          published(request),
        )
      case 'SUBSCRIBE':
        return reply(request, subscribed, contactList)
    }
  }
}

function registered(request: BareSip): string[] {
  const gruu = `gruu="${addressIn(header(request, 'To'))};opaque=user:epid:VdJEmAI6eF-5eF3wg_YlzQAA;gruu"`
  const [uri = '', ...parameters] = header(request, 'Contact').split('>;')
  return [
    `Contact: ${uri}>;expires=7200;${parameters.join('>;')};${gruu}`,
    'Expires: 7200',
    'ms-keep-alive: UAS; tcp=no; hop-hop=yes; end-end=no; timeout=300',
    'presence-state: register-action="added"',
    'Supported: adhoclist',
    'Supported: msrtc-event-categories',
    'Allow-Events: vnd-microsoft-provisioning,vnd-microsoft-roaming-contacts,vnd-microsoft-roaming-ACL,presence,presence.wpending,vnd-microsoft-roaming-self,vnd-microsoft-provisioning-v2',
  ]
}

const subscribed = [
  'Contact: <sip:ocs.corp.example:5061;transport=tls>',
  'Expires: 28800',
  'Event: vnd-microsoft-roaming-contacts',
  'subscription-state: active;expires=28800',
  'Supported: ms-benotify, ms-piggyback-first-notify',
  'ms-piggyback-cseq: 1',
  'Content-Type: application/vnd-microsoft-roaming-contacts+xml',
]

const contactList = '<contactList deltaNum="1"><group id="1" name="~" externalURI=""/></contactList>'

function published(request: BareSip): string {
  const time = new Date().toISOString()
  const categories = [
    `<category name="state" instance="1" publishTime="${time}" container="2" version="1" expireType="user"><state xmlns:xsi="${instanceNamespace}" xmlns="${stateNamespace}" xsi:type="aggregateState" lastActive="${time}"><availability>3500</availability></state></category>`,
    ...[2, 3].map(
      (container) =>
        `<category name="state" instance="203015015" publishTime="${time}" container="${container}" version="1" expireType="endpoint">${machineState}</category>`,
    ),
  ]
  return `<roamingData xmlns="http://schemas.microsoft.com/2006/09/sip/roaming-self"><categories xmlns="http://schemas.microsoft.com/2006/09/sip/categories" uri="${addressIn(header(request, 'To'))}">${categories.join('')}</categories></roamingData>`
}

const machineState = `<state xmlns="${stateNamespace}" xmlns:xsi="${instanceNamespace}" manual="false" xsi:type="machineState"><availability>3500</availability></state>`

function publication(container: number): string {
  return `<publication categoryName="state" instance="203015015" container="${container}" version="0" expireType="endpoint">${machineState}</publication>`
}

/** The lines of a request up to Max-Forwards. */
function requestLines(
  method: string,
  target: string,
  user: string,
  sequence: number,
  { callId, fromTag } = { callId: hex(16), fromTag: hex(5) },
): [string, ...string[]] {
  return [
    `${method} ${target} SIP/2.0`,
    `To: <${sipAddress(user)}>`,
    `From: <${sipAddress(user)}>;tag=${fromTag};epid=${epid}`,
    `CSeq: ${sequence} ${method}`,
    `Call-ID: ${callId}`,
    'Max-Forwards: 70',
  ]
}

export function sipAddress(user: string): string {
  return `sip:${user}@corp.example`
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString('hex')
}
