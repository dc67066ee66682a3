import { useMemo } from 'react'
import { useLab, useRun } from '../store/lab.tsx'
import { useLabStore } from '../store/lab-store.ts'
import type { ActionContext } from './action.ts'

/** Gives the context of actions as it is at the moment of asking, without drawing the caller again when the lab changes. */
export function useActionContext(): () => ActionContext {
  const run = useRun()
  const api = useLab()
  return useMemo(() => () => ({ lab: useLabStore.getState().snapshot, run, call: api.call }), [run, api])
}
