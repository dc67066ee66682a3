import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type ServerMessage, serverMessage } from '#contract'
import { createLabProcesses, forkWithNode, type LabProcesses } from '../../server/faces/lab-process/index.ts'
import { createStudio } from '../../server/faces/studio/create-studio.ts'
import { createMemoryLab } from '../../server/faces/testing/memory-lab.ts'
import { serveWeb } from '../../server/faces/web/index.ts'
import { builtProgram } from '../command-line/program.ts'

const program = builtProgram()
let processes: LabProcesses = none()
afterEach(() => processes.endAll())

function none(): LabProcesses {
  return createLabProcesses({ fork: () => forkWithNode(program.file), installFolder: null })
}

function labs(most?: number): LabProcesses {
  processes = createLabProcesses({
    fork: () => forkWithNode(program.file),
    installFolder: null,
    ...(most === undefined ? {} : { most }),
  })
  return processes
}

/** A page that is connected to a lab in another process. */
function connect(id: string) {
  const received: ServerMessage[] = []
  let hasEnded = false
  const face = processes.open(id, {
    onText(text, number) {
      received.push(serverMessage.parse(JSON.parse(text)))
      face?.acknowledge(number)
    },
    onEnded() {
      hasEnded = true
    },
  })
  if (face === null) throw new Error(`there is no ${id}`)
  return { face, received, hasEnded: () => hasEnded }
}

const watch = { type: 'watch', id: 1 }
const defaultLab = { kind: 'lab', file: null } as const

