import type { Passage } from '../../faults/index.ts'
import type { SipRequest } from '../../protocols/sip/index.ts'
import { type Answer, diagnostics } from '../sip-server/index.ts'

/**
 * The client version filter of the server, which refuses old versions under a fault (MS-OCER, 17002). It checks User-Agent of a
 * REGISTER; clients without a version are accepted.
 */
export function refusalOfVersion(passage: Passage, { headers, method }: SipRequest): Answer | null {
  if (method !== 'REGISTER') return null
  const minimum = passage.minimumVersion()
  const version = /\/(\d{1,5}(?:\.\d{1,5}){0,3})/.exec(headers.get('User-Agent') ?? '')?.[1]
  if (minimum === null || version === undefined || !isOlder(version, minimum)) return null
  return { status: 403, reason: 'Forbidden', diagnostic: diagnostics.versionRefused }
}

function isOlder(version: string, minimum: string): boolean {
  const [left, right] = [version, minimum].map((text) => text.split('.').map(Number))
  for (const [index, wanted] of (right ?? []).entries()) {
    const found = left?.[index] ?? 0
    if (found !== wanted) return found < wanted
  }
  return false
}
