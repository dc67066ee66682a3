import { z } from 'zod'
import { handheldName } from '../schema-parts.ts'
import { stepKind } from './step-kind.ts'

export const crafted = stepKind({
  schema: z.union([
    z.literal('srp-length').describe('A packet to port 3101 with a length that no packet has'),
    z.strictObject({
      from: handheldName,
      as: handheldName.describe('In whose session it acts'),
      send: z
        .union([
          z.literal('logout'),
          z.strictObject({
            message: z.string().min(1).max(8_000).describe('The text of a message in their name'),
            to: z.string().min(1).max(256).describe('To whom it goes'),
          }),
        ])
        .describe('What it sends: logout, or a message'),
    }),
  ]),
  description: 'Something that no client sends, as those sent it who found the defects',
  example: { from: 'mallory', as: 'alice', send: 'logout' },
  check(value, path, scope) {
    if (value === 'srp-length') return
    scope.checkHandheld(value.from, [...path, 'from'])
    scope.checkHandheld(value.as, [...path, 'as'])
  },
  async run(value, context) {
    if (value === 'srp-length') {
      await context.call('dispatcher.sendCrafted', {})
      return
    }
    const { as, from, send } = value
    const content =
      send === 'logout'
        ? { type: send }
        : {
            type: 'message' as const,
            to: await context.partyOf(send.to),
            text: context.fillInHandheld(send.message),
          }
    await context.call('handheld.sendCrafted', {
      name: context.fillInHandheld(from),
      as: context.fillInHandheld(as),
      content,
    })
  },
  record: {
    'dispatcher.sendCrafted': () => 'srp-length' as const,
    'handheld.sendCrafted': ({ name, as, content }) => ({
      from: name,
      as,
      send: content.type === 'logout' ? ('logout' as const) : { message: content.text, to: content.to },
    }),
  },
})
