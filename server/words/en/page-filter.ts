/** Reads a filter back: each condition goes on from "Frames". */
type Comparison = '=' | '>' | '<' | '>=' | '<='

const than: Readonly<Record<Comparison, string>> = {
  '=': 'exactly',
  '>': 'more than',
  '<': 'less than',
  '>=': 'at least',
  '<=': 'at most',
}
const when: Readonly<Record<Comparison, string>> = {
  '=': 'at',
  '>': 'after',
  '<': 'before',
  '>=': 'from',
  '<=': 'until',
}

/** Some of a thing, all of it or none of it, as in `flow:none`. */
function belonging(value: string, one: string, named: (value: string) => string): string {
  if (value.toLowerCase() === 'none') return `of no ${one}`
  return value.toLowerCase() === 'any' ? `of some ${one}` : named(value)
}

function timesOf(value: string, comparison: Comparison): string {
  const [from = '', to] = value.split('..')
  if (to === undefined) return `${when[comparison]} ${value}`
  if (from === '') return `until ${to}`
  return to === '' ? `from ${from}` : `between ${from} and ${to}`
}

const conditions: Readonly<Record<string, (value: string, comparison: Comparison) => string>> = {
  hop: (value) => `on the hop ${value}`,
  handheld: (value) => belonging(value, 'handheld', (name) => `of handheld ${name}`),
  protocol: (value) => `with protocol ${value}`,
  direction: (value) => (value.toLowerCase() === 'up' ? 'on the way up' : 'on the way down'),
  encrypted: (value) => (/^(yes|true)$/i.test(value) ? 'encrypted on the wire' : 'not encrypted on the wire'),
  size: (value, comparison) => `of ${than[comparison]} ${value} bytes`,
  method: (value) => `that are ${value.toUpperCase()} requests`,
  status: (value, comparison) =>
    `that are SIP responses with status ${comparison === '=' ? '' : `${than[comparison]} `}${value}`,
  number: (value, comparison) =>
    comparison === '=' ? `number ${value}` : `with a number of ${than[comparison]} ${value}`,
  flow: (value) => belonging(value, 'login', (id) => `of login ${id}`),
  step: (value) => `in step ${value}`,
  session: (value) => belonging(value, 'session', (id) => `of session ${id}`),
  user: (value) => belonging(value, 'user', (id) => `of user ${id}`),
  call: (value) => `of the dialog whose Call-ID begins with ${value}`,
  time: timesOf,
  gap: (value, comparison) => `after a pause of ${than[comparison]} ${value}`,
  took: (value, comparison) => `that answer after ${than[comparison]} ${value}`,
  mark: (value) => {
    const wanted = value.toLowerCase()
    if (/^(yes|any|true)$/.test(wanted)) return 'that are marked'
    return /^(no|none|false)$/.test(wanted) ? 'that are not marked' : `with the mark “${value}”`
  },
  header: (value) => {
    const at = value.indexOf('=')
    return at < 0
      ? `with the SIP header ${value}`
      : `with “${value.slice(at + 1)}” in the SIP header ${value.slice(0, at)}`
  },
  body: (value) => `with “${value}” inside`,
  text: (value) => `with “${value}”`,
}

export const filter = {
  /** A whole filter. */
  reads: (said: string) => `Frames ${said}.`,
  conditions,
  all: (said: readonly string[]) => said.join(', '),
  any: (said: readonly string[]) => said.join(' or '),
  not: (said: string) => `not ${said}`,
  /** Where one condition is several. */
  together: (said: string) => `(${said})`,
  says: (text: string) => `with “${text}”`,

  /** @param isMore whether counting has stopped there */
  inside: (count: number, isMore: boolean) =>
    `${isMore ? `${count} or more` : count} ${count === 1 ? 'matches' : 'match'} inside the encryption: open`,
  hideStatus: 'Hide status messages',

  saved: 'Saved filters',
  none: 'No filter saved yet. Type one, then give it a name here.',
  save: 'Save this filter',
  name: 'Name',
  namePlaceholder: 'Such as: slow answers',
  colour: 'Colour of its rows',
  colours: { none: 'None', red: 'Red', amber: 'Amber', green: 'Green', blue: 'Blue', violet: 'Violet' },
  remove: (name: string) => `Remove ${name}`,
  /** Beside a filter whose rows cannot be coloured. */
  noColour: 'Its rows are not coloured: it looks inside the frames.',
  needsFilter: 'There is no filter to save.',
}
