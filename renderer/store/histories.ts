import { type CommandRequest, type LabApi, longestHistoryPart } from '#contract'
import { LabFailure } from '../connection/index.ts'
import { showToast } from '../toasts/toasts.tsx'
import { wordsNow } from '../words/words.ts'
import { runOn } from './lab.tsx'
import { showOtherLab, useOtherLab } from './other-lab.ts'
import { showPast, usePast } from './past.ts'
import { useTurns } from './turns.ts'

/** A file that a person has chosen, or a snapshot, by its name. */
type Source = { file: File } | { snapshot: string }

const glance = /^\s*\{\s*"bramble"\s*:\s*"history"/

/** Whether a file begins as a history does. */
export async function isHistory(file: File): Promise<boolean> {
  const head = await file
    .slice(0, 64)
    .text()
    .catch(() => '')
  return glance.test(head)
}

/** Tells apart what is opened one after the other. */
let lastNumber = 0

/**
 * Repeats a history in a lab of its own, as only a lab can, and shows that in place of what is shown.
 * @param goesOn whether lab time passes in it from then on; otherwise it stands still at its end
 */
export async function openHistory(source: Source, goesOn = false): Promise<void> {
  const { own } = useOtherLab.getState()
  if (own === null || useTurns.getState().opening !== null) return
  lastNumber += 1
  const number = lastNumber
  const of = 'file' in source ? source.file.name : source.snapshot
  useTurns.setState({ opening: { number, of, at: null, done: 0 }, dialog: null })
  const stopListening = own.subscribe((event) => {
    if (event.type !== 'branching') return
    const found = event.branching.find((one) => one.of === of && one.at !== 0)
    const isOpening = useTurns.getState().opening?.number === number
    if (found && isOpening) useTurns.setState({ opening: { number, of, at: found.at, done: found.done } })
  })
  try {
    const isWanted = () => useTurns.getState().opening?.number === number
    const from = 'file' in source ? await handOver(own, source.file, isWanted) : { snapshot: source.snapshot }
    if (from === null) return
    const branch = await own.call('branch.open', { from, goesOn })
    if (branch === null) return
    if (!isWanted()) {
      await own.call('branch.stop', { id: branch.id })
      return
    }
    if (usePast.getState().bundle !== null) showPast(null)
    useTurns.setState({ branch })
    showOtherLab(branch.id)
  } catch (error) {
    showToast({
      kind: 'failure',
      title: wordsNow().page.turns.openHistory,
      text: error instanceof Error ? error.message : String(error),
      remedy: error instanceof LabFailure ? error.remedy : null,
    })
  } finally {
    stopListening()
    // After it was cancelled, another one may be opened by now.
    if (useTurns.getState().opening?.number === number) useTurns.setState({ opening: null })
  }
}

type Given = CommandRequest<'branch.open'>['from']

/** The lab cannot read files of the page: it gets the text in parts, as much of it as one message may have. */
async function handOver(own: LabApi, file: File, isWanted: () => boolean): Promise<Given | null> {
  const upload = crypto.randomUUID()
  // It has passwords: nothing of it stays where the page goes, or a person changes their mind.
  const drop = () => own.call('branch.drop', { upload }).catch(() => {})
  window.addEventListener('pagehide', drop)
  try {
    const decoder = new TextDecoder()
    for (let start = 0; start < file.size; start += longestHistoryPart) {
      const bytes = await file.slice(start, start + longestHistoryPart).arrayBuffer()
      if (!isWanted()) {
        await drop()
        return null
      }
      await own.call('branch.give', { upload, text: decoder.decode(bytes, { stream: true }) })
    }
    return { upload, name: file.name }
  } catch (thrown) {
    await drop()
    throw thrown
  } finally {
    window.removeEventListener('pagehide', drop)
  }
}

/** Nobody waits any more for the history that is being handed over, or repeated. */
export function cancelOpening(): void {
  const { own } = useOtherLab.getState()
  const at = useTurns.getState().opening?.at ?? null
  if (own !== null && at !== null) void runOn(own)(wordsNow().page.turns.cancelStart, 'branch.cancel', { at })
  else useTurns.setState({ opening: null })
}
