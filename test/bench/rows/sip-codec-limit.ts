import { perCpuSecond, type Row } from '../row.ts'
import { recordSipTraffic } from '../sip-traffic.ts'
import { messagesPerRound, roundTrip } from './sip-codec.ts'

/** The lower limit of the work: split each message at line ends and colons, and join it again. */
function splitAndJoin(messages: readonly Buffer[]): number {
  let bytes = 0
  for (const message of messages) {
    const text = message.toString()
    const end = text.indexOf('\r\n\r\n')
    const [start, ...lines] = text.slice(0, end).split('\r\n')
    const headers = lines.map((line) => {
      const colon = line.indexOf(':')
      return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() }
    })
    const head = [start, ...headers.map(({ name, value }) => `${name}: ${value}`)].join('\r\n')
    bytes += Buffer.from(`${head}\r\n\r\n${text.slice(end + 4)}`).length
  }
  return bytes
}

export const sipCodecLimit: Row = {
  name: 'sip-codec-limit',
  what: 'SIP parse and write, with all that the lab does to a message / split into headers and join',
  unit: 'messages per CPU second',
  goal: { atLeast: 0.7 },
  rounds: 15,
  async open(isSmall) {
    const messages = await recordSipTraffic()
    const times = isSmall ? 1 : Math.ceil(messagesPerRound / messages.length)
    const run = (turn: (messages: readonly Buffer[]) => number) =>
      perCpuSecond(times * messages.length, () => {
        for (let time = 0; time < times; time += 1) turn(messages)
      })
    return { ours: () => run(roundTrip), theirs: () => run(splitAndJoin) }
  },
}
