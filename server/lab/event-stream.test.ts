import { expect, it } from 'vitest'
import { createVirtualClock } from '../clock/index.ts'
import { noticeInEnglish } from '../words/testing/in-english.ts'
import { EventStream } from './event-stream.ts'
import { NoticeBoard } from './notice-board.ts'

it('removes a listener that throws, and reports it to the others', () => {
  const clock = createVirtualClock()
  const events = new EventStream(clock)
  const notices = new NoticeBoard(clock, events)
  events.onFault = (thrown) => notices.postUnexpected(thrown)
  const heard: string[] = []
  let failures = 0
  events.subscribe(() => {
    failures += 1
    throw new TypeError('it cannot be written')
  })
  events.subscribe((event) => {
    if (event.type === 'notice') heard.push(noticeInEnglish(event.notice))
  })
  notices.post('information', 'service', { code: 'registered-again', facts: { sessions: 1 } })
  notices.post('warning', 'dispatcher', { code: 'router-stopped', facts: {} })
  expect(failures).toBe(1)
  expect(heard).toEqual([
    expect.stringMatching(/^unexpected: TypeError: it cannot be written/),
    expect.stringContaining('registered again'),
    expect.stringContaining('the Router stopped'),
  ])
})
