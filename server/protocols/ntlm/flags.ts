/** NEGOTIATE flags ([MS-NLMP] 2.2.2.5), those that Bramble reads, sets or shows. */
const ntlmFlags = {
  unicode: 0x0000_0001,
  oem: 0x0000_0002,
  requestTarget: 0x0000_0004,
  sign: 0x0000_0010,
  seal: 0x0000_0020,
  datagram: 0x0000_0040,
  ntlm: 0x0000_0200,
  anonymous: 0x0000_0800,
  alwaysSign: 0x0000_8000,
  targetTypeDomain: 0x0001_0000,
  targetTypeServer: 0x0002_0000,
  extendedSessionSecurity: 0x0008_0000,
  identify: 0x0010_0000,
  targetInfo: 0x0080_0000,
  version: 0x0200_0000,
  keys128: 0x2000_0000,
  keyExchange: 0x4000_0000,
  keys56: 0x8000_0000,
} as const

export type NtlmFlag = keyof typeof ntlmFlags

/** Puts flags together, as an unsigned number. */
export function flagsOf(...names: NtlmFlag[]): number {
  return names.reduce((flags, name) => flags | ntlmFlags[name], 0) >>> 0
}

export function hasFlag(flags: number, name: NtlmFlag): boolean {
  return (flags & ntlmFlags[name]) !== 0
}

/** The number of its bit, from 0. */
export function flagBit(name: NtlmFlag): number {
  return Math.log2(ntlmFlags[name])
}

/** The names of the flags that are set, for people. */
export function flagNames(flags: number): NtlmFlag[] {
  return namesInOrder.filter((name) => hasFlag(flags, name))
}

const namesInOrder: readonly NtlmFlag[] = [
  'unicode',
  'oem',
  'requestTarget',
  'sign',
  'seal',
  'datagram',
  'ntlm',
  'anonymous',
  'alwaysSign',
  'targetTypeDomain',
  'targetTypeServer',
  'extendedSessionSecurity',
  'identify',
  'targetInfo',
  'version',
  'keys128',
  'keyExchange',
  'keys56',
]
