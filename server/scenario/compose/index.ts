export { Composition } from './composition.ts'
export { livedOf } from './lived.ts'
export { plainScenario } from './plain-scenario.ts'
