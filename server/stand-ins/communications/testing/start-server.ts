import type { Clock } from '../../../clock/index.ts'
import { noticeInEnglish } from '../../../words/testing/in-english.ts'
import { type CommunicationsServer, startCommunicationsServer } from '../index.ts'

const people = ['alice', 'bob', 'carol'].map((id) => ({
  sipAddress: `sip:${id}@corp.example`,
  name: `${id[0]?.toUpperCase()}${id.slice(1)} Example`,
}))

/** A server over TCP that knows alice, bob and carol. */
export function startTestServer(clock: Clock, problems: string[]): Promise<CommunicationsServer> {
  return startCommunicationsServer({
    clock,
    listen: { host: '127.0.0.1', port: 0, transport: 'tcp' },
    dns: 'corp.example',
    certificates: { certificate: '', key: '', ca: '' },
    trustedServers: [],
    users: {
      find: (address) => people.some(({ sipAddress }) => sipAddress === address.toLowerCase()),
      list: () => people,
      person: (aor) => people.find(({ sipAddress }) => sipAddress === aor),
    },
    product: 'RTC/3.5',
    authentication: ['none'],
    onProblem: (notice) => problems.push(noticeInEnglish(notice)),
  })
}
