const parts: Readonly<Record<string, string>> = {}

/** The pane of the login flow. */
export const flow = {
  title: 'Login flow',
  steps: 'Flow',
  replay: 'Replay this login',
  pin: 'Pin this login',
  followLatest: 'Follow the latest login',
  loginShown: 'Login shown',
  latest: 'Latest login',
  empty: 'Log a handheld in: each step lights up as it happens.',
  /** Between a user and a handheld. */
  on: 'on',
  /** Parts of the lab, where the language has another word than the flow tells. */
  parts,
  took: (time: string) => `, took ${time}`,
  inProgress: 'in progress',
  stepState: {
    done: 'done',
    skipped: 'skipped',
    refused: 'refused',
    next: 'in progress',
    ahead: 'not yet',
    unreached: 'not reached',
  },
}
