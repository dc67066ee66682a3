import { type ChildProcess, execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
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
    give: (lesson: string) =>
      fetch(`${address}trainer/assign?token=${token}`, {
        method: 'POST',
        body: new URLSearchParams({ lesson }),
        redirect: 'manual',
      }),
    write: (text: string, seat?: number) =>
      fetch(`${address}trainer/message?token=${token}${seat === undefined ? '' : `&seat=${seat}`}`, {
        method: 'POST',
        body: new URLSearchParams({ text }),
        redirect: 'manual',
      }),
    messagesOf: (seat: number) => followMessages(`${address}messages?token=${codeOf(seat)}`),
    table: async () => (await trainerAt('trainer/seats')).text(),
    page: (code: string, lab: string | null = null) => connect(address, code, lab),
  }
}

const messageTold = z.object({ number: z.int(), text: z.string() }).nullable()

/** What the trainer has written to a seat, as its page is told it. */
function followMessages(address: string) {
  const stop = new AbortController()
  let latest: z.infer<typeof messageTold> | undefined
  async function follow(): Promise<void> {
    const { body } = await fetch(address, { signal: stop.signal })
    if (body === null) return
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      for (const [, told = ''] of chunk.matchAll(/^data: (.*)$/gm))
        latest = messageTold.parse(JSON.parse(told))
    }
  }
  follow().catch(() => {})
  return {
    latest: () => latest,
    putAway: () => fetch(`${address}&read=${latest?.number}`, { method: 'POST' }),
    close: () => stop.abort(),
  }
}

/** The processes of the class's labs. */
function labProcesses(): number[] {
  try {
    return execFileSync('pgrep', ['-P', String(child?.pid)], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number)
  } catch {
    return []
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** A request whose path and headers are sent as they are. */
function rawStatus(address: string, path: string, headers: Record<string, string> = {}): Promise<number> {
  const { hostname, port } = new URL(address)
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })
}

