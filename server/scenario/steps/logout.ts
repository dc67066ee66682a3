import { handheldName } from '../schema-parts.ts'
import { stepKind } from './step-kind.ts'

export const logout = stepKind({
  schema: handheldName,
  description: 'The person logs out; the step ends when the handheld has said so',
  example: 'alice',
  check: (value, path, scope) => scope.checkHandheld(value, path),
  async run(value, context) {
    await context.call('handheld.logout', { name: context.fillInHandheld(value) })
  },
  record: { 'handheld.logout': ({ name }) => name },
})
