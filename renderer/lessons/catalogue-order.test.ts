import { expect, it } from 'vitest'
import type { LessonEntry } from '#contract'
import { bestOf, isFound, nextLesson } from './catalogue-order.ts'

const entry = (id: string, change: Partial<LessonEntry> = {}): LessonEntry => ({
  id,
  title: id,
  level: 'beginner',
  area: 'limits',
  minutes: 10,
  symptom: 'The handheld says Server Busy.',
  questions: 3,
  points: 20,
  problem: null,
  best: null,
  ...change,
})
const done = { earned: 12, most: 20, finishedAt: 0, times: 1 }

it('goes on with an easy lesson of the same area, then with easy ones, then with harder ones', () => {
  const entries = [
    entry('hard', { level: 'advanced' }),
    entry('elsewhere', { area: 'first-steps', minutes: 5 }),
    entry('same', { minutes: 20 }),
    entry('taken', { best: done }),
    entry('broken', { problem: 'line 3' }),
  ]
  const last = entry('last')
  expect(nextLesson(entries, {}, last)?.id).toBe('same')
  expect(nextLesson(entries, { same: { earned: 0, most: 20 } }, last)?.id).toBe('elsewhere')
  expect(nextLesson(entries, {}, null)?.id).toBe('elsewhere')
  expect(nextLesson([entry('last')], {}, last)).toBeNull()
})

it('shows the better of what the lab keeps and what the page remembers', () => {
  expect(bestOf(entry('a'), {})).toBeNull()
  expect(bestOf(entry('a', { best: done }), { a: { earned: 20, most: 20 } })?.earned).toBe(20)
  expect(bestOf(entry('a', { best: done }), { a: { earned: 1, most: 20 } })?.earned).toBe(12)
})

it('finds a lesson by words of its title and of its symptom', () => {
  expect(isFound(entry('Tunnel'), 'busy tunnel')).toBe(true)
  expect(isFound(entry('Tunnel'), 'certificate')).toBe(false)
})
