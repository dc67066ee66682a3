import { z } from 'zod'
import { commands, limits } from '#contract'
import { stepKind } from './step-kind.ts'

const changes = z.strictObject({
  mayUseClient: z.boolean().optional().describe('Whether the user may use the collaboration client'),
  password: z
    .string()
    .min(1)
    .max(limits.password.most)
    .optional()
    .describe('The new password of the account in the directory'),
  enabled: z.boolean().optional().describe('Whether the account in the directory may log in'),
  sipAddress: commands['user.save'].input.shape.sipAddress.describe(
    'The SIP address of the account in the directory; the service goes on signing in the one that it has',
  ),
})

export const user = stepKind({
  schema: z.record(z.string().min(1), changes),
  description: 'Changes users: in the Configuration Database, and their accounts in the directory',
  example: { alice: { mayUseClient: false } },
  check: (value, path, scope) => scope.checkUsers(value, path),
  async run(value, context) {
    for (const [id, { enabled, mayUseClient, password, sipAddress }] of context.entries(value)) {
      await context.call('user.save', {
        id,
        ...(mayUseClient === undefined ? {} : { mayUseClient }),
        ...(password === undefined ? {} : { password }),
        ...(enabled === undefined ? {} : { isEnabled: enabled }),
        ...(sipAddress === undefined ? {} : { sipAddress }),
      })
    }
  },
  remember: {
    'user.save'(memory, { id, password }) {
      if (password !== undefined) memory.passwords.set(id, password)
    },
  },
  record: {
    // Only users that a lab starts with can have a name other than the default for their ID.
    'user.save': ({ id, isEnabled, name, ...same }) =>
      name === undefined
        ? { [id]: { ...same, ...(isEnabled === undefined ? {} : { enabled: isEnabled }) } }
        : null,
  },
})
