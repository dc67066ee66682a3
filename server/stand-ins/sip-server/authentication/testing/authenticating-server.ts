import { createVirtualClock, type VirtualClock } from '../../../../clock/index.ts'
import { ntHash } from '../../../../protocols/ntlm/index.ts'
import { SipHeaders, type SipRequest } from '../../../../protocols/sip/index.ts'
import { noticeInEnglish } from '../../../../words/testing/in-english.ts'
import {
  type CommunicationsServer,
  type CommunicationsServerOptions,
  startCommunicationsServer,
} from '../../../communications/index.ts'
import { NtlmSipClient, type NtlmSipClientOptions } from './ntlm-sip-client.ts'

/** A server that challenges all clients, and its clients. */
export interface AuthenticatingServer {
  readonly clock: VirtualClock
  readonly server: CommunicationsServer
  /** The problems that the server reported. */
  readonly problems: string[]
  open(options?: Partial<NtlmSipClientOptions>): Promise<NtlmSipClient>
  stop(): Promise<void>
}

const accounts = new Map(
  [
    ['alice', 'enabled'],
    ['bob', 'enabled'],
    ['dora', 'disabled'],
    ['luke', 'locked'],
    ['paul', 'password-expired'],
  ].map(([id = '', state = '']) => [
    id,
    { id, state, ntHash: ntHash('Passw0rd!'), sipAddress: `sip:${id}@corp.example` },
  ]),
)

export async function startAuthenticatingServer(
  options: Partial<CommunicationsServerOptions> = {},
): Promise<AuthenticatingServer> {
  const clock = createVirtualClock()
  const problems: string[] = []
  const clients: NtlmSipClient[] = []
  const server = await startCommunicationsServer({
    clock,
    listen: { host: '127.0.0.1', port: 0, transport: 'tcp' },
    dns: 'corp.example',
    certificates: { certificate: '', key: '', ca: '' },
    trustedServers: [],
    users: { find: () => true },
    product: 'RTC/3.5',
    authentication: ['ntlm'],
    accounts: { find: (id) => accounts.get(id.toLowerCase()) },
    domainName: 'CORP',
    onProblem: (notice) => problems.push(noticeInEnglish(notice)),
    ...options,
  })
  return {
    clock,
    server,
    problems,
    async open(clientOptions = {}) {
      const client = await NtlmSipClient.connect({ server, now: () => clock.now(), ...clientOptions })
      clients.push(client)
      return client
    },
    async stop() {
      for (const client of clients) client.socket.destroy()
      await server.stop()
    },
  }
}

/** A copy of a request with one header changed in transit. */
export function altered(request: SipRequest, name: string, change: (value: string) => string): SipRequest {
  const headers = SipHeaders.from(request.headers)
  headers.set(name, change(headers.get(name) ?? ''))
  return { ...request, headers }
}
