import './classroom.css'

/**
 * What moves on the pages of a class, which the server draws: the theme, and on the trainer's page what is new, questions before
 * something ends, and finding a seat. A file of its own without imports, so that these pages load nothing of the window.
 */

const refreshMs = 1_500

/** The theme that was chosen in the window, which has the same origin; else the system's. */
function followTheme(): void {
  const system = window.matchMedia('(prefers-color-scheme: dark)')
  const apply = () => {
    const chosen = storedTheme()
    const isDark = chosen === 'dark' || (chosen !== 'light' && system.matches)
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
  }
  system.addEventListener('change', apply)
  apply()
}

function storedTheme(): string | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem('bramble.preferences') ?? 'null')
    return typeof kept === 'object' && kept !== null && 'theme' in kept ? String(kept.theme) : null
  } catch {
    return null
  }
}

function element(id: string): HTMLElement | null {
  return document.getElementById(id)
}

/** Draws what has changed, and leaves alone what is the same: focus, selection and open lists stay. */
function draw(room: HTMLElement, html: string): void {
  const next = document.createElement('template')
  next.innerHTML = html
  const shown = new Map(
    [...room.querySelectorAll<HTMLElement>('[data-key]')].map((one) => [one.dataset.key, one]),
  )
  for (const one of next.content.querySelectorAll<HTMLElement>('[data-key]')) {
    const old = shown.get(one.dataset.key)
    if (old === undefined) continue
    const before = drawn.get(one.dataset.key ?? '') ?? old.innerHTML
    drawn.set(one.dataset.key ?? '', one.innerHTML)
    if (before === one.innerHTML) continue
    const focused = old.contains(document.activeElement) ? nameOf(document.activeElement) : null
    old.innerHTML = one.innerHTML
    if (focused !== null) {
      const again = [...old.querySelectorAll<HTMLElement>('a, button, select')]
      again.find((other) => nameOf(other) === focused)?.focus()
    }
  }
  filter()
}

/** The text of each part as the server drew it last. */
const drawn = new Map<string, string>()

function nameOf(one: Element | null): string {
  return one?.getAttribute('aria-label') ?? one?.getAttribute('name') ?? one?.textContent ?? ''
}

async function refresh(room: HTMLElement): Promise<void> {
  const lost = element('lost')
  try {
    const answer = await fetch(room.dataset.address ?? '', { cache: 'no-store' })
    if (!answer.ok) throw new Error(answer.statusText)
    draw(room, await answer.text())
    if (lost !== null) lost.hidden = true
  } catch {
    if (lost !== null) lost.hidden = false
  }
}

function follow(room: HTMLElement): void {
  const again = () => void refresh(room).finally(() => setTimeout(again, refreshMs))
  setTimeout(again, refreshMs)
}

/** Shows the seats in whose row the text stands. */
function filter(): void {
  const find = element('find')
  const text = find instanceof HTMLInputElement ? find.value.trim().toLowerCase() : ''
  let found = 0
  for (const row of document.querySelectorAll<HTMLElement>('.class-seats tbody tr')) {
    const fits = (row.textContent ?? '').toLowerCase().includes(text)
    row.hidden = !fits
    if (fits) found += 1
  }
  const none = element('none')
  if (none !== null) none.hidden = found > 0
}

/** Asks before something ends. @returns whether it is to be done */
function ask({ dataset }: HTMLElement): Promise<boolean> {
  const dialog = element('ask')
  const [title, text, yes] = [element('ask-title'), element('ask-text'), element('ask-yes')]
  if (!(dialog instanceof HTMLDialogElement) || !title || !text || !yes) return Promise.resolve(true)
  title.textContent = dataset.ask ?? ''
  text.textContent = dataset.text ?? ''
  yes.textContent = dataset.yes ?? ''
  dialog.returnValue = 'no'
  const message = element('ask-message')
  if (message instanceof HTMLTextAreaElement) {
    message.value = ''
    message.hidden = dataset.writes === undefined
    message.required = !message.hidden
  }
  dialog.showModal()
  if (message?.hidden === false) message.focus()
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true })
  })
}

/** Does what a form asks for, without leaving the page. */
async function send(form: HTMLFormElement, room: HTMLElement): Promise<void> {
  if (form.dataset.ask !== undefined && !(await ask(form))) return
  const fields = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.set(name, value)
  const message = element('ask-message')
  if (form.dataset.writes !== undefined && message instanceof HTMLTextAreaElement) {
    fields.set(form.dataset.writes, message.value)
  }
  await fetch(form.action, { method: 'POST', body: fields, redirect: 'manual' }).catch(() => null)
  await refresh(room)
}

function startTrainerPage(room: HTMLElement): void {
  follow(room)
  element('find')?.addEventListener('input', filter)
  element('print')?.addEventListener('click', () => window.print())
  document.addEventListener('submit', (submit) => {
    if (!(submit.target instanceof HTMLFormElement) || submit.target.method === 'dialog') return
    submit.preventDefault()
    void send(submit.target, room)
  })
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('[data-copy]') : null
    if (button !== null) void copy(button)
  })
  document.addEventListener('keydown', (press) => {
    if (press.key !== '/' || press.target instanceof HTMLInputElement) return
    press.preventDefault()
    element('find')?.focus()
  })
}

async function copy(button: HTMLElement): Promise<void> {
  const { copy: text = '', done = '' } = button.dataset
  const before = button.textContent
  try {
    await navigator.clipboard.writeText(text)
    button.textContent = done
    setTimeout(() => {
      button.textContent = before
    }, 2_000)
  } catch {
    // Outside this machine the page is not encrypted, and browsers then keep the clipboard to themselves: select it instead.
    const shown = button.previousElementSibling
    if (shown !== null) window.getSelection()?.selectAllChildren(shown)
  }
}

followTheme()
document.addEventListener('DOMContentLoaded', () => {
  const room = element('class')
  if (room !== null) startTrainerPage(room)
})
