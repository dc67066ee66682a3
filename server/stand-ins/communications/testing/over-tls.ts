import { type Authority, openAuthority } from '../../../certificates/index.ts'
import type { CommunicationsServerOptions } from '../index.ts'

/** The options of a server with TLS that trusts the service by its certificate. */
export async function overTls(): Promise<{
  authority: Authority
  options: Pick<CommunicationsServerOptions, 'listen' | 'certificates' | 'trustedServers'>
}> {
  const authority = await openAuthority({ folder: null, dns: 'corp.example' })
  const shown = await authority.issue('communications-server', 'valid')
  return {
    authority,
    options: {
      listen: { host: '127.0.0.1', port: 0, transport: 'tls' },
      certificates: { ...shown, ca: authority.certificate },
      trustedServers: [authority.hostName('service')],
    },
  }
}
