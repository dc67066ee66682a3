import { timingSafeEqual } from 'node:crypto'
import { drawRandomBytes } from '../../base/bytes/index.ts'
import { avId, avText, parseAvPairs, promisesMic } from './av-pairs.ts'
import {
  blobTargetInfoOffset,
  blobTimeOffset,
  messageIntegrityCode,
  ntowfv2,
  ntProof,
  sessionBaseKey,
} from './computation.ts'
import { encodeChallenge } from './encode.ts'
import { fileTimeBytes, readFileTime } from './file-time.ts'
import { flagsOf, hasFlag, type NtlmFlag } from './flags.ts'
import { type AuthenticateMessage, micLength, micOffset, parseNtlm } from './messages.ts'
import { NtlmError } from './ntlm-error.ts'
import { rc4 } from './rc4.ts'

/** The names of the server in its challenge. */
export interface NtlmServerNames {
  netbiosDomain: string
  netbiosComputer: string
  dnsDomain: string
  dnsComputer: string
}

/** The server's side of one NTLM authentication: one challenge, used once. */
export interface NtlmServer {
  /**
   * The second message.
   * @param negotiate the first, or null in connectionless NTLM, where there is none
   * @throws NtlmError when it is not a first message
   */
  challenge(negotiate: Uint8Array | null): Uint8Array
  /**
   * Reads the third message, so that the account can be looked up by its `user` and `domain`.
   * @throws NtlmError when it is not a third message, or not NTLM version 2
   */
  read(authenticate: Uint8Array): NtlmAnswer
}

/** A client's answer to the challenge, not verified yet. */
interface NtlmAnswer {
  user: string
  domain: string
  workstation: string
  /** What the client agreed to. */
  flags: number
  /** When the client made its answer, by its own clock: milliseconds since 1970. Unverified before `verify`. */
  madeAt: number
  /** The session key that both ends now share, or null when the proof or the MIC is wrong. */
  verify(ntHash: Uint8Array): Uint8Array | null
}

/** What a server agrees to when the client asks for it. */
const acceptable = flagsOf(
  'unicode',
  'requestTarget',
  'ntlm',
  'alwaysSign',
  'extendedSessionSecurity',
  'version',
  'keys128',
  'keyExchange',
  'keys56',
)

/** The proof, and the shortest client challenge: header, end mark and trailer. Anything shorter is not NTLM version 2. */
const proofLength = 16
const shortestResponse = proofLength + blobTargetInfoOffset + 4

/**
 * @param options.now milliseconds since 1970, sent to the client
 * @param options.grant flags to agree to beyond the usual, such as `sign`
 * @param options.tellsTime whether the challenge contains the server's time. Clients then answer with that time and not their
 *   own, so a server that checks client clocks leaves it out, as Windows Server 2003 did
 */
export function createNtlmServer(
  names: NtlmServerNames,
  options: { now: number; grant?: readonly NtlmFlag[]; tellsTime?: boolean },
): NtlmServer {
  const granted = (acceptable | flagsOf(...(options.grant ?? []))) >>> 0
  const serverChallenge = drawRandomBytes(8)
  let negotiateBytes: Uint8Array = new Uint8Array(0)
  let challengeBytes: Uint8Array | null = null

  return {
    challenge(negotiate) {
      let asked = granted
      if (negotiate) {
        const message = parseNtlm(negotiate)
        if (message.type !== 1)
          throw new NtlmError(`expected an NTLM negotiate message, got type ${message.type}`)
        asked = message.flags
        negotiateBytes = negotiate
      }
      const always = flagsOf('unicode', 'ntlm', 'requestTarget', 'targetTypeDomain', 'targetInfo')
      challengeBytes = encodeChallenge({
        flags: ((asked & granted) | always) >>> 0,
        targetName: names.netbiosDomain,
        serverChallenge,
        targetInfo: [
          avText(avId.netbiosDomain, names.netbiosDomain),
          avText(avId.netbiosComputer, names.netbiosComputer),
          avText(avId.dnsDomain, names.dnsDomain),
          avText(avId.dnsComputer, names.dnsComputer),
          ...(options.tellsTime === false ? [] : [{ id: avId.timestamp, value: fileTimeBytes(options.now) }]),
        ],
      })
      return challengeBytes
    },

    read(bytes) {
      if (!challengeBytes) throw new NtlmError('an NTLM answer came before there was a challenge')
      const challenge = challengeBytes
      const message = parseNtlm(bytes)
      if (message.type !== 3) throw new NtlmError(`expected an NTLM answer, got type ${message.type}`)
      const { user, domain, workstation, ntResponse } = message
      if (user !== '' && ntResponse.length < shortestResponse)
        throw new NtlmError('NTLM version 2 is required')
      const verify = (ntHash: Uint8Array) => {
        const sessionKey = provenSessionKey(message, ntHash, serverChallenge)
        if (!sessionKey) return null
        return isMicSound(message, sessionKey, [negotiateBytes, challenge, bytes]) ? sessionKey : null
      }
      const madeAt =
        ntResponse.length < shortestResponse
          ? 0
          : readFileTime(ntResponse.subarray(proofLength + blobTimeOffset))
      return { user, domain, workstation, flags: message.flags, madeAt, verify }
    },
  }
}

/** [MS-NLMP] 3.2.5.1.2: the proof computed once more, and the session key that it leads to. */
function provenSessionKey(
  message: AuthenticateMessage,
  ntHash: Uint8Array,
  serverChallenge: Uint8Array,
): Uint8Array | null {
  if (message.ntResponse.length < shortestResponse) return null
  const proof = message.ntResponse.subarray(0, proofLength)
  const responseKey = ntowfv2(ntHash, message.user, message.domain)
  const expected = ntProof(responseKey, serverChallenge, message.ntResponse.subarray(proofLength))
  if (!timingSafeEqual(proof, expected)) return null
  const keyExchangeKey = sessionBaseKey(responseKey, proof)
  if (!hasFlag(message.flags, 'keyExchange')) return keyExchangeKey
  return message.encryptedSessionKey.length === 16 ? rc4(keyExchangeKey, message.encryptedSessionKey) : null
}

/** A response that promises a MIC must have a valid one; otherwise the messages were changed in transit. */
function isMicSound(
  message: AuthenticateMessage,
  sessionKey: Uint8Array,
  [negotiate, challenge, authenticate]: [Uint8Array, Uint8Array, Uint8Array],
): boolean {
  if (!promisesMic(parseAvPairs(message.ntResponse.subarray(proofLength + blobTargetInfoOffset)))) return true
  if (!message.mic) return false
  const unsigned = Buffer.from(authenticate)
  unsigned.fill(0, micOffset, micOffset + micLength)
  return timingSafeEqual(message.mic, messageIntegrityCode(sessionKey, [negotiate, challenge, unsigned]))
}
