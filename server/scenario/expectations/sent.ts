import { z } from 'zod'
import { type MessageState, messageStates } from '#contract'
import { sentence } from '#words'
import { english } from '../english.ts'
import { fillInHandheld } from '../handheld-names.ts'
import type { Mismatch } from '../mismatch.ts'
import { perHandheld } from '../schema-parts.ts'
import { expectationKind, fromSnapshot, type Moment } from './expectation-kind.ts'
import { concernedLogins } from './latest-login.ts'
import { listed } from './listed.ts'
import { messagesOn } from './received-messages.ts'

const expectedStates = z.record(
  z.string().min(1).describe('Text of a message'),
  z
    .enum(messageStates)
    .describe(
      'queued: it waits for coverage at either end; accepted: at the other end; sent: it is under way; the others are endings',
    ),
)

/** What has become of messages that were sent. */
export const sent = expectationKind({
  schema: perHandheld(expectedStates),
  description:
    'The state of messages as their sender’s handheld shows it, by their text; the latest of several with the same text',
  example: { alice: { 'Lunch?': 'delivered' } },
  check: (value, path, scope) => scope.checkHandhelds(value, path),
  start: fromSnapshot(async (expected, now) => {
    const found: Mismatch[] = []
    for (const [key, states] of Object.entries(expected)) found.push(...(await compare(key, states, now)))
    return found
  }),
})

async function compare(
  key: string,
  states: z.output<typeof expectedStates>,
  { api, each, snapshot }: Moment,
): Promise<Mismatch[]> {
  const name = fillInHandheld(key, each)
  const view = snapshot.handhelds.find((handheld) => handheld.name === name)
  const fail = (message: string, more: string[] = []): Mismatch => ({
    path: [key, ...more],
    message: `handheld ${name}: ${message}`,
    handheld: name,
    ...concernedLogins(view),
  })
  if (!view) return [fail('expected it to exist, found no such handheld')]
  const own = (await messagesOn(api, name)).filter(({ isOwn }) => isOwn)
  return Object.entries(states).flatMap(([written, state]) => {
    const text = fillInHandheld(written, each)
    const message = own.findLast((one) => one.text === text)
    if (message && isMeant(state, message.state)) return []
    const why = message?.why ? ` (${sentence(english.messageReasons, message.why)})` : ''
    const found = message
      ? `${message.state}${why}`
      : `no such message among its own: ${listed(own.map((one) => one.text))}`
    return [fail(`expected its message ${JSON.stringify(text)} to be ${state}, found ${found}`, [written])]
  })
}

/** `queued` means the same as for the step `send`: the message waits for coverage at either end. */
function isMeant(wanted: MessageState, state: MessageState | null): boolean {
  return wanted === state || (wanted === 'queued' && state === 'accepted')
}
