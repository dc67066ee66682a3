import type { filter as english } from '../en/page-filter.ts'

type Comparison = Parameters<(typeof english.conditions)[string]>[1]

const than: Readonly<Record<Comparison, string>> = {
  '=': 'genau',
  '>': 'mehr als',
  '<': 'weniger als',
  '>=': 'mindestens',
  '<=': 'höchstens',
}
const when: Readonly<Record<Comparison, string>> = {
  '=': 'um',
  '>': 'nach',
  '<': 'vor',
  '>=': 'ab',
  '<=': 'bis',
}

interface Belonging {
  none: string
  any: string
  named: (value: string) => string
}

function belonging(value: string, { any, named, none }: Belonging): string {
  if (value.toLowerCase() === 'none') return none
  return value.toLowerCase() === 'any' ? any : named(value)
}

function timesOf(value: string, comparison: Comparison): string {
  const [from = '', to] = value.split('..')
  if (to === undefined) return `${when[comparison]} ${value} Uhr`
  if (from === '') return `bis ${to} Uhr`
  return to === '' ? `ab ${from} Uhr` : `zwischen ${from} und ${to} Uhr`
}

const conditions: typeof english.conditions = {
  hop: (value) => `auf der Strecke ${value}`,
  handheld: (value) =>
    belonging(value, {
      none: 'ohne Handheld',
      any: 'irgendeines Handhelds',
      named: (name) => `von Handheld ${name}`,
    }),
  protocol: (value) => `mit Protokoll ${value}`,
  direction: (value) => (value.toLowerCase() === 'up' ? 'auf dem Hinweg' : 'auf dem Rückweg'),
  encrypted: (value) =>
    /^(yes|true)$/i.test(value) ? 'auf der Leitung verschlüsselt' : 'auf der Leitung unverschlüsselt',
  size: (value, comparison) => `mit ${than[comparison]} ${value} Bytes`,
  method: (value) => `mit der Anfrage ${value.toUpperCase()}`,
  status: (value, comparison) =>
    `mit einer SIP-Antwort mit Status ${comparison === '=' ? '' : `${than[comparison]} `}${value}`,
  number: (value, comparison) =>
    comparison === '=' ? `Nummer ${value}` : `mit einer Nummer von ${than[comparison]} ${value}`,
  flow: (value) =>
    belonging(value, {
      none: 'ohne Anmeldung',
      any: 'irgendeiner Anmeldung',
      named: (id) => `der Anmeldung ${id}`,
    }),
  step: (value) => `in Schritt ${value}`,
  session: (value) =>
    belonging(value, {
      none: 'ohne Sitzung',
      any: 'irgendeiner Sitzung',
      named: (id) => `der Sitzung ${id}`,
    }),
  user: (value) =>
    belonging(value, {
      none: 'ohne Benutzer',
      any: 'irgendeines Benutzers',
      named: (id) => `von Benutzer ${id}`,
    }),
  call: (value) => `des Dialogs, dessen Call-ID mit ${value} beginnt`,
  time: timesOf,
  gap: (value, comparison) => `nach einer Pause von ${than[comparison]} ${value}`,
  took: (value, comparison) => `mit einer Antwort nach ${than[comparison]} ${value}`,
  mark: (value) => {
    const wanted = value.toLowerCase()
    if (/^(yes|any|true)$/.test(wanted)) return 'mit Markierung'
    return /^(no|none|false)$/.test(wanted) ? 'ohne Markierung' : `mit der Markierung „${value}“`
  },
  header: (value) => {
    const at = value.indexOf('=')
    return at < 0
      ? `mit dem SIP-Header ${value}`
      : `mit „${value.slice(at + 1)}“ im SIP-Header ${value.slice(0, at)}`
  },
  body: (value) => `mit „${value}“ im Inneren`,
  text: (value) => `mit „${value}“`,
}

export const filter: typeof english = {
  reads: (said) => `Frames ${said}.`,
  conditions,
  all: (said) => said.join(', '),
  any: (said) => said.join(' oder '),
  not: (said) => `nicht ${said}`,
  together: (said) => `(${said})`,
  says: (text) => `mit „${text}“`,

  inside: (count, isMore) =>
    count === 1
      ? '1 passt erst entschlüsselt: öffnen'
      : `${isMore ? `${count} oder mehr` : count} passen erst entschlüsselt: öffnen`,
  hideStatus: 'Statusmeldungen ausblenden',

  saved: 'Gespeicherte Filter',
  none: 'Noch kein Filter gespeichert. Tippen Sie einen ein, und geben Sie ihm hier einen Namen.',
  save: 'Diesen Filter speichern',
  name: 'Name',
  namePlaceholder: 'Etwa: langsame Antworten',
  colour: 'Farbe seiner Zeilen',
  colours: { none: 'Keine', red: 'Rot', amber: 'Bernstein', green: 'Grün', blue: 'Blau', violet: 'Violett' },
  remove: (name) => `${name} entfernen`,
  noColour: 'Seine Zeilen bleiben ohne Farbe, denn er sucht im Inneren der Frames.',
  needsFilter: 'Im Feld steht kein Filter, der sich speichern ließe.',
}
