import type { LabFileInput } from '../files/index.ts'

/** Any address with a port. */
const addressWithPort = /(\b\d{1,3}(?:\.\d{1,3}){3}|\blocalhost|\[[0-9a-f:.]+\]):(\d{1,5})\b/gi

/** Random values of SIP and NTLM. Keys and identifiers never come from the lab's seeded generator. */
const drawn =
  /\b(ms-opaque|tag|branch|call-id|ms-conversation-id|ms-received-cid|cnonce|nonce|opaque|c?rand)(=|: )"?[^\s;,>"']+"?/gi

/** The validity of certificates, which follows the machine's time, since node:tls judges them by it. */
const madeBy = /\b(valid (?:until|from)|not before) [A-Z][a-z]{2} +\d{1,2} [\d:]{8} \d{4} GMT/g

/**
 * Makes sentences the same in every run with one seed. Some quoted values differ from run to
 * run: free ports, and the identifiers of SIP dialogs and endpoints.
 * @param lab the lab as written in the scenario; the ports that it names are not replaced
 * @returns a function that replaces values that differ by `any`
 */
export function repeatableText({
  communicationsServer,
  directory,
  dispatcher,
}: LabFileInput): (text: string) => string {
  const told = new Set([dispatcher, communicationsServer, directory].map((part) => part?.listen?.port ?? 0))
  if (communicationsServer?.external) told.add(communicationsServer.external.port ?? 5061)
  const [, port] = /:(\d+)\/?$/.exec(directory?.external?.url ?? '') ?? []
  if (port !== undefined) told.add(Number(port))
  return (text) =>
    text
      .replace(addressWithPort, (place, host, port) => (told.has(Number(port)) ? place : `${host}:any`))
      .replace(drawn, '$1$2any')
      .replace(madeBy, '$1 any')
}

/** As above, for all texts in the facts of a code, at any depth. */
export function repeatableFacts(facts: object, shown: (text: string) => string): Record<string, unknown> {
  const masked = (value: unknown): unknown => {
    if (typeof value === 'string') return shown(value)
    if (Array.isArray(value)) return value.map(masked)
    return typeof value === 'object' && value !== null ? repeatableFacts(value, shown) : value
  }
  return Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, masked(value)]))
}
