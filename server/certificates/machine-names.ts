import { readFileSync } from 'node:fs'
import { hostname, platform } from 'node:os'

/** What a name in a certificate may look like (RFC 5280 section 4.2.1.6), addresses left out. */
const dnsName = /^(?=.{1,253}$)(?![\d.]+$)[a-z0-9](?:[a-z0-9-]{0,62}(?:\.[a-z0-9][a-z0-9-]{0,62})*)$/i

const hostsFile = platform() === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts'

/**
 * The machine's own name, and those that its list of hosts has beside it, the full one among them: OpenLDAP's clients look for
 * these where they were told `localhost`. Name servers are not asked: they may take long, or not be there.
 */
export function machineNames(): string[] {
  return certificateNames(hostname(), readHosts())
}

/** @param hosts the list of hosts, a line an address with its names */
export function certificateNames(machine: string, hosts: string): string[] {
  const lines = hosts.split('\n').map((line) => line.replace(/#.*/, '').trim().split(/\s+/).slice(1))
  const beside = lines.filter((names) => names.some((name) => isSame(name, machine))).flat()
  const all = [machine, ...beside].map((name) => name.toLowerCase()).filter((name) => dnsName.test(name))
  return [...new Set(all)].filter((name) => name !== 'localhost')
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

function readHosts(): string {
  try {
    return readFileSync(hostsFile, 'utf8')
  } catch {
    return ''
  }
}
