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

    type Send = (from: number, to: number, text: string) => Promise<void>

    /** All pairs at once. Who has sent a text waits until it is delivered. */
    async function converse(send: Send): Promise<void> {
      const senders = Array.from({ length: pairs }, async (_, from) => {
        for (let number = 1; number <= texts; number += 1) {
          await send(from, from + pairs, `Are you there? ${number}`)
        }
      })
      await Promise.all(senders)
    }

    /**
     * One text after the other. In the lab the packets of all pairs come through the air one by one, so each SIP message is a
     * record of TLS; a script that sent all at once would have 18 of them in a record.
     */
    async function converseInTurn(send: Send): Promise<void> {
      for (let number = 1; number <= texts; number += 1) {
        for (let from = 0; from < pairs; from += 1) await send(from, from + pairs, `Are you there? ${number}`)
      }
    }

    async function sendInLab(from: number, to: number, text: string): Promise<void> {
      const [name = '', other = ''] = [names[from], names[to]]
      const { outcome } = await lab.api.call('handheld.send', { name, to: other, text })
      if (outcome !== 'delivered') throw new Error(`a message is ${outcome}`)
    }

    const converseInLab = () => clock.runUntil(converse(sendInLab))
    const sendBare = (...text: Parameters<Send>) => office.send(...text)
    // The first text of each pair opens their conversation.
    await converseInLab()
    return {
      ours: () => perCpuSecond(pairs * texts, converseInLab),
      theirs: () => perCpuSecond(pairs * texts, () => converseInTurn(sendBare)),
      async close() {
        await office.close()
        await lab.stop()
      },
    }
  },
}