describe('a lab in a process of its own', () => {
  it('answers pages through the process that started it', async () => {
    const id = await labs().start(defaultLab)
    const { face, received } = connect(id)
    face.send(watch)
    await expect.poll(() => received.length).toBeGreaterThan(0)
    expect(received[0]).toMatchObject({ type: 'snapshot', id: 1, snapshot: { lab: { database: 'memory' } } })
    const input = { name: 'alice', user: 'alice', password: 'Passw0rd!' }
    face.send({ type: 'call', id: 2, command: 'handheld.login', input })
    await expect
      .poll(() => received.find((message) => message.type === 'answer'))
      .toMatchObject({ id: 2, output: { result: 'accepted' } })
    expect(received.some((message) => message.type === 'event' && message.event.type === 'session')).toBe(
      true,
    )
  })

  it('has ports and a database of its own, beside a lab of the same file', async () => {
    const file = join(program.folder, 'fixed.yaml')
    writeFileSync(file, 'database: ./kept.sqlite\ndirectory: { listen: { port: 10389 } }\n')
    const all = labs()
    const ids = await Promise.all([all.start({ kind: 'lab', file }), all.start({ kind: 'lab', file })])
    expect(new Set(ids).size).toBe(2)
  })

  it('takes nothing else with it when it dies, and its pages are told', async () => {
    const pids: (number | undefined)[] = []
    const all = createLabProcesses({
      fork: () => {
        const port = forkWithNode(program.file)
        pids.push(port.pid)
        return port
      },
      installFolder: null,
    })
    processes = all
    const [one, other] = [await all.start(defaultLab), await all.start(defaultLab)]
    const dying = connect(one)
    const living = connect(other)
    process.kill(pids[0] ?? 0, 'SIGKILL')
    await expect.poll(dying.hasEnded).toBe(true)
    expect(all.open(one, { onText() {}, onEnded() {} })).toBeNull()
    living.face.send(watch)
    await expect.poll(() => living.received.length).toBeGreaterThan(0)
    expect(all.size).toBe(1)
  })

  it('ends with the process that started it, also when that is killed', async () => {
    const start = JSON.stringify({ type: 'start', spec: defaultLab, installFolder: null })
    const script = `const child = require('node:child_process').fork(process.argv[1], ['lab-process'])
      child.on('message', ({ type }) => console.log(type, child.pid))
      child.send(${start})`
    const parent = spawn(process.execPath, ['-e', script, program.file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = await new Promise<string[]>((resolve) => {
      createInterface(parent.stdout).once('line', (text) => resolve(text.split(' ').toReversed()))
    })
    const pid = Number(line)
    expect(isRunning(pid)).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => isRunning(pid)).toBe(false)
  })

  it('says why it did not start', async () => {
    const file = join(program.folder, 'broken.yaml')
    writeFileSync(file, 'service: { maximumSession: 2 }\n')
    await expect(labs().start({ kind: 'lab', file })).rejects.toMatchObject({
      code: 'lab-process-failed',
      message: expect.stringContaining('maximumSession'),
    })
    expect(processes.size).toBe(0)
  })

  it('is refused when there are as many as may run at once', async () => {
    const id = await labs(1).start(defaultLab)
    await expect(processes.start(defaultLab)).rejects.toMatchObject({ code: 'too-many-labs' })
    await processes.end(id)
    await processes.start(defaultLab)
  })

  it('is started by nobody by hand', async () => {
    expect(await program.run('lab-process')).toMatchObject({
      code: 2,
      err: expect.stringContaining('not by hand'),
    })
  })
})

it('is reached by a page over a WebSocket of its own', async () => {
  const pageFolder = join(program.folder, 'page')
  mkdirSync(pageFolder)
  writeFileSync(join(pageFolder, 'index.html'), '<!doctype html><title>Bramble</title>')
  const web = await serveWeb({ api: createMemoryLab(), processes: labs(), pageFolder, port: 0 })
  try {
    const id = await processes.start(defaultLab)
    const { host, search } = new URL(web.url)
    const socket = new WebSocket(`ws://${host}/api${search}&lab=${id}`)
    await new Promise((resolve) => socket.once('open', resolve))
    const heard = new Promise((resolve) =>
      socket.once('message', (data) => resolve(JSON.parse(data.toString()))),
    )
    socket.send(JSON.stringify(watch))
    expect(await heard).toMatchObject({ type: 'snapshot', id: 1 })
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await processes.end(id)
    expect(await closed).toBe(4404)
    const late = new WebSocket(`ws://${host}/api${search}&lab=${id}`)
    expect(await new Promise((resolve) => late.once('close', resolve))).toBe(4404)
  } finally {
    await web.close()
  }
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('a scenario file in a process of its own', () => {
  const spec = (file: string) => ({
    kind: 'scenario' as const,
    file,
    combination: 1,
    seed: null,
    speed: null,
    breakpoints: [],
    stopsAtFailure: true,
    startsStopped: true,
  })

  it('waits, goes on, and ends as bramble run says it does', async () => {
    const file = join(program.folder, 'tunnel.yaml')
    await program.run('new', file)
    const { out } = await program.run('run', '--json', file)
    const report: unknown = JSON.parse(out)
    const { face, received } = connect(await labs().start(spec(file)))
    face.send(watch)
    await expect.poll(() => received.length).toBeGreaterThan(0)
    expect(received[0]).toMatchObject({
      type: 'snapshot',
      snapshot: { run: { state: 'stopped', stop: 'start' } },
    })
    face.send({ type: 'call', id: 2, command: 'run.control', input: { go: 'continue' } })
    await expect
      .poll(() =>
        received.some((one) => one.type === 'event' && one.event.type === 'run' && one.event.run.outcome),
      )
      .toBe(true)
    const steps = received.flatMap((one) =>
      one.type === 'event' && one.event.type === 'run-step' ? [one.event.step] : [],
    )
    expect(report).toMatchObject({
      scenarios: [
        {
          passed: true,
          steps: steps.map(({ path, atMs, endMs, outcome }) => ({ path, atMs, endMs, outcome })),
        },
      ],
    })
  })

  it('is repeated with many seeds, whose endings are counted', async () => {
    const file = join(program.folder, 'chance.yaml')
    writeFileSync(
      file,
      [
        'lab: { users: [{ id: alice }] }',
        'steps:',
        '  - link: { alice: { jitter: 2s } }',
        '  - login: alice',
        '  - expect: { took: { handheld: alice, max: 4s } }',
      ].join('\n'),
    )
    const studio = createStudio({
      folder: () => program.folder,
      fork: () => forkWithNode(program.file),
      installFolder: null,
      processes: labs(),
    })
    await studio['studio.repeat']({ file: 'chance.yaml', combination: 1, seed: null, times: 12 })
    await expect.poll(async () => (await studio['studio.repetition']({}))?.isOver).toBe(true)
    const repetition = await studio['studio.repetition']({})
    expect(repetition?.done).toBe(12)
    expect(repetition?.endings.reduce((sum, { count }) => sum + count, 0)).toBe(12)
  })
})
