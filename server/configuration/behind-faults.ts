import { timeLimits } from '#contract'
import { Failure } from '../base/index.ts'
import { delay } from '../clock/index.ts'
import type { FaultGate } from '../faults/index.ts'
import type { ConfigurationReader } from './configuration-database.ts'

const patienceMs = timeLimits.database.ms

/** What some errors of SQL Server mean, which the original keeps its Configuration Database in. */
const errors = new Map([
  [1105, 'there is no room left in the database'],
  [1205, 'the query was the victim of a deadlock'],
  [4060, 'the database cannot be opened'],
  [17_142, 'the server is paused'],
  [18_456, 'the login failed'],
])

/**
 * The database as the parts of the original ask it: each query as the faults of the database let it through. What the lab
 * itself reads and saves, to show and to keep, goes past them.
 */
export function behindFaults(database: ConfigurationReader, faults: FaultGate): ConfigurationReader {
  const pass = async <T>(query: () => Promise<T>): Promise<T> => {
    await passFaults(faults)
    return query()
  }
  return {
    users: () => pass(() => database.users()),
    findUser: (id) => pass(() => database.findUser(id)),
    devices: () => pass(() => database.devices()),
    transportKeys: () => pass(() => database.transportKeys()),
    setting: (name) => pass(() => database.setting(name)),
    directoryAccounts: () => pass(() => database.directoryAccounts()),
  }
}

/** @throws {Failure} where a fault keeps the query from being answered */
async function passFaults(faults: FaultGate): Promise<void> {
  const { clock } = faults
  if (faults.hits('down')) throw new Failure('database-down', {})
  if (faults.hits('reset')) throw new Failure('database-reset', {})
  const latencyMs = faults.hits('timeout') ? Number.POSITIVE_INFINITY : faults.latencyMs()
  if (latencyMs > 0) await delay(clock, Math.min(latencyMs, patienceMs))
  if (latencyMs > patienceMs) {
    throw new Failure('database-timed-out', { seconds: patienceMs / 1_000 })
  }
  const code = faults.wrongAnswer()
  if (code !== null) {
    throw new Failure('database-error', { code: String(code), meaning: errors.get(Number(code)) ?? null })
  }
}
