import type { Needs } from './needs.ts'
import { run } from './program.ts'

/** Debian's Python, since only that one finds the modules of Debian's packages. */
const python = '/usr/bin/python3'

/** @param modules Debian packages by the name of the Python module */
export function pythonNeeds(modules: Record<string, string>): Needs {
  const files = Object.entries(modules).map(([module, aPackage]) => [
    `/usr/lib/python3/dist-packages/${module}/__init__.py`,
    aPackage,
  ])
  return { files: { [python]: 'python3', ...Object.fromEntries(files) } }
}

/**
 * Runs a Python program that prints one line of JSON. @returns the parsed JSON
 * @param settings the value of the variable `settings` in the program
 */
export async function runPython(program: string, settings: Record<string, unknown>): Promise<unknown> {
  const head =
    'import json, sys, warnings\nwarnings.simplefilter("ignore")\nsettings = json.loads(sys.argv[1])\n'
  const { code, errors, output } = await run(python, ['-c', head + program, JSON.stringify(settings)])
  if (code !== 0) throw new Error(`the Python program exited with ${code}:\n${output}${errors}`)
  return JSON.parse(output)
}
