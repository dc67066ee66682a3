import { CircleDot, Square } from 'lucide-react'
import { show } from '../store/interface.ts'
import { useLabStore } from '../store/lab-store.ts'
import { wordsNow } from '../words/words.ts'
import { actionWithoutArguments } from './action.ts'
import { save } from './export.ts'
import { actionWords } from './words.ts'

function isRecording(): boolean {
  const recording = useLabStore.getState().snapshot?.recording ?? null
  return recording !== null && recording.ended === null
}

export const startRecording = actionWithoutArguments({
  name: 'traffic.startRecording',
  group: 'lab',
  label: () => actionWords().startRecording,
  keywords: () => ['capture', 'from now on', 'pcapng', 'wireshark', 'export'],
  icon: () => CircleDot,
  menu: 'file',
  obstacle: () => (isRecording() ? actionWords().isRecording : null),
  perform: () => show({ isExportOpen: true, isExportOfFuture: true }),
})

export const stopRecording = actionWithoutArguments({
  name: 'traffic.stopRecording',
  group: 'lab',
  label: () => actionWords().stopRecording,
  buttonLabel: () => actionWords().stopRecordingButton,
  keywords: () => ['capture', 'pcapng', 'export', 'save'],
  icon: () => Square,
  menu: 'file',
  obstacle: () => (isRecording() ? null : actionWords().isNotRecording),
  async perform(_, { run }) {
    const ended = await run(actionWords().stopRecording, 'recording.stop', {})
    if (ended !== undefined) await saveRecording()
  },
})

export function saveRecording(): Promise<void> {
  return save(wordsNow().page.exports.recording.saving, { what: 'recording' })
}
