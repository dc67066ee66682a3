import {
  coverages,
  type ListedSetting,
  liveSettings,
  parseSetting,
  type Snapshot,
  settingChange,
  writeSetting,
} from '#contract'
import type { Words } from '#words'
import type { Turn } from '../store/turns.ts'
import { settingValueWords } from '../words/words.ts'

/** Something that can be different in another turn. */
export interface Changeable {
  id: string
  label: string
  /** As a person would type it; empty: not configured. */
  before: string
  /** What there is to choose from, and what that is called; null: it is typed. */
  choices: readonly { value: string; label: string }[] | null
  read(typed: string): { turn: Turn } | { problem: string }
}

export function changeables(
  { conditions, handhelds, service }: Pick<Snapshot, 'conditions' | 'handhelds' | 'service'>,
  words: Words,
): { settings: Changeable[]; conditions: Changeable[]; coverage: Changeable[] } {
  const { ladder, service: named, turns } = words.page
  const onOff = ['true', 'false'].map((value) => ({ value, label: turns.isOn(value === 'true') }))
  const condition = (key: 'isCommunicationsServerUp' | 'isDirectoryUp', label: string): Changeable => ({
    id: key,
    label,
    before: String(conditions[key]),
    choices: onOff,
    read: (typed) => ({ turn: { conditions: { [key]: typed === 'true' } } }),
  })
  return {
    settings: liveSettings.map((setting) => changeableSetting(setting, service, words)),
    conditions: [
      condition('isDirectoryUp', named.directoryIsUp),
      condition('isCommunicationsServerUp', named.communicationsServerIsUp),
    ],
    coverage: handhelds.map(({ coverage, name }) => ({
      id: `coverage ${name}`,
      label: `${name}: ${ladder.coverage}`,
      before: coverage,
      choices: coverages.map((value) => ({ value, label: words.labels.coverage[value] })),
      read(typed) {
        const chosen = coverages.find((value) => value === typed) ?? coverage
        return { turn: { coverage: { name, coverage: chosen } } }
      },
    })),
  }
}

function changeableSetting(
  setting: ListedSetting,
  service: Readonly<Record<string, unknown>>,
  words: Words,
): Changeable {
  const { form } = setting
  const value = service[setting.apiKey]
  const isKnown = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  const values = form.kind === 'switch' ? ['true', 'false'] : form.kind === 'choice' ? form.values : null
  const { turns } = words.page
  const labelOf = (one: string) =>
    form.kind === 'switch' ? turns.isOn(one === 'true') : settingValueWords(words, one)
  return {
    id: setting.path,
    label: words.settings.names[setting.path].label,
    before: !isKnown ? '' : form.kind === 'switch' ? String(value) : writeSetting(setting, value),
    choices: values?.map((one) => ({ value: one, label: labelOf(one) })) ?? null,
    read(typed) {
      const reading = form.kind === 'switch' ? { value: typed === 'true' } : parseSetting(setting, typed)
      return 'problem' in reading
        ? { problem: words.settings.problem(reading.problem) }
        : { turn: { changes: settingChange(setting, reading.value) } }
    },
  }
}
