import { z } from 'zod'
import { handheldName, onOff, party } from '../schema-parts.ts'
import { stepKind } from './step-kind.ts'

export const typing = stepKind({
  schema: z.strictObject({
    from: handheldName,
    to: party,
    is: onOff.describe('on: the person begins to type; off: stops'),
  }),
  description:
    'The person begins to type a message to somebody, or stops; the other sees it once they have a conversation. It ends by itself after ten seconds, or with the message',
  example: { from: 'alice', to: 'bob', is: 'on' },
  check({ from, to }, path, scope) {
    scope.checkHandheld(from, [...path, 'from'])
    scope.checkParty(to, [...path, 'to'])
  },
  async run({ from, to, is }, context) {
    const name = context.fillInHandheld(from)
    await context.call('handheld.setTyping', { name, to: await context.partyOf(to), isTyping: is === 'on' })
  },
  title: ({ from, to, is }) => `typing from ${from} to ${to} ${is}`,
  record: {
    'handheld.setTyping': ({ name, to, isTyping }) => ({ from: name, to, is: isTyping ? 'on' : 'off' }),
  },
})
