/** Other turns of a window's lab, each in a process of its own. */
export { branchesIn } from './branches.ts'
