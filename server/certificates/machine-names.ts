import { readFileSync } from 'node:fs'
import { hostname, platform } from 'node:os'

/** The form of a host name in a certificate (RFC 5280 section 4.2.1.6), without addresses. */
const dnsName = /^(?=.{1,253}$)(?![\d.]+$)[a-z0-9](?:[a-z0-9-]{0,62}(?:\.[a-z0-9][a-z0-9-]{0,62})*)$/i

const hostsFile = platform() === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts'

/**
 * The names of the machine: its host name, and the names beside it in the hosts file, including the full one. OpenLDAP clients
 * expect these names even when they connect to `localhost`. Name servers are not asked, since they may be slow or missing.
 */
export function machineNames(): string[] {
  return certificateNames(hostname(), readHosts())
}

/** @param hosts content of the hosts file: one address with its names per line */
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
