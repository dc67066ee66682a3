/**
 * Recognizes another protocol than SIP by the first bytes from a server: a mistyped port may lead to a web server or to a
 * TLS port. The first line is enough, so the caller need not wait for a whole message.
 * @returns the protocol's name or a sample of the bytes; null if it may be SIP
 */
export function otherProtocol(beginning: Buffer): string | null {
  // A TLS record (RFC 8446 section 5.1): alert or handshake, of version 3.
  if ((beginning[0] === 0x15 || beginning[0] === 0x16) && beginning[1] === 3) return 'TLS'
  const text = beginning.toString('latin1').replace(/^[\r\n]+/, '')
  const [line = ''] = text.split(/[\r\n]/, 1)
  // SIP begins with a method or a version, and both are tokens.
  if (/^[^A-Za-z0-9.!%*_+`'~-]/.test(line)) return shown(line)
  // An incomplete first line may belong to a SIP request.
  if (line === text) return /[^\t -~]/.test(line) ? shown(line) : null
  return /^SIP\/| SIP\/[0-9.]+[ \t]*$/i.test(line) ? null : shown(line)
}

function shown(line: string): string {
  return line.slice(0, 80).replace(/[^ -~]/g, '?')
}
