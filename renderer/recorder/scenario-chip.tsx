import { CircleDot } from 'lucide-react'
import { stopScenario, useAction } from '../actions/index.ts'
import { useRecorder } from '../store/recorder.ts'
import { clockTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'
import './recorder.css'

/** Shows that a scenario is being recorded, since when and with how many assertions, and ends that. */
export function ScenarioChip() {
  const since = useRecorder((state) => state.since)
  const count = useRecorder(({ assertions }) => assertions.length)
  const stop = useAction(stopScenario, undefined)
  const { compose } = useWords().page
  if (since === null) return null
  return (
    <span className="scenario-chip" role="status">
      <CircleDot size={13} aria-hidden />
      <span className="tabular">{compose.recording(clockTime(since), count)}</span>
      <button
        type="button"
        className="button"
        title={compose.actions.stop}
        onClick={() => void stop.perform()}
      >
        {stop.label}
      </button>
    </span>
  )
}
