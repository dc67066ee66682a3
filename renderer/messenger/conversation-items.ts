import type { MessageView } from '#contract'

export type ConversationItem =
  | { kind: 'time'; at: number; isNewDay: boolean }
  | { kind: 'message'; message: MessageView; isFirstOfRun: boolean; isLastOfRun: boolean }

/** After a pause of this length the conversation shows the time again. */
const pauseMs = 15 * 60_000
/** Messages of one person this close together are one run, drawn as one. */
const runMs = 2 * 60_000

/** A conversation as it is drawn: where a day or a pause lies between two messages, the time stands there. */
export function conversationItems(messages: readonly MessageView[]): ConversationItem[] {
  return messages.flatMap((message, index): ConversationItem[] => {
    const before = messages[index - 1]
    const after = messages[index + 1]
    const item: ConversationItem = {
      kind: 'message',
      message,
      isFirstOfRun: before === undefined || !areOneRun(before, message),
      isLastOfRun: after === undefined || !areOneRun(message, after),
    }
    if (before !== undefined && !isPause(before.at, message.at)) return [item]
    const isNewDay = before === undefined || dayOf(before.at) !== dayOf(message.at)
    return [{ kind: 'time', at: message.at, isNewDay }, item]
  })
}

function areOneRun(before: MessageView, after: MessageView): boolean {
  return before.isOwn === after.isOwn && after.at - before.at <= runMs && dayOf(before.at) === dayOf(after.at)
}

function isPause(before: number, after: number): boolean {
  return after - before > pauseMs || dayOf(before) !== dayOf(after)
}

/** The day in the reader's time zone. */
function dayOf(at: number): string {
  return new Date(at).toDateString()
}
