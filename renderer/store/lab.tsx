import { createContext, type ReactNode, useContext, useMemo } from 'react'
import type { CommandName, CommandOutput, CommandRequest, LabApi } from '#contract'
import { LabFailure } from '../connection/index.ts'
import { showToast } from '../toasts/toasts.tsx'

const LabContext = createContext<LabApi | null>(null)

export function LabProvider({ api, children }: { api: LabApi; children: ReactNode }) {
  return <LabContext value={api}>{children}</LabContext>
}

export function useLab(): LabApi {
  const api = useContext(LabContext)
  if (api === null) throw new Error('LabProvider is missing above this component')
  return api
}

/**
 * Runs a command for a person: a refusal becomes a toast that names the thing and the remedy.
 * @returns the answer, or undefined when the lab refused
 */
export type Run = <N extends CommandName>(
  doing: string,
  name: N,
  input: CommandRequest<N>,
) => Promise<CommandOutput<N> | undefined>

export function useRun(): Run {
  const api = useLab()
  return useMemo(() => runOn(api), [api])
}

/** The same for a lab that is not the one that is shown. */
export function runOn(api: LabApi): Run {
  return async (doing, name, input) => {
    try {
      return await api.call(name, input)
    } catch (error) {
      const isRefusal = error instanceof LabFailure
      showToast({
        kind: 'failure',
        title: doing,
        text: error instanceof Error ? error.message : String(error),
        remedy: isRefusal ? error.remedy : null,
      })
      return undefined
    }
  }
}
