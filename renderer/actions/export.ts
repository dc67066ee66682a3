import { Download } from 'lucide-react'
import { show } from '../store/interface.ts'
import { actionWithoutArguments } from './action.ts'
import { actionWords } from './words.ts'

export const exportFrames = actionWithoutArguments({
  name: 'traffic.export',
  group: 'lab',
  label: () => actionWords().exportFrames,
  buttonLabel: () => actionWords().exportButton,
  keywords: () => ['save', 'download', 'pcapng', 'wireshark', 'capture', 'json', 'frames'],
  icon: () => Download,
  menu: 'file',
  obstacle: (_, { lab }) => (lab === null ? actionWords().noLab : null),
  perform: () => show({ isExportOpen: true }),
})
