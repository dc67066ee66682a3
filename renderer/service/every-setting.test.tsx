import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  commands,
  defaultService,
  formatDuration,
  type LabApi,
  type ListedSetting,
  liveSettings,
  parseSetting,
  type SettingValue,
  settingList,
  settings,
  writeSetting,
  writtenServiceChanges,
} from '#contract'
import { wordsOf } from '#words'
import { createVirtualClock } from '../../server/clock/index.ts'
import { openConfigurationDatabase } from '../../server/configuration/index.ts'
import { labFile } from '../../server/files/index.ts'
import { LiveSettings } from '../../server/site/live-settings.ts'
import { settingOffers } from '../actions/setting-offers.ts'
import { LabProvider } from '../store/lab.tsx'
import { Settings } from './settings.tsx'

/**
 * Every row of the table of settings, wherever people meet it: lab file, step of a scenario, API, panel, palette, published
 * schema and documentation have the same keys, limits and defaults.
 */

/** Values on both sides of each limit. */
function samples({ form }: ListedSetting): { value: SettingValue; isRight: boolean }[] {
  const right = (...values: SettingValue[]) => values.map((value) => ({ value, isRight: true }))
  const wrong = (...values: SettingValue[]) => values.map((value) => ({ value, isRight: false }))
  const optional = 'isOptional' in form ? [{ value: null, isRight: form.isOptional }] : wrong(null)
  switch (form.kind) {
    case 'count':
      return [...right(form.least, form.most), ...wrong(form.least - 1, form.most + 1), ...optional]
    case 'duration':
      return [...right(form.leastMs, 86_400_000), ...wrong(form.leastMs - 1), ...optional]
    case 'choice':
      return [...right(...form.values), ...wrong('another', ''), ...optional]
    case 'choices':
      return [...right(form.values, form.values.slice(0, 1)), ...wrong([], ['another']), ...optional]
    case 'switch':
      return [...right(true, false), ...wrong('true', 1), ...optional]
  }
}

/** As a file has it. */
function written({ form }: ListedSetting, value: SettingValue): unknown {
  return form.kind === 'duration' && value !== null ? formatDuration(Number(value)) : value
}

/** Transport stands in `listen`, since a lab file says it of an address. */
function pathIn({ path }: ListedSetting): string[] {
  return path === 'communicationsServer.transport'
    ? ['communicationsServer', 'listen', 'transport']
    : path.split('.')
}

function fileWith(path: readonly string[], value: unknown): unknown {
  return path.reduceRight((inner, key) => ({ [key]: inner }), value)
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((part, key) => new Map<string, unknown>(Object.entries(part ?? {})).get(key), value)
}

describe.each(settingList.map((setting) => [setting.path, setting] as const))('%s', (_, setting) => {
  const isOfService = setting.section === 'service' && setting.isLive

  it('has its limits in the lab file', () => {
    for (const { value, isRight } of samples(setting)) {
      const read = labFile.safeParse(fileWith(pathIn(setting), written(setting, value)))
      expect([value, read.success]).toEqual([value, isRight])
      if (read.success) expect(valueAt(read.data, pathIn(setting))).toEqual(value)
    }
  })

  it('has its default in the lab file, and in the published schema', () => {
    expect(valueAt(labFile.parse({}), pathIn(setting))).toEqual(setting.default)
    const schema = schemaAt(pathIn(setting))
    expect(schema).toMatchObject({ default: setting.writtenDefault, description: setting.means })
  })

  it('has its limits in the published schema', () => {
    const schema = schemaAt(pathIn(setting))
    const either = valueAt(schema, ['anyOf'])
    const [form = schema] = Array.isArray(either) ? either : []
    const { form: told } = setting
    if (told.kind === 'count') expect(form).toMatchObject({ minimum: told.least, maximum: told.most })
    if (told.kind === 'choice') expect(form).toMatchObject({ enum: told.values })
  })

  it('has its limits in the step `service` of a scenario, where it belongs there', () => {
    for (const { value, isRight } of samples(setting)) {
      const read = writtenServiceChanges.safeParse({ [setting.key]: written(setting, value) })
      expect([value, read.success]).toEqual([value, isRight && isOfService])
    }
  })

  it('has its limits over the API, where it may be changed', () => {
    for (const { value, isRight } of samples(setting)) {
      const read = commands['service.configure'].input.safeParse({ [setting.apiKey]: value })
      expect([value, read.success]).toEqual([value, isRight && setting.isLive])
    }
  })

  it('is read in the panel within its limits', () => {
    for (const { value, isRight } of samples(setting)) {
      if (typeof value === 'number' && value < 0) continue
      const reading = parseSetting(setting, writeSetting(setting, value))
      const read = 'value' in reading ? reading.value : 'refused'
      if (isRight) expect(read).toEqual(value)
      else if (typeof value === 'number') expect(read).toBe('refused')
    }
  })
})

