/**
 * What a server speaks instead of SIP, as far as the beginning of what it sent tells: a mistyped port leads to a web server,
 * or to one that wants TLS. Known with the first line, long before anything that could be a message is whole.
 * @returns null where it may be SIP
 */
export function otherProtocol(beginning: Buffer): string | null {
  // A TLS record (RFC 8446 section 5.1): alert or handshake, of version 3.
  if ((beginning[0] === 0x15 || beginning[0] === 0x16) && beginning[1] === 3) return 'TLS'
  const text = beginning.toString('latin1').replace(/^[\r\n]+/, '')
  const [line = ''] = text.split(/[\r\n]/, 1)
  // Neither a method nor a version begins with anything but a token.
  if (/^[^A-Za-z0-9.!%*_+`'~-]/.test(line)) return shown(line)
  // A line that is longer than what is shown of it may be a request's.
  if (line === text) return /[^\t -~]/.test(line) ? shown(line) : null
  return /^SIP\/| SIP\/[0-9.]+[ \t]*$/i.test(line) ? null : shown(line)
}

function shown(line: string): string {
  return line.slice(0, 80).replace(/[^ -~]/g, '?')
}
