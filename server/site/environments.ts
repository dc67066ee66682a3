import type { EnvironmentName } from '#contract'
import type { EnvironmentDefinition } from '../environments/index.ts'
import { defineOcs, ocs2007, ocs2007r2 } from '../environments/ocs/index.ts'

/** The environments that the service can be set up for. */
export type Environments = Readonly<Record<EnvironmentName, EnvironmentDefinition>>

/** The environments of Bramble. */
export const usualEnvironments: Environments = {
  ocs2007r2: defineOcs(ocs2007r2),
  ocs2007: defineOcs(ocs2007),
}
