import type { FrameView, MarkView } from './views.ts'

/**
 * A frame as a filter reads it. What takes work to get is read last: filters over many frames look at the facts first, and at
 * the summaries and layers of the frames that are left.
 */
export interface ReadableFrame {
  readonly number: number
  /** Lab time. */
  readonly at: number
  readonly hop: string
  readonly direction: 'up' | 'down'
  readonly handheld: string | null
  readonly protocol: string
  readonly sizeBytes: number
  readonly isEncrypted: boolean
  readonly flow: string | null
  readonly step: string | null
  readonly session: string | null
  readonly user: string | null
  /** Pause since the frame before among those that the filter shows, apart from what it says of pauses. Null: none before. */
  readonly gapMs: number | null
  /** The displayed summary in lower case: the decrypted one if decryption is on. */
  readonly summary: string
  /** Whether protocol, hop, handheld or a summary contains the phrase, which is in lower case. No phrase matches across two. */
  says(phrase: string): boolean
  readonly callId: string | null
  /** Time since the request that it answers. Null: it answers none that the lab keeps. */
  readonly tookMs: number | null
  /** What somebody noted about it. */
  readonly mark: Pick<MarkView, 'comment' | 'colour'> | null
  /** Text and fields of the layers that are shown, in lower case. */
  readonly body: string
  /** Headers of a SIP message, in lower case. Empty while it is encrypted. */
  readonly headers: readonly { name: string; value: string }[]
}

/**
 * Makes the searchable form of a frame from its view, which has no layers and knows no other frame: `gapMs`, `tookMs`, `mark`, `body`
 * and `headers` are empty. `FrameFilter.needsLab` tells which filters ask for them.
 * @param isOpened whether decrypted content is included
 */
export function readable(frame: FrameView, isOpened: boolean): ReadableFrame {
  let text: string | null = null
  const { hop, handheld, openedSummary, protocol, summary, ...facts } = frame
  return {
    ...facts,
    hop,
    handheld,
    protocol,
    gapMs: null,
    tookMs: null,
    mark: null,
    body: '',
    headers: [],
    get summary() {
      return (isOpened ? openedSummary : summary).toLowerCase()
    },
    says(phrase) {
      text ??= [protocol, ...namesOfHop(hop), handheld ?? '', summary, isOpened ? openedSummary : '']
        .join('\n')
        .toLowerCase()
      return text.includes(phrase)
    },
  }
}

/** The names of a hop among which words are searched. */
export function namesOfHop(hop: string): readonly string[] {
  return hop === 'handheld-dispatcher' ? [hop, 'wireless'] : [hop]
}
