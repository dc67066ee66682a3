import { X } from 'lucide-react'
import { useEffect } from 'react'
import { goTo, setStudio, useStudio } from '../store/studio.ts'
import { followRepetition, stopRepetition } from '../store/studio-run.ts'
import { elapsed } from '../words/format.ts'
import { useWords } from '../words/words.ts'

const lookMs = 400

/** How many runs with other seeds ended: one bar for each way. */
export function Repetition() {
  const { studio, shell } = useWords().page
  const repetition = useStudio((state) => state.repetition)
  const file = useStudio((state) => state.document?.file)
  const isRunning = repetition !== null && !repetition.isOver
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(() => void followRepetition(), lookMs)
    return () => clearInterval(timer)
  }, [isRunning])
  if (repetition === null || repetition.file !== file) return null
  const { done, times, endings, fromMs, toMs } = repetition
  return (
    <section className="studio-repetition" aria-label={studio.histogram}>
      <p className="studio-chosen">
        <progress value={done} max={times} aria-label={studio.repetition(done, times)} />
        <span className="tabular" role="status">
          {studio.repetition(done, times)}
        </span>
        {fromMs !== null && toMs !== null && (
          <span className="tabular">{studio.between(elapsed(fromMs), elapsed(toMs))}</span>
        )}
        {isRunning ? (
          <button type="button" className="button" onClick={() => void stopRepetition()}>
            {studio.cancel}
          </button>
        ) : (
          <button
            type="button"
            className="button quiet icon"
            aria-label={shell.close}
            onClick={() => setStudio({ repetition: null })}
          >
            <X size={13} aria-hidden />
          </button>
        )}
      </p>
      <ul className="studio-endings">
        {endings.map(({ passed, failure, count, seeds }) => (
          <li key={failure === null ? '' : `${failure.path} ${failure.message}`}>
            <span className="studio-bar" data-outcome={passed ? 'passed' : 'failed'}>
              <span style={{ width: `${(100 * count) / Math.max(1, done)}%` }} />
            </span>
            <span className="tabular studio-count">{studio.ended(count)}</span>
            {failure === null ? (
              <span>{studio.passed}</span>
            ) : (
              <button
                type="button"
                className="studio-problem truncate"
                lang="en"
                title={failure.message}
                onClick={() => goTo(failure.line)}
              >
                {failure.path}: {failure.message}
              </button>
            )}
            <span className="studio-hint tabular">{studio.seeds(seeds.slice(0, 3).join(', '))}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
