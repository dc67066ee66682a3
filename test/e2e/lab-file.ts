import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LabFileInput } from '../../server/files/index.ts'

/** Any free port everywhere, so that tests may run side by side. */
const freePorts: LabFileInput = {
  communicationsServer: { listen: { port: 0 } },
  directory: { listen: { port: 0 } },
  dispatcher: { listen: { port: 0 } },
}

/** Three people with a handheld each, nothing kept. */
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

/** What a test does not say about its lab: {@link threeHandhelds}. */
export function labWith(part: LabFileInput): LabFileInput {
  return { ...threeHandhelds, ...part }
}

/** A lab that remembers: its users, handhelds and settings are those in the database, not in the file. */
export function labThatKeeps(database: string): LabFileInput {
  return { ...freePorts, database }
}

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'bramble-e2e-'))
  return {
    path,
    // A program that is just ending may still write: try again for a while.
    remove: () => rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }),
  }
}

let written = 0

/** JSON is YAML too. @returns the file */
export async function writeLabFile(folder: string, lab: LabFileInput): Promise<string> {
  written += 1
  const file = join(folder, `lab-${written}.yaml`)
  await writeFile(file, JSON.stringify(lab))
  return file
}
