import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { descendants, readXml } from '../../../server/protocols/xml/index.ts'
import { pictureOf } from '../picture.ts'
import { someLadder } from '../testing/some-ladder.ts'
import { frame, someFrames, someLogin, startedAt } from '../testing/some-login.ts'
import { mermaidOf } from './mermaid.ts'
import { svgOf } from './svg.ts'
import { textOf } from './text.ts'

const timeOf = (at: number) => `+${at - startedAt} ms`
const gapText = (durationMs: number) => `${durationMs} ms later`

function svg({ items, lanes }: ReturnType<typeof someLadder>, title = 'Ladder bob'): string {
  const picture = pictureOf(items, lanes, { width: 1_200, textSize: 11.5, gaps: 'folded', timeOf, gapText })
  return svgOf(picture, title, { isOpened: true }, (paint) => `#${paint.length.toString().padStart(6, '0')}`)
}

/** A ladder in which everything that comes from outside says this. */
function hostile(text: string): ReturnType<typeof someLadder> {
  const frames = someFrames().map((one) => ({ ...one, summary: text, openedSummary: text }))
  const stranger = frame({ hop: 'handheld-dispatcher', direction: 'up', handheld: text, protocol: text })
  return someLadder([...frames, stranger], someLogin({ user: text }))
}

const attacks = [
  'live\u202egnp.exe',
  '</text><script>alert(1)</script>',
  ']]>&lt;"\'',
  'end',
  'wrap: a; b # c %% d',
  'a\nL1->>L2: forged\r\nend',
  '\u0000\u0007\ud800\ufffe',
  'نص من اليمين',
  'W'.repeat(3_000),
  '漢字🔐'.repeat(200),
  '',
]

describe('as SVG', () => {
  it('is XML with everything in it that the screen shows', () => {
    const texts = descendants(readXml(svg(someLadder())), 'text').map(({ text }) => text)
    expect(texts).toContain('Alice and Dan logged out: outside coverage')
    expect(texts).toContain('REGISTER sip:corp.example')
    expect(texts).toContain('+134 ms')
    expect(texts).toContain('146 ms later')
  })

  it.each(attacks)(
    'stays XML without scripts and outside parts, whatever somebody is called (%#)',
    (text) => {
      const document = svg(hostile(text), text)
      const elements = descendants(readXml(document), 'text')
      expect(elements.length).toBeGreaterThan(20)
      expect(document).not.toMatch(/<(?:script|foreignObject|image|use|a|style)\b|href|url\(|javascript:/i)
      expect(document).not.toMatch(/[^\n\P{Cc}]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/u)
    },
  )

  it('stays XML with any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(descendants(readXml(svg(hostile(text), text)), 'text').length).toBeGreaterThan(20)
      }),
      { numRuns: 25 },
    )
  })
})

describe('as text', () => {
  const draw = ({ items, lanes }: ReturnType<typeof someLadder>) =>
    textOf(items, lanes, { isOpened: true, timeOf, gapText })

  it('is drawn as sngrep draws it', () => {
    expect(`\n${draw(someLadder())}`).toMatchInlineSnapshot(`
      "
                             bob          Wireless network       Dispatcher            Service            Database            Directory         Comm. Server
                       ───────┬───────     ───────┬───────     ───────┬───────     ───────┬───────     ───────┬───────     ───────┬───────     ───────┬───────
             +0 ms  ┌ 1: bob typed user ID and password into the collaboration ┐          │                   │                   │                   │
                    └ client                                                   ┘          │                   │                   │                   │
                    ┌ 2: The request was compressed, encrypted and sent to the ┐          │                   │                   │                   │
                    └ Dispatcher: one packet, 163 bytes                        ┘          │                   │                   │                   │
                              ┊                   ┊                   ┊             134 ms later              ┊                   ┊                   ┊
           +134 ms            │           login-request bob           │                   │                   │                   │                   │
                              │ ═════════════════════════════════════>│                   │                   │                   │                   │
                              │                   │                   │ login-request bob │                   │                   │                   │
                              │                   │                   │ - - - - - - - - ->│                   │                   │                   │
                              │         ┌ 3: The Dispatcher decrypted and decompressed the request ┐          │                   │                   │
                              │         └ and handed it to the Collaboration Service               ┘          │                   │                   │
                              │                   │          ┌ 4a: Alice and Dan logged out: outside coverage. 2 of at ┐          │                   │
                              │                   │          │ most 2 sessions: logged out alice (outside coverage),   │          │                   │
                              │                   │          └ dan (outside coverage)                                  ┘          │                   │
                              │                   │                   │    ┌ 4b: There is room           ┐    │                   │                   │
                              │                   │                   │    └ 4c: A maximum is configured ┘    │                   │                   │
                              │                   │                   │                   │              bindRequest              │                   │
                              │                   │                   │                   │ ─────────────────────────────────────>│                   │
                              │                   │                   │                   │         bindResponse success          │                   │
                              │                   │                   │                   │ <─────────────────────────────────────│                   │
                              │                   │            ┌ 4d: Permission, then the password. bob may use the  ┐            │                   │
                              │                   │            └ client; Active Directory accepted GSS-SPNEGO (NTLM) ┘            │                   │
                              │                   │                   │                   │                   │   TLS handshake   │                   │
                              │                   │                   │                   │ ═════════════════════════════════════════════════════════>│
                              │                   │                 [ 4e: Opened: TCP to ocs at 127.0.0.1:5061 ]                  │                   │
                              │                   │                   │                   │                 REGISTER sip:corp.example                 │
                              │                   │                   │                   │ ═════════════════════════════════════════════════════════>│
                              │                   │                   [ 5: REGISTER for sip:bob@corp.example ]│                   │                   │
                              │                   │                   │                   │                   │ 200 OK (REGISTER) │                   │
                              │                   │                   │                   │ <═════════════════════════════════════════════════════════│
                              │                   │                   │                   │                   │        ┌ 6: The Communications Server accepted ┐
                              │                   │                   │                   │                   │        └ sip:bob@corp.example                  ┘
                              │                   │                   │  login-accepted   │                   │                   │                   │
                              │                   │                   │ <- - - - - - - - -│                   │                   │                   │
                              │            login-accepted             │                   │                   │                   │                   │
                              │ <═════════════════════════════════════│                   │                   │                   │                   │
                              │                   │           ┌ 7: The acceptance went to the device, compressed and ┐            │                   │
                              │                   │           └ encrypted                                            ┘            │                   │
                              │                   │                   │                   │              SUBSCRIBE sip:bob@corp.example               │
                              │                   │                   │                   │ ═════════════════════════════════════════════════════════>│
                              ┊                   ┊                   ┊             146 ms later              ┊                   ┊                   ┊
           +280 ms  [ Accepted. Bob is signed in ]│                   │                   │                   │                   │                   │
                              ┴                   ┴                   ┴                   ┴                   ┴                   ┴                   ┴
      "
    `)
  })

  it.each(attacks)('has a line for each line of the picture, whatever somebody is called (%#)', (text) => {
    const lines = draw(hostile(text)).split('\n')
    const plain = draw(hostile('zoe')).split('\n')
    expect(lines.filter((line) => /[>]/.test(line)).length).toBeGreaterThan(0)
    expect(lines.length).toBeGreaterThanOrEqual(plain.length - 4)
    expect(lines.some((line) => line.startsWith('L1'))).toBe(false)
    for (const line of lines) expect(line.length).toBeLessThan(400)
  })
})

