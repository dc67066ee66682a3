import { z } from 'zod'
import { duration, formatDuration } from '#contract'
import { fillInHandheld } from '../handheld-names.ts'
import type { Mismatch } from '../mismatch.ts'
import { handheldName } from '../schema-parts.ts'
import { expectationKind, type FollowedRun, type Moment } from './expectation-kind.ts'
import { latestLogin } from './latest-login.ts'

/** How long a login took. */
export const took = expectationKind({
  schema: z.strictObject({
    handheld: handheldName,
    max: duration.describe('The longest that it may have taken'),
  }),
  description: 'How long the latest login of a handheld took, in lab time',
  example: { handheld: 'alice', max: '2s' },
  check: ({ handheld }, path, scope) => scope.checkHandheld(handheld, [...path, 'handheld']),
  start: (run) => ({
    differences: (expected, now) => differences(expected, now, run),
  }),
})

async function differences(
  { handheld: written, max }: { handheld: string; max: number },
  now: Moment,
  run: FollowedRun,
): Promise<Mismatch[]> {
  const name = fillInHandheld(written, now.each)
  const login = await latestLogin(name, now, run)
  const tookMs = login === null ? null : (login.endedAt ?? now.snapshot.at) - login.startedAt
  if (login !== null && login.endedAt !== null && tookMs !== null && tookMs <= max) return []
  const found =
    tookMs === null
      ? 'no login'
      : `${login?.endedAt === null ? 'it is still under way after ' : ''}${formatDuration(tookMs)}`
  const message = `expected the latest login of ${name} to take ${formatDuration(max)} at most, found ${found}`
  return [{ path: [], message, handheld: name }]
}
