import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import type { CommandInput, RecordingView } from '#contract'
import { Failure } from '../base/index.ts'
import { makePrivateFolder, type PrivateFolder } from '../base/node/index.ts'
import { type Clock, createRealClock, type Timer } from '../clock/index.ts'
import { type CaptureFile, openCaptureFile, type TrafficRecorder } from '../traffic/index.ts'
import type { EventStream } from './event-stream.ts'

/** How often the size is looked at, in real time. */
const lookMs = 500

/** The recording of the window: a private file in the system's folder for such files, until the next one or the lab's end. */
export class Recordings {
  readonly #clock: Clock
  readonly #events: EventStream
  readonly #record: (file: TrafficRecorder) => void
  #folder: PrivateFolder | null = null
  #file: CaptureFile | null = null
  #timer: Timer | null = null
  #view: RecordingView | null = null

  constructor(clock: Clock, events: EventStream, record: (file: TrafficRecorder) => void) {
    this.#clock = clock
    this.#events = events
    this.#record = record
  }

  get view(): RecordingView | null {
    return this.#view
  }

  async start({ format, mostBytes, secrets }: CommandInput<'recording.start'>): Promise<RecordingView> {
    await this.remove()
    this.#folder = await makePrivateFolder()
    // SIP stands outside TLS as well, for programs that do not decrypt.
    const file = await openCaptureFile(this.#path(format), { secrets, clear: true })
    this.#file = file
    this.#record(file)
    this.#timer = createRealClock().after(lookMs, () => void this.#look())
    return this.#show({ format, startedAt: this.#clock.now(), bytes: 0, mostBytes, ended: null })
  }

  /** @throws {Failure} `no-recording` */
  async stop(why: 'stopped' | 'full' = 'stopped'): Promise<RecordingView> {
    const view = this.#view
    const file = this.#file
    if (view === null) throw new Failure('no-recording', {})
    if (file === null) return view
    this.#file = null
    this.#timer?.cancel()
    let ended: RecordingView['ended'] = why
    try {
      await file.close()
    } catch {
      // A notice has told why.
      ended = 'failed'
    }
    return this.#show({ ...view, bytes: file.bytes, ended })
  }

  /** What has been written so far. @throws {Failure} `no-recording` */
  read(): { format: RecordingView['format']; content: AsyncIterable<Uint8Array> } {
    if (this.#view === null) throw new Failure('no-recording', {})
    const { format } = this.#view
    return { format, content: createReadStream(this.#path(format)) }
  }

  /** Ends the recording and deletes its file. */
  async remove(): Promise<void> {
    if (this.#view !== null) await this.stop()
    await this.#folder?.remove()
    this.#folder = null
    this.#view = null
  }

  async #look(): Promise<void> {
    const view = this.#view
    if (view === null || this.#file === null) return
    const { bytes } = this.#file
    if (bytes >= view.mostBytes) {
      await this.stop('full')
      return
    }
    if (bytes !== view.bytes) this.#show({ ...view, bytes })
    this.#timer = createRealClock().after(lookMs, () => void this.#look())
  }

  #show(view: RecordingView): RecordingView {
    this.#view = view
    this.#events.emit('recording', () => ({ type: 'recording', recording: view }))
    return view
  }

  #path(format: RecordingView['format']): string {
    return join(this.#folder?.path ?? '', `recording.${format}`)
  }
}
