import { expect, it, vi } from 'vitest'
import type { ClientMessage, Snapshot } from '#contract'
import { emptySnapshot } from '../../server/contract/testing/empty-snapshot.ts'
import { labClient } from '../connection/lab-client.ts'
import { afterSnapshot, useLabStore } from './lab-store.ts'
import { backToNow, followMoments, isMomentShown, lookAt, presentNow } from './look-back.ts'

const noon = Date.UTC(2010, 5, 1, 12)
const minuteMs = 60_000
const standing = { ...emptySnapshot, pace: { isPaused: true, speed: 1 } }

/** A lab whose past has one moment. */
function labThatWas(then: Snapshot) {
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
      ])
      if (message.type === 'call')
        tell({ type: 'answer', id: message.id, output: outputs.get(message.command) })
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
