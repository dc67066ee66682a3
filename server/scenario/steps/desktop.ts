import { z } from 'zod'
import { desktopHabits, sendOutcomes } from '#contract'
import { sentence } from '#words'
import { english } from '../english.ts'
import type { Mismatch } from '../mismatch.ts'
import { userId } from '../schema-parts.ts'
import type { StepContext } from '../step-context.ts'
import { stepKind } from './step-kind.ts'

/** Actions of a desktop client. */
const act = z.union([
  z
    .enum(['sign-in', 'sign-out', 'leave', 'crash'])
    .describe(
      'sign-out waits for the answers; leave closes the connection right after the last requests; crash says nothing',
    ),
  z.strictObject({
    habits: z
      .array(z.enum(desktopHabits))
      .describe('Habits for which field issues blame real clients, from now on'),
  }),
  z.strictObject({
    send: z.string().min(1).max(8_000).describe('The text of a message'),
    to: z.string().trim().min(1).max(256).describe('As in the step send'),
    expect: z.enum(sendOutcomes).default('delivered').describe('How sending ends'),
  }),
])

const manners = { 'sign-out': 'in-order', leave: 'hurried', crash: 'crash' } as const
const signOuts = { 'in-order': 'sign-out', hurried: 'leave', crash: 'crash' } as const

export const desktop = stepKind({
  schema: z.record(userId, act),
  description: 'A desktop client, the other endpoint of a user with a handheld: USER and what happens there',
  example: { alice: 'sign-in' },
  check: (value, path, scope) => scope.checkUsers(value, path),
  async run(value, context) {
    for (const [user, wanted] of context.entries(value)) {
      const found = await perform(user, wanted, context)
      if (found.length > 0) return found
    }
    return []
  },
  record: {
    'desktop.signIn': ({ user }) => ({ [user]: 'sign-in' as const }),
    'desktop.signOut': ({ user, manner }) => ({ [user]: signOuts[manner] }),
    'desktop.setHabits': ({ user, habits }) => ({ [user]: { habits } }),
    'desktop.send': ({ user, to, text }, { outcome }) => ({ [user]: { send: text, to, expect: outcome } }),
  },
})

async function perform(
  user: string,
  wanted: z.output<typeof act>,
  context: StepContext,
): Promise<readonly Mismatch[]> {
  if (wanted === 'sign-in') await context.call('desktop.signIn', { user })
  else if (typeof wanted === 'string')
    await context.call('desktop.signOut', { user, manner: manners[wanted] })
  else if ('habits' in wanted) await context.call('desktop.setHabits', { user, habits: wanted.habits })
  else {
    const to = await context.partyOf(wanted.to)
    const text = context.fillInHandheld(wanted.send)
    const { outcome, why } = await context.call('desktop.send', { user, to, text })
    if (outcome === wanted.expect) return []
    const message = `desktop of ${user}: expected the message to ${to} to be ${wanted.expect}, found ${outcome}${why ? ` (${sentence(english.messageReasons, why)})` : ''}`
    return [{ path: [user, 'expect'], message, handheld: null }]
  }
  return []
}
