/** The longest branch that sip.js chooses: `z9hG4bK` and seven digits. */
const longestBranch = 14

/**
 * Appends a user agent's stamp to a branch that sip.js chose. Pads it to one length: the branches of sip.js vary by chance,
 * and at a narrow bandwidth the same message would take different times in two runs of one seed.
 */
export function stampBranch(branch: string, stamp: string): string {
  return `${branch.padEnd(longestBranch, '.')}${stamp}`
}

/** @returns the branch as sip.js knows it; a branch without this stamp stays unchanged */
export function unstampBranch(branch: string, stamp: string): string {
  return branch.endsWith(stamp) ? branch.slice(0, -stamp.length).replace(/\.+$/, '') : branch
}
