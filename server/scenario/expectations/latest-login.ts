import type { FlowView, HandheldView, LabApi, Snapshot } from '#contract'
import type { Mismatch } from '../mismatch.ts'
import type { FollowedRun, Moment } from './expectation-kind.ts'

/** The login that began last, on a handheld or on any; null: there was none since the run began. */
export async function latestLogin(
  handheld: string | null,
  { api, snapshot }: Pick<Moment, 'api' | 'snapshot'>,
  { startMs }: Pick<FollowedRun, 'startMs'>,
): Promise<FlowView | null> {
  const login =
    handheld === null ? (snapshot.flows.at(-1) ?? null) : await ofHandheld(handheld, api, snapshot)
  return login !== null && login.startedAt >= startMs ? login : null
}

async function ofHandheld(handheld: string, api: LabApi, snapshot: Snapshot): Promise<FlowView | null> {
  const id = snapshot.handhelds.find(({ name }) => name === handheld)?.flowId ?? null
  if (id === null) return null
  // The snapshot has only the latest logins of all handhelds.
  return snapshot.flows.find((flow) => flow.id === id) ?? (await api.call('flow.find', { id }))
}

/** Whether a difference of what a handheld shows has to do with its latest login: where it is signed in, that had no part in it. */
export function concernedLogins(handheld: HandheldView | undefined): Pick<Mismatch, 'flows'> {
  return handheld?.state === 'signed-in' ? { flows: [] } : {}
}
