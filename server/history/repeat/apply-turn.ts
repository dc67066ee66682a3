import type { BranchTurn, LabApi } from '#contract'

/** Changes what is different in a branch. */
export async function applyTurn(
  api: Pick<LabApi, 'call'>,
  { changes, conditions, coverage }: BranchTurn,
): Promise<void> {
  if (Object.keys(changes).length > 0) await api.call('service.configure', changes)
  if (Object.keys(conditions).length > 0) await api.call('conditions.set', conditions)
  if (coverage !== null) await api.call('handheld.setCoverage', coverage)
}

/** Whether anything is different. */
export function isTurn({ changes, conditions, coverage }: BranchTurn): boolean {
  return Object.keys({ ...changes, ...conditions }).length > 0 || coverage !== null
}
