import type { FrameFormat } from '#contract'

const formats: Readonly<Record<FrameFormat, { name: string; hint: string }>> = {
  pcapng: { name: 'pcapng', hint: 'For Wireshark, tshark, tcpdump and sngrep' },
  jsonl: { name: 'JSON lines', hint: 'One frame a line, with its layers' },
  text: { name: 'Text', hint: 'For people and for tickets' },
}

/** Saving what the lab kept. */
export const exports = {
  title: 'Export frames',
  which: 'Which frames',
  shown: 'What the filter shows',
  shownCount: (count: number, isCounting: boolean) =>
    `${count.toLocaleString('en')} ${count === 1 ? 'frame' : 'frames'}${isCounting ? ' so far' : ''}`,
  lastMinutes: 'The last minutes of what the filter shows',
  minutes: 'Minutes',
  everything: 'Everything that is kept',
  format: 'Format',
  formats,
  masked: 'Passwords and keys are masked in every format.',
  madeUp:
    'The lab keeps frames, not the bytes of its connections: in pcapng they stand in connections that are made up, without TLS. Comments say so.',
  save: 'Save…',
  download: 'Download',
  saving: 'Exporting frames',
  saved: 'The export was saved',
}
