import { nearest } from '../base/index.ts'
import type { FrameView } from './views.ts'
import { hops, type NamedHop } from './vocabulary.ts'

/** The keys of frame filters, their values, and the meaning of words without a key. */

/**
 * A frame as a filter reads it. What takes work to get is read last: filters over many frames look at the facts first, and at
 * the summaries of the frames that are left.
 */
export interface ReadableFrame {
  readonly number: number
  readonly hop: string
  readonly direction: 'up' | 'down'
  readonly handheld: string | null
  readonly protocol: string
  readonly sizeBytes: number
  readonly isEncrypted: boolean
  /** The displayed summary in lower case: the decrypted one if decryption is on. */
  readonly summary: string
  /** Whether protocol, hop, handheld or a summary contains the phrase, which is in lower case. No phrase matches across two. */
  says(phrase: string): boolean
}

/** Makes the searchable form of a frame. @param isOpened whether decrypted content is included */
export function readable(frame: FrameView, isOpened: boolean): ReadableFrame {
  let text: string | null = null
  const { direction, handheld, hop, isEncrypted, number, openedSummary, protocol, sizeBytes, summary } = frame
  return {
    number,
    hop,
    direction,
    handheld,
    protocol,
    sizeBytes,
    isEncrypted,
    get summary() {
      return (isOpened ? openedSummary : summary).toLowerCase()
    },
    says(phrase) {
      text ??= [protocol, ...namesOfHop(hop), handheld ?? '', summary, isOpened ? openedSummary : '']
        .join('\n')
        .toLowerCase()
      return text.includes(phrase)
    },
  }
}

/** The names of a hop among which words are searched. */
export function namesOfHop(hop: string): readonly string[] {
  return hop === 'handheld-dispatcher' ? [hop, 'wireless'] : [hop]
}

/** What a test costs to run: facts cost least, summaries more, words in any place most. */
export type TestCost = 'facts' | 'summary' | 'words'

/** A condition of a filter. */
export interface FrameCondition {
  test(frame: ReadableFrame): boolean
  cost: TestCost
}

type FrameTest = FrameCondition['test']
export type Comparison = '=' | '>' | '<' | '>=' | '<='

interface Key {
  name: string
  /** Alternative names, in lower case. */
  aliases: readonly string[]
  /** Explains the possible values to people. */
  explanation: string
  /** Suggested values. Empty if any value is possible. */
  values: readonly string[]
  cost: TestCost
  /** Makes the test for a value. @returns null if the value is invalid or cannot be compared in this way */
  test(value: string, comparison: Comparison): FrameTest | null
}

/** Protocols of frames. A filter word that equals one of them matches only the protocol, not text that contains the word. */
const protocols = ['Envelope', 'SRP', 'JSON', 'LDAP', 'SIP', 'TLS']

/** Alternative names of hops: those in the window, and their ports. */
const hopNames: Record<NamedHop, readonly string[]> = {
  'handheld-dispatcher': ['wireless', '3101'],
  'dispatcher-service': ['service', '3200'],
  'service-directory': ['directory', 'ldap', '389'],
  'service-communications': ['sip', 'communications', 'service – communications server', '5061', '5060'],
}

