import { type ChildProcess, execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { builtProgram, outputOf } from './program.ts'

const program = builtProgram()

const readyLine = z.object({
  ready: z.literal(true),
  trainer: z.string(),
  addresses: z.array(z.string()),
  seats: z.array(z.object({ seat: z.int(), code: z.string() })),
})

let child: ChildProcess | null = null
afterEach(async () => {
  if (child?.exitCode === null) {
    const output = outputOf(child)
    child.kill('SIGTERM')
    await output
  }
  child = null
})

async function holdClass(...words: string[]) {
  const started = program.start('class', '--json', ...words)
  child = started
  const line = await new Promise<string>((resolve) => {
    let text = ''
    started.stdout?.on('data', (chunk: Buffer) => {
      text += String(chunk)
      if (text.includes('\n')) resolve(text)
    })
  })
  const { addresses, seats, trainer } = readyLine.parse(JSON.parse(line))
  const [address = ''] = addresses
  const token = new URL(trainer).searchParams.get('token') ?? ''
  const codeOf = (seat: number) => seats[seat - 1]?.code ?? ''
  const trainerAt = (path: string, method = 'GET') =>
    fetch(`${address}${path}${path.includes('?') ? '&' : '?'}token=${token}`, { method, redirect: 'manual' })
  return {
    seats,
    codeOf,
    address,
    sitDown: (seat: number, name: string) =>
      fetch(`${address}join?code=${codeOf(seat)}&name=${encodeURIComponent(name)}`, { redirect: 'manual' }),
    trainerAt,
    table: async () => (await trainerAt('trainer/seats')).text(),
    page: (code: string, lab: string | null = null) => connect(address, code, lab),
  }
}

const lessonTold = z.object({
  title: z.string(),
  trainee: z.string().nullable(),
  hints: z.array(z.object({ id: z.string() })),
})
const told = z.object({
  type: z.string(),
  id: z.int().optional(),
  code: z.string().optional(),
  output: z.unknown().optional(),
  snapshot: z.object({ lesson: lessonTold.nullable() }).optional(),
})
type Told = z.infer<typeof told>

/** A page that is connected, or the status with which it was refused. */
function connect(address: string, code: string, lab: string | null) {
  const socket = new WebSocket(
    `${address.replace(/^http/, 'ws')}api?token=${code}${lab === null ? '' : `&lab=${lab}`}`,
  )
  const waiting = new Map<number, (answer: Told) => void>()
  let id = 0
  socket.on('message', (data) => {
    const message = told.parse(JSON.parse(String(data)))
    if (message.id !== undefined) waiting.get(message.id)?.(message)
  })
  socket.on('error', () => {})
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  const opened = new Promise<boolean>((resolve) => {
    socket.on('open', () => resolve(true))
    socket.on('close', () => resolve(false))
  })
  const ask = async (message: object): Promise<Told> => {
    await opened
    id += 1
    const own = id
    const answer = new Promise<Told>((resolve) => waiting.set(own, resolve))
    socket.send(JSON.stringify({ ...message, id: own }))
    return answer
  }
  return {
    opened,
    closed,
    lesson: async () => (await ask({ type: 'watch' })).snapshot?.lesson ?? null,
    call: (command: string, input: object = {}) => ask({ type: 'call', command, input }),
    close: () => socket.close(),
  }
}

const startedLab = z.object({ lab: z.string() })
const first = '01-your-first-login'

describe('a class', () => {
  it('gives each trainee a lab of their own, and the trainer sees who is where', async () => {
    const room = await holdClass('--seats', '3')
    expect((await room.sitDown(1, '<img src=x onerror=alert(1)>')).status).toBe(303)
    await room.sitDown(2, '=1+1')
    const lobby = room.page(room.codeOf(1))
    expect(await lobby.lesson()).toBeNull()
    expect(await lobby.call('handheld.login', { name: 'alice', user: 'alice', password: 'x' })).toMatchObject(
      {
        type: 'failure',
        code: 'seat-only',
      },
    )
    const { lab } = startedLab.parse(
      (await lobby.call('lesson.start', { id: first, trainee: 'another' })).output,
    )
    const taking = room.page(room.codeOf(1), lab)
    // The name is that of the seat, whatever a page says.
    expect(await taking.lesson()).toMatchObject({ trainee: '<img src=x onerror=alert(1)>' })

    // A page that is loaded again is back where it was, and no other seat gets in.
    expect(await room.page(room.codeOf(1)).lesson()).toMatchObject({ title: 'Your first login' })
    expect(await room.page(room.codeOf(2), lab).closed).toBe(4404)

    const table = await room.table()
    expect(table).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(table).not.toContain('<img')
    expect(table).toContain('Your first login: question 1 of ')
    expect(table).toContain('2 of 3 seats are taken')

    // The trainer looks, and changes nothing.
    const [, view = ''] = /href="\/\?token=([a-z0-9]+)"/.exec(table) ?? []
    const looking = room.page(view)
    const lesson = await looking.lesson()
    expect(lesson).toMatchObject({ title: 'Your first login' })
    for (const [command, input] of [
      ['lesson.hint', { hint: lesson?.hints[0]?.id }],
      ['lesson.finish', {}],
      ['lesson.start', { id: first }],
      ['handheld.logout', { name: 'alice' }],
    ] as const) {
      expect(await looking.call(command, input)).toMatchObject({ type: 'failure', code: 'only-watching' })
    }
    expect((await looking.call('log.read', { from: 0, count: 1 })).type).not.toBe('snapshot')

    // What ends the lab of one seat leaves the others alone; the seat goes on in the catalogue.
    const second = room.page(room.codeOf(2))
    const other = startedLab.parse((await second.call('lesson.start', { id: first })).output)
    const [pid = ''] = execFileSync('pgrep', ['-o', '-P', String(child?.pid)], { encoding: 'utf8' })
      .trim()
      .split('\n')
    process.kill(Number(pid), 'SIGKILL')
    await taking.closed
    expect(await room.page(room.codeOf(1)).lesson()).toBeNull()
    expect(await room.page(room.codeOf(2), other.lab).lesson()).toMatchObject({ trainee: '=1+1' })
    expect(await room.table()).toContain('Problem: ')

    // A seat that is reset is free again, with another code; what was achieved stays.
    const old = room.codeOf(2)
    expect((await room.trainerAt('trainer/reset?seat=2', 'POST')).status).toBe(303)
    expect(await room.page(old).opened).toBe(false)
    const csv = await (await room.trainerAt('results.csv')).text()
    expect(csv).toContain(`2,'=1+1,${first},Your first login,0,`)

    expect((await room.trainerAt('trainer/end', 'POST')).status).toBe(303)
    expect(await room.table()).toContain('The class has ended. The results are in class-results.')
    expect(readFileSync(join(program.folder, 'class-results/class.csv'), 'utf8')).toBe(csv)
    expect(JSON.parse(readFileSync(join(program.folder, 'class-results/class.json'), 'utf8'))).toMatchObject({
      format: 'bramble-class',
      results: [{ trainee: '<img src=x onerror=alert(1)>' }, { trainee: '=1+1', seat: 2 }],
    })
    expect(await room.page(room.codeOf(1)).opened).toBe(false)
  })

  it('lets nobody in without a code, nor under the name of another site', async () => {
    const room = await holdClass('--seats', '1')
    expect((await fetch(`${room.address}trainer`)).status).toBe(401)
    expect((await fetch(`${room.address}trainer/end?token=x`, { method: 'POST' })).status).toBe(401)
    expect((await fetch(`${room.address}results.csv`)).status).toBe(401)
    expect(await room.page('').opened).toBe(false)
    expect(await room.page('constructor').opened).toBe(false)
    // Guessing ends after some tries, for a minute.
    const statuses = []
    for (let tries = 0; tries < 70; tries += 1)
      statuses.push((await fetch(`${room.address}join?code=guess${tries}&name=x`)).status)
    expect(new Set(statuses)).toEqual(new Set([403, 429]))
    expect(statuses.at(-1)).toBe(429)
  })

  it('goes on where its results cannot be written, until they can', async () => {
    writeFileSync(join(program.folder, 'full'), '')
    const room = await holdClass('--seats', '200', '--results', 'full')
    expect(room.seats).toHaveLength(200)
    expect(new Set(room.seats.map(({ code }) => code)).size).toBe(200)
    await room.sitDown(200, 'Zoë')
    await room.trainerAt('trainer/end', 'POST')
    expect(await room.table()).toContain('The results cannot be written: ')
    expect(await room.page(room.codeOf(200)).opened).toBe(true)
    rmSync(join(program.folder, 'full'))
    await room.trainerAt('trainer/end', 'POST')
    expect(await room.table()).toContain('The class has ended. The results are in full.')
  })

  it.each([
    [['--seats', '0'], '--seats'],
    [['--seats', '501'], '--seats'],
    [['--lessons', 'nowhere'], '--lessons nowhere'],
    [['--http', '70000'], '--http'],
  ])('is not held with %j', async (words, named) => {
    const { code, err } = await program.run('class', ...words)
    expect(err).toContain(named)
    expect(code).toBe(2)
  })

  it('has only the lessons of its folder, all of which must be usable', async () => {
    writeFileSync(join(program.folder, 'broken.yaml'), 'lesson: Broken\n')
    const { code, err } = await program.run('class', '--lessons', '.')
    expect(err).toContain('some lessons cannot be used')
    expect(err).toContain('broken.yaml:1:1')
    expect(code).toBe(2)
  })
})
