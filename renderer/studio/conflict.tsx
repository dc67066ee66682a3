import { useMemo, useState } from 'react'
import { mergedTexts, textChanges } from '../store/merge-texts.ts'
import { saveFile, setStudio, takeBoth, takeTheirs, useStudio } from '../store/studio.ts'
import { useWords } from '../words/words.ts'

/** Lines around a difference. */
const shownAround = 2

/** What to do about a file that somebody else has changed too, or removed. */
export function Conflict() {
  const { studio } = useWords().page
  const conflict = useStudio((state) => state.conflict)
  const isGone = useStudio((state) => state.isGone)
  const file = useStudio((state) => state.document?.file ?? '')
  if (conflict !== null) return <Choice file={file} theirs={conflict.text} />
  if (!isGone) return null
  return (
    <p className="studio-conflict" role="alert">
      {studio.gone(file)}
    </p>
  )
}

function Choice({ file, theirs }: { file: string; theirs: string }) {
  const { studio } = useWords().page
  const base = useStudio((state) => state.document?.text ?? '')
  const mine = useStudio((state) => state.text)
  const merged = useMemo(() => mergedTexts(base, mine, theirs), [base, mine, theirs])
  const [isShown, setShown] = useState(false)
  return (
    <div className="studio-conflict" role="alert">
      <p>{studio.conflict(file)}</p>
      {merged !== null && (
        <button type="button" className="button primary" onClick={() => takeBoth(merged)}>
          {studio.takeBoth}
        </button>
      )}
      <button type="button" className="button" onClick={() => takeTheirs()}>
        {studio.takeTheirs}
      </button>
      <button type="button" className="button" onClick={() => void saveFile(true)}>
        {studio.keepMine}
      </button>
      <button type="button" className="button" onClick={() => setStudio({ naming: 'copy' })}>
        {studio.copyMine}
      </button>
      <button type="button" className="button" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
        {studio.showDifference}
      </button>
      {isShown && <Difference mine={mine} theirs={theirs} />}
    </div>
  )
}

const signs = { same: ' ', theirs: '−', mine: '+' } as const

function Difference({ mine, theirs }: { mine: string; theirs: string }) {
  const { studio } = useWords().page
  const changes = useMemo(() => textChanges(theirs, mine), [theirs, mine])
  if (changes === null) return <p>{studio.tooDifferent}</p>
  return (
    <figure className="studio-difference">
      <figcaption>{studio.difference}</figcaption>
      <pre>
        {changes.map(({ lines, what }, index) => {
          const shown = what === 'same' ? around(lines, index === 0, index === changes.length - 1) : lines
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the texts are compared anew as a whole
            <span key={index} data-what={what}>
              {shown.map((line) => `${signs[what]} ${line}\n`).join('')}
            </span>
          )
        })}
      </pre>
    </figure>
  )
}

/** Of lines that are the same, those beside a difference. */
function around(lines: readonly string[], isFirst: boolean, isLast: boolean): readonly string[] {
  const head = isFirst ? [] : lines.slice(0, shownAround)
  const tail = isLast ? [] : lines.slice(-shownAround)
  return head.length + tail.length >= lines.length ? lines : [...head, '…', ...tail]
}
