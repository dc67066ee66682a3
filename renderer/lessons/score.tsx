import type { LessonView } from '#contract'
import { useWords } from '../words/words.ts'
import { useMinutes } from './use-minutes.ts'

/** Points and minutes so far. */
export function LessonScore({ lesson }: { lesson: LessonView }) {
  const { player } = useWords().page.lessons
  const { finishedAt, minutes, score } = lesson
  const taken = useMinutes(lesson)
  return (
    <span className="pane-aside tabular">
      {player.score(score.earned, score.most)}
      {finishedAt === null && (
        <span title={player.timeHint(minutes)}>
          {' · '}
          {player.time(taken)}
        </span>
      )}
    </span>
  )
}
