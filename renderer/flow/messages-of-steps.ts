import type { ProcessFlow } from '#contract'
import type { Words } from '#words'
import { type FlowRow, hopsOf, type LitHop } from './flow-rows.ts'

/** A message of the login on one hop. */
export interface StepMessage extends LitHop {
  /** Tells it from all other messages of its login. */
  id: string
  /** What it is, such as `REGISTER`; empty where a step crosses a hop without a message of its own. */
  label: string
}

/** What a step sends over its hops, in the order in which it crosses them. */
export function messagesOf(words: Words, { hops }: ProcessFlow, row: FlowRow | undefined): StepMessage[] {
  return hopsOf(row).map((crossing) => ({
    ...crossing,
    id: `${row?.step} ${crossing.hop}`,
    label: row === undefined ? '' : labelOf(words, hops, row, crossing),
  }))
}

function labelOf({ endings, page }: Words, hops: ProcessFlow['hops'], row: FlowRow, { hop }: LitHop): string {
  const { detail, step } = row
  const { messages, opensTls, opensTcp } = page.flow
  switch (detail?.code) {
    case 'server-busy':
      return endings['server-busy'].title
    case 'failed':
      return endings.failed.title
    case 'rejection-sent':
      return endings[detail.facts.status].title
    case 'registration-refused':
      return messages.refused ?? ''
    case 'connection-opened':
      return detail.facts.encryption === null ? opensTcp : opensTls
    case 'connection-reused':
      return ''
    default:
      return messages[step] ?? hops.find(({ id }) => id === hop)?.protocol ?? ''
  }
}

/**
 * The messages of a login in the order in which they went. The refusal of a limit is not among them, since step 7 brings it to
 * the handheld.
 */
export function allMessages(
  words: Words,
  processFlow: ProcessFlow,
  rows: readonly FlowRow[],
): readonly StepMessage[] {
  const wasSentBack = rows.some(({ detail }) => detail?.code === 'rejection-sent')
  return rows
    .filter(({ process }) => !(process.crossesIfRefused && wasSentBack))
    .flatMap((row) => (row.afterMs === null ? [] : messagesOf(words, processFlow, row)))
    .filter(({ label }) => label !== '')
}
