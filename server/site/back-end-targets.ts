import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Transport } from '#contract'
import { describeFailure, Failure } from '../base/index.ts'
import type { Endpoint } from '../base/node/index.ts'
import type { Authority, IssuedCertificate } from '../certificates/index.ts'
import type { ServerTarget } from '../environments/index.ts'
import type { LabFile } from '../files/index.ts'

/** Addresses and trusted certificates of the servers behind the service: the stand-ins, or the servers in the lab file. */
interface Setting {
  file: LabFile
  /** Base folder of relative paths in the lab file. */
  baseFolder: string
  authority: Authority
}

/**
 * @param isUnderTls whether to use TLS with the stand-in. Needed only while its certificate matters: without TLS each login saves a
 *   handshake.
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

/** @param own the client certificate of the service for MTLS with the stand-in, or null */
export function serverTarget(
  setting: Setting,
  standIn: Endpoint & { transport: Transport },
  own: IssuedCertificate | null,
): ServerTarget {
  const { authority, file } = setting
  const { external } = file.communicationsServer
  if (!external) {
    return {
      ...standIn,
      serverName: authority.hostName('communications-server'),
      ca: authority.certificate,
      identity: own,
    }
  }
  const { host, port, transport } = external
  const certificate = readPem(setting, external.cert, 'communicationsServer.external.cert')
  const key = readPem(setting, external.key, 'communicationsServer.external.key')
  return {
    host,
    port,
    transport,
    serverName: host,
    ca: readPem(setting, external.ca, 'communicationsServer.external.ca') ?? authority.certificate,
    identity: certificate === null || key === null ? null : { certificate, key },
  }
}

export function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'ldaps:' ? 636 : 389) : Number(url.port)
}

/** @param key key in the lab file, for the error */
function readPem({ baseFolder }: Setting, path: string | undefined, key: string): string | null {
  if (path === undefined) return null
  const file = resolve(baseFolder, path)
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Failure('unreadable-pem', { key, file, cause: describeFailure(error) }, { cause: error })
  }
}
