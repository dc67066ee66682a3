import { Pause, Play, SkipBack, SkipForward, StepBack, StepForward } from 'lucide-react'
import type { FlowView } from '#contract'
import { IconButton } from '../controls/icon-button.tsx'
import {
  playOrPause,
  replaySpeeds,
  setReplaySpeed,
  shownSteps,
  showStep,
  stepReplay,
  useReplay,
} from '../store/replay.ts'
import { stepTitle, useWords } from '../words/words.ts'
import type { FlowRow } from './flow-rows.ts'

/** Goes through a login by hand: play, step, speed, and a slider over its steps. */
export function ReplayBar({ flow, current }: { flow: FlowView; current: FlowRow | undefined }) {
  const words = useWords()
  const { replayBar } = words.page.flow
  const { replay, speed } = useReplay()
  const shown = shownSteps(flow, replay)
  const count = flow.steps.length
  const isPlaying = replay?.isPlaying ?? false
  const title = current === undefined ? '' : `${current.step} ${stepTitle(words.labels, current.process)}`
  return (
    <fieldset className="replay-bar" aria-label={replayBar.title}>
      <IconButton name={replayBar.toStart} icon={SkipBack} onPress={() => showStep(1)} />
      <IconButton name={replayBar.back} icon={StepBack} onPress={() => stepReplay(-1)} />
      <IconButton
        name={isPlaying ? replayBar.pause : replayBar.play}
        icon={isPlaying ? Pause : Play}
        onPress={playOrPause}
      />
      <IconButton name={replayBar.forward} icon={StepForward} onPress={() => stepReplay(1)} />
      <IconButton name={replayBar.toEnd} icon={SkipForward} onPress={() => showStep(count)} />
      <input
        type="range"
        className="replay-slider"
        aria-label={replayBar.step}
        aria-valuetext={title}
        min={1}
        max={Math.max(1, count)}
        value={Math.max(1, shown)}
        onChange={(change) => showStep(Number(change.currentTarget.value))}
      />
      <span className="replay-count tabular">{replayBar.count(shown, count)}</span>
      <select
        className="field replay-speed"
        aria-label={replayBar.speed}
        value={speed}
        onChange={(change) => {
          const chosen = replaySpeeds.find((one) => String(one) === change.currentTarget.value)
          if (chosen !== undefined) setReplaySpeed(chosen)
        }}
      >
        {replaySpeeds.map((one) => (
          <option key={one} value={one}>
            ×{one}
          </option>
        ))}
      </select>
    </fieldset>
  )
}
