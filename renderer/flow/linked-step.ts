import { useEffect } from 'react'
import type { FlowStep, FrameView, LabApi, TrafficPosition, TrafficReader } from '#contract'
import { show, useInterface } from '../store/interface.ts'
import { useLab } from '../store/lab.tsx'
import { useLabStore } from '../store/lab-store.ts'
import { useTraffic } from '../store/traffic.ts'

/**
 * Links the steps of a login with its frames, both ways: a step that is chosen opens its first frame, and a frame that is opened
 * marks its step.
 * @returns the step that is marked, of whatever login
 */
export function useLinkedStep(): { flow: string; step: FlowStep } | null {
  const api = useLab()
  const openFrame = useInterface((state) => state.openFrame)
  useEffect(() => {
    let isShown = true
    void frameOf(api, openFrame).then((frame) => {
      if (isShown) mark(frame)
    })
    return () => {
      isShown = false
    }
  }, [api, openFrame])
  return useInterface((state) => state.markedStep)
}

async function frameOf(api: LabApi, number: number | null): Promise<FrameView | null> {
  if (number === null) return null
  for (const frame of useTraffic.getState().rows.values()) if (frame.number === number) return frame
  // The lab may have dropped it.
  return api.call('traffic.layers', { number }).then(
    ({ frame }) => frame,
    () => null,
  )
}

function mark(frame: FrameView | null): void {
  if (frame === null || frame.flow === null || frame.step === null) return show({ markedStep: null })
  const { flow, step } = frame
  show({ markedStep: { flow, step } })
  const flows = useLabStore.getState().snapshot?.flows ?? []
  const isLatest = flows.at(-1)?.id === flow
  // Another login than the one that is shown: show that one, as long as the lab knows it.
  if (flows.some(({ id }) => id === flow)) show({ pinnedFlow: isLatest ? null : flow })
}

/**
 * Marks a step, lights its frames in Traffic and opens one: the first, or of a refused step the one that says no, which is the last
 * that came back. Where the step has no frame, nothing is opened.
 */
export async function chooseStep(
  api: LabApi,
  flow: string,
  step: FlowStep,
  isRefused: boolean,
): Promise<void> {
  show({ markedStep: { flow, step } })
  const ofStep = `flow:${flow} step:${step}`
  const frame =
    (isRefused ? await frameMatching(api, `${ofStep} direction:down`, 'last') : undefined) ??
    (await frameMatching(api, ofStep, 'first'))
  if (frame !== undefined) show({ openFrame: frame.number })
}

function frameMatching(api: LabApi, filter: string, which: 'first' | 'last'): Promise<FrameView | undefined> {
  return new Promise((resolve) => {
    let reader: TrafficReader | null = null
    const look = async ({ end, first, isCounting }: TrafficPosition) => {
      if (isCounting || reader === null) return
      const opened = reader
      reader = null
      const from = which === 'first' ? first : Math.max(first, end - 1)
      const { rows } = await opened.rows(from, 1).catch(() => ({ rows: [] }))
      opened.close()
      resolve(rows[0])
    }
    api
      .readTraffic({ filter, isOpened: true }, (position) => void look(position))
      .then(
        (opened) => {
          reader = opened
          void look(opened.position)
        },
        () => resolve(undefined),
      )
  })
}
