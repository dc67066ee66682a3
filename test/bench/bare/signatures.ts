import { randomBytes } from 'node:crypto'
import { type BareSigningKeys, bareSign, bareSigningKeys } from './ntlm.ts'
import { addressIn, type BareSip, header, isAnswer, parameter } from './sip.ts'

const realm = 'SIP Communications Service'
const targetName = 'ocs.corp.example'

/** Signs the messages of one direction, as after NTLM over SIP ([MS-SIPAE] section 3.2.5.2). */
class Signer {
  readonly #keys: BareSigningKeys
  readonly #opaque: string
  #count = 0

  constructor(keys: BareSigningKeys, opaque: string) {
    this.#keys = keys
    this.#opaque = opaque
  }

  /** Adds the header with the signature. @param token NTLM's third message, in the first signed request */
  sign(message: BareSip, token: string | null = null): BareSip {
    this.#count += 1
    const rand = randomBytes(4).toString('hex')
    const number = String(this.#count)
    const signature = bareSign(this.#keys, signedText(message, rand, number))
    const credentials = isAnswer(message)
      ? `Authentication-Info: NTLM rspauth="${signature}", srand="${rand}", snum="${number}", opaque="${this.#opaque}", qop="auth", targetname="${targetName}", realm="${realm}"`
      : `Authorization: NTLM qop="auth", realm="${realm}", targetname="${targetName}", opaque="${this.#opaque}", ${token === null ? '' : `gssapi-data="${token}", version=4, `}crand="${rand}", cnum="${number}", response="${signature}"`
    return { lines: [...message.lines, credentials], body: message.body }
  }

  /** @throws when the signature is wrong */
  verify(message: BareSip): void {
    const isServers = isAnswer(message)
    const credentials = header(message, isServers ? 'Authentication-Info' : 'Authorization')
    const rand = parameter(credentials, isServers ? 'srand' : 'crand')
    const number = parameter(credentials, isServers ? 'snum' : 'cnum')
    const signature = parameter(credentials, isServers ? 'rspauth' : 'response')
    if (bareSign(this.#keys, signedText(message, rand, number)) !== signature)
      throw new Error('a signature is wrong')
  }
}

/** The two directions of a connection, of which each end signs one and verifies the other. */
export function bareSigners(sessionKey: Buffer, opaque: string): { client: Signer; server: Signer } {
  const keys = bareSigningKeys(sessionKey)
  return { client: new Signer(keys.client, opaque), server: new Signer(keys.server, opaque) }
}

export type BareSigners = ReturnType<typeof bareSigners>

function signedText(message: BareSip, rand: string, number: string): string {
  const from = header(message, 'From')
  const to = header(message, 'To')
  const [sequence = '', method = ''] = header(message, 'CSeq').split(' ')
  const values = [
    'NTLM',
    rand,
    number,
    realm,
    targetName,
    header(message, 'Call-ID'),
    sequence,
    method,
    addressIn(from),
    parameter(from, 'tag'),
    addressIn(to),
    parameter(to, 'tag'),
    '',
    '',
    header(message, 'Expires'),
  ]
  if (isAnswer(message)) values.push(message.lines[0]?.slice(8, 11) ?? '')
  return `<${values.join('><')}>`
}
