import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { bundleLimits, type LabEvent, type ServerMessage, type TrafficRequest } from '#contract'
import { emptySnapshot } from '../../server/contract/testing/empty-snapshot.ts'
import { answerMessages } from './answer-messages.ts'
import { bundleApi } from './bundle-api.ts'
import { readBundle } from './read-bundle.ts'

const manifest = {
  bramble: 'bundle',
  format: 1,
  versions: { bramble: '0.1.0' },
  madeAt: 1,
  at: 2,
  frames: { kept: 3, written: 3, dropped: 4 },
}

function frame(number: number, protocol: string) {
  return {
    number,
    at: number,
    hop: 'service-directory',
    direction: 'up',
    handheld: 'alice',
    protocol,
    sizeBytes: 10,
    isEncrypted: false,
    summary: `summary ${number}`,
    openedSummary: `summary ${number}`,
    flow: null,
    step: null,
    session: null,
    user: null,
    callId: null,
    tookMs: number === 6 ? 40 : null,
    isStatus: number === 7,
    layers: [
      {
        title: protocol,
        note: '',
        fields: [],
        bytes: null,
        text: `text ${number}`,
        side: 'wire',
        origin: null,
      },
    ],
  }
}

const frames = [frame(5, 'LDAP'), frame(6, 'SIP'), frame(7, 'LDAP')]
const good = {
  'manifest.json': JSON.stringify(manifest),
  'snapshot.json': JSON.stringify(emptySnapshot),
  'messengers.json': '{}',
  'log.json': JSON.stringify([
    {
      number: 3,
      at: 1,
      component: 'DISP',
      level: 5,
      text: 'Starting',
      flow: null,
      handheld: null,
      session: null,
    },
    {
      number: 4,
      at: 2,
      component: 'BBIM',
      level: 2,
      text: 'Refused',
      flow: 'A-1',
      handheld: 'alice',
      session: null,
    },
  ]),
  'charts.json': JSON.stringify({
    ...{ intervalMs: 1000, from: 0, to: 9000, sessionsBefore: 0, marks: [], droppedMarks: 0 },
    points: [1000, 8000].map((at) => ({
      ...{ at, sessions: at / 1000, mostSessions: 9, frames: 1, logins: 0, refused: 0, p50: null, p95: null },
    })),
  }),
  'frames.jsonl': frames.map((one) => `${JSON.stringify(one)}\n`).join(''),
}

function zipped(files: Record<string, string>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])))
}

function refusal(zip: Uint8Array): { code: unknown; facts: unknown } {
  try {
    readBundle('ticket.zip', zip)
  } catch (thrown) {
    return { code: Reflect.get(Object(thrown), 'code'), facts: Reflect.get(Object(thrown), 'facts') }
  }
  throw new Error('the bundle was read')
}

/** Makes a claim about the unpacked size of a file in the directory of a zip. */
function claiming(zip: Uint8Array, bytes: number): Uint8Array {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  for (let at = 0; at < zip.length - 4; at += 1) {
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, bytes, true)
  }
  return zip
}

const user = {
  id: 'carol',
  name: 'Carol',
  sipAddress: 'sip:carol@corp.example',
  mayUseClient: true,
  isEnabled: true,
}
const events: LabEvent[] = [
  { seq: 1, at: 5, type: 'user', user },
  { seq: 2, at: 6, type: 'session-closed', id: '1', handheld: 'alice', reason: 'idle' },
  { seq: 3, at: 8, type: 'user-removed', id: 'carol' },
]
const past = [
  { snapshot: emptySnapshot, frame: 5, line: 2 },
  ...events.map((event) => ({ event, frame: event.seq + 4, line: 3 })),
]
const pastText = past.map((one) => `${JSON.stringify(one)}\n`).join('')

describe('a ticket bundle that tells what happened', () => {
  const snapshot = JSON.stringify({ ...emptySnapshot, seq: 3, at: 9 })
  const files = { ...good, 'snapshot.json': snapshot, 'past.jsonl': pastText }
  const api = bundleApi(readBundle('ticket.zip', zipped(files)))

  it('is looked back at', async () => {
    const { frame, line, snapshot: then } = await api.call('past.read', { at: 7 })
    expect({ frame, line }).toEqual({ frame: 7, line: 3 })
    expect(then.users).toEqual([user])
    expect((await api.call('past.read', { seq: 0 })).snapshot.users).toEqual([])
    const { marks, now } = await api.call('past.timeLine', {})
    expect(now).toBe(9)
    expect(marks.map(({ what }) => what?.code)).toEqual(['user-saved', 'session-ended', 'user-removed'])
    expect((await api.call('past.beside', { seq: 1, direction: 'next' }))?.seq).toBe(2)
    expect((await api.call('past.story', {})).events).toEqual(events)
  })

  it('shows of log and charts what was there at the moment', async () => {
    expect((await api.call('log.read', { until: 3 })).lines.map(({ number }) => number)).toEqual([3])
    const charts = await api.call('charts.read', { until: 8_500 })
    expect(charts.to).toBe(8_500)
    expect(charts.points.map(({ at }) => at)).toEqual([1_000])
  })

  it('is refused with the line at fault', () => {
    const broken = zipped({ ...good, 'past.jsonl': `${pastText}{"event":{}}\n` })
    expect(refusal(broken)).toMatchObject({ code: 'bundle-damaged', facts: { file: 'past.jsonl' } })
  })
})

