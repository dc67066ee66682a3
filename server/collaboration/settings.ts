import type { Environment } from '#contract'

/** The settings of the Collaboration Service; read afresh at each use, so that they can change while it runs. */
export interface ServiceSettings {
  environment: Environment
  /** Maximum simultaneous sessions; null: not configured. */
  maximumSessions: number | null
  /** The "timeout limit" (Idle timeout); null: not configured. */
  idleTimeoutMs: number | null
  /** Ends any session quiet for longer; null: not configured. */
  inactivityTimeoutMs: number | null
  /** How many sessions the HTTP persistent connection supports; its number is invented. */
  persistentConnectionCapacity: number
  statusIntervalMs: number
  passwordCaching: boolean
}
