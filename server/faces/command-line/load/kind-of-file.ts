import { open } from 'node:fs/promises'
import { reportFormat } from '#contract'
import { labFile, nearest } from '../../../files/index.ts'

/** The kind of a file by its content; `other`: not a file for Bramble. */
export type KindOfFile = 'scenario' | 'lesson' | 'lab' | 'snapshot' | 'report' | 'other'

/** @param isFound whether it was found in a folder, so that it may belong to another program */
export function kindOfFile(input: unknown, isFound: boolean): KindOfFile {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return isFound ? 'other' : 'lab'
  if ('bramble' in input) return 'snapshot'
  if ('lesson' in input) return 'lesson'
  if ('format' in input && input.format === reportFormat) return 'report'
  const keys = Object.keys(input)
  if (scenarioKeys.some((key) => key in input)) return 'scenario'
  if (!isFound) return namedScenarioKeys.some((key) => key in input) ? 'scenario' : 'lab'
  if (keys.some((key) => nearest(key, ['steps']) !== null)) return 'scenario'
  const ofLab = keys.filter((key) => nearest(key, labKeys) !== null)
  return ofLab.length * 2 >= keys.length && ofLab.some((key) => labKeys.includes(key)) ? 'lab' : 'other'
}

/** A scenario has steps; without them it is recognised by keys that no lab file has. */
const scenarioKeys = ['steps', 'lab', 'symptom', 'cause']
/** Other programs have these too, such as package.json. */
const namedScenarioKeys = ['issue', 'source', 'needs', 'without', 'tags', 'matrix']
const labKeys = Object.keys(labFile.shape)

/** Bytes to read, enough for the beginning of any scenario. */
const glanceBytes = 256 * 1_024
const ownKeys = 'steps|lab|symptom|cause|handhelds|communicationsServer|lesson'

/** Whether a file with a YAML syntax error was meant for Bramble, such as a scenario with a typing error. */
export async function looksMeant(path: string): Promise<boolean> {
  const text = await glance(path)
  if (text === null) return true
  if (/^\s*\{\s*"(format"\s*:\s*"bramble-|bramble"\s*:)/.test(text)) return false
  if (/^\s*\{/.test(text)) return new RegExp(`[{,\\s]["']?(${ownKeys})["']?\\s*:`).test(text)
  return new RegExp(`^["']?(${ownKeys})["']?[ \\t]*:`, 'm').test(text)
}

/** @returns the beginning of the file in any encoding; null if it cannot be read */
async function glance(path: string): Promise<string | null> {
  try {
    const handle = await open(path)
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(glanceBytes), 0, glanceBytes, 0)
      const bytes = buffer.subarray(0, bytesRead)
      if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le')
      if (bytes[0] === 0xfe && bytes[1] === 0xff) {
        return bytes
          .subarray(2, 2 + 2 * Math.floor((bytesRead - 2) / 2))
          .swap16()
          .toString('utf16le')
      }
      return bytes.toString('utf8').replace(/^\ufeff/, '')
    } finally {
      await handle.close()
    }
  } catch {
    return null
  }
}
