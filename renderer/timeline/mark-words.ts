import { type MarkSubject, settingList, type TimeMark, writeSetting } from '#contract'
import { sentence, type Words } from '#words'
import { faultTitle, faultValues } from '../faults/fault-words.ts'
import { settingValueWords } from '../words/words.ts'

/** What a mark of the time line means, in a sentence. */
export function markWords({ count, lane, what }: TimeMark, words: Words): string {
  const { timeLine } = words.page
  return what === null ? timeLine.several[lane](count) : subjectWords(what, words)
}

function subjectWords(what: MarkSubject, words: Words): string {
  const { ladder, shell, timeLine } = words.page
  switch (what.code) {
    case 'login-began':
      return timeLine.loginBegan(what.facts.handheld)
    case 'login-ended':
      return timeLine.loginEnded(what.facts.handheld, words.endings[what.facts.result].title)
    case 'decision': {
      const { handheld, step } = what.facts
      return `${handheld}, ${step.step}: ${sentence(words.stepDetails, step.detail)}`
    }
    case 'session-ended':
      return `${ladder.sessionEnded(what.facts.user)}: ${words.endings[what.facts.reason].ended}`
    case 'message':
      return timeLine.message(what.facts.handheld, what.facts.text)
    case 'fault-set':
    case 'fault-mended': {
      const { fault } = what.facts
      const text = [faultTitle(words.page.faults, fault), ...faultValues(words.page.faults, fault)].join(', ')
      return `${what.code === 'fault-set' ? ladder.broken : ladder.mended}: ${text}`
    }
    case 'notice': {
      const { notice } = what.facts
      return `${shell.noticeParts[notice.part]}: ${sentence(words.notices, notice)}`
    }
    case 'settings':
      return what.facts.changes.map((change) => settingWords(change, words)).join('; ')
    case 'user-saved':
      return timeLine.userSaved(what.facts.user)
    case 'user-removed':
      return timeLine.userRemoved(what.facts.user)
    case 'coverage':
      return `${what.facts.handheld}: ${ladder.coverage} ${words.labels.coverage[what.facts.coverage]}`
    case 'power':
      return `${what.facts.handheld}: ${what.facts.isOn ? ladder.switchedOn : ladder.switchedOff}`
    case 'status-messages':
      return `${what.facts.handheld}: ${what.facts.isOn ? ladder.statusOn : ladder.statusOff}`
    case 'handheld-added':
      return timeLine.handheldAdded(what.facts.handheld)
    case 'handheld-removed':
      return timeLine.handheldRemoved(what.facts.handheld)
  }
}

/** `Maximum sessions: 2` */
export function settingWords({ key, value }: { key: string; value?: unknown }, words: Words): string {
  const setting = settingList.find(({ apiKey }) => apiKey === key)
  if (setting === undefined) return key
  const known = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  const written = known ? writeSetting(setting, value) : words.settings.notConfigured
  return `${words.settings.names[setting.path].label}: ${settingValueWords(words, written)}`
}
