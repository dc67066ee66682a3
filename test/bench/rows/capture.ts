import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCaptureFile } from '../../../server/traffic/index.ts'
import { people, startLabInVirtualTime } from '../../flows/lab-in-virtual-time.ts'
import { cpuMsPer, type Row, type Sample } from '../row.ts'

/**
 * Sends messages from one handheld to another.
 * @param file path of the capture file, or null for no capture
 * @returns milliseconds of processor time per message, until everything is on disk
 */
async function measureMessages(count: number, file: string | null): Promise<Sample> {
  const captureFile = file === null ? null : await openCaptureFile(file)
  const { lab, call, logIn } = await startLabInVirtualTime(people('alice', 'bob'), {
    ...(captureFile ? { captureFile } : {}),
  })
  await logIn('alice')
  await logIn('bob')
  return cpuMsPer(count, async () => {
    for (let number = 0; number < count; number += 1) {
      await call('handheld.send', { name: 'alice', to: 'bob', text: `Are you there? ${number}` })
    }
    await lab.stop()
    await captureFile?.close()
  })
}

export const capture: Row = {
  name: 'capture',
  what: 'messages from handheld to handheld, with a capture file / without one',
  unit: 'ms of CPU per message',
  goal: { atMost: 1.1 },
  // Ten measured rounds of 1,000 messages on each side.
  rounds: 10,
  async open(isSmall) {
    const folder = await mkdtemp(join(tmpdir(), 'bramble-bench-'))
    const count = isSmall ? 5 : 1_000
    return {
      ours: () => measureMessages(count, join(folder, 'capture.pcapng')),
      theirs: () => measureMessages(count, null),
      close: () => rm(folder, { recursive: true }),
    }
  },
}
