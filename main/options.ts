import { homedir } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { type Language, languageOf } from '#words'

export interface ShellOptions {
  /** Folder of this person's lab: database, certificates, keys, window position. */
  homeFolder: string
  /** The lab file to start with, or null. */
  labFile: string | null
  /** The language that `--lang` asks for; null for the system's. */
  language: Language | null
  /** Take any free ports, instead of those of the original or of the lab file. */
  usesFreePorts: boolean
  /** Keep nothing in memory to look back to, or to repeat. */
  keepsHistory: boolean
  /** How many labs wait at marks for somebody who goes back, at most. */
  parked: number
  /** False in tests, where nobody could close a dialog. */
  showsDialogs: boolean
}

/**
 * Reads the command line (`--lab FILE`, `--lang LANGUAGE`, `--free-ports`, `--no-history`, `--parked COUNT`) and the environment variables BRAMBLE_LAB, BRAMBLE_HOME and
 * BRAMBLE_NO_DIALOGS.
 */
export function readOptions(words: readonly string[], environment: NodeJS.ProcessEnv): ShellOptions {
  const lab = flagValue('--lab', words) ?? environment.BRAMBLE_LAB
  const language = flagValue('--lang', words)
  const home = environment.BRAMBLE_HOME
  return {
    homeFolder: home ? resolve(home) : defaultHomeFolder(environment),
    labFile: lab ? resolve(lab) : null,
    language: language === undefined ? null : languageOf(language),
    usesFreePorts: words.includes('--free-ports'),
    keepsHistory: !words.includes('--no-history'),
    parked: parkedOf(flagValue('--parked', words)),
    showsDialogs: !environment.BRAMBLE_NO_DIALOGS,
  }
}

/** The command line that starts the app with another lab. */
export function withLab(words: readonly string[], file: string): string[] {
  const others = words.filter((word, index) => {
    return word !== '--lab' && words[index - 1] !== '--lab' && !word.startsWith('--lab=')
  })
  return [...others, '--lab', file]
}

const usuallyParked = 1
const mostParked = 4

/** Whatever else is written there, one lab waits, as usual: the app has no place to refuse an option. */
function parkedOf(text: string | undefined): number {
  if (text === undefined || !/^\d+$/.test(text)) return usuallyParked
  return Math.min(Number(text), mostParked)
}

function flagValue(flag: string, words: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    if (word === flag) return words[index + 1]
    if (word.startsWith(`${flag}=`)) return word.slice(flag.length + 1)
  }
  return undefined
}

/** The same folder that a lab without a window uses: both show the same users, handhelds and settings. */
function defaultHomeFolder(environment: NodeJS.ProcessEnv): string {
  switch (process.platform) {
    case 'darwin':
      return join(homedir(), 'Library/Application Support/bramble')
    case 'win32':
      return join(environment.APPDATA ?? join(homedir(), 'AppData/Roaming'), 'bramble')
    default: {
      const base = environment.XDG_DATA_HOME
      // The XDG Base Directory specification says that relative paths are ignored.
      return join(base && isAbsolute(base) ? base : join(homedir(), '.local/share'), 'bramble')
    }
  }
}
