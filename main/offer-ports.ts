import { app, dialog } from 'electron'
import { failureWords, languageOf, wordsOf } from '#words'
import { asFailure, Failure } from '../server/base/index.ts'
import type { Lab } from '../server/lab/index.ts'
import { changeAppSettings } from './app-settings.ts'
import { type OwnLabOptions, startOwnLab } from './lab.ts'
import type { ShellOptions } from './options.ts'

/**
 * Starts the lab; where a port is in use, offers to use free ports for this start, or for all that follow.
 * @throws what the start throws, where that is something else or somebody declined
 */
export async function startLabOnSomePorts(options: ShellOptions, makers: OwnLabOptions): Promise<Lab> {
  try {
    return await startOwnLab(options, makers)
  } catch (thrown) {
    const failure = asFailure(thrown)
    const isPort = failure instanceof Failure && failure.code === 'port-in-use'
    if (!isPort || options.usesFreePorts || !options.showsDialogs) throw thrown
    if (!(await wantsFreePorts(failure, options.homeFolder))) throw thrown
    return startOwnLab({ ...options, usesFreePorts: true }, makers)
  }
}

async function wantsFreePorts(failure: Failure, homeFolder: string): Promise<boolean> {
  const { failures, page } = wordsOf(languageOf(app.getLocale()))
  const { message, remedy } = failureWords(failures, failure)
  const words = page.app.portInUse
  const { response, checkboxChecked } = await dialog.showMessageBox({
    type: 'warning',
    title: 'Bramble',
    message: message.charAt(0).toUpperCase() + message.slice(1),
    detail: [words.explanation, remedy].filter(Boolean).join('\n\n'),
    buttons: [words.useFree, words.quit],
    defaultId: 0,
    cancelId: 1,
    checkboxLabel: words.always,
  })
  if (response !== 0) return false
  if (checkboxChecked) changeAppSettings(homeFolder, { usesFreePorts: true })
  return true
}
