/** What sip.js chooses at most: `z9hG4bK` and seven digits. */
const longestBranch = 14

/**
 * Puts a user agent's stamp at the end of a branch that sip.js chose. The branches of sip.js are of different lengths, by
 * chance; these are not, or a narrow bandwidth would give one message different times in two runs of one seed.
 */
export function stampBranch(branch: string, stamp: string): string {
  return `${branch.padEnd(longestBranch, '.')}${stamp}`
}

/** @returns the branch as sip.js knows it; one without this stamp stays as it is */
export function unstampBranch(branch: string, stamp: string): string {
  return branch.endsWith(stamp) ? branch.slice(0, -stamp.length).replace(/\.+$/, '') : branch
}
