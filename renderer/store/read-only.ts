import { useIsPast } from './past.ts'
import { useIsStale } from './selectors.ts'

/**
 * Whether all controls that change the lab are disabled: the past is shown, or the server is gone. What scrolls must then
 * take the focus itself, or nobody reaches its end by keyboard.
 */
export function useIsReadOnly(): boolean {
  const isPast = useIsPast()
  return useIsStale() || isPast
}
