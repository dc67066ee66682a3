import type { X509Certificate } from 'node:crypto'
import { systemTime } from '../clock/index.ts'
import { machineNames } from './machine-names.ts'

/** A certificate and its private key, both PEM. */
export interface KeyedCertificate {
  certificate: string
  key: string
}

const dayMs = 86_400_000
/** A certificate that expires sooner than this is replaced, so that none expires while a lab runs. */
const renewalMs = 7 * dayMs

/** The machine itself, by name and by address. */
export const local = { names: () => ['localhost', ...machineNames()], addresses: ['127.0.0.1', '::1'] }

/** Whether it is valid now and for a while longer, by the machine's clock, which node:tls uses. */
export function isCurrent({ validFrom, validTo }: X509Certificate): boolean {
  return Date.parse(validFrom) <= systemTime() && Date.parse(validTo) - renewalMs > systemTime()
}

/** Whether it also names the machine by its current names. */
export function isForThisMachine(certificate: X509Certificate): boolean {
  return (
    local.names().every((name) => certificate.checkHost(name) !== undefined) &&
    local.addresses.every((address) => certificate.checkIP(address) !== undefined)
  )
}
