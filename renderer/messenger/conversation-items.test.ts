import { expect, it } from 'vitest'
import type { MessageView } from '#contract'
import { conversationItems } from './conversation-items.ts'

const minute = 60_000
const noon = new Date(2011, 4, 3, 12, 0).getTime()
let lastId = 0

function message(at: number, isOwn: boolean): MessageView {
  lastId += 1
  return { id: String(lastId), isOwn, text: 'hello', at, state: isOwn ? 'sent' : null, why: null }
}

/** `day` and `time` for separators; a message by its side, with brackets where a run begins and ends. */
function drawn(messages: MessageView[]): string[] {
  return conversationItems(messages).map((item) =>
    item.kind === 'time'
      ? item.isNewDay
        ? 'day'
        : 'time'
      : `${item.isFirstOfRun ? '[' : ''}${item.message.isOwn ? 'own' : 'other'}${item.isLastOfRun ? ']' : ''}`,
  )
}

it('begins with the day, and draws what one person says in a row as one run', () => {
  const messages = [
    message(noon, true),
    message(noon + minute, true),
    message(noon + minute, false),
    message(noon + 2 * minute, true),
  ]
  expect(drawn(messages)).toEqual(['day', '[own', 'own]', '[other]', '[own]'])
})

it('says the time after a pause, and the day when it has changed', () => {
  const messages = [
    message(noon, true),
    message(noon + 16 * minute, true),
    message(noon + 24 * 60 * minute, true),
  ]
  expect(drawn(messages)).toEqual(['day', '[own]', 'time', '[own]', 'day', '[own]'])
})

it('draws nothing of a conversation without messages', () => {
  expect(conversationItems([])).toEqual([])
})
