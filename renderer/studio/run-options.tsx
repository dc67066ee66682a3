import { Switch } from '../controls/switch.tsx'
import { setStudio, studioPaces, useStudio } from '../store/studio.ts'
import { useWords } from '../words/words.ts'

/** How the open file is run. */
export function RunOptions() {
  const { studio } = useWords().page
  const { pace, stopsAtFailure, seed, combination, check } = useStudio()
  const scenarios = check?.scenarios ?? []
  return (
    <div className="studio-options">
      <label>
        {studio.pace}
        <select
          className="field"
          value={pace}
          onChange={({ currentTarget }) =>
            setStudio({ pace: studioPaces.find((one) => one === currentTarget.value) ?? 'fast' })
          }
        >
          {studioPaces.map((one) => (
            <option key={one} value={one}>
              {studio.paces[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {studio.seed}
        <input
          className="field studio-seed"
          inputMode="numeric"
          placeholder={studio.seedOfFile}
          value={seed ?? ''}
          onChange={({ currentTarget: { value } }) => {
            const wanted = Number(value)
            if (value === '') setStudio({ seed: null })
            else if (/^\d{1,10}$/.test(value) && wanted <= 4_294_967_295) setStudio({ seed: wanted })
          }}
        />
      </label>
      {scenarios.length > 1 && (
        <label>
          {studio.combination}
          <select
            className="field"
            value={combination}
            onChange={({ currentTarget }) => setStudio({ combination: Number(currentTarget.value) })}
          >
            {scenarios.map((one) => (
              <option key={one.combination} value={one.combination}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <Switch
        label={studio.stopsAtFailure}
        isOn={stopsAtFailure}
        onChange={async (isOn) => setStudio({ stopsAtFailure: isOn })}
      />
    </div>
  )
}
