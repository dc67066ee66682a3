import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { findElectron, isRoot } from '../../../build/electron.mjs'
import { environment, projectFolder } from '../faces.ts'
import { expect, test } from '../fixtures.ts'
import { labWith, writeLabFile } from '../lab-file.ts'
import { handheld, login } from '../lab-page.ts'
import { timeoutMs } from '../timeout.ts'

/** Runs the app until it exits. */
async function runApp(
  home: string,
  labFile: string,
  ...words: string[]
): Promise<{ code: number | null; said: string }> {
  const program = process.env.BRAMBLE_TEST_ELECTRON ?? (await findElectron())
  const app = spawn(
    program,
    [...(isRoot() ? ['--no-sandbox'] : []), projectFolder, '--lab', labFile, ...words],
    {
      env: environment(home),
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let said = ''
  app.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk
  })
  const limit = setTimeout(() => app.kill('SIGKILL'), timeoutMs)
  const [code] = await once(app, 'close')
  clearTimeout(limit)
  return { code, said }
}

test('the page can exchange messages of the API, but use nothing else of Electron or Node', async ({
  page,
}) => {
  const found = await page.evaluate(() => ({
    bramble: Object.keys(window.bramble ?? {}).sort(),
    leaks: ['require', 'process', 'module', 'ipcRenderer', 'electron'].filter((name) => name in window),
    address: location.href,
  }))
  expect(found).toEqual({
    bramble: ['onMessage', 'openLab', 'send'],
    leaks: [],
    address: 'bramble://lab/index.html',
  })
})

test.describe('a confined page', () => {
  test.use({ mayComplain: true })

  test('can neither evaluate text as code, nor reach the network, nor navigate away', async ({ page }) => {
    const outcome = await page.evaluate(async () => ({
      opened: window.open('https://example.com/') === null,
      // Evaluate in a timer: code that a test evaluates directly is exempt from the page's policy.
      evaluated: await new Promise((resolve) => {
        setTimeout(() => {
          try {
            resolve(new Function('return true')())
          } catch {
            resolve(false)
          }
        })
      }),
      fetched: await fetch('https://example.com/').then(
        () => 'yes',
        () => 'no',
      ),
      permission: await navigator.permissions.query({ name: 'geolocation' }).then((status) => status.state),
    }))
    expect(outcome).toEqual({ opened: true, evaluated: false, fetched: 'no', permission: 'denied' })

    const address = await page.evaluate(async () => {
      location.href = 'https://example.com/'
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      return location.href
    })
    expect(address).toBe('bramble://lab/index.html')
    const inside = await page.evaluate(async () => {
      location.href = 'bramble://lab/nothing'
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      return location.href
    })
    expect(inside).toBe('bramble://lab/index.html')
  })
})

test('an invalid message is answered with a failure, and the lab continues', async ({ page }) => {
  const answer = await page.evaluate(
    () =>
      new Promise((resolve) => {
        window.bramble?.onMessage((message) => {
          if (JSON.stringify(message).includes('"failure"')) resolve(message)
        })
        const bad: object = { type: 'call', id: 'not a number' }
        Reflect.apply(window.bramble?.send ?? resolve, null, [bad])
      }),
  )
  expect(answer).toMatchObject({ type: 'failure', code: 'bad-message' })
  await expect(handheld(page, 'alice')).toBeVisible()
})

test('a value that JSON cannot represent is answered, and the lab continues', async ({ page }) => {
  const answers = await page.evaluate(async () => {
    const { bramble } = window
    const told: unknown[] = []
    bramble?.onMessage((message) => {
      const [, code] = /"type":"failure".*"code":"([a-z-]+)"/.exec(JSON.stringify(message)) ?? []
      if (code !== undefined) told.push(code)
    })
    const ring: Record<string, unknown> = { name: 'alice' }
    ring.self = ring
    const send = (message: unknown) => Reflect.apply(bramble?.send ?? (() => {}), null, [message])
    send(10n)
    for (const input of [10n, { name: 10n }, ring, new Map()]) {
      send({ type: 'call', id: 9_999, command: 'handheld.logout', input })
    }
    while (told.length < 5) await new Promise((resolve) => setTimeout(resolve, 20))
    return told
  })
  expect(answers).toEqual(['bad-message', ...Array(4).fill('bad-input')])
  await expect(handheld(page, 'alice')).toBeVisible()
})

test('a port in use ends the start with a message that names the port', async ({ home }) => {
  const other = createServer()
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const lab = labWith({ dispatcher: { listen: { port } } })
  const { code, said } = await runApp(home, await writeLabFile(home, lab))
  other.close()
  expect(said).toContain('Bramble cannot start')
  expect(said).toContain(String(port))
  expect(said).toContain('another program uses that port')
  expect(code).toBe(1)
})

test('a port in use does not matter to somebody who chose free ports', async ({ start, home }) => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await writeFile(join(home, 'app.json'), JSON.stringify({ usesFreePorts: true }))
  const { page } = await start(labWith({ directory: { listen: { port } } }))
  await login(page, 'alice')
  other.close()
})

test('a database file of another program ends the start with a message and is not changed', async ({
  home,
}) => {
  const database = join(home, 'holiday.jpg')
  const content = 'this is no database, but somebody needs it'
  await writeFile(database, content)
  const { code, said } = await runApp(home, await writeLabFile(home, labWith({ database })))
  expect(said).toContain('Bramble cannot start')
  expect(said).toContain('holiday.jpg')
  expect(code).toBe(1)
  expect(await readFile(database, 'utf8')).toBe(content)
})

test('a mistake in the lab file ends the start with its line and column', async ({ home }) => {
  const labFile = join(home, 'lab.yaml')
  await writeFile(labFile, 'service:\n  maximumSesions: 3\n')
  const { code, said } = await runApp(home, labFile)
  expect(said).toContain('lab.yaml:2:3')
  expect(code).toBe(1)
})

test('a second start ends and brings the window of the first to the front', async ({ start, home }) => {
  const lab = labWith({})
  const { page } = await start(lab)
  const { code, said } = await runApp(home, await writeLabFile(home, lab))
  expect(said).toContain('running already')
  expect(code).toBe(0)
  await expect(handheld(page, 'alice')).toBeVisible()
})

test('a window whose process crashes comes back, says so, and shows the lab that went on', async ({
  start,
}) => {
  const { page, app } = await start(labWith({}))
  await login(page, 'alice')
  await app?.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    const isBack = new Promise((resolve) => contents?.once('did-finish-load', () => resolve(true)))
    contents?.forcefullyCrashRenderer()
    await isBack
  })
  // Playwright gives up a page that has crashed, so the window itself is asked.
  const text = () =>
    app?.evaluate(async ({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      const found: unknown = await window?.webContents.executeJavaScript('document.body.innerText')
      return String(found)
    })
  await expect.poll(text).toContain('The window had crashed')
  await expect.poll(text).toContain('1 of 250 (capacity)')
})
