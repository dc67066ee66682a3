import { coverages, type HandheldView } from '#contract'
import { setCoverage, setPower, setStatusMessages, usePerform } from '../actions/index.ts'
import { useOptimisticChoice } from '../controls/optimistic-choice.ts'
import { Switch } from '../controls/switch.tsx'
import { useAccess } from '../store/lesson.ts'
import { useWords } from '../words/words.ts'

/** What happens to the handheld from outside: the radio, its status messages, its power. */
export function HandheldControls({ handheld }: { handheld: HandheldView }) {
  const perform = usePerform()
  const { labels, page } = useWords()
  const { bench } = page
  const [coverage, choose] = useOptimisticChoice(handheld.coverage, (chosen) =>
    perform(setCoverage, { handheld, coverage: chosen }),
  )
  const access = useAccess('coverage')
  if (access === 'hidden') return null
  return (
    <fieldset
      className="handheld-controls"
      role="presentation"
      disabled={access === 'locked'}
      title={access === 'locked' ? page.lessons.access.locked(page.lessons.parts.coverage) : undefined}
    >
      <label className="coverage-control">
        <span>{bench.coverage}</span>
        <select
          className="field"
          aria-label={bench.coverage}
          data-coverage={coverage}
          value={coverage}
          onChange={(change) => {
            const chosen = coverages.find((one) => one === change.currentTarget.value)
            if (chosen !== undefined) choose(chosen)
          }}
        >
          {coverages.map((one) => (
            <option key={one} value={one}>
              {labels.coverage[one]}
            </option>
          ))}
        </select>
      </label>
      <Switch
        label={bench.statusMessages}
        isOn={handheld.sendsStatus}
        onChange={(sendsStatus) => perform(setStatusMessages, { handheld, sendsStatus })}
      />
      <Switch
        label={bench.power}
        isOn={handheld.isOn}
        onChange={(isOn) => perform(setPower, { handheld, isOn })}
      />
    </fieldset>
  )
}
