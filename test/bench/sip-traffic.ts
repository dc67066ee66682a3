import type { LabFileInput } from '../../server/files/index.ts'
import { people, startLabInVirtualTime } from '../flows/lab-in-virtual-time.ts'

/** Records the SIP messages of port 5061 while handhelds log in, talk and log out. Each message is recorded once. */
export async function recordSipTraffic(): Promise<Buffer[]> {
  const found: Buffer[] = []
  for (const environment of ['ocs2007r2', 'ocs2007'] as const) {
    const file: LabFileInput = {
      service: { environment },
      communicationsServer: { authentication: ['ntlm'] },
      ...people('alice', 'bob', 'carol'),
    }
    const { lab, call, logIn, snapshot } = await startLabInVirtualTime(file)
    try {
      for (const name of ['alice', 'bob', 'carol']) await logIn(name)
      await call('handheld.send', { name: 'alice', to: 'bob', text: 'Are you there?' })
      await call('handheld.logout', { name: 'alice' })
      const { frames } = await snapshot()
      for (const { number, protocol } of frames) {
        if (protocol !== 'SIP') continue
        const { layers } = await lab.api.call('traffic.layers', { number, reveal: true })
        const text = layers.at(-1)?.text
        if (text && /^(?:[A-Z]+ sips?:|SIP\/2\.0 )/.test(text)) found.push(Buffer.from(text))
      }
    } finally {
      await lab.stop()
    }
  }
  return found
}
