import { drawRandomBytes } from '../../base/bytes/index.ts'
import { avId, encodeAvPairs, findAv, withMicPromise } from './av-pairs.ts'
import {
  clientChallengeBlob,
  lmv2Response,
  messageIntegrityCode,
  ntowfv2,
  ntProof,
  sessionBaseKey,
} from './computation.ts'
import { encodeAuthenticate, encodeNegotiate } from './encode.ts'
import { fileTimeBytes } from './file-time.ts'
import { flagsOf, hasFlag, type NtlmFlag } from './flags.ts'
import { micOffset, parseNtlm } from './messages.ts'
import { NtlmError } from './ntlm-error.ts'
import { rc4 } from './rc4.ts'

export interface NtlmCredentials {
  user: string
  /** Empty when the user is a principal name such as `alice@corp.example`. */
  domain: string
  workstation: string
  ntHash: Uint8Array
  /** The channel bindings to the TLS connection ([MS-NLMP] 2.2.2.1, MsvAvChannelBindings). */
  channelBindings?: Uint8Array | null
}

/** What the client asks for: NTLM version 2 with a session key, no signing of what follows. */
const offer = flagsOf(
  'unicode',
  'requestTarget',
  'ntlm',
  'alwaysSign',
  'extendedSessionSecurity',
  'targetInfo',
  'version',
  'keys128',
  'keyExchange',
  'keys56',
)

/** The client's side of one NTLM authentication. */
export interface NtlmClient {
  /** The first message. Connectionless NTLM, as SIP uses it, leaves it out. */
  negotiate(): Uint8Array
  /**
   * Answers the server's challenge.
   * @throws NtlmError if the challenge is invalid, or does not support NTLM version 2
   */
  authenticate(challenge: Uint8Array): { token: Uint8Array; sessionKey: Uint8Array; flags: number }
}

/**
 * @param options.now milliseconds since 1970, for a server that does not send its time
 * @param options.ask flags to ask for beyond the usual, such as `sign`
 */
export function createNtlmClient(
  credentials: NtlmCredentials,
  options: { now: number; ask?: readonly NtlmFlag[] },
): NtlmClient {
  const wanted = (offer | flagsOf(...(options.ask ?? []))) >>> 0
  let negotiateBytes: Uint8Array = new Uint8Array(0)

  return {
    negotiate() {
      negotiateBytes = encodeNegotiate({ flags: wanted })
      return negotiateBytes
    },
    authenticate(challengeBytes) {
      const challenge = parseNtlm(challengeBytes)
      if (challenge.type !== 2) throw new NtlmError(`expected an NTLM challenge, got type ${challenge.type}`)
      if (!hasFlag(challenge.flags, 'unicode')) throw new NtlmError('the server does not speak Unicode')

      const bindings = credentials.channelBindings
      // A server that sends its time expects a MIC, and no LMv2 response ([MS-NLMP] 3.1.5.1.2).
      const serverTime = findAv(challenge.targetInfo, avId.timestamp)
      const hasMic = serverTime?.length === 8
      const pairs = [
        ...(hasMic ? withMicPromise(challenge.targetInfo) : challenge.targetInfo),
        ...(bindings ? [{ id: avId.channelBindings, value: bindings }] : []),
      ]

      const responseKey = ntowfv2(credentials.ntHash, credentials.user, credentials.domain)
      const clientChallenge = drawRandomBytes(8)
      const blob = clientChallengeBlob({
        time: hasMic ? serverTime : fileTimeBytes(options.now),
        clientChallenge,
        targetInfo: encodeAvPairs(pairs),
      })
      const proof = ntProof(responseKey, challenge.serverChallenge, blob)
      const keyExchangeKey = sessionBaseKey(responseKey, proof)
      const flags = (wanted & challenge.flags) >>> 0
      const hasKeyExchange = hasFlag(flags, 'keyExchange')
      const sessionKey = hasKeyExchange ? drawRandomBytes(16) : keyExchangeKey

      const token = encodeAuthenticate({
        flags,
        domain: credentials.domain,
        user: credentials.user,
        workstation: credentials.workstation,
        lmResponse: hasMic
          ? new Uint8Array(24)
          : lmv2Response(responseKey, challenge.serverChallenge, clientChallenge),
        ntResponse: Buffer.concat([proof, blob]),
        encryptedSessionKey: hasKeyExchange ? rc4(keyExchangeKey, sessionKey) : new Uint8Array(0),
      })
      if (hasMic)
        token.set(messageIntegrityCode(sessionKey, [negotiateBytes, challengeBytes, token]), micOffset)
      return { token, sessionKey, flags }
    },
  }
}