it('a lab whose file says nothing has the defaults of the table', async () => {
  const database = await openConfigurationDatabase('memory', createVirtualClock())
  const { view } = await LiveSettings.open(database, {})
  expect(view).toEqual(defaultService)
  for (const { apiKey, default: value } of liveSettings) expect(valueAt(view, [apiKey])).toEqual(value)
})

it('the panel has a row for each that may be changed, and no other', () => {
  const never = () => Promise.reject(new Error('nobody asks'))
  const api: LabApi = { snapshot: never, call: never, readTraffic: never, subscribe: () => () => {} }
  const markup = renderToStaticMarkup(
    <LabProvider api={api}>
      <Settings service={defaultService} />
    </LabProvider>,
  )
  const { names } = wordsOf('en').settings
  const shown = settingList.filter(({ path }) => markup.includes(`>${names[path].label}</span>`))
  expect(shown).toEqual(liveSettings)
  const values = [...markup.matchAll(/<input class="field tabular"[^>]* value="([^"]*)"/g)].map(
    ([, value]) => value,
  )
  const typed = liveSettings.filter(({ form }) => form.kind === 'count' || form.kind === 'duration')
  expect(values).toEqual(typed.map((setting) => writeSetting(setting, setting.default)))
})

it('the palette offers what is within limits, of each', () => {
  for (const setting of liveSettings) {
    for (const { value, isRight } of samples(setting)) {
      if (typeof value !== 'number') continue
      const offers = settingOffers(writeSetting(setting, value), { ...defaultService, maximumSessions: 2 })
      const isOffered = offers.some(({ changes }) => valueAt(changes, [setting.apiKey]) === value)
      expect([setting.path, value, isOffered]).toEqual([setting.path, value, isRight])
    }
  }
})

/** `npx vitest run --project=unit renderer/service -u` writes it anew. */
it('docs/settings.md is up to date', async () => {
  const sections = Object.keys(settings).map((section) => {
    const rows = settingList.filter((one) => one.section === section).map(documentRow)
    return `## \`${section}\`\n\n| key | default | may be | while the lab runs | meaning |\n|---|---|---|---|---|\n${rows.join('\n')}\n`
  })
  const document = `# Settings

Written by a test from the table in \`server/contract/settings.ts\`. Files write durations as \`90s\`; over the API they are
milliseconds, under a key that ends in \`Ms\`.

${sections.join('\n')}`
  await expect(document).toMatchFileSnapshot('../../docs/settings.md')
})

function documentRow(setting: ListedSetting): string {
  const { form, isLive, key, means, apiKey } = setting
  const may: Record<typeof form.kind, () => string> = {
    choice: () => listed(form),
    choices: () => `any of ${listed(form)}`,
    count: () => ('least' in form ? `${form.least} to ${form.most.toLocaleString('en')}` : ''),
    duration: () => ('leastMs' in form ? `${formatDuration(form.leastMs)} or longer` : ''),
    switch: () => '`true`, `false`',
  }
  const changed = isLive ? `\`service.configure { ${apiKey} }\`` : 'no'
  return `| \`${key}\` | \`${JSON.stringify(setting.writtenDefault)}\` | ${may[form.kind]()} | ${changed} | ${means} |`
}

function listed(form: ListedSetting['form']): string {
  return 'values' in form ? form.values.map((value) => `\`${value}\``).join(', ') : ''
}

type JsonSchema = Record<string, unknown>

/** What `bramble schema lab` says of a key. */
function schemaAt(path: readonly string[]): JsonSchema {
  const found = valueAt(
    z.toJSONSchema(labFile, { io: 'input' }),
    path.flatMap((key) => ['properties', key]),
  )
  return z.record(z.string(), z.unknown()).parse(found)
}
