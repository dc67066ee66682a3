import { expect, it } from 'vitest'
import { wordsOf } from '#words'
import { parseSetting } from './setting.ts'
import { type ListedSetting, settingChange, settingList } from './settings.ts'

function named(path: string): ListedSetting {
  const found = settingList.find((one) => one.path === path)
  if (!found) throw new Error(`no setting ${path}`)
  return found
}

/** The message of the panel about typed text, in English. Null if the text is valid. */
function problemWith(path: string, typed: string): string | null {
  const parsed = parseSetting(named(path), typed)
  return 'problem' in parsed ? wordsOf('en').settings.problem(parsed.problem) : null
}

it.each(['', ' ', 'none', 'Not configured'])(
  'parses %j as "not configured" if the setting is optional',
  (typed) => {
    expect(parseSetting(named('service.maximumSessions'), typed)).toEqual({ value: null })
    expect(parseSetting(named('service.idleTimeout'), typed)).toEqual({ value: null })
    expect(problemWith('service.persistentConnectionCapacity', typed)).not.toBeNull()
  },
)

it('explains which values are valid', () => {
  const count = 'A whole number from 1 to 1,000,000,000.'
  for (const typed of ['0', '-1', '1.5', '1000000001', 'many']) {
    expect(problemWith('service.persistentConnectionCapacity', typed)).toBe(count)
    expect(problemWith('service.maximumSessions', typed)).toBe(`${count} Empty: not configured.`)
  }
  expect(problemWith('service.statusInterval', '50ms')).toBe('At least 100ms.')
  expect(problemWith('service.statusInterval', '5')).toBe('A duration such as 90s, 5m or 2h.')
  expect(problemWith('service.environment', 'ocs2005')).toBe('One of: ocs2007r2, ocs2007.')
})

it('changes one setting and those that depend on it', () => {
  expect(settingChange(named('service.idleTimeout'), 300_000)).toEqual({ idleTimeoutMs: 300_000 })
  expect(settingChange(named('service.environment'), 'ocs2007')).toEqual({
    environment: 'ocs2007',
    transport: 'tls',
  })
  expect(() => settingChange(named('dispatcher.cipher'), 'aes-256')).toThrow('cipher')
})
