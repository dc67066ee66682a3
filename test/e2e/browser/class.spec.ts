import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium, type Page } from 'playwright/test'
import { z } from 'zod'
import { browserArguments, findBrowser } from '../../../build/browser.mjs'
import { environment, projectFolder } from '../faces.ts'
import { expect, test } from '../fixtures.ts'
import { timeoutMs } from '../timeout.ts'

const ready = z.object({
  trainer: z.string(),
  addresses: z.tuple([z.string()]),
  seats: z.array(z.object({ code: z.string() })),
})

const program = join(projectFolder, 'out/main/bramble.js')

function startClass(home: string): ChildProcess {
  return spawn(process.execPath, [program, '--lang', 'en', 'class', '--seats', '2', '--json'], {
    env: environment(home),
    cwd: home,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

async function readyOf({ stdout }: ChildProcess): Promise<z.infer<typeof ready>> {
  if (stdout === null) throw new Error('the class has no output')
  const [line] = await once(createInterface({ input: stdout }), 'line')
  return ready.parse(JSON.parse(String(line)))
}

const lessons = (page: Page) => page.getByRole('region', { name: 'Lessons', exact: true })

test('a trainee sits down and comes back, and the trainer looks, resets and ends the class', async ({
  home,
}) => {
  const found = await findBrowser()
  const child = startClass(home)
  const browser = await chromium.launch({
    executablePath: found.program,
    args: browserArguments,
    env: { ...process.env, ...found.env },
    timeout: timeoutMs,
  })
  try {
    const { addresses, seats, trainer } = await readyOf(child)
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    context.setDefaultTimeout(timeoutMs)
    const desk = await context.newPage()
    await desk.goto(trainer)
    await expect(desk.getByRole('row', { name: /^1 / })).toContainText('not here yet')

    const page = await context.newPage()
    await page.goto(addresses[0])
    await page.getByLabel('Seat code').fill('wrong')
    await page.getByLabel('Your name').fill('Anna <b>')
    await page.getByRole('button', { name: 'Sit down' }).click()
    await expect(page.getByRole('alert')).toContainText('There is no seat with this code.')
    await page.getByLabel('Seat code').fill(seats[0]?.code ?? '')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('region', { name: 'Seat' })).toContainText('Seat 1 · Anna <b>')
    await lessons(page).getByRole('button', { name: 'Start: Your first login' }).click()
    await expect(lessons(page)).toContainText('Question 1 of')
    const row = desk.getByRole('row', { name: /Anna <b>/ })
    await expect(row).toContainText('working')
    await expect(row).toContainText('question 1 of 6')

    // Nothing can be changed by looking.
    const [looking] = await Promise.all([context.waitForEvent('page'), row.getByRole('link').click()])
    await expect(looking.getByRole('region', { name: 'Seat' })).toContainText('nothing can be changed')
    await lessons(looking)
      .getByRole('button', { name: /^Show a hint/ })
      .first()
      .click()
    await expect(looking.getByText('this lab is only being looked at').first()).toBeVisible()
    await looking.close()

    // The trainer writes, and sees whether it has been read.
    await row.getByRole('button', { name: 'Write to seat 1' }).press('Enter')
    const dialog = desk.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Message to seat 1' }).fill('Look at <i>step 1</i>, please')
    await dialog.getByRole('button', { name: 'Send' }).click()
    const message = page.getByRole('status', { name: 'From your trainer' })
    await expect(message).toContainText('Look at <i>step 1</i>, please')
    await expect(row).toContainText('message not read yet')
    await message.getByRole('button', { name: 'I have read it' }).click()
    await expect(message).toBeEmpty()
    await expect(row).toContainText('message read')

    // The lesson goes on in another lab when its own has ended by itself.
    process.kill(
      Number(execFileSync('pgrep', ['-o', '-P', String(child.pid)], { encoding: 'utf8' })),
      'SIGKILL',
    )
    await expect(lessons(page)).toContainText('was started again')
    await page.reload()
    await expect(lessons(page)).toContainText('was started again')

    await row.getByRole('button', { name: 'Reset seat 1' }).click()
    await desk.keyboard.press('Escape')
    await expect(row).toContainText('working')
    await row.getByRole('button', { name: 'Reset seat 1' }).press('Enter')
    await desk.getByRole('dialog').getByRole('button', { name: 'Reset', exact: true }).click()
    await expect(desk.getByText('0 of 2 seats are taken')).toBeVisible()
    await expect(page.getByText('your trainer has the results')).toBeVisible()

    await desk.getByRole('button', { name: 'End the class' }).click()
    await desk.getByRole('dialog').getByRole('button', { name: 'End the class' }).click()
    await expect(desk.getByText('The class has ended.')).toBeVisible()
    expect(readFileSync(join(home, 'class-results/class.csv'), 'utf8')).toContain(
      '1,Anna <b>,01-your-first-login',
    )
  } finally {
    await browser.close()
    child.kill()
    if (child.exitCode === null) await once(child, 'exit')
  }
})
