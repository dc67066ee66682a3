import { setLanguage, useAction, usePerform } from '../actions/index.ts'
import { languageChoices, usePreferences } from '../store/preferences.ts'

/** The language of the page, each choice by the name that those who speak it know. */
export function LanguageChooser() {
  return (
    <p className="help-languages">
      {languageChoices.map((language) => (
        <LanguageButton key={language} language={language} />
      ))}
    </p>
  )
}

function LanguageButton({ language }: { language: (typeof languageChoices)[number] }) {
  const { label } = useAction(setLanguage, { language })
  const isChosen = usePreferences((state) => state.language === language)
  const perform = usePerform()
  return (
    <button
      type="button"
      className="button"
      aria-pressed={isChosen}
      onClick={() => perform(setLanguage, { language })}
    >
      {label}
    </button>
  )
}
