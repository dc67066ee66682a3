import { useState } from 'react'
import { createFile, setStudio, useStudio } from '../store/studio.ts'
import { useWords } from '../words/words.ts'

/** Asks for the name of a new file, or of a copy. */
export function NameForm({ kind }: { kind: 'new' | 'copy' }) {
  const { studio } = useWords().page
  const open = useStudio((state) => state.document?.file ?? null)
  const [name, setName] = useState(() => proposed(kind, open))
  const isGood = /^[^./\\:][^\\:]*\.(ya?ml|json)$/i.test(name.trim())
  const label = kind === 'new' ? studio.newName : studio.copyName
  return (
    <form
      className="studio-name"
      onSubmit={(submit) => {
        submit.preventDefault()
        if (!isGood) return
        void createFile(name.trim(), kind === 'copy' ? useStudio.getState().text : null)
      }}
      onKeyDown={(press) => {
        if (press.key === 'Escape') setStudio({ naming: null })
      }}
    >
      <label>
        {label}
        <input
          className="field"
          value={name}
          spellCheck={false}
          autoComplete="off"
          ref={(input) => input?.focus()}
          aria-invalid={!isGood}
          onChange={(change) => setName(change.currentTarget.value)}
        />
      </label>
      <button
        type="submit"
        className="button primary"
        disabled={!isGood}
        title={isGood ? undefined : studio.badName}
      >
        {studio.create}
      </button>
      <button type="button" className="button" onClick={() => setStudio({ naming: null })}>
        {studio.cancel}
      </button>
    </form>
  )
}

function proposed(kind: 'new' | 'copy', open: string | null): string {
  if (kind === 'new' || open === null) return 'scenario.yaml'
  const name =
    open
      .replace(/^library:/, '')
      .split('/')
      .at(-1) ?? open
  return open.startsWith('library:') ? name : name.replace(/(\.[^.]+)$/, '-copy$1')
}
