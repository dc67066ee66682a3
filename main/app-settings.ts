import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const settings = z.object({
  /** Listen on free ports instead of those of the original, as somebody chose when one was in use. */
  usesFreePorts: z.boolean().catch(false),
  /** Labs keep in memory what happens in them, to look back to and to repeat. */
  keepsHistory: z.boolean().catch(true),
  /** Lab files that were opened, latest first. */
  recentLabs: z.array(z.string()).catch([]),
  /** The folder of scenario files that somebody chose; null: the person's own. */
  scenarioFolder: z.string().nullable().catch(null),
})
export type AppSettings = z.infer<typeof settings>

const mostRecent = 8

const fileIn = (homeFolder: string) => join(homeFolder, 'app.json')

/** What the app itself remembers, besides the lab and the place of its window. */
export function readAppSettings(homeFolder: string): AppSettings {
  try {
    return settings.parse(JSON.parse(readFileSync(fileIn(homeFolder), 'utf8')))
  } catch {
    return settings.parse({})
  }
}

export function changeAppSettings(homeFolder: string, change: Partial<AppSettings>): void {
  const file = fileIn(homeFolder)
  try {
    writeFileSync(file, `${JSON.stringify({ ...readAppSettings(homeFolder), ...change }, null, 2)}\n`)
  } catch (error) {
    process.stderr.write(`What the app remembers cannot be kept in ${file}: ${error}\n`)
  }
}

/** Puts a lab file first among those that were opened. */
export function rememberLab(homeFolder: string, file: string): void {
  const others = readAppSettings(homeFolder).recentLabs.filter((one) => one !== file)
  changeAppSettings(homeFolder, { recentLabs: [file, ...others].slice(0, mostRecent) })
}
