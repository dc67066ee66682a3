import type { DetourFacts, ServerConnection, StepDetail, StepDetailFacts } from '#contract'
import { type Sentences, sentence } from '../sentences.ts'
import { endings } from './endings.ts'
import { causeAsSentence, cause as say } from './failures.ts'
import { redirection } from './sip-failures.ts'

type Occupancy = Extract<StepDetail, { code: 'server-busy' }>['facts']

function used({ sessions, maximum, capacity }: Occupancy): string {
  return maximum === null
    ? `${sessions} of ${capacity} sessions (no maximum is configured)`
    : `${sessions} of at most ${maximum} sessions`
}

function connection({ server, address, encryption, isMutual }: ServerConnection): string {
  const place = `${server} at ${address}`
  if (encryption === null) return `TCP to ${place}`
  return `TLS to ${place}, ${isMutual ? 'both certificates verified' : 'its certificate verified'} (${encryption})`
}

/** What Active Directory's sub-codes mean. They are Windows error numbers in hexadecimal. */
const subCodes: Readonly<Record<string, string>> = {
  '525': 'Active Directory knows no such user',
  '52e': 'the user ID or the password is wrong',
  '530': 'the user may not log in at this time',
  '531': 'the user may not log in from this computer',
  '532': 'the password has expired',
  '533': 'the account is disabled',
  '568': 'the user belongs to too many groups',
  '701': 'the account has expired',
  '773': 'the password must be changed before the first login',
  '775': 'the account is locked',
}

function refusal(subCode: string | null): string {
  if (subCode === null) return 'Active Directory refused the user ID or the password'
  const words = subCodes[subCode] ?? `Active Directory refused the login with its code ${subCode}`
  return `${words} (data ${subCode})`
}

const mechanisms = { 'spnego-ntlm': 'GSS-SPNEGO (NTLM)', 'simple-over-tls': 'simple bind over TLS' }

const detours: Sentences<DetourFacts> = {
  redirected: redirection,
  'asked-later': ({ status, reason, seconds }) =>
    `it answered ${status} ${reason} at first, and was asked again after ${seconds} s (Retry-After)`,
}

export const stepDetails: Sentences<StepDetailFacts> = {
  'credentials-typed': ({ user }) => `${user} typed user ID and password into the collaboration client`,
  'credentials-cached': ({ user }) => `The client logs ${user} in again by itself, with the cached password`,
  'no-power': () => 'The handheld has no power',
  'network-down': () => 'The wireless network is down',
  'outside-coverage': () => 'The handheld is outside a wireless coverage area',
  'request-sent': ({ packets, sizeBytes }) => {
    const count = packets === 1 ? 'one packet' : `${packets} packets`
    return `The request was compressed, encrypted and sent to the Dispatcher: ${count}, ${sizeBytes} bytes`
  },
  'request-handed-over': () =>
    'The Dispatcher decrypted and decompressed the request and handed it to the Collaboration Service',
  'idle-logged-out': ({ loggedOut, ...occupancy }) => {
    const names = loggedOut.map(({ user, silentSeconds }) =>
      silentSeconds === null
        ? `${user} (outside coverage)`
        : `${user} (no status message for ${silentSeconds} s)`,
    )
    return `${used(occupancy)}: logged out ${names.join(', ')}`
  },
  'session-continues': () => 'This handheld has a session, which the login replaces once it is accepted',
  'no-maximum': () => 'No maximum is configured',
  'below-limit': used,
  'none-idle': (occupancy) => `${used(occupancy)}, and none of them is idle`,
  'no-timeout-limit': (occupancy) => `${used(occupancy)}, and no timeout limit is configured`,
  'server-busy': (occupancy) =>
    `${used(occupancy)} and no idle session that could be logged out: Server Busy`,
  'needs-no-place': () => 'It needs no further place',
  'has-room': () => 'There is room',
  failed: (occupancy) => `${used(occupancy)}, as many as the HTTP persistent connection supports: Failed`,
  'maximum-configured': () => 'A maximum is configured',
  'database-unreadable': ({ cause }) => `The Configuration Database cannot be read: ${say(cause)}`,
  'user-unknown': ({ user }) => `The Configuration Database has no user ${user}`,
  'user-not-permitted': ({ user }) => `${user} may not use the collaboration client`,
  'password-left-to-server': ({ user }) =>
    `${user} may use the client; the Communications Server is to check the password`,
  'directory-unavailable': ({ cause }) => `Active Directory cannot be asked: ${say(cause)}`,
  'credentials-refused': ({ user, subCode }) => `Active Directory refused ${user}: ${refusal(subCode)}`,
  'credentials-accepted': ({ user, mechanism }) =>
    `${user} may use the client; Active Directory accepted ${mechanisms[mechanism]}`,
  'connection-opened': (facts) => `Opened: ${connection(facts)}`,
  'connection-reused': (facts) => `Uses the open connection: ${connection(facts)}`,
  'connection-unavailable': ({ cause }) => causeAsSentence(cause),
  'register-sent': ({ sipAddress }) => `REGISTER for ${sipAddress}`,
  'registration-accepted': ({ sipAddress, isPasswordChecked, detours: way }) => {
    const accepted = `The Communications Server accepted ${sipAddress}${isPasswordChecked ? ' and the password' : ''}`
    return [accepted, ...way.map((detour) => sentence(detours, detour))].join('; ')
  },
  'registration-refused': ({ cause }) => causeAsSentence(cause),
  'acceptance-sent': () => 'The acceptance went to the device, compressed and encrypted',
  'rejection-sent': ({ status }) =>
    `The status "${endings[status].notice}" went to the device, compressed and encrypted`,
  'client-gave-up': ({ seconds }) => `No answer reached the handheld within ${seconds} s: the client gave up`,
}
