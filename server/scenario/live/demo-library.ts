import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import {
  type DemoEntry,
  defaultService,
  type ServiceChanges,
  type Snapshot,
  serviceChanges,
  serviceChangesOf,
  writtenServiceChanges,
} from '#contract'
import { describeFailure } from '../../base/index.ts'
import { readYaml } from '../../files/index.ts'
import type { Scenario } from '../scenario.ts'
import { checkScenarios } from '../scenario-file.ts'
import { blocksOf, type Step } from '../steps/index.ts'

/** A scenario of the library, read and checked. */
export interface Demo {
  id: string
  isDemonstration: boolean
  name: string
  symptom: string | null
  cause: string | null
  /** Null: its file has errors. */
  scenario: Scenario | null
  /** Why it cannot be run in any lab that is running, or null. */
  obstacle: DemoEntry['obstacle']
}

/** Maximum number of handhelds that a scenario may add to somebody's lab. */
const mostHandhelds = 120

/** Sections of a lab file that can be had in a lab that runs. The others, such as the domain, are fixed when it starts. */
const possible: ReadonlySet<string> = new Set(['users', 'handhelds', 'service', 'database', 'seed'])

const heading = z.object({ symptom: z.string().optional(), cause: z.string().optional() })

/** Reads the library: demonstrations first, then field issues by their numbers. */
export async function readLibrary(folder: string): Promise<Demo[]> {
  const filesIn = async (inside: string) =>
    (await readdir(join(folder, inside)))
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map((name) => join(inside, name))
  const files = [...(await filesIn('demos')), ...(await filesIn('.'))]
  return (await Promise.all(files.map((file) => readDemos(folder, file)))).flat()
}

async function readDemos(folder: string, file: string): Promise<Demo[]> {
  const id = file.replaceAll('\\', '/').replace(/\.yaml$/, '')
  const isDemonstration = id.startsWith('demos/')
  try {
    const yaml = await readYaml(join(folder, file))
    const { symptom = null, cause = null } = heading.safeParse(yaml.input).data ?? {}
    const scenarios = await checkScenarios(join(folder, file), yaml)
    return scenarios.map((scenario, index) => ({
      id: scenarios.length === 1 ? id : `${id}#${index + 1}`,
      isDemonstration,
      name: scenario.name,
      symptom,
      cause,
      scenario,
      obstacle: obstacleOf(scenario),
    }))
  } catch (thrown) {
    const obstacle = { code: 'unusable', what: describeFailure(thrown) } as const
    return [{ id, isDemonstration, name: id, symptom: null, cause: null, scenario: null, obstacle }]
  }
}

function obstacleOf({ lab, missing, roster, steps }: Scenario): DemoEntry['obstacle'] {
  if (missing.length > 0) return { code: 'needs', what: missing.join(', ') }
  const fixed = Object.keys(lab).filter((section) => !possible.has(section))
  if (fixed.length > 0) return { code: 'lab', what: fixed.join(', ') }
  if (!writtenServiceChanges.safeParse(lab.service ?? {}).success) return { code: 'lab', what: 'service' }
  if (roster.handhelds.length > mostHandhelds) return { code: 'fleet', what: String(roster.handhelds.length) }
  return steps.some(isTogether) ? { code: 'together', what: '' } : null
}

function isTogether(step: Step): boolean {
  return blocksOf(step).some((block) => block.isTogether || block.steps.some(isTogether))
}

/** The settings that a scenario expects: its own, and the defaults of those that it leaves out. */
export function settingsOf({ lab }: Scenario): ServiceChanges {
  const written = writtenServiceChanges.safeParse(lab.service ?? {}).data ?? {}
  return { ...liveSettingsOf(defaultService), ...serviceChangesOf(written) }
}

/** Those settings of a lab that can change while it runs. */
export function liveSettingsOf(service: Snapshot['service']): ServiceChanges {
  const live = Object.entries(service).filter(([key]) => key in serviceChanges.shape)
  return serviceChanges.parse(Object.fromEntries(live))
}

/** What the start of a scenario changes in a lab, and whether it can be run there. */
export function entryOf(demo: Demo, lab: Snapshot): DemoEntry {
  const { id, isDemonstration, name, symptom, cause, scenario } = demo
  const users = new Set(lab.users.map((user) => user.id.toLowerCase()))
  const handhelds = new Map(lab.handhelds.map((handheld) => [handheld.name, handheld]))
  const roster = scenario?.roster ?? { users: [], handhelds: [] }
  const elsewhere = roster.handhelds.find((one) => {
    const there = handhelds.get(one.name)
    return there !== undefined && there.user.toLowerCase() !== one.user.toLowerCase()
  })
  const conflict = elsewhere === undefined ? null : ({ code: 'handheld', what: elsewhere.name } as const)
  const now: Record<string, unknown> = liveSettingsOf(lab.service)
  const wanted = scenario === null ? [] : Object.entries(settingsOf(scenario))
  return {
    id,
    isDemonstration,
    name,
    symptom,
    cause,
    steps: scenario?.steps.length ?? 0,
    obstacle: demo.obstacle ?? conflict,
    changes: {
      users: roster.users.filter((user) => !users.has(user.id.toLowerCase())).length,
      handhelds: roster.handhelds.filter((one) => !handhelds.has(one.name)).length,
      sessions: lab.sessions.length,
      faults: lab.faults.length,
      settings: wanted.filter(([key, value]) => now[key] !== value).map(([key]) => key),
    },
  }
}
