import { expect, it } from 'vitest'
import { defaultService, liveSettings } from '#contract'
import { settingOffers } from './setting-offers.ts'

const titles = (typed: string, service = defaultService) =>
  settingOffers(typed, service).map(({ title }) => title)

it('offers a number for the settings that count, first of all', () => {
  expect(titles('30').slice(0, 2)).toEqual(['Set maximum sessions to 30', 'Set capacity to 30'])
  expect(titles('capacity 30')[0]).toBe('Set capacity to 30')
  expect(titles('capacity 30')).not.toContain('Set maximum sessions to 30')
})

it('offers a duration for the settings that are one', () => {
  expect(titles('inactivity 30m')[0]).toBe('Set inactivity timeout to 30m')
  expect(titles('50ms')).not.toContain('Set status interval to 50ms')
})

it('offers a change of every setting, and none to what there is already', () => {
  const service = { ...defaultService, maximumSessions: 2, idleTimeoutMs: 1, inactivityTimeoutMs: 1 }
  const changed = settingOffers('7', service)
    .concat(settingOffers('7m', service))
    .flatMap(({ changes }) => Object.keys(changes))
  expect(new Set(changed)).toEqual(new Set(liveSettings.map(({ apiKey }) => apiKey)))
  expect(titles('', defaultService)).not.toContain('Set transport to TLS (MTLS)')
})

it('offers only what goes together', () => {
  expect(titles('', { ...defaultService, environment: 'ocs2007' })).not.toContain('Set transport to TCP')
  const [leave] = settingOffers('', { ...defaultService, transport: 'tcp' }).filter(({ title }) =>
    title.startsWith('Set environment'),
  )
  expect(leave?.changes).toEqual({ environment: 'ocs2007', transport: 'tls' })
})
