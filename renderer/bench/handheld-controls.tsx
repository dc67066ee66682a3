import { coverages, type HandheldView } from '#contract'
import { useIntended } from '../controls/intended.ts'
import { Switch } from '../controls/switch.tsx'
import { useRun } from '../store/lab.tsx'
import { coverageWords } from '../words.ts'

/** What happens to the handheld from outside: the radio, its status messages, its power. */
export function HandheldControls({ handheld }: { handheld: HandheldView }) {
  const run = useRun()
  const { name } = handheld
  const [coverage, setCoverage] = useIntended(handheld.coverage, (chosen) =>
    run(`Coverage of ${name}`, 'handheld.setCoverage', { name, coverage: chosen }),
  )
  return (
    <div className="handheld-controls">
      <label className="coverage-control">
        <span>Coverage</span>
        <select
          className="field"
          aria-label="Coverage"
          data-coverage={coverage}
          value={coverage}
          onChange={(change) => {
            const chosen = coverages.find((one) => one === change.currentTarget.value)
            if (chosen !== undefined) setCoverage(chosen)
          }}
        >
          {coverages.map((one) => (
            <option key={one} value={one}>
              {coverageWords[one]}
            </option>
          ))}
        </select>
      </label>
      <Switch
        label="Status messages"
        isOn={handheld.sendsStatus}
        onChange={(sendsStatus) =>
          run(`Status messages of ${name}`, 'handheld.setStatusMessages', { name, sendsStatus })
        }
      />
      <Switch
        label="Power"
        isOn={handheld.isOn}
        onChange={(isOn) => run(`Power of ${name}`, 'handheld.setPower', { name, isOn })}
      />
    </div>
  )
}
