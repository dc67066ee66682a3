import { beforeEach, expect, it } from 'vitest'
import { cancelTask, forgetTask, runTask, type Task, undoTask, useTask } from './task.ts'

beforeEach(() => useTask.setState({ progress: null }))

const names = ['load1', 'load2', 'load3', 'load4', 'load5']

/** A task whose steps end when the test says so. */
function heldTask(change: Partial<Task> = {}) {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const task: Task = {
    title: 'Coverage: None',
    names,
    atOnce: 2,
    act(name) {
      begun.push(name)
      return new Promise<void>((resolve) => ends.set(name, resolve))
    },
    undo: null,
    ...change,
  }
  async function end(name: string) {
    ends.get(name)?.()
    await new Promise((resolve) => setTimeout(resolve))
  }
  return { task, begun, end }
}

const progress = () => useTask.getState().progress

it('does it to all, a few at the same time', async () => {
  const { task, begun, end } = heldTask()
  const all = runTask(task)
  expect(begun).toEqual(['load1', 'load2'])
  await end('load2')
  expect(begun).toEqual(['load1', 'load2', 'load3'])
  await expect.poll(progress).toMatchObject({ state: 'running', done: ['load2'] })
  for (const name of ['load1', 'load3', 'load4', 'load5']) await end(name)
  await all
  expect(progress()).toMatchObject({ state: 'finished', done: ['load2', 'load1', 'load3', 'load4', 'load5'] })
})

it('begins nothing more once it is cancelled, and counts what was under way', async () => {
  const { task, begun, end } = heldTask()
  const all = runTask(task)
  cancelTask()
  await end('load1')
  await end('load2')
  await all
  expect(begun).toEqual(['load1', 'load2'])
  expect(progress()).toMatchObject({ state: 'cancelled', done: ['load1', 'load2'] })
})

it('tells how far it is a few times, however many answers come at once', async () => {
  let told = 0
  const stop = useTask.subscribe(() => {
    told += 1
  })
  const many = Array.from({ length: 500 }, (_, number) => `load${number}`)
  await runTask({ ...heldTask().task, names: many, act: () => Promise.resolve() })
  stop()
  expect(progress()?.done).toHaveLength(500)
  expect(told).toBeLessThan(50)
})

it('tells who failed, and why', async () => {
  await runTask({
    ...heldTask().task,
    act: (name) => (name === 'load3' ? Promise.reject(new Error('No power')) : Promise.resolve()),
  })
  expect(progress()?.failures).toEqual([{ name: 'load3', why: 'No power' }])
  expect(progress()?.done).toHaveLength(4)
})

it('takes back what was done, and no more', async () => {
  let taken: readonly string[] = []
  await runTask({
    ...heldTask().task,
    act: (name) => (name === 'load3' ? Promise.reject(new Error('No power')) : Promise.resolve()),
    undo(done) {
      taken = done
      return { ...heldTask().task, names: done, act: () => Promise.resolve() }
    },
  })
  undoTask()
  expect(taken).toEqual(['load1', 'load2', 'load4', 'load5'])
})

it('lets one task run at a time', async () => {
  const first = heldTask()
  void runTask(first.task)
  const second = heldTask()
  await runTask(second.task)
  forgetTask()
  expect(second.begun).toEqual([])
  expect(progress()?.task).toBe(first.task)
})
