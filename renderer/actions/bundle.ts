import { FolderOpen, Undo2 } from 'lucide-react'
import { LabFailure } from '../connection/index.ts'
import { openBundle as readBundle } from '../past/open-bundle.ts'
import { isHistory, openHistory } from '../store/histories.ts'
import { backToNow } from '../store/look-back.ts'
import { isPast, showPast, usePast } from '../store/past.ts'
import { isReport, openReport } from '../store/reports.ts'
import { showToast } from '../toasts/toasts.tsx'
import { wordsNow } from '../words/words.ts'
import { actionWithoutArguments } from './action.ts'
import { actionWords } from './words.ts'

export const openBundle = actionWithoutArguments({
  name: 'window.openBundle',
  group: 'window',
  label: () => actionWords().openBundle,
  keywords: () => [
    'open',
    'load',
    'bundle',
    'ticket',
    'zip',
    'past',
    'capture',
    'history',
    'record',
    'report',
  ],
  icon: () => FolderOpen,
  menu: 'file',
  perform() {
    const chooser = document.createElement('input')
    chooser.type = 'file'
    chooser.accept = '.zip,.pcapng,.jsonl,.history,.json,.ndjson'
    chooser.addEventListener('change', () => {
      const [file] = chooser.files ?? []
      if (file !== undefined) void showBundle(file)
    })
    chooser.click()
  },
})

export const backToLab = actionWithoutArguments({
  name: 'window.backToLab',
  group: 'window',
  label: () => actionWords().backToLab,
  keywords: () => ['bundle', 'past', 'close', 'live'],
  icon: () => Undo2,
  menu: 'file',
  obstacle: () => (isPast() ? null : actionWords().isLab),
  // Out of a bundle's moment as well: what is in sight is then the lab.
  perform: () => (usePast.getState().bundle === null ? backToNow() : showPast(null)),
})

/** Shows a file in place of the lab, or says why it is no bundle, capture, history or report; what was shown before then stays. */
export async function showBundle(file: File): Promise<void> {
  if (await isHistory(file)) return openHistory({ file })
  if (await isReport(file)) return openReport(file)
  usePast.setState({ isReading: true })
  try {
    showPast(await readBundle(file))
  } catch (error) {
    showToast({
      kind: 'failure',
      title: wordsNow().page.exports.past.opening,
      text: error instanceof Error ? error.message : String(error),
      remedy: error instanceof LabFailure ? error.remedy : null,
    })
  } finally {
    usePast.setState({ isReading: false })
  }
}
