import { FileText, FolderOpen, Lock } from 'lucide-react'
import { useState } from 'react'
import type { StudioFile } from '#contract'
import { isInApp } from '../actions/index.ts'
import { SearchField } from '../controls/search-field.tsx'
import { chooseFolder, openFile, setStudio, useStudio } from '../store/studio.ts'
import { useWords } from '../words/words.ts'

/** The scenario files that can be opened. */
export function FileList() {
  const { studio } = useWords().page
  const files = useStudio((state) => state.files)
  const folder = useStudio((state) => state.folder)
  const isCut = useStudio((state) => state.isCut)
  const hasDocument = useStudio((state) => state.document !== null)
  const [typed, setTyped] = useState('')
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const found = (files ?? []).filter(({ file, name }) => {
    const text = `${file} ${name ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const own = found.filter(({ isReadOnly }) => !isReadOnly)
  return (
    <div className="studio-files">
      <div className="studio-find">
        <SearchField
          name={studio.find}
          value={typed}
          onSearch={setTyped}
          onKeyDown={(press) => {
            if (press.key === 'Escape' && hasDocument) setStudio({ isListOpen: false })
          }}
        />
        {isInApp && (
          <button type="button" className="button" onClick={() => void chooseFolder()}>
            <FolderOpen size={14} aria-hidden />
            {studio.chooseFolder}
          </button>
        )}
      </div>
      {files === null ? (
        <p className="studio-hint">{studio.reading}</p>
      ) : (
        <>
          <Group title={studio.folder(folder)} files={own} />
          {own.length === 0 && words.length === 0 && <p className="studio-hint">{studio.none}</p>}
          {isCut && <p className="studio-hint">{studio.isCut}</p>}
          <Group title={studio.library} files={found.filter(({ isReadOnly }) => isReadOnly)} />
        </>
      )}
    </div>
  )
}

function Group({ title, files }: { title: string; files: readonly StudioFile[] }) {
  if (files.length === 0) return null
  return (
    <section aria-label={title}>
      <h3 className="studio-group truncate" title={title}>
        {title}
      </h3>
      <ul className="studio-list">
        {files.map(({ file, name, isReadOnly }) => (
          <li key={file}>
            <button type="button" className="studio-file" onClick={() => void openFile(file)}>
              {isReadOnly ? <Lock size={13} aria-hidden /> : <FileText size={13} aria-hidden />}
              <code>{file.replace(/^library:/, '')}</code>
              {name !== null && (
                <span className="truncate" lang="en">
                  {name}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
