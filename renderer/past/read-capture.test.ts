import { describe, expect, it } from 'vitest'
import {
  enhancedPacket,
  interfaceDescription,
  sectionHeader,
} from '../../server/traffic/capture-file/blocks.ts'
import { readCapture } from './read-capture.ts'

const json = {
  number: 7,
  at: '2010-06-01T09:00:00.250Z',
  hop: 'service-communications',
  direction: 'up',
  handheld: 'alice',
  pin: '2100000A',
  login: '2100000A-1',
  step: '5',
  protocol: 'SIP',
  sizeBytes: 300,
  isEncrypted: true,
  summary: 'TLS record',
  openedSummary: 'REGISTER sip:corp.example',
  layers: [
    { title: 'TLS', note: '', fields: [], text: null, bytes: '1603' },
    { title: 'SIP', note: '', fields: [{ name: 'Call-ID', value: 'abc' }], text: 'REGISTER', bytes: null },
  ],
}
const lines = (...all: object[]) => new TextEncoder().encode(all.map((one) => JSON.stringify(one)).join('\n'))

describe('a capture as the past', () => {
  it('has the frames of lines of JSON in order, with their layers and how many are missing', () => {
    const read = readCapture(
      'a.jsonl',
      lines(json, { ...json, number: 3, at: '2010-06-01T09:00:00Z' }, { dropped: 2 }),
    )
    expect(read?.frames.all.map(({ number }) => number)).toEqual([3, 7])
    expect(read?.frames.all[1]).toMatchObject({
      flow: '2100000A-1',
      step: '5',
      callId: 'abc',
      handheld: 'alice',
    })
    expect(read?.frames.open(7)?.layers.map(({ side, bytes }) => [side, bytes])).toEqual([
      ['wire', 'FgM='],
      ['inside', null],
    ])
    expect(read?.manifest.frames).toEqual({ kept: 2, written: 2, dropped: 2 })
    expect(read?.snapshot.processFlow.hops.map(({ id }) => id)).toContain('service-communications')
  })

  it('has the frames that the comments of packets describe, and the notes of people', () => {
    const packet = (comments: string[], atMs: number) =>
      enhancedPacket({
        interfaceNumber: 0,
        atMs,
        bytes: Uint8Array.of(1, 2, 3),
        direction: 'outbound',
        comments,
      })
    const file = Buffer.concat([
      sectionHeader({ comment: 'Traffic', application: 'Bramble 1.2.3', os: 'Linux' }),
      interfaceDescription({ name: 'service-directory', description: '' }),
      packet(['frame 12, up, Al (1) (2100000A), login 2100000A-1, step 4d: bindRequest', 'look here'], 1_500),
      packet(['frame 13, down: bindResponse'], 1_600),
    ])
    const read = readCapture('a.pcapng', file)
    expect(read?.manifest.versions).toEqual({ bramble: '1.2.3' })
    expect(read?.frames.all).toMatchObject([
      {
        number: 12,
        at: 1_500,
        handheld: 'Al (1)',
        flow: '2100000A-1',
        step: '4d',
        openedSummary: 'bindRequest',
      },
      { number: 13, direction: 'down', handheld: null, flow: null, protocol: 'LDAP', sizeBytes: 3 },
    ])
    expect(read?.snapshot.marks).toMatchObject([{ number: 12, comment: 'look here' }])
  })

  it('leaves other files to who knows them, and names what is wrong with its own', () => {
    expect(readCapture('a.zip', Uint8Array.of(0x50, 0x4b, 3, 4))).toBeNull()
    expect(() => readCapture('a.jsonl', lines(json, { number: 'x' }))).toThrow('bundle-damaged')
    const foreign = sectionHeader({ comment: '', application: 'dumpcap', os: '' })
    expect(() => readCapture('a.pcapng', foreign)).toThrow('bundle-capture-alone')
  })
})
