import { type ChartMark, settingList, writeSetting } from '#contract'
import type { Words } from '#words'
import { clockTime, tookTime } from '../words/format.ts'
import { settingValueWords } from '../words/words.ts'
import type { ChartData } from './chart-data.ts'

/** What a mark stands for: `Maximum sessions: 2`, `Directory: slow`. */
export function markWords(words: Words, mark: ChartMark): string {
  const { charts, faults } = words.page
  switch (mark.code) {
    case 'setting': {
      const setting = settingList.find(({ apiKey }) => apiKey === mark.facts.key)
      if (setting === undefined) return mark.facts.key
      const read = setting.inApi.safeParse(mark.facts.value)
      const written = read.success ? writeSetting(setting, read.data) : ''
      return charts.setting(
        words.settings.names[setting.path].label,
        written === '' ? words.settings.notConfigured : settingValueWords(words, written),
      )
    }
    case 'fault-began':
      return charts.broke(faults.is(faults.places[mark.facts.place], faults.kinds[mark.facts.kind]))
    case 'fault-ended':
      return charts.mended(faults.is(faults.places[mark.facts.place], faults.kinds[mark.facts.kind]))
    case 'restarted':
      return charts.restarted(restartedPlace(words, mark.facts.place))
  }
}

function restartedPlace({ page }: Words, place: string): string {
  const places: Readonly<Record<string, string>> = page.faults.places
  return places[place] ?? place
}

/** What the charts say of one interval. */
export function momentWords({ charts }: Words['page'], data: ChartData, index: number) {
  const maximum = data.maximum[index] ?? null
  const p50 = data.p50[index] ?? null
  const p95 = data.p95[index] ?? null
  const sessions = data.sessions[index] ?? 0
  return {
    time: clockTime((data.seconds[index] ?? 0) * 1_000),
    sessions: maximum === null ? String(sessions) : charts.ofMaximum(sessions, maximum),
    frames: rate(data.framesPerSecond[index] ?? 0),
    logins:
      p50 === null || p95 === null
        ? charts.noLogins
        : charts.loginTimes(data.logins[index] ?? 0, tookTime(p50), tookTime(p95)),
  }
}

function rate(perSecond: number): string {
  return perSecond >= 10 || Number.isInteger(perSecond) ? String(Math.round(perSecond)) : perSecond.toFixed(1)
}
