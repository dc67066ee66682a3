import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { handheldNotice } from '../contract/handheld-notices.ts'
import { messageReason } from '../contract/message-reasons.ts'
import { notice } from '../contract/notices.ts'
import { stepDetail } from '../contract/step-details.ts'
import { languages, wordsOf } from './index.ts'

const subjects = {
  notices: notice,
  stepDetails: stepDetail,
  messageReasons: messageReason,
  handheldNotices: handheldNotice,
}

/** Which facts the sentence of a code reads, by a stand-in for the facts that notes what is asked of it. */
function factsRead(
  table: object,
  code: string,
  keys: readonly string[],
): { text: unknown; read: Set<string> } {
  const read = new Set<string>()
  const facts = new Proxy(sample, {
    get: (samples, key) => {
      read.add(String(key))
      return samples[String(key)]
    },
    ownKeys: () => [...keys],
    getOwnPropertyDescriptor: (samples, key) => ({
      value: samples[String(key)],
      enumerable: true,
      configurable: true,
    }),
  })
  const make: unknown = Reflect.get(table, code)
  const text: unknown = typeof make === 'function' ? make(facts) : undefined
  return { text, read }
}

/** One value for each fact that any code has. */
const sample: Record<string, unknown> = {
  account: 'CORP\\zoe',
  address: '192.0.2.1:5061',
  asked: [{ address: '192.0.2.2:5061', transport: 'tls' }],
  at: 'first-message',
  by: 'time',
  capacity: 250,
  cause: 'it snows',
  certificate: { subject: 'zoe', issuer: 'ca', validUntil: 'noon' },
  comment: 'odd',
  complaint: 'signature-wrong',
  content: 'login-accepted',
  count: 3,
  detours: [{ code: 'asked-later', facts: { status: 503, reason: 'Busy', seconds: 5 } }],
  domain: 'corp.example',
  encryption: 'TLSv1.3',
  end: { code: 'srp-id-claimed', cause: null, isByPeer: false },
  fault: 'TypeError: no such thing',
  from: 'sip:yves@corp.example',
  handheld: 'zoe',
  instance: 'service-2',
  isMutual: true,
  isPasswordChecked: true,
  issuer: 'ca',
  loggedOut: [{ user: 'zoe', silentSeconds: 300 }],
  kind: 'latency',
  maximum: 7,
  mechanism: 'spnego-ntlm',
  message: 'INVITE 1',
  method: 'INVITE',
  most: 64,
  name: 'zoe',
  number: 7,
  packets: 2,
  password: 'secret',
  peer: { name: 'zoe', address: '192.0.2.3:5061' },
  pin: '2100000A',
  place: 'directory',
  reason: 'idle',
  seconds: 15,
  server: 'ocs.corp.example',
  sessions: 5,
  sipAddress: 'sip:zoe@corp.example',
  sizeBytes: 1234,
  status: 'server-busy',
  subCode: '52e',
  to: 'sip:xenia@corp.example',
  trusted: ['ocs.corp.example'],
  untold: 'within-the-hour',
  user: 'zoe',
  validUntil: 'noon',
  verdict: 'wrong',
  who: 'zoe@corp.example',
  why: { code: 'no-account', facts: { who: 'zoe' } },
}

describe.each(languages)('in the language %s', (language) => {
  const words = wordsOf(language)
  const all = Object.entries(subjects).flatMap(([subject, schema]) =>
    schema.unwrap().options.map((option: { shape: { code: z.ZodLiteral<string>; facts: z.ZodObject } }) => ({
      subject,
      code: option.shape.code.value,
      keys: Object.keys(option.shape.facts.shape),
    })),
  )

  it.each(all)(
    '$subject has a sentence for $code, which uses each of its facts',
    ({ subject, code, keys }) => {
      const { text, read } = factsRead(Reflect.get(words, subject), code, keys)
      expect(text).toMatch(/\S/)
      expect(text).not.toMatch(/undefined|\[object|NaN/)
      expect(keys.filter((key) => !read.has(key))).toEqual([])
    },
  )

  it.each(Object.keys(subjects))('%s has words for no code that nobody tells', (subject) => {
    const known = all.filter((one) => one.subject === subject).map(({ code }) => code)
    expect(Object.keys(Reflect.get(words, subject)).sort()).toEqual(known.sort())
  })
})

it('German says everything in its own words, save what is the original’s or a protocol’s', () => {
  const [english, german] = [wordsOf('en'), wordsOf('de')]
  const same = Object.entries(english.endings).flatMap(([ending, { notice: text }]) =>
    text !== null && text === Reflect.get(german.endings, ending).notice ? [ending] : [],
  )
  expect(same).toEqual(['server-busy', 'failed'])
})

/** Rooms whose words are their own: words for what is wrong in a file, help texts, and the words themselves. */
const wordy = ['words', 'files', 'faces', 'library', 'lessons', 'scenario', 'base', 'contract']

/** A report of something, made of text: what `{ code, facts }` is for. */
const composedReport =
  /\b(?:onProblem|onReport|onUnexpected|onRepair|problem|notify|post|report|step)\??\.?\((?:[^(){}]*, )?(?:`|'[^']* [^']*')/

/** A failure with a sentence in place of a code and facts. */
const composedFailure =
  /(?:new \w+(?:Unavailable|Refused|NotHeld|Expired|Ended)|connectionLost)\((?:[^()]*, )?(?:`|'[^']* [^']*')/

describe('no part of the server composes a sentence', () => {
  const sources = readdirSync(join(import.meta.dirname, '..'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ts$/.test(path) && !/\.test\.ts$|testing\//.test(path))
    .filter((path) => !wordy.includes(path.split('/')[0] ?? ''))

  it('in what it reports', () => {
    const composing = sources.filter((path) =>
      composedReport.test(readFileSync(join(import.meta.dirname, '..', path), 'utf8')),
    )
    expect(composing).toEqual([])
  })

  it('in a failure, where words exist for its code and facts', () => {
    const composing = sources.filter((path) =>
      composedFailure.test(readFileSync(join(import.meta.dirname, '..', path), 'utf8')),
    )
    expect(composing).toEqual([])
    expect("new DirectoryUnavailable('closed', `it closed`)").toMatch(composedFailure)
  })

  it('in the facts of a failure, but for what is wrong with bytes', () => {
    const composing = sources.filter((path) =>
      /\b(?:problem|remedy|remarks?): (?:`|'[^']* [^']*')/.test(
        readFileSync(join(import.meta.dirname, '..', path), 'utf8'),
      ),
    )
    const codecs = ['collaboration/content.ts', 'dispatcher/envelope.ts', 'dispatcher/srp.ts']
    expect(composing.filter((path) => !path.startsWith('protocols/')).sort()).toEqual(codecs)
  })

  it('nor takes one: what is told is typed by the contract', () => {
    const takers = sources.filter((path) =>
      /\b(?:onProblem|onReport|onUnexpected|onRepair|notify|problem)\??\((?:_?level[^)]*, )?(?:text|words|sentence): string/.test(
        readFileSync(join(import.meta.dirname, '..', path), 'utf8'),
      ),
    )
    expect(takers).toEqual([])
  })

  it.each([
    "onProblem('the queue is full')",
    'onProblem(`dropped some bytes`)',
    "flow.step(id, '4d', 'done', `x`)",
  ])('which this would find in %s', (code) => expect(code).toMatch(composedReport))
})
