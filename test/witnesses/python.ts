import { run } from './program.ts'
import type { Needs } from './witness.ts'

/** Debian's own Python, for which the packages are: another one on the path does not know them. */
const python = '/usr/bin/python3'

/** @param modules each with the Debian package that has it */
export function pythonNeeds(modules: Record<string, string>): Needs {
  const files = Object.entries(modules).map(([module, aPackage]) => [
    `/usr/lib/python3/dist-packages/${module}/__init__.py`,
    aPackage,
  ])
  return { files: { [python]: 'python3', ...Object.fromEntries(files) } }
}

/**
 * Runs a program in Python that prints one line of JSON.
 * @param settings what the program finds in `settings`
 */
export async function runPython(program: string, settings: Record<string, unknown>): Promise<unknown> {
  const head =
    'import json, sys, warnings\nwarnings.simplefilter("ignore")\nsettings = json.loads(sys.argv[1])\n'
  const { code, errors, output } = await run(python, ['-c', head + program, JSON.stringify(settings)])
  if (code !== 0) throw new Error(`the program in Python ended with ${code}:\n${output}${errors}`)
  return JSON.parse(output)
}
