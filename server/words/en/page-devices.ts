/** What can be said of a handheld at a glance, and what stands where many are shown. */
export const devices = {
  /** The states by which handhelds are counted and found, as short as a sign beside a device. */
  facets: {
    off: 'off',
    'logged-out': 'logged out unawares',
    'no-coverage': 'no coverage',
    refused: 'refused',
    silent: 'silent',
    'signing-in': 'signing in',
    'signed-in': 'signed in',
    'signed-out': 'signed out',
    held: 'with packets held',
    unread: 'unread',
  },
  facetHints: {
    off: 'Without power.',
    'logged-out': 'The service has logged this user out. The device does not know yet.',
    'no-coverage': 'Outside a wireless coverage area.',
    refused: 'The last login was refused.',
    silent: 'Signed in, and sending no status messages.',
    'signing-in': 'The request is on its way.',
    'signed-in': 'Somebody is signed in.',
    'signed-out': 'Nobody is signed in.',
    held: 'The network holds packets until the device can be reached.',
    unread: 'With messages that nobody has read.',
  },

  noCoverage: 'No coverage',
  /** Short, for a strip on a small screen; the second line says more. */
  loggedOut: 'Logged out by the service',
  loggedOutMore: 'The device does not know yet.',
  noStatusMessages: 'No status messages',
  idleIn: (time: string) => `idle in ${time}`,
  isIdle: 'idle',
  idleOutside: 'Idle for the service',
  heartbeatStopped:
    'The client sends no status messages, so that the service takes its session for idle after a while.',
}
