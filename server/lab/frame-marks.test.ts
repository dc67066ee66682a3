import { expect, test } from 'vitest'
import { bounds } from '#contract'
import { createVirtualClock } from '../clock/index.ts'
import { Capture, type FrameRecord } from '../traffic/index.ts'
import { EventStream } from './event-stream.ts'
import { FrameMarks } from './frame-marks.ts'
import { NoticeBoard } from './notice-board.ts'

function startMarks(frames: number) {
  const clock = createVirtualClock()
  const capture = new Capture(clock, { frames, bytes: 1e9 })
  const events = new EventStream(clock, clock)
  const notices = new NoticeBoard(clock, events)
  return { capture, notices, marks: new FrameMarks({ capture, events, notices }) }
}

const record: FrameRecord = {
  hop: 'service-directory',
  direction: 'up',
  pin: null,
  protocol: 'LDAP',
  sizeBytes: 10,
  isEncrypted: false,
  summary: () => 'bindRequest',
  openedSummary: () => 'bindRequest',
  layers: () => [],
}

test('a frame is marked, the mark changed and removed', () => {
  const { capture, marks } = startMarks(10)
  capture.frame(record)
  capture.frame(record)
  marks.set({ number: 2, comment: 'odd', colour: null })
  marks.set({ number: 1, comment: '', colour: 'red' })
  marks.set({ number: 2, comment: 'very odd', colour: 'blue' })
  expect(marks.all()).toMatchObject([
    { number: 1, comment: '', colour: 'red', isGone: false },
    { number: 2, comment: 'very odd', colour: 'blue', isGone: false },
  ])
  marks.set({ number: 1, comment: '', colour: null })
  expect(marks.all().map(({ number }) => number)).toEqual([2])
})

test('a frame that is not there cannot be marked, and marks have a bound', () => {
  const { capture, marks } = startMarks(1_000)
  expect(() => marks.set({ number: 1, comment: 'x', colour: null })).toThrow('frame 1 is no longer kept')
  for (let number = 1; number <= bounds.marks; number += 1) {
    capture.frame(record)
    marks.set({ number, comment: 'x', colour: null })
  }
  capture.frame(record)
  expect(() => marks.set({ number: bounds.marks + 1, comment: 'x', colour: null })).toThrow(
    expect.objectContaining({ code: 'too-many-marks' }),
  )
})

test('a marked frame that the lab drops leaves its mark, and a notice', () => {
  const { capture, marks, notices } = startMarks(3)
  for (let count = 0; count < 3; count += 1) capture.frame(record)
  marks.set({ number: 1, comment: 'here it began', colour: 'yellow' })
  marks.set({ number: 3, comment: '', colour: 'yellow' })
  capture.frame(record)
  expect(marks.all().map(({ isGone }) => isGone)).toEqual([true, false])
  expect(notices.all()).toMatchObject([
    { code: 'marked-frame-dropped', facts: { number: 1, comment: 'here it began' } },
  ])
  capture.clear()
  marks.noteLosses()
  expect(marks.all().every(({ isGone }) => isGone)).toBe(true)
  marks.set({ number: 1, comment: 'still told', colour: null })
  expect(marks.of(1)).toMatchObject({ comment: 'still told', isGone: true })
})
