import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserWindow, dialog } from 'electron'
import type { Words } from '#words'
import { changeAppSettings, readAppSettings } from './app-settings.ts'

/** The folder whose scenario files the window shows: one that somebody chose, or the person's own, which is made when it is missing. */
export function scenarioFolder(homeFolder: string): string {
  const { scenarioFolder: chosen } = readAppSettings(homeFolder)
  if (chosen !== null) return chosen
  const own = join(homeFolder, 'scenarios')
  try {
    mkdirSync(own, { recursive: true })
  } catch {
    // The list is empty then, and creating a file says why.
  }
  return own
}

/** Lets somebody choose that folder. @returns whether another was chosen */
export async function chooseScenarioFolder(
  homeFolder: string,
  window: BrowserWindow,
  words: Words['page']['studio'],
): Promise<boolean> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: words.chooseFolder,
    defaultPath: scenarioFolder(homeFolder),
    properties: ['openDirectory', 'createDirectory'],
  })
  const [folder] = filePaths
  if (folder === undefined) return false
  changeAppSettings(homeFolder, { scenarioFolder: folder })
  return true
}
