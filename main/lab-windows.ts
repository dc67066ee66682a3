import { app, BrowserWindow } from 'electron'
import type { MenuEntry } from '#contract'
import { languageOf, type Words, wordsOf } from '#words'
import type { ExportedLab } from '../server/export/index.ts'
import type { LabProcesses } from '../server/faces/index.ts'
import { type Bridge, bridge } from './bridge.ts'
import { showMenu } from './menu.ts'
import { chooseLab, openLab } from './open-lab.ts'
import { recoverPage } from './recovery.ts'
import { chooseScenarioFolder } from './scenario-folder.ts'
import { createWindow, showPage } from './window.ts'

export interface LabWindowsOptions {
  homeFolder: string
  showsDialogs: boolean
  /** The lab. The first window loads its page meanwhile, and is shown once both are there. */
  starting: Promise<ExportedLab>
  processes: LabProcesses
}

/** The windows onto the lab of this app. Each has a page of its own; the menu bar is that of the window with the focus. */
export class LabWindows {
  readonly #options: LabWindowsOptions
  readonly #entries = new Map<BrowserWindow, { entries: readonly MenuEntry[]; page: Bridge }>()
  #words: Words['page'] = wordsOf(languageOf(app.getLocale())).page
  /** What the menu bar was last made of. Making it is a good part of the start of the app. */
  #shown: { page: Bridge; entries: readonly MenuEntry[]; words: Words['page'] } | null = null

  constructor(options: LabWindowsOptions) {
    this.#options = options
  }

  get words(): Words['page'] {
    return this.#words
  }

  /** Opens one more window, beside the one with the focus. */
  async open(): Promise<void> {
    const { homeFolder, processes, showsDialogs, starting } = this.#options
    const window = createWindow(homeFolder, BrowserWindow.getFocusedWindow(), starting)
    const chooseFolder = () => chooseScenarioFolder(homeFolder, window, this.#words.studio)
    const page = bridge(starting, processes, window, chooseFolder, (entries, language) => {
      if (language !== null) this.#words = wordsOf(languageOf(language)).page
      this.#entries.set(window, { entries, page })
      if (window === this.#current()) this.#showMenu()
    })
    this.#entries.set(window, { entries: [], page })
    window.on('focus', () => this.#showMenu())
    window.on('closed', () => {
      this.#entries.delete(window)
      if (this.#entries.size > 0) this.#showMenu()
    })
    this.#showMenu()
    recoverPage(window, () => this.#words.app, showsDialogs)
    await showPage(window)
  }

  /** Starts another lab in place of this one. @param file null: somebody is asked which */
  openLab(file: string | null): void {
    const window = this.#current()
    if (window === undefined) return
    void (file === null ? chooseLab(window, this.#words.app) : openLab(file, window, this.#words.app))
  }

  #current(): BrowserWindow | undefined {
    const focused = BrowserWindow.getFocusedWindow()
    return focused !== null && this.#entries.has(focused) ? focused : [...this.#entries.keys()].at(-1)
  }

  #showMenu(): void {
    const window = this.#current()
    const shown = window === undefined ? undefined : this.#entries.get(window)
    if (shown === undefined) return
    const { entries, page } = shown
    const last = this.#shown
    if (last?.page === page && last.entries === entries && last.words === this.#words) return
    this.#shown = { page, entries, words: this.#words }
    showMenu({
      homeFolder: this.#options.homeFolder,
      words: this.#words,
      entries,
      openLab: (file) => this.openLab(file),
      openWindow: () => void this.open(),
      choose: (id) => page.chooseFromMenu(id),
      onChanged: () => {
        this.#shown = null
        this.#showMenu()
      },
    })
  }
}
