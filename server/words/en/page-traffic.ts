const filterKeys: Readonly<Record<string, string>> = {}

/** The pane of the frames, and one frame taken apart. */
export const traffic = {
  title: 'Traffic',
  columns: {
    time: 'Time',
    hop: 'Hop',
    direction: 'Direction',
    device: 'Device',
    kind: 'Kind',
    size: 'Size',
    summary: 'Summary',
  },
  /** Of a frame, between two parts. */
  way: (from: string, to: string) => `${from} to ${to}`,
  count: (count: number) => `${count} frames`,
  countShown: (shown: number, total: number) => `${shown} of ${total}`,
  /** After a count that still grows, because older frames are being searched. */
  counting: 'so far, counting…',
  searching: 'Searching older frames…',
  dropped: (count: number) => `(${count.toLocaleString('en')} dropped)`,
  droppedHint: 'The capture keeps the latest frames only.',
  newer: (count: number) => `${count} new ${count === 1 ? 'frame' : 'frames'}`,
  showInside: 'Show inside the encryption',
  pause: 'Pause',
  resume: 'Resume',
  paused: (missed: number) => `Paused. ${missed > 0 ? `${missed} newer frames wait.` : 'Nothing new since.'}`,
  hopShown: 'Hop shown',
  everyHop: 'Every hop',
  deviceShown: 'Device shown',
  everyDevice: 'Every device',
  /** At the end of a list that is cut. */
  moreDevices: (count: number) => `${count.toLocaleString('en')} more: type handheld:name into the filter`,

  find: 'Find in traffic',
  findPlaceholder: 'Words, or key:value',
  filterHelp: 'Keys and values for the filter',
  filterGrammar: 'Words and "phrases" must all be there. -word leaves out; or, not and ( ) combine.',
  /** What may stand after a key of the filter, where the language says it otherwise than the key itself. */
  filterKeys,
  filterProblem: (column: number, problem: string) =>
    `Column ${column}: ${problem}. The rows are those of the filter before.`,

  noMatch: 'No frame matches the filter',
  showEvery: 'Show every frame',
  pausedEmpty: 'Paused before anything came',
  pausedEmptyHint: 'Resume to see the frames that cross the hops.',
  empty: 'No traffic yet',
  emptyHint: 'Log a handheld in: each frame of each hop appears here as it crosses.',

  frame: (number: number) => `Frame ${number}`,
  closeFrame: 'Close frame',
  showPasswords: 'Show passwords',
  showPasswordsQuestion: 'Show passwords?',
  showPasswordsWarning:
    'The content of this frame will show passwords and key material as they are. Mind who sees your screen.',
  keepMasked: 'Keep them masked',
  show: 'Show',
  showBytes: 'Show bytes',
  showAllBytes: (count: number) => `Show all ${count} bytes`,
  firstOnly: (size: string) => `The first ${size} only`,
}
