export { Composition } from './composition.ts'
export { type Lived, livedOf } from './lived.ts'
export { plainScenario } from './plain-scenario.ts'
export { proveScenarioText } from './prove-text.ts'
