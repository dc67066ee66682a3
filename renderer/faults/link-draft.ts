import { bitRate, type LinkView, parseTypedDuration } from '#contract'

/** A link as somebody types it. */
export interface LinkDraft {
  delay: string
  jitter: string
  loss: string
  rate: string
  /** Of what the handheld sends, where it is another. */
  rateUp: string
}
export type LinkField = keyof LinkDraft

const noNumbers: LinkDraft = { delay: '', jitter: '', loss: '', rate: '', rateUp: '' }

/** The link in the form in which it is typed: each number as it is, so that reading it again gives the same link. */
export function draftOf(link: LinkView | null): LinkDraft {
  if (link === null || typeof link === 'string') return noNumbers
  const { bitsPerSecond, delayMs, jitterMs, loss, upBitsPerSecond } = link
  return {
    delay: delayMs === undefined ? '' : `${delayMs}ms`,
    jitter: jitterMs === undefined ? '' : `${jitterMs}ms`,
    loss: loss === undefined ? '' : `${Number((loss * 100).toPrecision(12))} %`,
    rate: bitsPerSecond === undefined ? '' : String(bitsPerSecond),
    rateUp: upBitsPerSecond === undefined ? '' : String(upBitsPerSecond),
  }
}

/** @returns the link, null for that of the coverage, or the fields that are of no use */
export function readLink(draft: LinkDraft): { link: LinkView | null } | { wrong: LinkField[] } {
  const delayMs = read(draft.delay, parseTypedDuration)
  const jitterMs = read(draft.jitter, parseTypedDuration)
  const loss = read(draft.loss, readShare)
  const bitsPerSecond = read(draft.rate, readRate)
  const upBitsPerSecond = read(draft.rateUp, readRate)
  const wrong = [
    delayMs === null && ('delay' as const),
    jitterMs === null && ('jitter' as const),
    loss === null && ('loss' as const),
    bitsPerSecond === null && ('rate' as const),
    upBitsPerSecond === null && ('rateUp' as const),
  ].filter((field) => field !== false)
  if (wrong.length > 0) return { wrong }
  const link = {
    ...(typeof delayMs === 'number' ? { delayMs } : {}),
    ...(typeof jitterMs === 'number' ? { jitterMs } : {}),
    ...(typeof loss === 'number' ? { loss } : {}),
    ...(typeof bitsPerSecond === 'number' ? { bitsPerSecond } : {}),
    ...(typeof upBitsPerSecond === 'number' ? { upBitsPerSecond } : {}),
  }
  return { link: Object.keys(link).length === 0 ? null : link }
}

/** @returns undefined where nothing was typed, null where it is of no use */
function read(text: string, parse: (text: string) => number | null): number | null | undefined {
  return text.trim() === '' ? undefined : parse(text.trim())
}

function readShare(text: string): number | null {
  const [, amount] = /^(\d+(?:[.,]\d+)?)\s*%?$/.exec(text) ?? []
  const share =
    amount === undefined ? Number.NaN : Number((Number(amount.replace(',', '.')) / 100).toPrecision(12))
  return share >= 0 && share <= 1 ? share : null
}

function readRate(text: string): number | null {
  const read = bitRate.safeParse(/^\d+(\.\d+)?$/.test(text) ? Number(text) : text)
  return read.success ? read.data : null
}
