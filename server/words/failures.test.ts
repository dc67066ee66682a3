import { expect, it } from 'vitest'
import { type DirectoryObstacleFacts, type FailureCode, type FailureFacts, failureMeanings } from '#contract'
import { Failure } from '../base/index.ts'
import { directoryObstacles as deObstacles } from './de/directory-obstacles.ts'
import { directoryObstacles as enObstacles } from './en/directory-obstacles.ts'
import { obstacleWords } from './failure-words.ts'
import { languages, wordsOf } from './index.ts'

const cause = 'no such thing'
const place = '127.0.0.1:3101'
const address = '127.0.0.1:5061'
const doing = 'the report cannot be written'
const said = { problem: 'what is wrong stands here', remedy: 'Do this.' }
const registration = {
  address: 'sip:alice@corp.example',
  status: 503,
  reason: 'Service Unavailable',
  diagnostics: null,
  remarks: [],
  refusesCredentials: false,
}

const redirected = {
  by: null,
  status: 301,
  reason: 'Moved Permanently',
  asked: [{ address, transport: 'tls' }],
} as const

/** Each failure once, with facts as they may be. */
const samples: { [Code in FailureCode]: FailureFacts[Code] } = {
  'bad-content': said,
  'bad-content-length': said,
  'bad-envelope': said,
  'bad-header': said,
  'bad-filter': { column: 5, problem: 'expected a word, found ")"' },
  'bad-input': { command: 'handheld.login', problem: 'name: expected text' },
  'bad-message': said,
  'bad-packet': { messageId: 7, expected: 2, found: 3 },
  'bad-payload': said,
  'bad-srp': said,
  'bad-start-line': said,
  'bad-status': said,
  'bad-uri': said,
  'bad-value': said,
  'bad-xml': said,
  'body-too-large': said,
  busy: { doing },
  'cannot-listen': { part: 'Dispatcher', place, portFrom: 'lab-file', cause },
  'capture-not-written': { path: 'run.pcapng', cause },
  'certificate-file': { path: 'authority.pem', state: 'no-pair', cause: null },
  'certificate-folder': { folder: '/var/bramble', cause },
  'connection-lost': { loss: { code: 'closed-while-opening', facts: { address, transport: 'tls' } } },
  'connection-refused': { address },
  damaged: { doing },
  'database-down': {},
  'database-error': { code: '1205', meaning: 'deadlock victim' },
  'database-in-use': { path: 'bramble.sqlite' },
  'database-reset': {},
  'database-timed-out': { seconds: 15 },
  'bundle-capture-alone': { file: 'tunnel.pcapng' },
  'bundle-damaged': { file: 'frames.jsonl', problem: 'line 3 is no frame' },
  'bundle-other-format': { format: 2, known: 1, version: '0.2.0' },
  'bundle-too-large': { what: 'unpacked', most: 805306368 },
  'desktop-cannot-connect': { place },
  'desktop-refused': { address: 'sip:alice@corp.example', status: 401, reason: 'Unauthorized' },
  'desktop-signed-in': { address: 'sip:alice@corp.example' },
  'desktop-signed-out': { person: 'alice' },
  'directory-certificate': { cause },
  'directory-unavailable': {
    reason: 'timed-out',
    address: 'dc.corp.example:389',
    why: { code: 'no-answer', facts: { awaited: 'connection', seconds: 15 } },
  },
  'disk-error': { doing },
  'disk-full': { doing },
  'dispatcher-closed': { cause: null },
  'dispatcher-error': { cause },
  'dispatcher-fault': { answer: 'server-busy' },
  'external-server': { asked: 'break-it' },
  'frame-gone': { number: 12 },
  'headers-too-large': said,
  interrupted: {},
  ldap: said,
  'export-not-written': { file: 'frames.pcapng', cause },
  'log-not-written': { folder: 'log', cause },
  'method-mismatch': said,
  'missing-content-length': said,
  'missing-header': said,
  'name-taken': { name: 'alice' },
  'no-bundle': { file: 'holiday.zip' },
  'report-damaged': { file: 'night.json', problem: 'it is no JSON' },
  'report-without-past': { file: 'night.json' },
  'no-coverage': { name: 'alice' },
  'no-dispatcher': { place, cause },
  'no-folder': { path: 'data/bramble.sqlite', folder: 'data' },
  'no-home': { folder: '/home/alice/bramble', cause },
  'no-session': { name: 'alice' },
  'branch-too-long': { most: 1_000_000 },
  'no-branch': { id: 'lab-9' },
  'no-branches': {},
  'history-incomplete': { most: 20_000 },
  'history-not-taken': { cause: 'no space' },
  'history-not-written': { path: 'a.history', cause: 'no space' },
  'history-off': {},
  'history-outside': { part: 'directory' },
  'no-snapshot': { obstacle: 'at-once', most: 10_000 },
  'not-allowed': { doing },
  'not-opened': { doing },
  'not-signed-in': {},
  'not-sip': said,
  'not-started': { part: 'dispatcher', cause },
  'not-started-yet': { part: 'dispatcher' },
  'not-supported-yet': {},
  'not-tls': { address },
  ntlm: said,
  'outbox-full': {},
  'page-missing': { file: 'out/renderer/index.html' },
  'password-not-asked': { sipAddress: 'sip:alice@corp.example' },
  'password-not-kept': { sipAddress: 'sip:alice@corp.example' },
  'past-only': { file: 'ticket.zip' },
  'pin-taken': { name: 'alice', pin: '2100000A' },
  'port-in-use': { part: 'Dispatcher', place, portFrom: 'lab-file' },
  'read-only': { doing },
  'registration-ended': { address: 'sip:alice@corp.example', event: 'rejected' },
  'registration-expired': { address: 'sip:alice@corp.example', cause },
  'registration-forbidden': { ...registration, status: 403, reason: 'Forbidden', refusesCredentials: true },
  'registration-not-found': { ...registration, status: 404, reason: 'Not Found' },
  'registration-not-held': {
    address: 'sip:alice@corp.example',
    status: 200,
    reason: 'OK',
    finding: 'too-short',
    seconds: 3,
  },
  'registration-redirected': {
    way: [redirected],
    end: { code: 'not-followed', facts: { problems: [{ code: 'unreadable', facts: { cause } }] } },
  },
  'registration-refused': { ...registration, status: 423, reason: 'Interval Too Brief' },
  'registration-server-error': registration,
  'registration-unauthorized': { ...registration, status: 401, reason: 'Unauthorized' },
  'repeated-header': said,
  'replayed-message': { messageId: 7, packetIndex: 0, packetCount: 2 },
  'report-not-written': { file: 'report.xml', cause },
  'restored-differently': { place: 'state.handhelds.alice.state', expected: '"signed-in"', found: '"off"' },
  'server-certificate-expired': { address },
  'server-certificate-untrusted': { address },
  'server-certificate-wrong-name': { address, expected: 'ocs.corp.example', names: 'pool.corp.example' },
  'server-not-sip': { protocol: 'HTTP', address },
  'service-certificate-missing': { address },
  'service-certificate-refused': { address, fault: null, validUntil: 'noon', names: 'bcs.corp.example' },
  'no-snapshots': {},
  'snapshot-not-written': { path: 'noon.json', cause },
  'snapshot-unknown': { name: 'before lunch' },
  stalled: {},
  standstill: {},
  'no-wireshark': {},
  'no-past': {},
  'no-recording': {},
  superseded: {},
  'tcp-needs-r2': {},
  'timed-out': { address, method: null, seconds: 15 },
  'too-large': said,
  'too-many-marks': { most: 200 },
  'too-many-calls': { most: 100 },
  'open-file-limit': { needed: 64 },
  'too-many-open-files': { doing },
  truncated: said,
  'unknown-command': { command: 'handheld.lgoin', known: ['handheld.login'] },
  'unknown-content-type': { contentType: 9 },
  'unknown-device': { pin: '2100000A' },
  'unknown-handheld': { name: 'carol' },
  'lab-process-failed': { cause: 'its process was ended by SIGKILL' },
  'too-many-labs': { most: 32 },
  'no-library': {},
  'no-scenarios': {},
  'not-proposed': {},
  'scenario-not-made': { cause },
  'no-demo': {},
  'demo-busy': {},
  'lesson-evidence-gone': { kind: 'frame' },
  'lesson-finished': {},
  'lesson-hint': { hint: '2' },
  'lesson-locked': { what: 'settings' },
  'lesson-not-saved': { file: 'results/anna.json', cause: 'no space left on device' },
  'lesson-notebook-full': { most: 200 },
  'lesson-question': { question: 'cause', obstacle: 'done' },
  'lesson-unknown': { id: 'tunnel' },
  'lesson-unusable': { id: 'tunnel', problem: 'it has errors' },
  'no-lesson': {},
  'no-lessons': {},
  'only-watching': {},
  'seat-only': { command: 'handheld.login' },
  'demo-impossible': { id: '04-failed-300-on-groupwise', obstacle: 'needs', what: 'groupwise' },
  'unknown-instance': { name: 'second' },
  'unknown-key': said,
  'unknown-method': said,
  'unknown-suite': said,
  'unknown-user': { user: 'carol' },
  unreachable: { address, cause },
  'unreadable-answer': { response: '200 OK to INVITE', cause },
  'unreadable-pem': { key: 'directory.external.ca', file: 'ca.pem', cause },
  'unreadable-settings': said,
  'unsupported-version': said,
  'unusable-database': { path: 'bramble.sqlite', cause },
  'unusable-file': said,
  'unusable-input': said,
  'unwritable-sip': said,
  'virtual-time': {},
  'no-run': {},
  'no-studio': {},
  'studio-file': { file: 'tunnel.yaml', why: 'exists', cause: null },
}

