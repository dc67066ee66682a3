import { expect, it, vi } from 'vitest'
import type { ClientMessage, Snapshot } from '#contract'
import { emptySnapshot } from '../../server/contract/testing/empty-snapshot.ts'
import { labClient } from '../connection/lab-client.ts'
import { afterSnapshot, useLabStore } from './lab-store.ts'
import { backToNow, followMoments, isMomentShown, lookAt, lookBeside, presentNow } from './look-back.ts'

const noon = Date.UTC(2010, 5, 1, 12)
const minuteMs = 60_000
const standing = { ...emptySnapshot, pace: { isPaused: true, speed: 1 } }

const mark = { lane: 'logins', tone: 'plain', count: 1, what: null }

/** A lab whose past has one moment. @param rest until then it answers nothing */
function labThatWas(then: Snapshot, rest: Promise<void> = Promise.resolve()) {
  let tell: (message: unknown) => void = () => {}
  return labClient({
    onMessage: (listener) => {
      tell = listener
    },
    onState: () => {},
    send(message: ClientMessage) {
      const outputs = new Map<string, unknown>([
        ['past.read', { snapshot: then, frame: 0, line: 0 }],
        ['past.story', { start: then, events: [] }],
        ['past.beside', { ...mark, seq: then.seq, at: then.at, until: then.at }],
      ])
      void rest.then(() => {
        if (message.type === 'call')
          tell({ type: 'answer', id: message.id, output: outputs.get(message.command) })
      })
      return true
    },
  })
}

function shows(snapshot: Snapshot) {
  useLabStore.setState(afterSnapshot(snapshot, performance.now()))
}

it('tells the time of whichever lab is shown after a moment of the past was left', async () => {
  const then = { ...standing, seq: 1, at: noon - minuteMs }
  followMoments({ shown: labThatWas(then), show: () => {} })
  shows({ ...standing, seq: 9, at: noon })
  lookAt({ at: then.at })
  await vi.waitFor(() => expect(isMomentShown()).toBe(true))
  shows(then)
  backToNow()
  expect(presentNow(), 'while the store has the moment').toBe(noon)
  shows({ ...standing, seq: 10, at: noon })
  expect(presentNow()).toBe(noon)
  const morning = { ...standing, at: noon - 300 * minuteMs }
  shows(morning)
  expect(presentNow(), 'in another lab, whose time is earlier').toBe(morning.at)
})

it('stays in the present when the mark that a key asked for is told after Escape', async () => {
  const then = { ...standing, seq: 1, at: noon - minuteMs }
  let answer = () => {}
  const answered = new Promise<void>((resolve) => {
    answer = resolve
  })
  followMoments({ shown: labThatWas(then, answered), show: () => {} })
  shows({ ...standing, seq: 9, at: noon })
  const step = lookBeside('previous')
  const second = lookBeside('previous')
  backToNow()
  answer()
  expect(await step).toBeNull()
  expect(await second).toBeNull()
  expect(isMomentShown()).toBe(false)

  await lookBeside('previous')
  await vi.waitFor(() => expect(isMomentShown(), 'a key that is pressed later').toBe(true))
  backToNow()
})
