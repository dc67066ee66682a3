import { onOff, perHandheld } from '../schema-parts.ts'
import { stepKind } from './step-kind.ts'

export const status = stepKind({
  schema: perHandheld(onOff),
  description: 'Whether the handheld sends status messages',
  example: { alice: 'off' },
  check: (value, path, scope) => scope.checkHandhelds(value, path),
  async run(value, context) {
    for (const [name, status] of context.entries(value)) {
      await context.call('handheld.setStatusMessages', { name, sendsStatus: status === 'on' })
    }
  },
  record: {
    'handheld.setStatusMessages': ({ name, sendsStatus }) => ({ [name]: sendsStatus ? 'on' : 'off' }),
  },
})
