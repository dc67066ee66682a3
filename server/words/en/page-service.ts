/** The panes of the service and of its sessions. */
export const service = {
  title: 'Service',
  settings: 'Settings',
  breakOnPurpose: 'Break it on purpose',
  directoryIsUp: 'Directory is up',
  communicationsServerIsUp: 'Communications Server is up',
  serverCertificate: 'Server certificate',
  serverCertificateHint:
    'The certificate that the Communications Server shows to connections made from now on.',
  serviceCertificate: 'Service certificate',
  serviceCertificateHint:
    'The certificate that the service shows, as its half of MTLS, on connections made from now on.',
  noCertificates: 'Over TCP no certificates are shown.',

  users: 'Users',
  usersNote: 'may use the client',
  user: (id: string) => `User ${id}`,
  addUser: 'Add user',
  saveUser: (id: string) => `Save user ${id}`,
  changeUser: (sipAddress: string) => `${sipAddress}: change name or password`,
  mayUseClientHint: 'May use the collaboration client',
  mayUseClient: (id: string) => `${id} may use the client`,
  newUserId: 'New user ID',
  fullName: 'Full name',
  fullNamePlaceholder: 'from the ID',
  newPassword: 'New password',
  isEnabled: 'The account in the directory is enabled',
  isDisabled: 'disabled',
  passwordOfNew: 'Passw0rd! unless you say otherwise',
  passwordUnchanged: 'unchanged',
  /** What is wrong comes from the check, in English. */
  userIdProblem: (problem: string | undefined) => `User ID: ${problem ?? 'not usable'}.`,
  save: 'Save',

  endpoints: 'Endpoints',
  endpoint: {
    dispatcher: 'Dispatcher',
    communicationsServer: 'Comm. Server',
    directory: 'Directory',
    domain: 'Domain',
    database: 'Database',
  },

  find: 'Find',
  findUser: 'Find a user',
  noUserMatches: 'No user matches.',
  findSession: 'Find a session',
  noSessionMatches: 'No session matches.',
  sortBy: (column: string) => `Sort by ${column}`,

  sessions: 'Sessions',
  columns: {
    user: 'User',
    device: 'Device',
    coverage: 'Coverage',
    lastStatus: 'Last status',
    idle: 'Idle',
    quiet: 'Quiet',
    sip: 'SIP',
  },
  quietHint: 'How long the person has done nothing with the client; the inactivity timeout goes by it',
  noSessions: 'No sessions. A handheld that logs in appears here.',
  limit: (count: number, limit: number, { isCapacity, isFull }: { isCapacity: boolean; isFull: boolean }) =>
    `${count} of ${limit}${isCapacity ? ' (capacity)' : ''}${isFull ? ', full' : ''}`,
  capacityLimits: 'No maximum configured: the capacity limits',
  maximum: 'Maximum sessions',
  idleHint: 'Idle: logged out as soon as a login finds the maximum reached',
  pin: (pin: string) => `PIN ${pin}`,
  lastStatusAt: (time: string) => `Last status message: ${time}`,
  /** Where and until when a session is registered; details are as the server names them. */
  registered: (sipAddress: string, server: string, details: readonly string[], until: string) =>
    [`${sipAddress} at ${server}`, ...details, `until ${until}`].join(', '),
  retrying: 'Retrying',
  retryingHint:
    'The connection to the Communications Server broke. The service registers the session again until its registration expires',
  inside: 'Inside',
  outside: 'Outside',
  endedSessions: 'Ended sessions',
  ended: 'Ended',
  /** After the user, who is written big. */
  endedOn: (handheld: string, ending: string) => ` on ${handheld}: ${ending}`,
}
