import { z } from 'zod'
import { loginResults } from '#contract'
import { handheldName } from '../schema-parts.ts'
import { ownerOf } from '../step-context.ts'
import { stepKind } from './step-kind.ts'

export const login = stepKind({
  schema: z.union([
    handheldName,
    z.strictObject({
      handheld: handheldName,
      user: z
        .string()
        .max(256)
        .optional()
        .describe('User ID typed; the user to whom the handheld was issued'),
      password: z.string().max(256).optional().describe("Password typed; the user's own"),
      expect: z.enum(loginResults).default('accepted').describe('How the login ends'),
    }),
  ]),
  description: 'Logs in and waits for the answer',
  example: { handheld: 'carol', expect: 'server-busy' },
  check(value, path, scope) {
    if (typeof value === 'string') scope.checkHandheld(value, path)
    else scope.checkHandheld(value.handheld, [...path, 'handheld'])
  },
  async run(value, context) {
    const asked = typeof value === 'string' ? { handheld: value, expect: 'accepted' as const } : value
    const name = context.fillInHandheld(asked.handheld)
    const user = asked.user === undefined ? context.ownerOf(name) : context.fillInHandheld(asked.user)
    const password =
      asked.password === undefined ? context.passwordOf(user) : context.fillInHandheld(asked.password)
    const { result } = await context.call('handheld.login', { name, user, password })
    if (result === asked.expect) return []
    const message = `handheld ${name}: expected the login to end ${asked.expect}, found ${result}`
    return [{ path: typeof value === 'string' ? [] : ['expect'], message, handheld: name }]
  },
  remember: {
    'handheld.login'(memory, { name, user }, { result }, roster) {
      memory.lastStatus = { handheld: name, result }
      if (user !== ownerOf(name, roster)) memory.visited.add(name)
    },
  },
  record: {
    'handheld.login'({ name, user, password }, { result }, roster) {
      const owner = ownerOf(name, roster)
      const known = roster.users.find(({ id }) => id === user)?.password
      return {
        handheld: name,
        ...(user === owner ? {} : { user }),
        ...(password === known ? {} : { password }),
        expect: result,
      }
    },
  },
})
