import { useCallback, useEffect, useRef, useState } from 'react'
import type {
  Assertion,
  CommandName,
  CommandOutput,
  CommandRequest,
  ComposedScenario,
  ProposedScenario,
  ScenarioProof,
} from '#contract'
import { LabFailure } from '../connection/index.ts'
import { useLab } from '../store/lab.tsx'
import { showToast } from '../toasts/toasts.tsx'
import { languageNow, useWords } from '../words/words.ts'

export interface Heading {
  name: string
  symptom: string
  cause: string
}

interface Composed {
  scenario: ComposedScenario
  /** Null: it is still being proven, or could not be. */
  proof: ScenarioProof | null
}

/** So long after the last change the file is written anew. */
const calmMs = 500

/** Proposes, writes and proves a scenario; whenever something that is wanted changes, it begins anew from there. */
export function useComposition(
  since: number | null,
  assertions: readonly Assertion[],
  heading: Heading,
): {
  proposed: ProposedScenario | null
  ticked: ReadonlySet<string>
  tick(ids: ReadonlySet<string>): void
  composed: Composed | null
  isBusy: boolean
  again(): void
} {
  const api = useLab()
  const { title } = useWords().page.compose
  /** As for every command, but nobody is told of what somebody ended. */
  const run = useCallback(
    async <N extends CommandName>(
      name: N,
      input: CommandRequest<N>,
    ): Promise<CommandOutput<N> | undefined> => {
      try {
        return await api.call(name, input)
      } catch (thrown) {
        const failure = thrown instanceof LabFailure ? thrown : null
        if (failure?.code === 'interrupted') return undefined
        const text = thrown instanceof Error ? thrown.message : String(thrown)
        showToast({ kind: 'failure', title, text, remedy: failure?.remedy ?? null })
        return undefined
      }
    },
    [api, title],
  )
  const [round, setRound] = useState(0)
  const [proposed, setProposed] = useState<ProposedScenario | null>(null)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [composed, setComposed] = useState<Composed | null>(null)
  const [isBusy, setBusy] = useState(true)
  const latest = useRef(0)
  const { cause, name, symptom } = heading

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` begins it anew
  useEffect(() => {
    let isWanted = true
    latest.current += 1
    setProposed(null)
    setComposed(null)
    setBusy(true)
    void run('scenario.propose', { since, assertions: [...assertions] }).then((found) => {
      if (!isWanted) return
      setBusy(false)
      setProposed(found ?? null)
      setTicked(new Set(found?.proposals.filter(({ isUsual }) => isUsual).map(({ id }) => id)))
    })
    return () => {
      isWanted = false
    }
  }, [run, since, assertions, round])

  const write = useCallback(
    async (ids: readonly string[], order: number) => {
      setBusy(true)
      const scenario = await run('scenario.compose', {
        name: name.trim() === '' ? title : name.trim(),
        symptom,
        cause,
        expectations: [...ids],
        language: languageNow(),
      })
      if (latest.current !== order) return
      setComposed(scenario === undefined ? null : { scenario, proof: null })
      if (scenario !== undefined) {
        const proof = await run('scenario.prove', { text: scenario.text })
        if (latest.current !== order) return
        setComposed({ scenario, proof: proof ?? null })
      }
      setBusy(false)
    },
    [run, title, name, symptom, cause],
  )

  useEffect(() => {
    if (proposed === null || proposed.steps.length === 0) return
    latest.current += 1
    const order = latest.current
    const timer = setTimeout(() => void write([...ticked], order), calmMs)
    return () => clearTimeout(timer)
  }, [proposed, ticked, write])

  // Nobody waits for it any more.
  useEffect(() => () => void api.call('scenario.cancel', {}).catch(() => {}), [api])

  return {
    proposed,
    ticked,
    tick: setTicked,
    composed,
    isBusy,
    again: () => setRound((count) => count + 1),
  }
}