/** Each reason why Active Directory cannot be asked, with facts as they may be. */
const directoryObstacles: DirectoryObstacleFacts = {
  'bind-failed': { result: 'busy', diagnostic: 'try later' },
  'connection-broke': { cause },
  'connection-closed': {},
  'connection-refused': {},
  'gave-up-connecting': {},
  'lab-stopping': {},
  'let-in-unproved': {},
  'no-address': {},
  'no-answer': { awaited: 'simple-bind', seconds: 15 },
  'no-challenge': {},
  'no-mechanism': {},
  'no-route': {},
  'notice-of-disconnection': { diagnostic: 'shutting down' },
  'password-would-show': {},
  'tls-failed': { problem: 'other-name', names: 'DNS:other.example', cause },
  'tls-refused': { result: 'unavailable', diagnostic: '' },
  'unbound-here': {},
  'unlike-active-directory': { spnegoResult: 'other', bindName: 'alice', bindResult: 'invalidDNSyntax' },
  'unreadable-answer': { cause },
  'unrequested-answer': {},
  'wrong-answer': { request: 'bindRequest', answer: 'searchResultDone' },
}

/** @returns each failure as it would be thrown, in the order of the published list */
function failures(): Failure[] {
  const codes: string[] = Object.keys(failureMeanings)
  const isCode = (code: string): code is FailureCode => code in samples
  return codes.filter(isCode).map((code) => new Failure(code, samples[code]))
}

