import { Settings2 } from 'lucide-react'
import type { Action } from './action.ts'
import { type SettingOffer, settingOffers } from './setting-offers.ts'

/** Changes a setting of the service: each row of the table of settings that can change while the lab runs. */
export const setSetting: Action<SettingOffer> = {
  name: 'service.configure',
  group: 'settings',
  label: ({ title }) => title,
  keywords: ({ keywords }) => keywords,
  icon: () => Settings2,
  perform: ({ label, changes }, { run }) => run(label, 'service.configure', changes),
  offers: ({ lab }, typed) => (lab === null ? [] : settingOffers(typed, lab.service)),
}
