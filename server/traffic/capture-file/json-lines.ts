import { stepOfFrame } from '#contract'
import { printableJson } from '../../base/index.ts'
import type { CaptureSink, CrossingFrame } from '../capture.ts'
import type { BlockFile } from './block-file.ts'
import type { CaptureContext } from './capture-context.ts'
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
    if (this.#dropped > 0) this.#file.write(line({ dropped: this.#dropped }))
  }

  /** Write at the end of the turn, when the fate of each message is known. */
  #flush(): void {
    const frames = this.#frames
    this.#frames = []
    for (const { frame, login } of frames) {
      if (!this.#file.write(line(this.#describe(frame, login)))) this.#dropped += 1
    }
  }

  #describe(frame: CrossingFrame, login: string | null) {
    const step = login === null ? null : stepOfFrame(this.#context.processFlow(), frame)
    return {
      number: frame.number,
      at: new Date(frame.at).toISOString(),
      hop: frame.hop,
      direction: frame.direction,
      handheld: frame.pin === null ? null : this.#context.nameOf(frame.pin),
      pin: frame.pin,
      login: step === null ? null : login,
      step,
      protocol: frame.protocol,
      sizeBytes: frame.sizeBytes,
      isEncrypted: frame.isEncrypted,
      summary: frame.summary(),
      openedSummary: frame.openedSummary(),
      layers: frame.layers({ reveal: this.#reveal }).map(({ title, note, fields, text, bytes }) => ({
        title,
        note,
        fields: fields.map(({ name, value }) => ({ name, value })),
        text,
        bytes: bytes && Buffer.from(bytes).toString('hex'),
      })),
    }
  }
}

function line(value: object): Buffer {
  return Buffer.from(`${printableJson(value)}\n`, 'utf8')
}
