import { expect, it } from 'vitest'
import { createVirtualClock } from '../clock/index.ts'
import { EventStream } from './event-stream.ts'
import { NoticeBoard } from './notice-board.ts'

it('a listener that fails hears nothing more, and the others hear of it', () => {
  const clock = createVirtualClock()
  const events = new EventStream(clock, () => 0)
  const notices = new NoticeBoard(clock, events)
  events.onFault = (thrown) => notices.postUnexpected(thrown)
  const heard: string[] = []
  let failures = 0
  events.subscribe(() => {
    failures += 1
    throw new TypeError('it cannot be written')
  })
  events.subscribe((event) => {
    if (event.type === 'notice') heard.push(event.notice.text)
  })
  notices.post('information', 'lab', 'one')
  notices.post('information', 'lab', 'two')
  expect(failures).toBe(1)
  expect(heard).toEqual([expect.stringMatching(/^unexpected: TypeError: it cannot be written/), 'one', 'two'])
})
