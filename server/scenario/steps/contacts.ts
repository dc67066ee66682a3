import { z } from 'zod'
import { party, perHandheld } from '../schema-parts.ts'
import { stepKind } from './step-kind.ts'

const changes = z
  .strictObject({
    add: z.array(party).optional().describe('User IDs or SIP addresses to add'),
    remove: z.array(party).optional().describe('User IDs or SIP addresses to remove'),
  })
  .refine(({ add, remove }) => add !== undefined || remove !== undefined, 'expected add or remove')
  .meta({ minProperties: 1 })

export const contacts = stepKind({
  schema: perHandheld(changes),
  description: 'The person changes the contact list',
  example: { alice: { add: ['carol'], remove: ['bob'] } },
  check(value, path, scope) {
    scope.checkHandhelds(value, path)
    for (const [name, { add = [] }] of Object.entries(value)) {
      for (const [index, user] of add.entries()) scope.checkParty(user, [...path, name, 'add', index])
    }
  },
  async run(value, context) {
    for (const [name, { add = [], remove = [] }] of context.entries(value)) {
      for (const user of add) {
        await context.call('handheld.addContact', { name, contact: await context.partyOf(user) })
      }
      for (const user of remove) {
        await context.call('handheld.removeContact', { name, contact: await context.partyOf(user) })
      }
    }
  },
  record: {
    'handheld.addContact': ({ name, contact }) => ({ [name]: { add: [contact] } }),
    'handheld.removeContact': ({ name, contact }) => ({ [name]: { remove: [contact] } }),
  },
})
