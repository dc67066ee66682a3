import type { FrameSummary } from '#contract'
import {
  type DeviceContent,
  displayContent,
  readDeviceContent,
  readServiceContent,
  type ServiceContent,
  tellContent,
  writeContent,
} from '../collaboration/index.ts'
import {
  type FrameExchange,
  type FrameForm,
  type FrameLayer,
  type FrameOrigin,
  type FrameRecord,
  type PackedFrame,
  summaryText,
} from '../traffic/index.ts'
import { contentLayer } from './content-layer.ts'

type Content = DeviceContent | ServiceContent

/** Content that Dispatcher and Collaboration Service hand over. */
export class ContentFrame implements FrameRecord {
  readonly hop = 'dispatcher-service'
  readonly direction: 'up' | 'down'
  readonly pin: string
  readonly protocol = 'JSON'
  readonly sizeBytes: number
  readonly isEncrypted = false
  readonly origin: FrameOrigin
  readonly #content: Content

  constructor(options: {
    direction: 'up' | 'down'
    pin: string
    content: Content
    sizeBytes: number
    origin: FrameOrigin
  }) {
    const { content, direction, origin, pin, sizeBytes } = options
    this.direction = direction
    this.pin = pin
    this.sizeBytes = sizeBytes
    this.origin = origin
    this.#content = content
  }

  summary(): string {
    return summaryText(this.told(false))
  }

  openedSummary(): string {
    return summaryText(this.told(true))
  }

  told(isOpened: boolean): FrameSummary {
    return isOpened ? tellContent(this.#content) : tellSize(this.sizeBytes)
  }

  layers({ reveal }: { reveal: boolean }): FrameLayer[] {
    return [contentLayer(this.#content, reveal)]
  }

  contentText({ reveal }: { reveal: boolean }): string {
    return displayContent(this.#content, reveal)
  }

  exchange(): FrameExchange | null {
    return contentExchange(this.#content, this.origin)
  }

  pack(): PackedFrame {
    return { form: contentForm, parts: [writeContent(this.#content)] }
  }
}

const contentForm: FrameForm = {
  read([bytes], { direction, origin, sizeBytes }) {
    const content = () => readerOf(direction)(bytes ?? Buffer.alloc(0))
    return {
      summary: () => summaryText(tellSize(sizeBytes)),
      openedSummary: () => summaryText(tellContent(content())),
      told: (isOpened) => (isOpened ? tellContent(content()) : tellSize(sizeBytes)),
      layers: ({ reveal }) => [contentLayer(content(), reveal)],
      exchange: () => contentExchange(content(), origin),
    }
  },
}

/** The content is not encrypted on this hop, but it was on the previous one: hide it unless decryption is on. */
function tellSize(bytes: number): FrameSummary {
  return { code: 'content-bytes', facts: { bytes } }
}

/** A login's request and answer. Those of other content are told on the next hop, where they need not be decrypted first. */
export function loginExchange(origin: FrameOrigin | undefined): FrameExchange | null {
  if (!origin?.flow || !origin.step) return null
  return { id: `login ${origin.flow}`, isRequest: origin.step !== '7' }
}

/** A login and its answer, or a message and its receipts. */
function contentExchange(content: Content, origin: FrameOrigin | undefined): FrameExchange | null {
  if (content.type !== 'message' && content.type !== 'receipt') return loginExchange(origin)
  return { id: `message ${content.session} ${content.id}`, isRequest: content.type === 'message' }
}

/** Reads content of one direction. */
export function readerOf(direction: 'up' | 'down'): (bytes: Uint8Array) => Content {
  return direction === 'up' ? readDeviceContent : readServiceContent
}
