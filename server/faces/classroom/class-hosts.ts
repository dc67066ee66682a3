import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'

/** Whether a class that listens there can be reached from other machines. */
export function isForOthers(host: string): boolean {
  return host !== '127.0.0.1' && host !== 'localhost' && host !== '::1'
}

/** The addresses under which others reach what listens on `host`. */
export function addressesOf(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host.includes(':') ? `[${host}]` : host]
  const own = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
  return own.length === 0 ? ['127.0.0.1'] : own
}

/** Whether a request names this machine. A page of another site whose name resolves to us does not. */
export function hostCheck(host: string, port: number): (request: IncomingMessage) => boolean {
  const names = new Set(['127.0.0.1', 'localhost', host.toLowerCase()])
  const machine = hostname().toLowerCase()
  if (isForOthers(host)) {
    names.add(machine)
    // The name that a machine gives itself in the local network.
    names.add(`${machine}.local`)
  }
  return ({ headers }) => {
    const [, name = '', given = '80'] = /^(.*?)(?::(\d+))?$/.exec(headers.host?.toLowerCase() ?? '') ?? []
    if (Number(given) !== port) return false
    const bare = name.replace(/^\[|\]$/g, '')
    // An address needs no name service, so no other site can have it resolved to us.
    return names.has(bare) || (isForOthers(host) && isIP(bare) !== 0)
  }
}
