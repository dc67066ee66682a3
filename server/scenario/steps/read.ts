import { party, perHandheld } from '../schema-parts.ts'
import { stepKind } from './step-kind.ts'

export const read = stepKind({
  schema: perHandheld(party),
  description: 'The person opens the conversation with somebody, and so reads its messages',
  example: { bob: 'alice' },
  check(value, path, scope) {
    scope.checkHandhelds(value, path)
    for (const [name, user] of Object.entries(value)) scope.checkParty(user, [...path, name])
  },
  async run(value, context) {
    for (const [name, other] of context.entries(value)) {
      await context.call('handheld.readConversation', { name, with: await context.partyOf(other) })
    }
  },
  record: {
    // A conversation that was open already is something else: it does not count as user activity.
    'handheld.readConversation': ({ name, with: other, isOpened }) =>
      isOpened === false ? null : { [name]: other },
  },
})
