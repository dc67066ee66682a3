import { useState } from 'react'
import { copyFile, createFile, setStudio, useStudio } from '../store/studio.ts'
import { useWords } from '../words/words.ts'

/** Asks for the name of a new file, or of a copy. */
export function NameForm({ kind }: { kind: 'new' | 'copy' | 'dropped' }) {
  const { studio } = useWords().page
  const open = useStudio((state) => state.document?.file ?? null)
  const dropped = useStudio((state) => state.dropped)
  const [name, setName] = useState(() => (kind === 'dropped' ? (dropped?.name ?? '') : proposed(kind, open)))
  const isGood = /^[^./\\:][^\\:]*\.(ya?ml|json)$/i.test(name.trim())
  const label = kind === 'copy' ? studio.copyName : studio.newName
  return (
    <form
      className="studio-name"
      onSubmit={(submit) => {
        submit.preventDefault()
        if (!isGood) return
        if (kind === 'copy') void copyFile(name.trim())
        else void createFile(name.trim(), kind === 'dropped' ? (dropped?.text ?? null) : null)
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
