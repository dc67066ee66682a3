const parts: Readonly<Record<string, string>> = {}

/** What crosses a hop in a step, in a word or two: names of the protocols where they have one. */
const messages: Readonly<Record<string, string>> = {
  '2': 'login request',
  '3': 'login request',
  '4d': 'bindRequest',
  '4e': 'connection',
  '5': 'REGISTER',
  '6': '200 OK',
  '7': 'login accepted',
  refused: 'refusal',
}

/** The pane of the login flow. */
export const flow = {
  title: 'Login flow',
  steps: 'Flow',
  replay: 'Replay this login',
  pin: 'Pin this login',
  followLatest: 'Show the latest login',
  loginShown: 'Login shown',
  latest: 'Latest login',
  empty: 'Log a handheld in: each step lights up as it happens.',
  /** Between a user and a handheld. */
  on: 'on',
  /** Parts of the lab, where the language has another word than the flow tells. */
  parts,
  took: (time: string) => `, took ${time}`,
  inProgress: 'in progress',
  /** A part that is waited for, and how long. */
  waits: (part: string, time: string) => `${part}, ${time}`,
  seconds: (seconds: number) => `${seconds} s`,
  messages,
  opensTls: 'TLS handshake',
  opensTcp: 'TCP connection',
  showFrames: 'Show the frames of this step',
  goToStep: 'Show the login up to this step',
  replayBar: {
    title: 'Replay',
    play: 'Play the login step by step',
    pause: 'Halt the replay',
    back: 'One step back',
    forward: 'One step forward',
    toStart: 'To the first step',
    toEnd: 'To the last step',
    step: 'Step shown',
    speed: 'Speed of the replay',
    count: (shown: number, count: number) => `${shown} of ${count}`,
  },
  stepState: {
    done: 'done',
    skipped: 'skipped',
    refused: 'refused',
    next: 'in progress',
    ahead: 'not yet',
    unreached: 'not reached',
  },
}
