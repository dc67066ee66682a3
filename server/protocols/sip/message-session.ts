/**
 * The session description of Communicator: `m=message`, whose port and address are not used ([MS-SIP], instant
 * messaging sessions).
 * @param acceptedTypes the content types that this end accepts
 */
export function messageSession(address: string, acceptedTypes: readonly string[]): string {
  const lines = [
    'v=0',
    'o=- 0 0 IN IP4 0.0.0.0',
    's=session',
    'c=IN IP4 0.0.0.0',
    't=0 0',
    `m=message 5060 sip ${address}`,
    `a=accept-types:${acceptedTypes.join(' ')}`,
  ]
  return `${lines.join('\r\n')}\r\n`
}

/** Live Communications Server 2005 wrote `x-ms-message`. */
export function offersMessages(description: string): boolean {
  return /^m=(?:x-ms-)?message\s/m.test(description)
}
