import type { FrameFormat } from '#contract'

const formats: Readonly<Record<FrameFormat, { name: string; hint: string }>> = {
  pcapng: { name: 'pcapng', hint: 'For Wireshark, tshark, tcpdump and sngrep' },
  jsonl: { name: 'JSON lines', hint: 'One frame a line, with its layers' },
  text: { name: 'Text', hint: 'For people and for tickets' },
}

/** Saving what the lab kept. */
export const exports = {
  onlyOwn: 'Only the window’s own lab can be exported: go back to it first.',
  title: 'Export frames',
  which: 'Which frames',
  shown: 'What the filter shows',
  shownCount: (count: number, isCounting: boolean) =>
    `${count.toLocaleString('en')} ${count === 1 ? 'frame' : 'frames'}${isCounting ? ' so far' : ''}`,
  lastMinutes: 'The last minutes of what the filter shows',
  minutes: 'Minutes',
  everything: 'Everything that is kept',
  format: 'Format',
  fromNowOn: 'Everything from now on, until somebody stops it',
  secrets: 'With the TLS keys, so that Wireshark can decrypt it',
  start: 'Start recording',
  recording: {
    starting: 'Recording',
    saving: 'Saving the recording',
    running: (size: string, most: string) => `Recording: ${size} of at most ${most}`,
    full: (size: string) => `The recording is full: ${size}`,
    failed: (size: string) => `The recording failed: ${size}`,
    stopped: (size: string) => `Recorded: ${size}`,
    save: 'Save…',
    forget: 'Put the recording away',
    real: 'A recording has the real bytes of connections. SIP inside TLS is in it a second time, unencrypted. It ends at 256 MB.',
  },
  formats,
  masked: 'Passwords and keys are masked in every format.',
  madeUp:
    'The lab keeps frames, not the bytes of its connections: in pcapng they are put into made-up connections without TLS. Comments say so.',
  save: 'Save…',
  download: 'Download',
  bundle: {
    saving: 'Ticket bundle',
    labHead:
      'The lab as it was when the bundle was made. Passwords are left out: everybody has the default one. Certificate files are only named.',
    readMe: {
      title: 'Bramble ticket bundle',
      about:
        'Everything that was known of a lab at one moment. Drop this file on the window of Bramble, or take File, Open bundle: it shows the bundle as it showed the lab, read only. Passwords and keys are masked everywhere; what people wrote is in it.',
      files: {
        manifest: 'what made it, and when',
        snapshot: 'the whole state: handhelds, sessions, users, settings, logins, notices',
        settings: 'settings, conditions and faults alone',
        flows: 'the latest logins, step by step',
        messengers: 'contacts and conversations, as the handhelds show them',
        frames: 'the frames of all hops, one a line, with their layers',
        capture:
          'the same frames for Wireshark, tshark and tcpdump, in connections that are made up (comments say so)',
        marks: 'what people noted about frames',
        logs: 'what the log says, one file for each component of the original',
        log: 'the same lines for programs',
        charts: 'sessions, frames and times of logins over time',
        past: 'what happened, event by event, so that the time line can look back',
        lab: 'a lab like this: bramble serve --lab lab.yaml',
        scenario: 'what was done in it: bramble run scenario.yaml',
      },
    },
  },
  past: {
    opening: 'Opening the file',
    title: 'The past, read only:',
    made: (labTime: string, version: string) => `lab time ${labTime}, written by Bramble ${version}`,
    framesLeftOut: (count: number) => `${count.toLocaleString('en')} older frames are not in it`,
    drop: 'Drop a ticket bundle, a capture, a history or a report of runs to look into it, or a scenario file to open it in the Studio',
    reading: 'Reading the ticket bundle…',
  },
  saving: 'Exporting frames',
  saved: 'The export was saved',
}
