import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LabFileInput } from '../../server/files/index.ts'

/** Free ports for all servers, so that tests can run at the same time. */
const freePorts: LabFileInput = {
  communicationsServer: { listen: { port: 0 } },
  directory: { listen: { port: 0 } },
  dispatcher: { listen: { port: 0 } },
}

/** Three users with a handheld each, and a database in memory. */
const threeHandhelds: LabFileInput = {
  ...freePorts,
  database: 'memory',
  users: [{ id: 'alice' }, { id: 'bob' }, { id: 'carol' }],
  handhelds: [
    { name: 'alice', user: 'alice' },
    { name: 'bob', user: 'bob' },
    { name: 'carol', user: 'carol' },
  ],
}

/** The lab of a test: {@link threeHandhelds} with the test's own settings. */
export function labWith(part: LabFileInput): LabFileInput {
  return { ...threeHandhelds, ...part }
}

/** A lab with a database file, from which it reads its users, handhelds and settings. */
export function labWithDatabase(database: string): LabFileInput {
  return { ...freePorts, database }
}

/** Makes a temporary folder. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'bramble-e2e-'))
  return {
    path,
    // A program that is just ending may still write into the folder, so retry for a while.
    remove: () => rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }),
  }
}

let written = 0

/** Writes a lab file as JSON, which is valid YAML. @returns the path of the file */
export async function writeLabFile(folder: string, lab: LabFileInput): Promise<string> {
  written += 1
  const file = join(folder, `lab-${written}.yaml`)
  await writeFile(file, JSON.stringify(lab))
  return file
}
