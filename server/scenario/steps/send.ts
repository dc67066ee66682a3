import { z } from 'zod'
import { type CommandOutput, causeOf, sendOutcomes } from '#contract'
import { sentence } from '#words'
import { Failure } from '../../base/index.ts'
import { english } from '../english.ts'
import { handheldName, party } from '../schema-parts.ts'
import { stepKind } from './step-kind.ts'

export const send = stepKind({
  schema: z.strictObject({
    from: handheldName,
    to: party,
    text: z.string().min(1).max(8_000).describe('What is written'),
    expect: z
      .enum(sendOutcomes)
      .default('delivered')
      .describe(
        'How sending ends; queued: it waits for coverage, at either end; unconfirmed: it may have arrived, nobody can tell',
      ),
  }),
  description: 'Sends an instant message and waits until it is known how that ends; delivered, unless told',
  example: { from: 'alice', to: 'bob', text: 'Lunch?' },
  check({ from, to, expect }, path, scope) {
    scope.checkHandheld(from, [...path, 'from'])
    // Whoever expects a rejection may mean somebody unknown.
    if (expect !== 'rejected') scope.checkParty(to, [...path, 'to'])
  },
  async run(value, context) {
    const name = context.fillInHandheld(value.from)
    const to = await context.partyOf(value.to)
    const text = context.fillInHandheld(value.text)
    const sent = context.call('handheld.send', { name, to, text })
    const { outcome, why } = await sent.catch(rejectedUnlessSignedIn)
    if (outcome === value.expect) return []
    const message = `handheld ${name}: expected the message to ${to} to be ${value.expect}, found ${outcome}${why ? ` (${sentence(english.messageReasons, why)})` : ''}`
    return [{ path: ['expect'], message, handheld: name }]
  },
  record: {
    'handheld.send': ({ name, to, text }, { outcome }) => ({ from: name, to, text, expect: outcome }),
  },
})

/** A signed-out handheld cannot send; scenarios treat that as one result of sending. */
function rejectedUnlessSignedIn(thrown: unknown): CommandOutput<'handheld.send'> {
  if (!(thrown instanceof Failure) || thrown.code !== 'not-signed-in') throw thrown
  return { outcome: 'rejected', why: { code: 'handheld-not-signed-in', facts: { cause: causeOf(thrown) } } }
}
