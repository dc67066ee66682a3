import {
  changedService,
  type ListedSetting,
  liveSettings,
  parseSetting,
  type ServiceChanges,
  type ServiceView,
  type SettingValue,
  settingChange,
  settingConflict,
  writeSetting,
} from '#contract'
import { settingValueWords, wordsNow } from '../words/words.ts'

/** One change of a setting that can be offered by name: `Set idle timeout to 5m`. */
export interface SettingOffer {
  title: string
  /** Other words by which it is found. */
  keywords: string[]
  /** What the setting is called, for a refusal. */
  label: string
  /** For `service.configure`. */
  changes: ServiceChanges
}

/**
 * Every change of a setting that somebody who typed this may want: each value that can be chosen, and of a number or a
 * duration the one that was typed. `sessions 30` means the settings with that word, `30` alone all that count.
 */
export function settingOffers(typed: string, service: ServiceView): SettingOffer[] {
  return liveSettings
    .flatMap((setting) => [...typedOffers(setting, typed), ...chosenOffers(setting)])
    .filter(({ changes }) => {
      const changed = changedService(service, changes)
      return settingConflict(changed) === null && JSON.stringify(changed) !== JSON.stringify(service)
    })
    .sort((one, other) => Number(other.keywords.includes(typed)) - Number(one.keywords.includes(typed)))
}

const valueForm = /(?:^|\s)(\d[\d.]*(?:ms|s|m|h|d)?)(?=\s|$)/

function typedOffers(setting: ListedSetting, typed: string): SettingOffer[] {
  const { label } = wordsNow().settings.names[setting.path]
  const [, text] = valueForm.exec(typed) ?? []
  if (text === undefined || setting.form.kind === 'choice') return []
  const reading = parseSetting(setting, text)
  if ('problem' in reading) return []
  const known = `${wordsNow().settings.setTo(label, text)} ${setting.key}`.toLowerCase()
  const others = typed.replace(text, '').toLowerCase().split(/\s+/)
  if (!others.every((word) => known.includes(word))) return []
  return [
    offer(
      setting,
      reading.value,
      wordsNow().settings.setTo(label, writeSetting(setting, reading.value)),
      typed,
    ),
  ]
}

function chosenOffers(setting: ListedSetting): SettingOffer[] {
  const { label } = wordsNow().settings.names[setting.path]
  const { form } = setting
  if (form.kind === 'switch') {
    return [true, false].map((isOn) => offer(setting, isOn, wordsNow().settings.turn(label, isOn)))
  }
  if (form.kind === 'choice') {
    return form.values.map((value) =>
      offer(setting, value, wordsNow().settings.setTo(label, settingValueWords(wordsNow(), value))),
    )
  }
  if ('isOptional' in form && form.isOptional)
    return [offer(setting, null, wordsNow().settings.setToNothing(label))]
  return []
}

function offer(
  setting: ListedSetting,
  value: SettingValue,
  title: string,
  ...keywords: string[]
): SettingOffer {
  const { label } = wordsNow().settings.names[setting.path]
  return {
    title,
    keywords: [...keywords, setting.key, wordsNow().settings.notConfigured],
    label,
    changes: settingChange(setting, value),
  }
}