it('has a sentence for each failure, in each language', () => {
  for (const { code, message, remedy } of failures()) {
    for (const text of [message, remedy ?? '']) expect(text, code).not.toMatch(/undefined|\[object/)
    expect(message, code).not.toBe('')
  }
  for (const language of languages) {
    expect(Object.keys(wordsOf(language).failures).sort()).toEqual(Object.keys(failureMeanings).sort())
  }
})

it('says in each language, in its own words, why Active Directory cannot be asked', () => {
  const codes = Object.keys(directoryObstacles)
  const isCode = (code: string): code is keyof DirectoryObstacleFacts => code in directoryObstacles
  for (const code of codes.filter(isCode)) {
    const told = { code, facts: directoryObstacles[code] }
    const [english, german] = [enObstacles, deObstacles].map((table) =>
      obstacleWords(table, 'dc.corp.example:389', told),
    )
    expect(german?.message, code).not.toBe(english?.message)
    expect(`${english?.message} ${german?.message}`).not.toMatch(/undefined|\[object/)
    expect(german?.remedy === undefined, code).toBe(english?.remedy === undefined)
  }
})

it('says in German, too, where a registration was sent before nobody could be reached', () => {
  const facts = { address, cause, way: [redirected] }
  expect(wordsOf('en').failures.unreachable(facts).message).toBe(
    'the Communications Server answered 301 Moved Permanently and named 127.0.0.1:5061 over TLS: the Communications Server at 127.0.0.1:5061 cannot be reached: no such thing',
  )
  expect(wordsOf('de').failures.unreachable(facts).message).toBe(
    'Der Communications Server antwortete 301 Moved Permanently und nannte 127.0.0.1:5061 über TLS: der Communications Server unter 127.0.0.1:5061 ist nicht zu erreichen: no such thing',
  )
})

it('speaks German of the same facts', () => {
  expect(wordsOf('de').failures['name-taken']({ name: 'alice' })).toEqual({
    message: 'Es gibt schon ein Handheld alice',
    remedy: 'Wählen Sie einen anderen Namen.',
  })
})

/** `npx vitest run --project=unit server/words -u` writes it anew. */
it('docs/failures.md lists what is published', async () => {
  const rows = failures().map(({ code, facts, message }) => {
    const names = Object.keys(facts)
      .map((name) => `\`${name}\``)
      .join(', ')
    const example = 'problem' in facts && message === said.problem ? '' : message.replaceAll('|', '\\|')
    return `| \`${code}\` | ${names} | ${failureMeanings[code]} | ${example} |`
  })
  await expect(
    `# Failures

Written by a test from \`server/contract/failures.ts\`. A failure of the API is \`{ type: 'failure', id, code, facts, message,
remedy }\`: \`code\` is one of these, or \`unexpected\` for a mistake in the program; \`facts\` say what it is about; \`message\` and
\`remedy\` say the same in English. Where the facts are \`problem\` and \`remedy\`, the part that found it has the words itself.
\`bramble schema failures\` prints the codes for programs.

| code | facts | meaning | such as |
|---|---|---|---|
${rows.join('\n')}
`,
  ).toMatchFileSnapshot('../../docs/failures.md')
})
