import { toFileTime } from '../../protocols/ntlm/index.ts'

/** GeneralizedTime as Active Directory writes it (RFC 4517 section 3.3.13): `20100601090000.0Z`. */
export function generalizedTime(epochMs: number): string {
  return `${new Date(epochMs).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}.0Z`
}

const written = /^(\d{4})(\d\d)(\d\d)(\d\d)(?:(\d\d)(?:(\d\d))?)?(?:[.,](\d{1,9}))?(?:Z|([+-])(\d\d)(\d\d)?)$/

/** @returns milliseconds since 1970, or null for an invalid GeneralizedTime */
export function readGeneralizedTime(text: string): number | null {
  const parts = written.exec(text)
  if (!parts) return null
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0))
  const epochMs = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second)
  // Refuse dates such as the 31st of February, which Date.UTC turns into the 3rd of March.
  if (generalizedTime(epochMs).slice(0, 10) !== `${parts.slice(1, 5).join('')}`) return null
  const offsetMinutes = Number(parts[9] ?? 0) * 60 + Number(parts[10] ?? 0)
  return epochMs - (parts[8] === '-' ? -1 : 1) * offsetMinutes * 60_000
}

/** "Never", where Active Directory keeps a time. */
export const neverFileTime = 0x7fff_ffff_ffff_ffffn

/** When the domain was made, and everything in it: the day OCS 2007 R2 came out (invented), so that it never changes. */
const foundedAtMs = Date.UTC(2009, 1, 3, 8)
export const foundedAt = generalizedTime(foundedAtMs)
export const foundedAtFileTime = String(toFileTime(foundedAtMs))
