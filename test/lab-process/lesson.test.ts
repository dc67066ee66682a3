import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { type LabApi, type ServerMessage, serverMessage } from '#contract'
import { lessonsIn } from '../../server/faces/index.ts'
import { createLabProcesses, forkWithNode } from '../../server/faces/lab-process/index.ts'
import { type Lab, startLab } from '../../server/lab/index.ts'
import { builtProgram } from '../command-line/program.ts'

const program = builtProgram()
const processes = createLabProcesses({
  fork: () => forkWithNode(program.file),
  installFolder: program.folder,
})
let lab: Lab | null = null
afterEach(async () => {
  await processes.endAll()
  await lab?.stop()
})

async function windowsLab(): Promise<LabApi> {
  lab = await startLab({
    installFolder: program.folder,
    defaultPort: 0,
    defaultDatabase: 'memory',
    lessons: lessonsIn(processes, program.folder),
  })
  return lab.api
}

/** A page that shows the lab of a lesson. */
function connect(id: string) {
  const received: ServerMessage[] = []
  let calls = 10
  const face = processes.open(id, {
    onText(text, number) {
      received.push(serverMessage.parse(JSON.parse(text)))
      face?.acknowledge(number)
    },
    onEnded() {},
  })
  if (face === null) throw new Error(`there is no ${id}`)
  face.send({ type: 'watch', id: 1 })
  return {
    close: () => face.close(),
    async lesson() {
      await expect.poll(() => received.length).toBeGreaterThan(0)
      const [first] = received
      return first?.type === 'snapshot' ? first.snapshot.lesson : null
    },
    async call(command: string, input: object) {
      calls += 1
      const id = calls
      face.send({ type: 'call', id, command, input })
      const answer = () => received.find((one) => 'id' in one && one.id === id && one.type !== 'snapshot')
      await expect.poll(answer).toBeDefined()
      return answer()
    },
  }
}

it('is chosen in the window, taken in a process of its own, and there again after a page has gone', async () => {
  const api = await windowsLab()
  const entries = await api.call('lesson.list', { trainee: 'Anna' })
  expect(entries.length).toBeGreaterThanOrEqual(12)
  expect(entries.filter(({ problem }) => problem !== null)).toEqual([])
  await expect(api.call('lesson.finish', {})).rejects.toMatchObject({ code: 'no-lesson' })
  await expect(api.call('lesson.start', { id: 'no-such' })).rejects.toMatchObject({ code: 'lesson-unknown' })

  const started = await api.call('lesson.start', { id: '02-server-busy', seed: 5, trainee: 'Anna' })
  const page = connect(started.lab ?? '')
  expect(await page.lesson()).toMatchObject({ id: '02-server-busy', trainee: 'Anna', seed: 5, notebook: [] })
  const item = { kind: 'handheld', name: 'desk1' }
  expect(await page.call('lesson.evidence', { item, question: null })).toMatchObject({
    output: { verdict: 'noted' },
  })
  expect(await page.call('service.configure', { maximumSessions: 50 })).toMatchObject({
    type: 'failure',
    code: 'lesson-locked',
  })
  page.close()
  const again = connect(started.lab ?? '')
  expect(await again.lesson()).toMatchObject({ notebook: [{ item }] })
  expect(await again.call('lesson.finish', {})).toMatchObject({ output: null })
  expect(readdirSync(join(program.folder, 'lesson-results'))).toHaveLength(1)
  const [best] = (await api.call('lesson.list', { trainee: 'Anna' })).flatMap((entry) => entry.best ?? [])
  expect(best).toMatchObject({ earned: 0, most: 30, times: 1 })

  // Whoever leaves does not come back, so its process ends with the last page that shows it.
  expect(await again.call('lesson.leave', {})).toMatchObject({ output: null })
  expect(processes.isRunning(started.lab ?? '')).toBe(true)
  again.close()
  await expect.poll(() => processes.isRunning(started.lab ?? '')).toBe(false)
})

it('checks the text of a lesson of somebody, and keeps it only without problems', async () => {
  const api = await windowsLab()
  const { source } = await api.call('lesson.read', { id: '04-out-in-a-moment' })
  expect(await api.call('lesson.judge', { source })).toEqual([])
  const broken = source.replace('level: beginner', 'level: begginer')
  expect(await api.call('lesson.judge', { source: broken })).toMatchObject([{ line: 4, keyPath: 'level' }])
  await expect(api.call('lesson.save', { id: 'my-own', source: broken })).rejects.toMatchObject({
    code: 'lesson-unusable',
  })
  await api.call('lesson.save', {
    id: 'my-own',
    source: source.replace('In, and out again in a moment', 'Mine'),
  })
  expect((await api.call('lesson.list', {})).find(({ id }) => id === 'my-own')).toMatchObject({
    title: 'Mine',
  })
})
