import type { FlowView } from '#contract'
import type { Words } from '#words'
import { clockTime, tookTime } from '../words/format.ts'
import { useWords } from '../words/words.ts'

/** Whose login it is, when it was, and how it ended, or what it waits for. */
export function FlowHeadline({ flow, waits }: { flow: FlowView | undefined; waits: string | null }) {
  const words = useWords()
  if (flow === undefined) return <p className="flow-headline is-empty">{words.page.flow.empty}</p>
  const tone = flow.result === null ? 'warn' : flow.result === 'accepted' ? 'good' : 'bad'
  return (
    <p className="flow-headline">
      <span className="truncate">
        <strong>{flow.user}</strong> {words.page.flow.on} <strong>{flow.handheld}</strong>
      </span>
      <span className="tabular flow-when">
        {clockTime(flow.startedAt)}
        {flow.endedAt === null ? null : (
          <span className="flow-took">{words.page.flow.took(tookTime(flow.endedAt - flow.startedAt))}</span>
        )}
      </span>
      <span className={`pill ${tone} tabular`}>{waits ?? outcomeOf(words, flow)}</span>
    </p>
  )
}

export function outcomeOf({ endings, page }: Words, flow: FlowView): string {
  return flow.result === null ? page.flow.inProgress : endings[flow.result].title
}
