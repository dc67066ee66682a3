import { expect, it } from 'vitest'
import { TimerQueue } from './timer-queue.ts'

it('keeps few removed timers, however many were set and removed long before they are due', () => {
  const queue = new TimerQueue()
  for (let index = 0; index < 100; index += 1) queue.add(1_000 + index, () => {})
  for (let index = 0; index < 100_000; index += 1) queue.remove(queue.add(900_000, () => {}))
  expect(queue.length).toBeLessThan(2_200)
})

it('keeps the order of the others when it sweeps out removed timers', () => {
  const queue = new TimerQueue()
  const entries = Array.from({ length: 5_000 }, (_, index) => queue.add((index * 7_919) % 1_000, () => {}))
  const kept = entries.filter((_, index) => index % 3 === 0)
  for (const entry of entries) if (!kept.includes(entry)) queue.remove(entry)
  const dequeued: number[] = []
  for (let next = queue.dequeue(); next; next = queue.dequeue()) dequeued.push(next.order)
  const inOrder = kept.toSorted((a, b) => a.dueMs - b.dueMs || a.order - b.order)
  expect(dequeued).toEqual(inOrder.map(({ order }) => order))
})

it('forgets the task of a removed timer, and with it everything that the task refers to', () => {
  const queue = new TimerQueue()
  const task = () => {}
  const entry = queue.add(900_000, task)
  queue.remove(entry)
  expect(entry.task).not.toBe(task)
})
