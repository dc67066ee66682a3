import { useEffect, useMemo, useState } from 'react'
import type { CommandOutput } from '#contract'
import { sentence, type Words } from '#words'
import { useLab } from '../store/lab.tsx'
import { useWords } from '../words/words.ts'

/** A frame with its layers. */
export type OpenedFrame = CommandOutput<'traffic.layers'>

/** Asks the lab for a frame's layers. `opened` stays until there are those of another frame. */
export function useLayers(
  number: number,
  isRevealing: boolean,
): { opened: OpenedFrame | null; problem: string | null } {
  const lab = useLab()
  const [state, setState] = useState<{ opened: OpenedFrame | null; problem: string | null }>({
    opened: null,
    problem: null,
  })

  useEffect(() => {
    let isCurrent = true
    lab.call('traffic.layers', { number, reveal: isRevealing }).then(
      (opened) => isCurrent && setState({ opened, problem: null }),
      (error: unknown) =>
        isCurrent &&
        setState({ opened: null, problem: error instanceof Error ? error.message : String(error) }),
    )
    return () => {
      isCurrent = false
    }
  }, [lab, number, isRevealing])

  const words = useWords()
  return useMemo(() => ({ ...state, opened: state.opened && inWords(words, state.opened) }), [state, words])
}

/** With titles and notes in the words of the page. */
function inWords({ layerNotes, page }: Words, opened: OpenedFrame): OpenedFrame {
  const layers = opened.layers.map((layer) => ({
    ...layer,
    title: page.inspector.layers[layer.title] ?? layer.title,
    note: layer.told === undefined ? layer.note : sentence(layerNotes, layer.told),
  }))
  return { ...opened, layers }
}