describe('a ticket bundle', () => {
  const api = bundleApi(readBundle('ticket.zip', zipped({ ...good, 'log/BBIM.txt': 'for people' })))

  it('shows the snapshot, in which time stands still', async () => {
    expect(await api.snapshot()).toEqual({ ...emptySnapshot, pace: null, recording: null })
  })

  it('cannot be looked back at if an older version made it', async () => {
    await expect(api.call('past.timeLine', {})).rejects.toMatchObject({ code: 'no-past' })
  })

  it('is read with filters, as the lab is', async () => {
    const reader = await api.readTraffic({ filter: 'protocol:ldap' }, () => {})
    expect(reader.position).toEqual({ first: -2, end: 0, isCounting: false, kept: 3, dropped: 4, last: 7 })
    expect((await reader.rows(-2, 10)).rows.map(({ number }) => number)).toEqual([5, 7])
    expect(await reader.rows(-1, 1)).toMatchObject({ from: -1, rows: [{ number: 7 }] })
    const count = async (query: TrafficRequest) => (await api.call('traffic.count', query)).count
    expect(await count({ filter: 'took>30ms' })).toBe(1)
    expect(await count({ filter: 'body:"text 6"' })).toBe(1)
    expect(await count({ filter: 'gap>=1ms' })).toBe(2)
    expect(await count({ filter: 'number>5', hidesStatus: true })).toBe(1)
    await expect(api.readTraffic({ filter: '(' }, () => {})).rejects.toMatchObject({ code: 'bad-filter' })
  })

  it('opens frames with their layers, and knows when there is none', async () => {
    expect(await api.call('traffic.layers', { number: 6 })).toMatchObject({
      frame: { number: 6 },
      layers: [{ text: 'text 6' }],
    })
    await expect(api.call('traffic.layers', { number: 1 })).rejects.toMatchObject({ code: 'frame-gone' })
  })

  it('has the log and the charts of the lab', async () => {
    expect(await api.call('log.read', { text: 'bbim refused' })).toMatchObject({
      ...{ first: 0, end: 1, kept: 2, dropped: 2, from: 0 },
      lines: [{ number: 4 }],
    })
    expect(await api.call('log.read', { level: 1 })).toMatchObject({ end: 0, lines: [] })
    expect(await api.call('charts.read', { spanMs: 2_000 })).toMatchObject({
      ...{ from: 7_000, sessionsBefore: 1 },
      points: [{ at: 8_000 }],
    })
  })

  it('refuses what would change a lab', async () => {
    await expect(api.call('handheld.logout', { name: 'alice' })).rejects.toMatchObject({ code: 'past-only' })
  })

  it('answers the messages of a page', async () => {
    const answers: ServerMessage[] = []
    const receive = answerMessages(api, (message) => answers.push(message))
    receive({ type: 'watch', id: 1 })
    receive({ type: 'read-traffic', id: 2, query: {} })
    receive('garbage')
    await expect.poll(() => answers.length).toBe(2)
    receive({ type: 'traffic-rows', id: 3, reader: 2, from: -1, count: 5 })
    receive({ type: 'call', id: 4, command: 'traffic.clear', input: {} })
    await expect.poll(() => answers.length).toBe(4)
    expect(answers).toMatchObject([
      { type: 'snapshot', id: 1 },
      { type: 'answer', id: 2, output: { first: -3 } },
      { type: 'answer', id: 3, output: { rows: [{ number: 7 }] } },
      { type: 'failure', id: 4, code: 'past-only', message: expect.stringContaining('ticket.zip') },
    ])
  })
})

describe('what is no ticket bundle, or a hostile one,', () => {
  it.each([
    ['another file', strToU8('%PDF-1.7'), 'no-bundle'],
    ['an empty file', new Uint8Array(), 'no-bundle'],
    ['another zip', zipped({ 'holiday.jpg': 'x' }), 'no-bundle'],
    ['a capture file', Uint8Array.of(0x0a, 0x0d, 0x0d, 0x0a, 1, 2, 3, 4), 'bundle-capture-alone'],
    ['a zip that was cut off', zipped(good).subarray(0, 300), 'bundle-damaged'],
    ['one without its snapshot', zipped({ 'manifest.json': good['manifest.json'] }), 'bundle-damaged'],
    ['broken JSON', zipped({ ...good, 'snapshot.json': '{' }), 'bundle-damaged'],
    ['a snapshot of something else', zipped({ ...good, 'snapshot.json': '{"seq":"x"}' }), 'bundle-damaged'],
    ['a line that is no frame', zipped({ ...good, 'frames.jsonl': '{"number":1}\n' }), 'bundle-damaged'],
    [
      'frames out of order',
      zipped({ ...good, 'frames.jsonl': `${good['frames.jsonl']}${good['frames.jsonl']}` }),
      'bundle-damaged',
    ],
    [
      'a format to come',
      zipped({ ...good, 'manifest.json': JSON.stringify({ ...manifest, format: 2 }) }),
      'bundle-other-format',
    ],
    ['a zip bomb', claiming(zipped(good), 2 ** 32 - 1), 'bundle-too-large'],
    [
      'too many files',
      zipped(
        Object.fromEntries(Array.from({ length: bundleLimits.files + 1 }, (_, index) => [`${index}`, ''])),
      ),
      'bundle-too-large',
    ],
  ])('is refused: %s', (_what, zip, code) => {
    expect(refusal(zip)).toMatchObject({ code })
  })

  it('cannot unpack more than it claims', () => {
    // The claim is believed for the room that is made; what is beyond it is cut off, and is no JSON then.
    expect(refusal(claiming(zipped(good), 40))).toMatchObject({ code: 'bundle-damaged' })
  })

  it('leads nowhere with names of files', () => {
    const names = { '../../etc/passwd': 'x', '/etc/passwd': 'x', __proto__: 'x', 'C:\\autoexec.bat': 'x' }
    expect(readBundle('ticket.zip', zipped({ ...good, ...names })).frames.all).toHaveLength(3)
  })
})
