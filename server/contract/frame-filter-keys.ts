import { nearest } from '../base/index.ts'
import {
  type Comparison,
  durationTest,
  type FilterContext,
  type FrameTest,
  numberTest,
  timeTest,
} from './frame-filter-values.ts'
import type { ReadableFrame } from './readable-frame.ts'
import { flowSteps, hops, markColours, type NamedHop } from './vocabulary.ts'

/** The keys of frame filters, their values, and the meaning of words without a key. */

/**
 * What a test costs to run: facts cost least, summaries more, words in any place more still. For `message` the head of a message is
 * read, and for `layers` each layer is opened.
 */
export const testCosts = ['facts', 'summary', 'words', 'message', 'layers'] as const
export type TestCost = (typeof testCosts)[number]

/** A condition of a filter. */
export interface FrameCondition {
  test: FrameTest
  cost: TestCost
}

interface Key {
  name: string
  /** Alternative names, in lower case. */
  aliases: readonly string[]
  /** Explains the possible values to people. */
  explanation: string
  /** Suggested values. Empty if any value is possible. */
  values: readonly string[]
  cost: TestCost
  /** It depends on which other frames are shown. */
  isRelative?: boolean
  /** It cannot be told from the view of a frame alone. */
  needsLab?: boolean
  /** A value that can be compared, if a number cannot. */
  sample?: string
  /** Makes the test for a value. @returns null if the value is invalid or cannot be compared in this way */
  test(value: string, comparison: Comparison, context: FilterContext): FrameTest | null
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
    name: 'flow',
    aliases: ['login'],
    cost: 'facts',
    explanation: 'the ID of a login; any for what belongs to one, none for the rest',
    values: ['any', 'none'],
    test: equalTo((value) => identityTest(value, (frame) => frame.flow)),
  },
  {
    name: 'step',
    aliases: [],
    cost: 'facts',
    explanation: 'the step of a login, such as 4d, or 4 for 4a to 4e',
    values: flowSteps,
    test: equalTo((value) => {
      const wanted = value.toLowerCase()
      if (!/^\d{1,2}[a-z]?$/.test(wanted)) return null
      const branch = new RegExp(`^${wanted}[a-z]?$`)
      return ({ step }) => step !== null && (step === wanted || branch.test(step))
    }),
  },
  {
    name: 'session',
    aliases: [],
    cost: 'facts',
    explanation: 'the ID of a session; any for what belongs to one, none for the rest',
    values: ['any', 'none'],
    test: equalTo((value) => identityTest(value, (frame) => frame.session)),
  },
  {
    name: 'user',
    aliases: [],
    cost: 'facts',
    explanation: 'a user ID; none for what belongs to no user',
    values: [],
    test: equalTo((value) =>
      identityTest(withoutDomain(value), ({ user }) => (user === null ? null : withoutDomain(user))),
    ),
  },
  {
    name: 'call',
    aliases: ['call-id', 'dialog'],
    cost: 'message',
    explanation: 'the Call-ID of a SIP dialog, or how it begins',
    values: [],
    test: equalTo((value) => {
      const wanted = value.toLowerCase()
      return (frame) => frame.callId?.toLowerCase().startsWith(wanted) ?? false
    }),
  },
  {
    name: 'time',
    aliases: ['at'],
    cost: 'facts',
    sample: '10:00',
    explanation: 'a time of day, such as 10:05, 10:00..10:05 or time>10:05:30',
    values: [],
    test: timeTest,
  },
  {
    name: 'gap',
    aliases: ['pause'],
    cost: 'facts',
    isRelative: true,
    needsLab: true,
    sample: '1s',
    explanation: 'the pause since the frame before that is shown, such as gap>5s',
    values: [],
    test: (value, comparison) => durationTest(value, comparison, (frame) => frame.gapMs),
  },
  {
    name: 'took',
    aliases: [],
    cost: 'message',
    needsLab: true,
    sample: '1s',
    explanation: 'how long an answer took, such as took>200ms',
    values: [],
    test: (value, comparison) => durationTest(value, comparison, (frame) => frame.tookMs),
  },
  {
    name: 'mark',
    aliases: [],
    cost: 'facts',
    needsLab: true,
    explanation: 'yes for marked frames, no for the rest; a colour, or words of the comment',
    values: ['yes', 'no', ...markColours],
    test: equalTo((value) => {
      const wanted = value.toLowerCase()
      if (['yes', 'any', 'true'].includes(wanted)) return ({ mark }) => mark !== null
      if (['no', 'none', 'false'].includes(wanted)) return ({ mark }) => mark === null
      return ({ mark }) =>
        mark !== null && (mark.colour === wanted || mark.comment.toLowerCase().includes(wanted))
    }),
  },
  {
    name: 'header',
    aliases: [],
    cost: 'layers',
    needsLab: true,
    explanation: 'a SIP header, such as header:Expires, or its text, such as header:Expires=7200',
    values: ['From', 'To', 'Contact', 'CSeq', 'Expires', 'Event', 'Content-Type', 'Retry-After'],
    test: equalTo((value) => {
      const [, written = '', , text = ''] = /^([A-Za-z][\w-]{0,60})(=(.*))?$/s.exec(value) ?? []
      if (written === '') return null
      const name = fullHeaderName(written.toLowerCase())
      const wanted = text.toLowerCase()
      return (frame) =>
        frame.protocol === 'SIP' &&
        frame.headers.some((one) => fullHeaderName(one.name) === name && one.value.includes(wanted))
    }),
  },
  {
    name: 'body',
    aliases: ['content'],
    cost: 'layers',
    needsLab: true,
    explanation: 'text within the layers of the message, such as body:hello',
    values: [],
    test: equalTo((value) => {
      const wanted = value.toLowerCase()
      return wanted === '' ? null : (frame) => frame.body.includes(wanted)
    }),
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

/** The protocol that a word without a key stands for; null: it is text, which is sought anywhere, ignoring case. */
export function protocolNamed(word: string): string | null {
  const wanted = word.toLowerCase()
  // GME is the original's message format, for which the envelope stands in.
  if (wanted === 'gme') return 'Envelope'
  return protocols.find((one) => one.toLowerCase() === wanted) ?? null
}

export function textTest(phrase: string): FrameTest {
  const wanted = phrase.toLowerCase()
  return (frame) => frame.says(wanted)
}

function equalTo(test: (value: string) => FrameTest | null): Key['test'] {
  return (value, comparison) => (comparison === '=' ? test(value) : null)
}

function identityTest(value: string, idOf: (frame: ReadableFrame) => string | null): FrameTest {
  const wanted = value.toLowerCase()
  if (wanted === 'none') return (frame) => idOf(frame) === null
  if (wanted === 'any') return (frame) => idOf(frame) !== null
  return (frame) => idOf(frame)?.toLowerCase() === wanted
}

/** The user of `CORP\alice` and `alice@corp.example`, as people may type it on a handheld. */
function withoutDomain(user: string): string {
  return user.replace(/^[^\\]*\\/, '').replace(/@.*$/s, '')
}

/** Short forms of header names (RFC 3261 section 7.3.3, RFC 6665, RFC 3515). */
const shortHeaderNames = new Map([
  ['c', 'content-type'],
  ['e', 'content-encoding'],
  ['f', 'from'],
  ['i', 'call-id'],
  ['k', 'supported'],
  ['l', 'content-length'],
  ['m', 'contact'],
  ['o', 'event'],
  ['r', 'refer-to'],
  ['s', 'subject'],
  ['t', 'to'],
  ['u', 'allow-events'],
  ['v', 'via'],
])

function fullHeaderName(name: string): string {
  return shortHeaderNames.get(name) ?? name
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
