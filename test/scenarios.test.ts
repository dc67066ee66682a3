import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { startLab } from '../server/lab/index.ts'
import {
  Interrupted,
  type Progress,
  readScenario,
  readScenarios,
  runScenario,
  type ScenarioOutcome,
} from '../server/scenario/index.ts'

const folder = join(import.meta.dirname, 'scenarios')
const workFolder = mkdtempSync(join(tmpdir(), 'bramble-scenarios-'))
afterAll(() => rmSync(workFolder, { recursive: true }))

async function run(file: string): Promise<ScenarioOutcome> {
  return runScenario(await readScenario(file), { startLab, installFolder: workFolder })
}

function runText(...lines: string[]): Promise<ScenarioOutcome> {
  const file = join(workFolder, 'scenario.yaml')
  writeFileSync(file, lines.join('\n'))
  return run(file)
}

describe('acceptance scenarios', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
    it(file.replace('.yaml', ''), async () => {
      const { failures, passed } = await run(join(folder, file))
      expect(failures).toEqual([])
      expect(passed).toBe(true)
    })
  }
})

describe('scenarios with marks, files that they include, and a matrix', () => {
  const language = join(import.meta.dirname, 'language')
  for (const file of readdirSync(language).filter((name) => name.endsWith('.yaml'))) {
    it(`pass in every combination: ${file.replace('.yaml', '')}`, async () => {
      for (const scenario of await readScenarios(join(language, file))) {
        const { failures } = await runScenario(scenario, { startLab, installFolder: workFolder })
        expect(failures).toEqual([])
      }
    })
  }
})

