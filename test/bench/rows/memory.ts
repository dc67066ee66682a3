import { z } from 'zod'
import { benchScript, missingProc, startNode } from '../processes.ts'
import type { Row, Sample } from '../row.ts'

const output = z.object({
  rss: z.number(),
  cpuMs: z.number(),
  loginMs: z.number(),
  statusMs: z.number(),
  logoutMs: z.number(),
})

/** Runs `scripts/handhelds.ts` or `scripts/sessions.ts` in a process of its own. */
export async function measureCost(
  name: 'handhelds' | 'sessions',
  size: number,
): Promise<z.infer<typeof output>> {
  const { line, stop } = await startNode(['--expose-gc', await benchScript(name), String(size)])
  await stop()
  return output.parse(JSON.parse(line))
}

/** A published figure of Kamailio: the kB that it takes for a TLS connection, without the user at its end. */
const kamailioKilobytes = 61

/**
 * Everything that a lab takes on in one process for its handhelds: the devices with their radios, keys and records in the
 * database, their sessions and registrations at the service, and the stand-ins of directory and Communications Server.
 *
 * @returns kB of resident memory for each handheld, beyond what a lab without handhelds takes
 */
async function measureMemory(handhelds: number): Promise<Sample> {
  const startedAt = performance.now()
  const empty = await measureCost('handhelds', 0)
  const full = await measureCost('handhelds', handhelds)
  return {
    value: (full.rss - empty.rss) / handhelds / 1_000,
    cpuMs: full.cpuMs,
    wallMs: performance.now() - startedAt,
  }
}

export const memory: Row = {
  name: 'memory',
  what: 'resident memory for each of 10,000 signed-in handhelds, everything included / for a TLS connection of Kamailio, as published',
  unit: 'kB',
  goal: { atMost: 0.6 },
  rounds: 2,
  isWarm: true,
  missing: missingProc,
  async open(isSmall) {
    return {
      ours: () => measureMemory(isSmall ? 5 : 10_000),
      theirs: async () => ({ value: kamailioKilobytes, cpuMs: 0, wallMs: 0 }),
    }
  },
}