export const filterKeys: readonly Key[] = [
  {
    name: 'hop',
    aliases: [],
    cost: 'facts',
    explanation: 'the hop, such as wireless or service-communications',
    values: hops,
    test: equalTo((value) => {
      const hop = hops.find((one) => [one, ...hopNames[one]].some((name) => plain(name) === plain(value)))
      return hop === undefined ? null : (frame) => frame.hop === hop
    }),
  },
  {
    name: 'handheld',
    aliases: ['device'],
    cost: 'facts',
    explanation: 'the name of a handheld; none for what belongs to no handheld',
    values: [],
    test: equalTo((value) => {
      const wanted = value.toLowerCase()
      return (frame) => (frame.handheld ?? 'none').toLowerCase() === wanted
    }),
  },
  {
    name: 'protocol',
    aliases: ['kind'],
    cost: 'facts',
    explanation: `the protocol, such as ${protocols.slice(-3).join(', ')}`,
    values: protocols,
    test: equalTo((value) => {
      const known = protocolNamed(value)
      if (known === null && nearest(value, protocols) !== null) return null
      const wanted = (known ?? value).toLowerCase()
      return (frame) => frame.protocol.toLowerCase() === wanted
    }),
  },
  {
    name: 'direction',
    aliases: ['dir'],
    cost: 'facts',
    explanation: 'up (from the handheld) or down (to it)',
    values: ['up', 'down'],
    test: equalTo((value) => {
      const wanted = value.toLowerCase()
      return wanted === 'up' || wanted === 'down' ? (frame) => frame.direction === wanted : null
    }),
  },
  {
    name: 'encrypted',
    aliases: [],
    cost: 'facts',
    explanation: 'yes or no',
    values: ['yes', 'no'],
    test: equalTo((value) => {
      const isWanted = new Map([
        ['yes', true],
        ['true', true],
        ['no', false],
        ['false', false],
      ]).get(value.toLowerCase())
      return isWanted === undefined ? null : (frame) => frame.isEncrypted === isWanted
    }),
  },
  {
    name: 'size',
    aliases: ['bytes'],
    cost: 'facts',
    explanation: 'bytes on the wire, such as size>2000',
    values: [],
    test: (value, comparison) => numberTest(value, comparison, (frame) => frame.sizeBytes),
  },
  {
    name: 'method',
    aliases: [],
    cost: 'summary',
    explanation: 'the method of a SIP request, such as REGISTER',
    values: ['REGISTER', 'INVITE', 'MESSAGE', 'BYE', 'SUBSCRIBE', 'SERVICE', 'NOTIFY', 'OPTIONS'],
    test: equalTo((value) => {
      if (!/^[a-z]+$/i.test(value)) return null
      const start = `${value.toLowerCase()} `
      return (frame) => frame.protocol === 'SIP' && frame.summary.startsWith(start)
    }),
  },
  {
    name: 'status',
    aliases: ['code'],
    cost: 'summary',
    explanation: 'the status of a SIP response, such as 200, 4xx or status>=400',
    values: ['200', '401', '4xx', '5xx'],
    test(value, comparison) {
      const [, family] = /^([1-6])xx$/i.exec(value) ?? []
      if (family !== undefined && comparison !== '=') return null
      if (family !== undefined) return (frame) => Math.floor(sipStatus(frame) / 100) === Number(family)
      return numberTest(value, comparison, sipStatus)
    },
  },
  {
    name: 'number',
    aliases: ['frame'],
    cost: 'facts',
    explanation: 'the number of the frame, such as number>100',
    values: [],
    test: (value, comparison) => numberTest(value, comparison, (frame) => frame.number),
  },
  {
    name: 'text',
    aliases: ['summary'],
    cost: 'words',
    explanation: 'words of the summary',
    values: [],
    test: equalTo(textTest),
  },
]

/** Finds a key by name or alias, ignoring case. */
export function filterKeyNamed(name: string): Key | undefined {
  const wanted = name.toLowerCase()
  return filterKeys.find((key) => key.name === wanted || key.aliases.includes(wanted))
}

/** The key whose name is most similar to a misspelt one, or null. */
export function nearestFilterKey(name: string): string | null {
  return nearest(
    name.toLowerCase(),
    filterKeys.flatMap((key) => [key.name, ...key.aliases]),
  )
}

/** The test for a word without a key: the name of a protocol, or text anywhere, ignoring case. */
export function wordTest(word: string): FrameCondition {
  const protocol = protocolNamed(word)
  return protocol === null ? anywhere(word) : { test: (frame) => frame.protocol === protocol, cost: 'facts' }
}

export function anywhere(phrase: string): FrameCondition {
  return { test: textTest(phrase), cost: 'words' }
}

function textTest(phrase: string): FrameTest {
  const wanted = phrase.toLowerCase()
  return (frame) => frame.says(wanted)
}

function protocolNamed(word: string): string | null {
  const wanted = word.toLowerCase()
  // GME is the original's message format, for which the envelope stands in.
  if (wanted === 'gme') return 'Envelope'
  return protocols.find((one) => one.toLowerCase() === wanted) ?? null
}

function equalTo(test: (value: string) => FrameTest | null): Key['test'] {
  return (value, comparison) => (comparison === '=' ? test(value) : null)
}

function numberTest(
  value: string,
  comparison: Comparison,
  numberOf: (frame: ReadableFrame) => number,
): FrameTest | null {
  if (!/^\d{1,15}$/.test(value)) return null
  const wanted = Number(value)
  switch (comparison) {
    case '=':
      return (frame) => numberOf(frame) === wanted
    case '>':
      return (frame) => numberOf(frame) > wanted
    case '<':
      return (frame) => numberOf(frame) < wanted
    case '>=':
      return (frame) => numberOf(frame) >= wanted
    case '<=':
      return (frame) => numberOf(frame) <= wanted
  }
}

/** The status of a SIP response. NaN for other frames and for encrypted ones, so that every comparison is false. */
function sipStatus(frame: ReadableFrame): number {
  const [, status] = (frame.protocol === 'SIP' && /^([1-6]\d\d) /.exec(frame.summary)) || []
  return status === undefined ? Number.NaN : Number(status)
}

/** Removes everything except letters and digits, so that names match with spaces, with dashes, or without both. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}