describe('running a scenario', () => {
  it('gives the same outcome, flow steps and virtual times each time', async () => {
    const first = await run(join(folder, 'settings-while-running.yaml'))
    for (let time = 0; time < 3; time += 1) {
      expect(await run(join(folder, 'settings-while-running.yaml'))).toEqual(first)
    }
  })

  it.each(readdirSync(folder).filter((name) => /^(fault|link)/.test(name)))(
    'gives the same result each time for the random events of %s',
    async (name) => {
      const file = join(folder, name)
      expect(JSON.stringify(await run(file))).toBe(JSON.stringify(await run(file)))
    },
  )

  it('reports expectation and fact with the place in the file, the time and the last flow steps', async () => {
    const { failures, passed, steps } = await runText(
      'steps:',
      '  - login: alice',
      '  - wait: 1m',
      '  - expect: { sessions: 2, handheld: { alice: signed-out } }',
      '  - logout: alice',
    )
    expect(passed).toBe(false)
    expect(failures.map(({ path, line, message }) => `${line} ${path}: ${message}`)).toEqual([
      '4 steps[2].expect.sessions: expected 2 sessions, found 1 (alice)',
      '4 steps[2].expect.handheld.alice: handheld alice: expected state signed-out, found signed-in',
    ])
    expect(failures[0]?.atMs).toBeGreaterThanOrEqual(60_000)
    expect(failures[0]?.lastFlowSteps.at(-1)).toMatchObject({ step: '7', handheld: 'alice' })
    expect(steps.map(({ outcome }) => outcome)).toEqual(['passed', 'passed', 'failed', 'skipped'])
  })

  it('reports a login that ended with another result than expected', async () => {
    const { failures } = await runText('steps:', '  - login: { handheld: alice, password: wrong }')
    expect(failures.map(({ message }) => message)).toEqual([
      'handheld alice: expected the login to end accepted, found bad-credentials',
    ])
  })

  it('reports the number of frames, and the frames themselves, where others were expected', async () => {
    const lines = [
      'steps:',
      '  - login: alice',
      '  - expect: { frames: { filter: method:REGISTER, count: 2 } }',
      '  - login: bob',
    ]
    const { failures } = await runText(...lines)
    const [one] = failures
    expect(one).toMatchObject({ line: 3, column: 23, path: 'steps[1].expect.frames' })
    expect(one?.message).toMatch(
      /^expected 2 frames with method:REGISTER, found 1; the latest of these:\n {4}\d+\.\d{3} s {2}service-communications {2}up {2}alice {2}SIP {2}REGISTER sip:corp\.example$/,
    )
    expect((await runText(...lines)).failures).toEqual(failures)

    const none = await runText('steps:', '  - login: alice', '  - expect: { frames: { filter: zzz } }')
    expect(none.failures[0]?.message).toMatch(
      /^expected at least 1 frames with zzz, found 0; the latest of \d+ frames:(\n {4}.*){5}$/,
    )
  })

  it('counts each frame once, also those that the bounded capture has dropped', async () => {
    // One status message a second is a frame on each of two hops: in three hours, more than the capture keeps.
    const { failures } = await runText(
      'lab: { service: { statusInterval: 1s }, users: [{ id: alice }], handhelds: [{ name: alice, user: alice }] }',
      'steps:',
      '  - login: alice',
      '  - wait: 3h',
      '  - expect: { frames: { filter: "status hop:wireless", min: 10795, max: 10800 } }',
      '  - expect: { frames: { filter: login-request, count: 2 } }',
      '  - expect: { frames: { min: 21600 } }',
    )
    expect(failures).toEqual([])
  })

  it('uses the password that a step has set', async () => {
    const { passed } = await runText(
      'steps:',
      '  - user: { alice: { password: new } }',
      '  - login: { handheld: alice, password: Passw0rd!, expect: bad-credentials }',
      '  - login: alice',
    )
    expect(passed).toBe(true)
  })

  it('reports repeated steps one by one', async () => {
    const { passed, steps } = await runText(
      'steps:',
      '  - repeat:',
      '      times: 2',
      '      steps:',
      '        - each: { handheld: "*", steps: [{ login: $handheld }, { logout: $handheld }] }',
    )
    expect(passed).toBe(true)
    const once = ['login alice', 'logout alice', 'login bob', 'logout bob']
    expect(steps.map(({ title }) => title)).toEqual([...once, ...once])
  })

  it('lists the first of the steps that a failure left out, and counts the others', async () => {
    const { steps, droppedSteps } = await runText(
      'steps:',
      '  - expect: { sessions: 1 }',
      '  - repeat:',
      '      times: 1000000',
      '      steps:',
      '        - repeat: { times: 1000000, steps: [{ login: alice }] }',
      '        - each: { handheld: "*", steps: [{ each: { handheld: "$handheld", steps: [{ wait: 1s }] } }] }',
    )
    expect(steps.map(({ outcome }) => outcome).slice(0, 2)).toEqual(['failed', 'skipped'])
    expect(steps).toHaveLength(1_001)
    expect(steps.length + droppedSteps).toBe(1 + 1_000_000 * (1_000_000 + 2))
  })

  it('can be ended in the middle of a long wait', async () => {
    const file = join(workFolder, 'long.yaml')
    writeFileSync(file, 'steps: [{ login: alice }, { wait: 1000d }]')
    const end = new AbortController()
    let hasPassed = (_atMs: number) => false
    const onStart = (look: () => Progress) => {
      hasPassed = (atMs) => look().atMs > atMs
    }
    const scenario = await readScenario(file)
    const running = runScenario(scenario, { startLab, installFolder: workFolder, end: end.signal, onStart })
    await vi.waitUntil(() => hasPassed(60_000), { timeout: 600_000 })
    end.abort()
    await expect(running).rejects.toThrow(Interrupted)
  })

  it('fails at a step that the lab refuses', async () => {
    const { failures } = await runText(
      'lab: { communicationsServer: { listen: { transport: tcp } } }',
      'steps:',
      '  - service: { environment: ocs2007 }',
    )
    expect(failures).toMatchObject([
      {
        line: 3,
        message: 'this step could not be done: TCP may be configured for OCS 2007 R2 only',
        code: 'tcp-needs-r2',
        facts: {},
      },
    ])
  })
})
