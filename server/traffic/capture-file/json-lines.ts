import { stepOfFrame } from '#contract'
import type { CaptureSink, CrossingFrame } from '../capture.ts'
import type { BlockFile } from './block-file.ts'
import type { CaptureContext } from './capture-context.ts'
import { describeFrame, jsonLine } from './describe-frame.ts'
import { OncePerTurn } from './once-per-turn.ts'

/** One line of JSON for each frame. */
export class JsonLines {
  readonly sink: CaptureSink
  readonly #file: BlockFile
  readonly #context: CaptureContext
  readonly #reveal: boolean
  readonly #turn = new OncePerTurn(() => this.#flush())
  #frames: { frame: CrossingFrame; login: string | null }[] = []
  #dropped = 0

  constructor(file: BlockFile, context: CaptureContext, reveal: boolean) {
    this.#file = file
    this.#context = context
    this.#reveal = reveal
    this.sink = {
      frame: (frame) => {
        this.#frames.push({ frame, login: context.loginUnderWay(frame.pin) })
        this.#turn.schedule()
      },
      wire: null,
    }
  }

  finish(): void {
    this.#flush()
    if (this.#dropped > 0) this.#file.write(jsonLine({ dropped: this.#dropped }))
  }

  /** Write at the end of the turn, when the fate of each message is known. */
  #flush(): void {
    const frames = this.#frames
    this.#frames = []
    for (const { frame, login } of frames) {
      const step = login === null ? null : stepOfFrame(this.#context.processFlow(), frame)
      const described = describeFrame(frame, {
        handheld: frame.pin === null ? null : this.#context.nameOf(frame.pin),
        login: step === null ? null : login,
        step,
        reveal: this.#reveal,
      })
      if (!this.#file.write(jsonLine(described))) this.#dropped += 1
    }
  }
}
