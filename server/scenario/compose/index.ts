export { Composition } from './composition.ts'
export { livedOf } from './lived.ts'
