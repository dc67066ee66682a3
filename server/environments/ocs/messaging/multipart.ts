/** One part of a multipart body. */
export interface Part {
  /** Value of Content-Type. */
  readonly type: string
  readonly body: string
}

const mostParts = 1_000

/** The parts of a multipart body (RFC 2046 section 5.1.1). Empty without a boundary or without content between boundaries. */
export function readMultipart(contentType: string, body: string): Part[] {
  const boundary = /;\s{0,9}boundary="?([^";]{1,100})"?/i.exec(contentType)?.[1]
  if (boundary === undefined) return []
  const pieces = `\r\n${body}`.split(`\r\n--${boundary}`, mostParts)
  // Skip the preamble before the first boundary.
  return pieces.slice(1).flatMap((piece) => {
    const start = piece.indexOf('\r\n\r\n')
    if (piece.startsWith('--') || start < 0) return []
    const type = /(?:^|\r\n)content-type:([^\r]*)/i.exec(piece.slice(0, start))?.[1]?.trim() ?? 'text/plain'
    return [{ type, body: piece.slice(start + 4) }]
  })
}
