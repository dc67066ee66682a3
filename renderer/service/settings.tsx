import {
  changedService,
  type ListedSetting,
  liveSettings,
  parseSetting,
  type ServiceView,
  type SettingValue,
  settingChange,
  settingConflict,
  writeSetting,
} from '#contract'
import type { Words } from '#words'
import { Switch } from '../controls/switch.tsx'
import { evidenceKey } from '../store/evidence.ts'
import { useRun } from '../store/lab.tsx'
import { useSnapshot } from '../store/selectors.ts'
import { settingValueWords, useWords } from '../words/words.ts'
import { ChosenSetting } from './chosen-setting.tsx'
import { TypedSetting } from './typed-setting.tsx'

/** The service's settings, changed while it runs: a row for each that the table of settings calls live. */
export function Settings({ service }: { service: ServiceView }) {
  const values = new Map<string, SettingValue>(Object.entries(service))
  const hidden = useSnapshot<readonly string[]>(({ lesson }) => lesson?.hiddenSettings ?? none, none)
  return (
    <div className="settings">
      {liveSettings.map((setting) =>
        hidden.includes(setting.apiKey) ? (
          <HiddenSetting key={setting.path} setting={setting} />
        ) : (
          <SettingRow
            key={setting.path}
            setting={setting}
            value={values.get(setting.apiKey) ?? null}
            service={service}
          />
        ),
      )}
    </div>
  )
}

const none: readonly string[] = []

/** A setting that a lesson hides: its name, without its value. */
function HiddenSetting({ setting }: { setting: ListedSetting }) {
  const words = useWords()
  const { label } = words.settings.names[setting.path]
  return (
    <div className="setting" title={words.page.lessons.access.hidden(label)}>
      <span className="setting-label">{label}</span>
      <span className="hint">{words.page.lessons.isHidden}</span>
    </div>
  )
}

function SettingRow({
  setting,
  value,
  service,
}: {
  setting: ListedSetting
  value: SettingValue
  service: ServiceView
}) {
  const run = useRun()
  const words = useWords()
  const { label, hint } = words.settings.names[setting.path]
  const evidence = evidenceKey({ kind: 'setting', key: setting.apiKey })
  const apply = (wanted: SettingValue) => run(label, 'service.configure', settingChange(setting, wanted))

  switch (setting.form.kind) {
    case 'switch':
      return (
        <div className="setting is-switch" title={hint ?? undefined} data-evidence={evidence}>
          <Switch label={label} isOn={value === true} onChange={apply} />
        </div>
      )
    case 'choice':
      return (
        <ChosenSetting
          label={label}
          evidence={evidence}
          hint={hint ?? undefined}
          value={String(value)}
          choices={setting.form.values.map((choice) => choiceOf(words, setting, choice, service))}
          choose={apply}
        />
      )
    default:
      return (
        <TypedSetting
          label={label}
          evidence={evidence}
          hint={hint ?? undefined}
          value={value}
          write={(shown) => writeSetting(setting, shown)}
          read={(typed) => {
            const reading = parseSetting(setting, typed)
            return 'value' in reading ? reading : { problem: words.settings.problem(reading.problem) }
          }}
          placeholder={
            'isOptional' in setting.form && setting.form.isOptional ? words.settings.notConfigured : ''
          }
          apply={apply}
        />
      )
  }
}

/** One value to choose, which may not go together with what else is set. */
function choiceOf(words: Words, setting: ListedSetting, value: string, service: ServiceView) {
  const conflict = settingConflict(changedService(service, settingChange(setting, value)))
  const label = settingValueWords(words, value)
  if (conflict === null) return { value, label }
  return { value, label: `${label}: ${words.settings.conflicts[conflict]}`, isDisabled: true }
}