const lessonTold = z.object({
  title: z.string(),
  trainee: z.string().nullable(),
  begunAt: z.number(),
  restartedAt: z.number().nullable(),
  hints: z.array(z.object({ id: z.string(), text: z.string().nullable() })),
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
function connect(address: string, code: string, lab: string | null, headers: Record<string, string> = {}) {
  const socket = new WebSocket(
    `${address.replace(/^http/, 'ws')}api?token=${code}${lab === null ? '' : `&lab=${lab}`}`,
    { headers },
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

/** What takes time differs between two readings. */
function withoutMinutes(csv: string): string {
  return csv.replace(/,[\d.]+,(?=\d{4}-\d\d-)/g, ',,')
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

    // A page that is loaded again while its lesson is being started is in it, too.
    const impatient = room.page(room.codeOf(3))
    await room.sitDown(3, 'Impatient')
    void impatient.call('lesson.start', { id: first })
    await expect.poll(room.table).toContain('starting')
    impatient.close()
    const back = room.page(room.codeOf(3))
    expect(await back.lesson()).toMatchObject({ title: 'Your first login', trainee: 'Impatient' })
    await room.trainerAt('trainer/reset?seat=3', 'POST')

    // A page that is loaded again is back where it was, and no other seat gets in.
    expect(await room.page(room.codeOf(1)).lesson()).toMatchObject({ title: 'Your first login' })
    expect(await room.page(room.codeOf(2), lab).closed).toBe(4404)

    const table = await room.table()
    expect(table).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(table).not.toContain('<img')
    expect(table).toMatch(/Your first login.*question 1 of /)
    expect(table).toContain('2 of 3 seats are taken')

    // The trainer looks, and changes nothing.
    const [, view = ''] = /href="\/\?token=([a-z0-9]+)&/.exec(table) ?? []
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

    // The trainer writes to one seat, and its trainee reads it; then to everybody.
    const message = room.messagesOf(1)
    await expect.poll(message.latest).toBeNull()
    await room.write('Look at step <b>4b</b>', 1)
    await expect.poll(message.latest).toMatchObject({ text: 'Look at step <b>4b</b>' })
    expect(await room.table()).toContain('message not read yet')
    await message.putAway()
    await expect.poll(message.latest).toBeNull()
    expect(await room.table()).toContain('message read')
    await room.write('A break of ten minutes 🙂')
    const another = room.messagesOf(2)
    await expect.poll(another.latest).toMatchObject({ text: 'A break of ten minutes 🙂' })
    await expect.poll(message.latest).toMatchObject({ text: 'A break of ten minutes 🙂' })
    for (const one of [message, another]) one.close()
    expect((await fetch(`${room.address}messages?token=${view}`)).status).toBe(401)

    // What ends the lab of one seat leaves the others alone; the seat goes on where it was, in another lab.
    await taking.call('lesson.hint', { hint: '1' })
    const before = await taking.lesson()
    const second = room.page(room.codeOf(2))
    const other = startedLab.parse((await second.call('lesson.start', { id: first })).output)
    process.kill(Math.min(...labProcesses()), 'SIGKILL')
    await taking.closed
    const after = await room.page(room.codeOf(1)).lesson()
    expect(before?.hints[0]?.text).toEqual(expect.any(String))
    expect(after).toEqual({ ...before, restartedAt: expect.any(Number) })
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
    const ownFile = (name: string) => readFileSync(join(program.folder, 'class-results', name), 'utf8')
    expect(withoutMinutes(ownFile('class.csv'))).toBe(withoutMinutes(csv))
    expect(JSON.parse(ownFile('class.json'))).toMatchObject({
      format: 'bramble-class',
      results: [
        { trainee: '<img src=x onerror=alert(1)>' },
        { trainee: '=1+1', seat: 2 },
        { trainee: 'Impatient', seat: 3 },
      ],
    })
    // Whoever has answered something has statements.
    expect(ownFile('class.xapi.jsonl')).toContain('"name":"<img src=x onerror=alert(1)>"')
    expect(ownFile('class.xapi.jsonl')).not.toContain('=1+1')
    expect(await room.page(room.codeOf(1)).opened).toBe(false)
    expect(labProcesses()).toEqual([])
    expect(existsSync(join(program.folder, 'class-results/class-seats'))).toBe(false)
  })

  it('goes on where it was after it was ended by force, and ends in order with a signal', async () => {
    const room = await holdClass('--seats', '2', '--results', 'again')
    await room.sitDown(1, 'Anna')
    // Another Anna has results of her own.
    await room.sitDown(2, ' ANNA ')
    const lobby = room.page(room.codeOf(1))
    await lobby.call('lesson.start', { id: first, seed: 3 })
    const taking = room.page(room.codeOf(1))
    await taking.call('lesson.hint', { hint: '1' })
    const before = await taking.lesson()
    expect(before?.trainee).toBe('Anna')
    await expect
      .poll(() => readFileSync(join(program.folder, 'again/class-seats/seat-1.json'), 'utf8'))
      .toContain(before?.hints[0]?.text)
    // Nobody else can use the folder meanwhile.
    const second = await program.run('class', '--results', 'again')
    expect(second.err).toContain('another class')
    expect(second.code).toBe(2)

    const labs = labProcesses()
    expect(labs).toHaveLength(1)
    const killed = child?.pid ?? 0
    process.kill(killed, 'SIGKILL')
    await taking.closed
    await expect.poll(() => [killed, ...labs].filter(isRunning)).toEqual([])

    const again = await holdClass('--seats', '2', '--results', 'again')
    expect(again.seats).toEqual(room.seats)
    expect(again.address).toBe(room.address)
    const back = again.page(again.codeOf(1))
    expect(await back.lesson()).toEqual({ ...before, restartedAt: expect.any(Number) })
    const table = await again.table()
    expect(table).toContain('<bdi>Anna</bdi>')
    expect(table).toContain('<bdi>ANNA (2)</bdi>')
    expect(table).toContain('2 of 2 seats are taken')

    // Whoever has somebody else's code is asked; the same name comes back.
    const other = await again.sitDown(1, 'Otto')
    expect([other.status, await other.text()]).toEqual([
      200,
      expect.stringContaining('Anna sits at this seat'),
    ])
    expect((await again.sitDown(1, 'anna')).status).toBe(303)
    expect((await again.sitDown(2, 'Anna')).status).toBe(303)

    // Only the lesson that is given out is to be had.
    await again.give('02-server-busy')
    const free = again.page(again.codeOf(2))
    expect(await free.call('lesson.list')).toMatchObject({ output: [{ id: '02-server-busy' }] })
    expect(await free.call('lesson.start', { id: first })).toMatchObject({ code: 'lesson-unknown' })

    const running = labProcesses()
    expect(running).toHaveLength(1)
    const ended = child === null ? null : outputOf(child)
    // As a terminal does it: to every process of the group.
    process.kill(-(child?.pid ?? 0), 'SIGINT')
    expect((await ended)?.code).toBe(0)
    expect(running.filter(isRunning)).toEqual([])
    expect(readFileSync(join(program.folder, 'again/class.csv'), 'utf8')).toContain(`1,Anna,${first}`)
  })

  it('lets nobody in without a code, nor under the name of another site', async () => {
    const room = await holdClass('--seats', '1')
    expect((await fetch(`${room.address}trainer`)).status).toBe(401)
    expect((await fetch(`${room.address}trainer/end?token=x`, { method: 'POST' })).status).toBe(401)
    expect((await fetch(`${room.address}results.csv`)).status).toBe(401)
    expect(await room.page('').opened).toBe(false)
    expect(await room.page('constructor').opened).toBe(false)
    expect(await (await fetch(`${room.address}trainer`)).text()).toContain('Take your seat')
    expect((await room.sitDown(1, ' \u200b ')).status).toBe(400)

    // Not under another name that leads here, not from another site's page, and nothing but the page's files.
    const { host } = new URL(room.address)
    expect(await rawStatus(room.address, '/', { host: `evil.example:${host.split(':')[1]}` })).toBe(403)
    const code = room.codeOf(1)
    const from = (origin: string) => connect(room.address, code, null, { origin })
    expect(await from('http://evil.example').opened).toBe(false)
    expect(await from(`http://${host}`).opened).toBe(true)
    for (const path of [
      '/../main/bramble.js',
      '/%2e%2e/main/bramble.js',
      '/..%2fmain/bramble.js',
      '/class-seats',
    ]) {
      expect(await rawStatus(room.address, path, { host })).toBe(404)
    }
    // Guessing ends after some tries, for a minute.
    const statuses = []
    for (let tries = 0; tries < 35; tries += 1)
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
