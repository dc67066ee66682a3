import type { CommandInput } from '#contract'
import { Failure } from '../base/index.ts'
import type { PacedClock } from '../clock/index.ts'
import type { EventStream } from './event-stream.ts'

/** Commands that control lab time. @param clock null if the lab runs in virtual time, which a scenario advances */
export function clockCommands(clock: PacedClock | null, events: EventStream) {
  const paced = (): PacedClock => {
    if (clock) return clock
    throw new Failure('virtual-time', {})
  }
  const emitPace = () => {
    const { pace } = paced()
    events.emit('pace', () => ({ type: 'pace', pace }))
    return pace
  }
  return {
    'clock.setPace': async ({ isPaused, speed }: CommandInput<'clock.setPace'>) => {
      paced().setPace({
        ...(isPaused === undefined ? {} : { isPaused }),
        ...(speed === undefined ? {} : { speed }),
      })
      return emitPace()
    },
    'clock.step': async () => {
      const stepped = paced().stepToNext()
      // Report the pause, which comes before the step.
      emitPace()
      await stepped
      emitPace()
      return null
    },
    'clock.jump': async ({ durationMs }: CommandInput<'clock.jump'>) => {
      await paced().jump(durationMs)
      emitPace()
      return null
    },
  }
}
