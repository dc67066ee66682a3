import { type FaultPlace, type FaultView, type NoticePart, settingList, writeSetting } from '#contract'
import { sentence, type Words } from '#words'
import { faultTitle, faultValues } from '../faults/fault-words.ts'
import type { Happening } from '../store/happenings.ts'
import { settingValueWords } from '../words/words.ts'
import { laneOfHandheld, type Note, type Tone } from './items.ts'

export const laneOfPlace: Readonly<Record<FaultPlace, string>> = {
  service: 'service',
  communicationsServer: 'communications',
  directory: 'directory',
  database: 'database',
  dispatcher: 'dispatcher',
  wireless: 'wireless',
}

/** Parts that have no lane report beside the service. */
const laneOfPart: Readonly<Partial<Record<NoticePart, string>>> = {
  database: 'database',
  directory: 'directory',
  communications: 'communications',
  dispatcher: 'dispatcher',
  wireless: 'wireless',
}

const noticeTones = { error: 'broken', warning: 'warning', information: 'change' } as const

/** What happened besides logins, as a note. */
export function happeningNote(happening: Happening, words: Words, nameOf: (user: string) => string): Note {
  const { lane, tone, title, text } = told(happening, words, nameOf)
  return {
    kind: 'note',
    id: `happening ${happening.order}`,
    at: happening.at,
    order: happening.order,
    lanes: [lane],
    tone,
    entries: [{ tag: null, title, text }],
    flow: null,
    step: null,
  }
}

interface Told {
  lane: string
  tone: Tone
  title: string
  text: string
}

function told(happening: Happening, words: Words, nameOf: (user: string) => string): Told {
  const { labels, page } = words
  const { ladder } = page
  switch (happening.kind) {
    case 'session-ended':
      return {
        lane: 'service',
        tone: 'ended',
        title: ladder.sessionEnded(nameOf(happening.user)),
        text: words.endings[happening.reason].ended,
      }
    case 'fault-set':
    case 'fault-mended': {
      const { fault } = happening
      return {
        lane: laneOfPlace[fault.at],
        tone: happening.kind === 'fault-set' ? 'broken' : 'mended',
        title: happening.kind === 'fault-set' ? ladder.broken : ladder.mended,
        text: faultText(fault, words),
      }
    }
    case 'setting':
      return {
        lane: 'service',
        tone: 'change',
        title: ladder.settingChanged,
        text: settingText(happening, words),
      }
    case 'coverage':
      return {
        lane: laneOfHandheld(happening.handheld),
        tone: happening.coverage === 'none' ? 'warning' : 'change',
        title: happening.coverage === 'none' ? ladder.leftCoverage : ladder.coverage,
        text: `${happening.handheld}: ${labels.coverage[happening.coverage]}`,
      }
    case 'power':
      return {
        lane: laneOfHandheld(happening.handheld),
        tone: happening.isOn ? 'change' : 'warning',
        title: happening.isOn ? ladder.switchedOn : ladder.switchedOff,
        text: happening.handheld,
      }
    case 'status-messages':
      return {
        lane: laneOfHandheld(happening.handheld),
        tone: happening.isOn ? 'change' : 'warning',
        title: happening.isOn ? ladder.statusOn : ladder.statusOff,
        text: happening.handheld,
      }
    case 'notice': {
      const { notice } = happening
      return {
        lane: laneOfPart[notice.part] ?? 'service',
        tone: noticeTones[notice.level],
        title: page.shell.noticeParts[notice.part],
        text: sentence(words.notices, notice),
      }
    }
  }
}

/** `Directory: slow, 15 s` */
export function faultText(fault: FaultView, words: Words): string {
  return [faultTitle(words.page.faults, fault), ...faultValues(words.page.faults, fault)].join(', ')
}

function settingText({ changed, service }: Extract<Happening, { kind: 'setting' }>, words: Words): string {
  return settingList
    .flatMap((setting) => {
      const key = changed.find((one) => one === setting.apiKey)
      if (key === undefined) return []
      const value = service[key]
      const written = value === null ? words.settings.notConfigured : writeSetting(setting, value)
      return [`${words.settings.names[setting.path].label}: ${settingValueWords(words, written)}`]
    })
    .join('; ')
}
