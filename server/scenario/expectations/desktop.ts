import { z } from 'zod'
import type { Snapshot } from '#contract'
import { fillInHandheld } from '../handheld-names.ts'
import type { Mismatch } from '../mismatch.ts'
import { userId } from '../schema-parts.ts'
import { expectationKind, fromSnapshot } from './expectation-kind.ts'

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
  start: fromSnapshot((expected, { snapshot, each }) =>
    Object.entries(expected).flatMap(([key, wanted]) =>
      differences(fillInHandheld(key, each), key, wanted, snapshot),
    ),
  ),
})

function differences(
  user: string,
  key: string,
  wanted: z.output<typeof expectedDesktop>,
  { desktops }: Snapshot,
): Mismatch[] {
  const { state, messages } = typeof wanted === 'string' ? { state: wanted, messages: undefined } : wanted
  const desktop = desktops.find((one) => one.user.toLowerCase() === user.toLowerCase())
  const found: Mismatch[] = []
  const isState = desktop?.isSignedIn ? 'signed-in' : 'signed-out'
  if (state !== undefined && state !== isState) {
    const message = `desktop of ${user}: expected it to be ${state}, found ${isState}`
    found.push({ path: [key], message, handheld: null, flows: [] })
  }
  const texts = desktop?.messages.map(({ text }) => text) ?? []
  if (messages !== undefined && JSON.stringify(messages) !== JSON.stringify(texts)) {
    const message = `desktop of ${user}: expected messages ${listed(messages)}, found ${listed(texts)}`
    found.push({ path: [key, 'messages'], message, handheld: null, flows: [] })
  }
  return found
}

function listed(texts: readonly string[]): string {
  return texts.length === 0 ? 'none' : texts.map((text) => JSON.stringify(text)).join(', ')
}
