import { z } from 'zod'
import type { DesktopView, Snapshot } from '#contract'
import { fillInHandheld } from '../handheld-names.ts'
import type { Mismatch } from '../mismatch.ts'
import { userId } from '../schema-parts.ts'
import { expectationKind } from './expectation-kind.ts'

const expectedDesktop = z.union([
  z.enum(['signed-in', 'signed-out']),
  z.strictObject({
    state: z.enum(['signed-in', 'signed-out']).optional().describe('Whether the client is signed in'),
    messages: z.array(z.string()).optional().describe('Texts that it received, in order, nothing else'),
  }),
])

export const desktop = expectationKind({
  schema: z.record(userId, expectedDesktop),
  description: "What is to be seen at users' desktop clients",
  example: { alice: { state: 'signed-in', messages: ['Lunch?'] } },
  check: (value, path, scope) => scope.checkUsers(value, path),
  async start({ api }) {
    /** How many messages each had received before the run. */
    const earlier = new Map((await api.snapshot()).desktops.map((one) => [keyOf(one.user), receivedBy(one)]))
    return {
      differences: (expected, { snapshot, each }) =>
        Object.entries(expected).flatMap(([key, wanted]) => {
          const user = fillInHandheld(key, each)
          return differences(user, key, wanted, snapshot, earlier.get(keyOf(user)) ?? 0)
        }),
    }
  },
})

function receivedBy({ messages, droppedMessages }: DesktopView): number {
  return droppedMessages + messages.length
}

function keyOf(user: string): string {
  return user.toLowerCase()
}

function differences(
  user: string,
  key: string,
  wanted: z.output<typeof expectedDesktop>,
  { desktops }: Snapshot,
  earlier: number,
): Mismatch[] {
  const { state, messages } = typeof wanted === 'string' ? { state: wanted, messages: undefined } : wanted
  const desktop = desktops.find((one) => keyOf(one.user) === keyOf(user))
  const found: Mismatch[] = []
  const isState = desktop?.isSignedIn ? 'signed-in' : 'signed-out'
  if (state !== undefined && state !== isState) {
    const message = `desktop of ${user}: expected it to be ${state}, found ${isState}`
    found.push({ path: [key], message, handheld: null, flows: [] })
  }
  const counted = desktop?.messages.slice(Math.max(0, earlier - desktop.droppedMessages))
  const texts = counted?.map(({ text }) => text) ?? []
  if (messages !== undefined && JSON.stringify(messages) !== JSON.stringify(texts)) {
    const message = `desktop of ${user}: expected messages ${listed(messages)}, found ${listed(texts)}`
    found.push({ path: [key, 'messages'], message, handheld: null, flows: [] })
  }
  return found
}

function listed(texts: readonly string[]): string {
  return texts.length === 0 ? 'none' : texts.map((text) => JSON.stringify(text)).join(', ')
}
