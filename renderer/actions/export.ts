import { Archive, Download, ExternalLink } from 'lucide-react'
import type { ExportOrder } from '#contract'
import { LabFailure, saveExport } from '../connection/index.ts'
import { show } from '../store/interface.ts'
import { useOtherLab } from '../store/other-lab.ts'
import { usePast } from '../store/past.ts'
import { useTraffic } from '../store/traffic.ts'
import { showToast } from '../toasts/toasts.tsx'
import { languageNow, wordsNow } from '../words/words.ts'
import { actionWithoutArguments } from './action.ts'
import { isInApp } from './platform.ts'
import { actionWords } from './words.ts'

/** Who serves the window writes files of its own lab: another one in its place would be exported as that. */
function obstacleToExport(): string | null {
  const isOther = useOtherLab.getState().other !== null || usePast.getState().bundle !== null
  return isOther ? wordsNow().page.exports.onlyOwn : null
}

export const exportFrames = actionWithoutArguments({
  name: 'traffic.export',
  group: 'lab',
  label: () => actionWords().exportFrames,
  buttonLabel: () => actionWords().exportButton,
  keywords: () => ['save', 'download', 'pcapng', 'wireshark', 'capture', 'json', 'frames'],
  icon: () => Download,
  menu: 'file',
  obstacle: (_, { lab }) => (lab === null ? actionWords().noLab : obstacleToExport()),
  perform: () => show({ isExportOpen: true }),
})

export const openInWireshark = actionWithoutArguments({
  name: 'traffic.openInWireshark',
  group: 'lab',
  label: () => actionWords().openInWireshark,
  keywords: () => ['pcapng', 'capture', 'tshark', 'export'],
  icon: () => ExternalLink,
  menu: 'file',
  obstacle: () => (isInApp ? obstacleToExport() : actionWords().onlyInApp),
  perform: () =>
    save(
      actionWords().openInWireshark,
      { what: 'frames', format: 'pcapng', query: { ...useTraffic.getState().follower?.query } },
      true,
    ),
})

export const saveBundle = actionWithoutArguments({
  name: 'lab.saveBundle',
  group: 'lab',
  label: () => actionWords().saveBundle,
  keywords: () => ['bundle', 'ticket', 'report', 'problem', 'zip', 'support', 'export'],
  icon: () => Archive,
  menu: 'file',
  obstacle: (_, { lab }) => (lab === null ? actionWords().noLab : obstacleToExport()),
  perform: () => save(wordsNow().page.exports.bundle.saving, { what: 'bundle', language: languageNow() }),
})

/** Saves an export for a person, and says where it is, or why it is not. */
export async function save(doing: string, order: ExportOrder, opensInWireshark = false): Promise<void> {
  try {
    const saved = await saveExport(order, opensInWireshark)
    if (saved.kind !== 'file') return
    showToast({ kind: 'undo', title: wordsNow().page.exports.saved, text: saved.path })
  } catch (error) {
    showToast({
      kind: 'failure',
      title: doing,
      text: error instanceof Error ? error.message : String(error),
      remedy: error instanceof LabFailure ? error.remedy : null,
    })
  }
}