describe('as Mermaid', () => {
  const draw = ({ items, lanes }: ReturnType<typeof someLadder>) =>
    mermaidOf(items, lanes, { isOpened: true, title: 'Ladder bob', gapText })

  it('is a sequence diagram', () => {
    expect(`\n${draw(someLadder())}`).toMatchInlineSnapshot(`
      "
      sequenceDiagram
        accTitle: Ladder bob
        participant L1 as bob
        participant L2 as Wireless network
        participant L3 as Dispatcher
        participant L4 as Service
        participant L5 as Database
        participant L6 as Directory
        participant L7 as Comm. Server
        Note over L1: 1#58; bob typed user ID and password into the collaboration client
        Note over L1: 2#58; The request was compressed, encrypted and sent to the Dispatcher#58; one packet, 163 bytes
        L1->>L3: 🔒 login-request bob
        L3-->>L4: login-request bob
        Note over L3: 3#58; The Dispatcher decrypted and decompressed the request and handed it to the Collaboration Service
        Note over L4: 4a#58; Alice and Dan logged out#58; outside coverage. 2 of at most 2 sessions#58; logged out alice (outside coverage), dan (outside coverage)
        Note over L4: 4b#58; There is room<br/>4c#58; A maximum is configured
        L4->>L6: bindRequest
        L6->>L4: bindResponse success
        Note over L4,L6: 4d#58; Permission, then the password. bob may use the client#59; Active Directory accepted GSS-SPNEGO (NTLM)
        L4->>L7: 🔒 TLS handshake
        Note over L4,L7: 4e#58; Opened#58; TCP to ocs at 127.0.0.1#58;5061
        L4->>L7: 🔒 REGISTER sip#58;corp.example
        Note over L4: 5#58; REGISTER for sip#58;bob@corp.example
        L7->>L4: 🔒 200 OK (REGISTER)
        Note over L7: 6#58; The Communications Server accepted sip#58;bob@corp.example
        L4-->>L3: login-accepted
        L3->>L1: 🔒 login-accepted
        Note over L4: 7#58; The acceptance went to the device, compressed and encrypted
        L4->>L7: 🔒 SUBSCRIBE sip#58;bob@corp.example
        Note over L1: ✓ Accepted. Bob is signed in
      "
    `)
  })

  /** What Mermaid's grammar of sequence diagrams calls a statement, as far as these are used. */
  const text = String.raw`(?:[^#;:%\n]|#\d+;|<br/>)+`
  const statement = new RegExp(
    String.raw`^(?:sequenceDiagram|  accTitle: [^#;\n]+|  participant L\d+ as ${text}|  L\d+(?:->>|-->>|-x)L\d+: ${text}|  Note over L\d+(?:,L\d+)?: ${text})$`,
    'u',
  )

  it.each(attacks)('has only statements of its own, whatever somebody is called (%#)', (name) => {
    const lines = draw(hostile(name)).trimEnd().split('\n')
    expect(lines.filter((line) => !statement.test(line))).toEqual([])
    expect(lines.length).toBe(draw(hostile('zoe')).trimEnd().split('\n').length)
  })

  it('has only statements of its own with any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const lines = draw(hostile(name)).trimEnd().split('\n')
        expect(lines.filter((line) => !statement.test(line))).toEqual([])
      }),
      { numRuns: 100 },
    )
  })
})
