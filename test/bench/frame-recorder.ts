import type { Capture, FrameRecord, TrafficRecorder } from '../../server/traffic/index.ts'
import { people, startLabInVirtualTime } from '../flows/lab-in-virtual-time.ts'

/** Collects the frames of a lab as its parts report them. */
export class FrameRecorder implements TrafficRecorder {
  readonly frames: FrameRecord[] = []
  #capture: Capture | null = null
  #stopPouring = () => {}

  record(capture: Capture): void {
    this.#capture = capture
    this.#stopPouring = capture.pourInto({ frame: (frame) => this.frames.push(frame), wire: null })
  }

  /** From now on the lab's frames are not collected. @returns the entry through which the lab's parts report frames */
  stop(): Capture {
    if (!this.#capture) throw new Error('the lab has not started')
    this.#stopPouring()
    return this.#capture
  }
}

/** Records the frames of all hops while handhelds log in, talk, are out of coverage and log out. */
export async function recordFrames(rounds: number): Promise<FrameRecord[]> {
  const recorder = new FrameRecorder()
  const names = ['alice', 'bob', 'carol']
  const { lab, call, clock, logIn } = await startLabInVirtualTime(people(...names), { captureFile: recorder })
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const name of names) await logIn(name)
      for (let message = 0; message < 5; message += 1) {
        await call('handheld.send', { name: 'alice', to: 'bob', text: `Are you there? ${round}/${message}` })
        await call('handheld.send', { name: 'bob', to: 'carol', text: 'She is.' })
      }
      // Status messages.
      await clock.advance(10 * 60_000)
      for (const name of names) await call('handheld.logout', { name })
    }
  } finally {
    await lab.stop()
  }
  recorder.stop()
  return recorder.frames
}
