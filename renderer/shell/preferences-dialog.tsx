import type { ReactNode } from 'react'
import { fold, setDensity, setLanguage, setMotion, setTheme, usePerform } from '../actions/index.ts'
import { Dialog } from '../controls/dialog.tsx'
import { show, useInterface } from '../store/interface.ts'
import { densities, languageChoices, motions, panes, themes, usePreferences } from '../store/preferences.ts'
import { useWords } from '../words/words.ts'

/** Everything about the window that each person chooses and that is remembered, in one place. */
export function PreferencesDialog() {
  const isOpen = useInterface((state) => state.isPreferencesOpen)
  return isOpen ? <Preferences /> : null
}

function Preferences() {
  const { actions: words, shell } = useWords().page
  const { density, foldedPanes, language, motion, theme } = usePreferences()
  const perform = usePerform()
  return (
    <Dialog title={shell.preferences} onClose={() => show({ isPreferencesOpen: false })}>
      <div className="dialog-body preferences">
        <div className="form-grid">
          <Choice
            label={shell.preferenceLabels.language}
            value={language}
            all={languageChoices}
            names={words.languages}
          >
            {(chosen) => perform(setLanguage, { language: chosen })}
          </Choice>
          <Choice label={shell.preferenceLabels.theme} value={theme} all={themes} names={words.themes}>
            {(chosen) => perform(setTheme, { theme: chosen })}
          </Choice>
          <Choice label={shell.preferenceLabels.motion} value={motion} all={motions} names={words.motions}>
            {(chosen) => perform(setMotion, { motion: chosen })}
          </Choice>
          <Choice
            label={shell.preferenceLabels.density}
            value={density}
            all={densities}
            names={words.densities}
          >
            {(chosen) => perform(setDensity, { density: chosen })}
          </Choice>
        </div>
        <Group title={shell.preferenceLabels.panes}>
          {panes.map((pane) => (
            <label key={pane}>
              <input
                type="checkbox"
                checked={!foldedPanes.includes(pane)}
                onChange={(change) => perform(fold, { pane, isAway: !change.currentTarget.checked })}
              />
              {words.panes[pane]}
            </label>
          ))}
        </Group>
        <p className="hint">{shell.preferencesHint}</p>
      </div>
    </Dialog>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="preference-panes">
      <legend>{title}</legend>
      {children}
    </fieldset>
  )
}

function Choice<T extends string>({
  label,
  value,
  all,
  names,
  children: choose,
}: {
  label: string
  value: T
  all: readonly T[]
  names: Readonly<Record<T, string>>
  children: (chosen: T) => unknown
}) {
  return (
    <label>
      {label}
      <select
        className="field"
        value={value}
        onChange={(change) => {
          const chosen = all.find((one) => one === change.currentTarget.value)
          if (chosen !== undefined) choose(chosen)
        }}
      >
        {all.map((one) => (
          <option key={one} value={one}>
            {names[one]}
          </option>
        ))}
      </select>
    </label>
  )
}
