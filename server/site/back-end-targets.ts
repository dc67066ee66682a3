import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Environment, Transport } from '#contract'
import { describeFailure, Failure } from '../base/index.ts'
import type { Endpoint } from '../base/node/index.ts'
import type { Authority, IssuedCertificate } from '../certificates/index.ts'
import type { ClientTraits, CommunicationsTarget } from '../environments/ocs/index.ts'
import type { LabFile } from '../files/index.ts'

/** Where the servers behind the service are, and what proves who they are: the lab's stand-ins, or real ones by lab file. */
interface Setting {
  file: LabFile
  /** Folder from which relative paths of the lab file start. */
  baseFolder: string
  authority: Authority
}

/**
 * @param isUnderTls whether the stand-in is asked under TLS: only then does its certificate matter. Without need it is not,
 *   which saves a handshake for each login.
 */
export function directoryTarget(setting: Setting, standIn: Endpoint, isUnderTls: boolean) {
  const { authority, file } = setting
  const { domain } = file
  const external = file.directory.external
  if (!external) {
    return {
      ...standIn,
      isTls: false,
      startTls: isUnderTls,
      ca: authority.certificate,
      serverName: authority.hostName('directory'),
      domain: domain.name,
      dns: domain.dns,
      isExternal: false,
    }
  }
  const url = new URL(external.url)
  const isTls = url.protocol === 'ldaps:'
  return {
    host: url.hostname,
    port: portOf(url),
    isTls,
    startTls: !isTls,
    ca: readPem(setting, external.ca, 'directory.external.ca'),
    serverName: external.serverName ?? null,
    domain: external.domain ?? domain.name,
    dns: domain.dns,
    isExternal: true,
  }
}

/**
 * With OCS 2007 R2 the service is a trusted server: it shares one connection and vouches for its users; a plain registrar
 * that stands in its place asks them for Digest. With OCS 2007 it is not: each session is a client of its own, which proves
 * who it is by NTLM, unless the stand-in offers nothing of the kind.
 * @param own the service's half of MTLS towards the stand-in; null: it shows none
 */
export function communicationsTarget(
  setting: Setting & { environment: Environment; client: ClientTraits },
  standIn: Endpoint & { transport: Transport },
  own: IssuedCertificate | null,
): CommunicationsTarget {
  const { authority, client, file } = setting
  const { dns, name: domain } = file.domain
  const hasOwnConnections = setting.environment === 'ocs2007'
  const external = file.communicationsServer.external
  if (!external) {
    return {
      ...standIn,
      serverName: authority.hostName('communications-server'),
      ca: authority.certificate,
      certificate: hasOwnConnections ? null : (own?.certificate ?? null),
      key: hasOwnConnections ? null : (own?.key ?? null),
      dns,
      domain,
      hasOwnConnections,
      client,
      proof: hasOwnConnections && file.communicationsServer.authentication.includes('ntlm') ? 'ntlm' : 'none',
      isExternal: false,
    }
  }
  const { host, port, transport } = external
  return {
    host,
    port,
    transport,
    serverName: host,
    ca: readPem(setting, external.ca, 'communicationsServer.external.ca') ?? authority.certificate,
    certificate: readPem(setting, external.cert, 'communicationsServer.external.cert'),
    key: readPem(setting, external.key, 'communicationsServer.external.key'),
    dns,
    domain,
    hasOwnConnections,
    client,
    proof: hasOwnConnections ? 'ntlm' : 'digest',
    isExternal: true,
  }
}

export function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'ldaps:' ? 636 : 389) : Number(url.port)
}

/** @param key the lab file's key, for the error */
function readPem({ baseFolder }: Setting, path: string | undefined, key: string): string | null {
  if (path === undefined) return null
  const file = resolve(baseFolder, path)
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Failure('unreadable-pem', { key, file, cause: describeFailure(error) }, { cause: error })
  }
}
