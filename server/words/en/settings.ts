import { formatDuration } from '#contract'
import type { SettingsWords } from '../words.ts'
import { labels } from './labels.ts'

const empty = 'Empty: not configured.'

export const settings: SettingsWords = {
  names: {
    'service.maximumSessions': {
      label: 'Maximum sessions',
      hint: 'How many sessions may exist at once. Empty: not configured, and only the capacity limits them.',
    },
    'service.idleTimeout': {
      label: 'Idle timeout',
      hint: 'The timeout limit: used only when the maximum is reached, to log out idle sessions. Such as 5m.',
    },
    'service.inactivityTimeout': {
      label: 'Inactivity timeout',
      hint: 'Ends any session in which the person did nothing for longer: sending, typing, reading, presence and contacts count, status messages do not. Whether or not the maximum is reached. Such as 30m.',
    },
    'service.persistentConnectionCapacity': {
      label: 'Capacity',
      hint: 'Sessions that the HTTP persistent connection supports. Without a maximum, more than these: Failed.',
    },
    'service.statusInterval': {
      label: 'Status interval',
      hint: 'How often a handheld sends a status message. Such as 60s.',
    },
    'service.passwordCaching': {
      label: 'Password caching',
      hint: 'A handheld whose session ended because the service stopped, or a server behind it could not be reached, logs in again by itself: at once, then with growing pauses. Off: the person types the password.',
    },
    'service.environment': { label: 'Environment', hint: null },
    'communicationsServer.transport': {
      label: 'Transport',
      hint: 'TCP may be configured for OCS 2007 R2 only.',
    },
    'communicationsServer.connectTimeout': { label: 'Connect timeout', hint: null },
    'communicationsServer.requestTimeout': { label: 'Request timeout', hint: null },
    'communicationsServer.authentication': { label: 'Authentication', hint: null },
    'directory.bindTimeout': { label: 'Bind timeout', hint: null },
    'dispatcher.cipher': { label: 'Cipher suite', hint: null },
  },
  values: {
    ...labels.environment,
    ...labels.cipher,
    tls: 'TLS (MTLS)',
    tcp: 'TCP',
    ntlm: 'NTLM',
    none: 'None',
  },
  notConfigured: 'not configured',
  problem(problem) {
    const parts = [problemWords(problem)]
    if ('isOptional' in problem && problem.isOptional) parts.push(empty)
    return parts.join(' ')
  },
  conflicts: { 'tcp-needs-r2': 'OCS 2007 R2 only' },
  setTo: (label, value) => `Set ${uncapitalized(label)} to ${value}`,
  setToNothing: (label) => `Set ${uncapitalized(label)}: not configured`,
  turn: (label, isOn) => `Turn ${uncapitalized(label)} ${isOn ? 'on' : 'off'}`,
}

function problemWords(problem: Parameters<SettingsWords['problem']>[0]): string {
  switch (problem.code) {
    case 'no-count':
      return `A whole number from ${problem.least.toLocaleString('en')} to ${problem.most.toLocaleString('en')}.`
    case 'no-duration':
      return 'A duration such as 90s, 5m or 2h.'
    case 'too-short':
      return `At least ${formatDuration(problem.leastMs)}.`
    case 'no-choice':
      return `One of: ${problem.values.join(', ')}.`
  }
}

function uncapitalized(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1)
}
