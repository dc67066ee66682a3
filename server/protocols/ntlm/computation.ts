import { createHmac } from 'node:crypto'

/** The computations of NTLM version 2, with the names that [MS-NLMP] gives them. */

/** NTOWFv2 ([MS-NLMP] 3.3.2): the key that stands for user and password. The user counts in upper case, the domain as it is. */
export function ntowfv2(ntHash: Uint8Array, user: string, domain: string): Uint8Array {
  return hmacMd5(ntHash, Buffer.from(user.toUpperCase() + domain, 'utf16le'))
}

/** The part of an NTLMv2 response that the proof covers ([MS-NLMP] 2.2.2.7, NTLMv2_CLIENT_CHALLENGE). */
export function clientChallengeBlob(options: {
  /** A FILETIME, 8 bytes. */
  time: Uint8Array
  clientChallenge: Uint8Array
  /** Encoded, with its end mark. */
  targetInfo: Uint8Array
}): Uint8Array {
  const versions = Uint8Array.of(1, 1, 0, 0, 0, 0, 0, 0)
  const reserved = new Uint8Array(4)
  return Buffer.concat([
    versions,
    options.time,
    options.clientChallenge,
    reserved,
    options.targetInfo,
    reserved,
  ])
}

/** Where the time stands in that part. */
export const blobTimeOffset = 8

/** Where the AV pairs start in that part. */
export const blobTargetInfoOffset = 28

/** NTProofStr ([MS-NLMP] 3.3.2). */
export function ntProof(responseKey: Uint8Array, serverChallenge: Uint8Array, blob: Uint8Array): Uint8Array {
  return hmacMd5(responseKey, serverChallenge, blob)
}

/** The LMv2 response ([MS-NLMP] 3.3.2). */
export function lmv2Response(
  responseKey: Uint8Array,
  serverChallenge: Uint8Array,
  clientChallenge: Uint8Array,
): Uint8Array {
  return Buffer.concat([hmacMd5(responseKey, serverChallenge, clientChallenge), clientChallenge])
}

/** SessionBaseKey ([MS-NLMP] 3.3.2), which with NTLM version 2 is the KeyExchangeKey too (3.4.5.1). */
export function sessionBaseKey(responseKey: Uint8Array, proof: Uint8Array): Uint8Array {
  return hmacMd5(responseKey, proof)
}

/** The MIC over all three messages, the third with zeros in the MIC's place ([MS-NLMP] 3.1.5.1.2). */
export function messageIntegrityCode(
  exportedSessionKey: Uint8Array,
  messages: readonly Uint8Array[],
): Uint8Array {
  return hmacMd5(exportedSessionKey, ...messages)
}

function hmacMd5(key: Uint8Array, ...parts: Uint8Array[]): Uint8Array {
  const hmac = createHmac('md5', key)
  for (const part of parts) hmac.update(part)
  return hmac.digest()
}
