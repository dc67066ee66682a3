import { people, startLabInVirtualTime } from '../../flows/lab-in-virtual-time.ts'
import { openBareOffice } from '../bare/office.ts'
import { perCpuSecond, type Row } from '../row.ts'

export const messages: Row = {
  name: 'messages',
  what: 'texts from handheld to handheld in open conversations, until they are delivered / the same envelopes and SIP over the same kinds of sockets',
  unit: 'messages per CPU second',
  goal: { atLeast: 0.5 },
  rounds: 7,
  async open(isSmall) {
    const pairs = isSmall ? 2 : 50
    const texts = isSmall ? 2 : 20
    const names = Array.from({ length: 2 * pairs }, (_, index) => `load${index}`)
    const { lab, clock, logIn } = await startLabInVirtualTime(people(...names))
    for (const name of names) await logIn(name)
    const office = await openBareOffice('ocs2007r2', names.length)

    /** All pairs at once. Who has sent a text waits until it is delivered. */
    async function converse(send: (from: number, to: number, text: string) => Promise<void>): Promise<void> {
      const senders = Array.from({ length: pairs }, async (_, from) => {
        for (let number = 1; number <= texts; number += 1) {
          await send(from, from + pairs, `Are you there? ${number}`)
        }
      })
      await Promise.all(senders)
    }

    async function sendInLab(from: number, to: number, text: string): Promise<void> {
      const [name = '', other = ''] = [names[from], names[to]]
      const { outcome } = await lab.api.call('handheld.send', { name, to: other, text })
      if (outcome !== 'delivered') throw new Error(`a message is ${outcome}`)
    }

    const converseInLab = () => clock.runUntil(converse(sendInLab))
    // The first text of each pair opens their conversation.
    await converseInLab()
    return {
      ours: () => perCpuSecond(pairs * texts, converseInLab),
      theirs: () => perCpuSecond(pairs * texts, () => converse((...text) => office.send(...text))),
      async close() {
        await office.close()
        await lab.stop()
      },
    }
  },
}
