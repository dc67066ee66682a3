export { ocs2007, ocs2007r2 } from './kinds.ts'
export { defineOcs } from './ocs-environment.ts'
