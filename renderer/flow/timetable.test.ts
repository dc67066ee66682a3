import { expect, it } from 'vitest'
import type { StepMessage } from './messages-of-steps.ts'
import { Timetable, travelMs } from './timetable.ts'

const message = (id: string): StepMessage => ({ id, hop: 'handheld-dispatcher', direction: 'up', label: id })
const [first, second, third] = [message('2'), message('3'), message('4d')]
const live = { id: 'login', isReplayed: false, isOver: false }

const delays = (departures: ReturnType<Timetable['departures']>) => departures.map(({ delayMs }) => delayMs)

it('lets messages of one moment travel one after another, and each once', () => {
  const timetable = new Timetable()
  expect(delays(timetable.departures(live, [first, second], 1_000))).toEqual([0, travelMs])
  // Later drawings leave them as they are.
  expect(delays(timetable.departures(live, [first, second, third], 1_100))).toEqual([
    0,
    travelMs,
    2 * travelMs - 100,
  ])
  expect(delays(timetable.departures(live, [first, second, third], 90_000))).toEqual([
    0,
    travelMs,
    2 * travelMs - 100,
  ])
})

it('lets nothing travel of a login that was over before anybody looked', () => {
  expect(new Timetable().departures({ ...live, isOver: true }, [first, second], 0)).toEqual([])
})

it('lets the messages of one step travel while somebody goes through a login, and none when that is over', () => {
  const timetable = new Timetable()
  timetable.departures(live, [first, second, third], 0)
  const replayed = { ...live, isReplayed: true }
  expect(delays(timetable.departures(replayed, [second], 5_000))).toEqual([0])
  expect(timetable.departures(live, [first, second, third], 9_000)).toEqual([])
})

it('starts anew with another login', () => {
  const timetable = new Timetable()
  timetable.departures(live, [first, second], 0)
  expect(delays(timetable.departures({ ...live, id: 'other' }, [first], 10))).toEqual([0])
})
