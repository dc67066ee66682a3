import type { stage as english } from '../en/page-stage.ts'

export const stage: typeof english = {
  title: 'Präsentation',
  devices: 'Geräte',
  latestDevices: 'Die zuletzt benutzten',
  noTraffic: 'Noch ist kein Frame unterwegs gewesen.',
  latestFrame: 'Neuester Frame',
}
