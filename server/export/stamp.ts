/** Lab time in UTC, in a form that file names may have: `20100601-090000`. */
export function stamp(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
}
