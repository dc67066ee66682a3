import type { Words } from '#words'
import { tookTime } from '../words/format.ts'
import type { Item, Lane, NoteEntry } from './items.ts'
import { plainText } from './plain-text.ts'

/** `134 ms`, `12.40 s`, `5 min 12 s` */
export function lengthOfTime(durationMs: number, { page: { ladder } }: Words): string {
  if (durationMs < 60_000)
    return durationMs >= 1_000 && durationMs % 1_000 === 0 ? `${durationMs / 1_000} s` : tookTime(durationMs)
  const seconds = Math.round(durationMs / 1_000)
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return ladder.minutes(minutes, seconds % 60)
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return ladder.hours(hours, minutes % 60)
  return ladder.days(Math.floor(hours / 24), hours % 24)
}

/** What a screen reader says of an arrow or a note: `REGISTER sip:corp.example, Service to Comm. Server, 12 ms`. */
export function spoken(
  item: Item,
  lanes: readonly Lane[],
  when: string,
  isOpened: boolean,
  { page: { ladder } }: Words,
): string {
  if (item.kind === 'note') {
    const entries = item.entries.map(entryText)
    return plainText(ladder.note(entries.join('; '), when))
  }
  const { frame, isRefusal, isRepeat } = item
  const label = (id: string) => lanes.find((lane) => lane.id === id)?.label ?? id
  const remarks = [
    ...(isRefusal && (isOpened || !frame.isEncrypted) ? [ladder.refusal] : []),
    ...(isRepeat ? [ladder.repeated] : []),
    ...(frame.isEncrypted ? [ladder.encrypted] : []),
    ...(frame.hop === 'dispatcher-service' ? [ladder.inProcess] : []),
  ]
  const what = isOpened ? frame.openedSummary : frame.summary
  const said = ladder.arrow(what, label(item.from), label(item.to), when)
  return plainText([said, ...remarks].join(', '))
}

/** `4a: Alice logged out: outside coverage. 2 of at most 2 sessions` */
export function entryText({ tag, text, title }: NoteEntry): string {
  const said = [title, text].filter((part) => part !== null && part !== '').join('. ')
  return tag === null ? said : `${tag}: ${said}`
}
