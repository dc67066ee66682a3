import { timeLimits } from '#contract'
import { Failure } from '../base/index.ts'
import { delay } from '../clock/index.ts'
import type { FaultGate } from '../faults/index.ts'
import type { ConfigurationReader } from './configuration-database.ts'

const patienceMs = timeLimits.database.ms

/** The meanings of some error numbers of SQL Server, in which the original keeps its Configuration Database. */
const errors = new Map([
  [1105, 'there is no room left in the database'],
  [1205, 'the query was the victim of a deadlock'],
  [4060, 'the database cannot be opened'],
  [17_142, 'the server is paused'],
  [18_456, 'the login failed'],
])

/**
 * The database as the parts of the original see it: each query is subject to the faults of the database. Reads and writes of
 * the lab itself bypass the faults.
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

/** @throws {Failure} if a fault makes the query fail */
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
