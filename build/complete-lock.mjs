/**
 * Puts back into package-lock.json the optional packages for other platforms that `npm install` leaves out when the
 * registry at hand does not offer them: `npm ci` refuses a lock file without them, on every platform.
 * Run it after `npm install`: `npm run lock`.
 */
import { readFile, writeFile } from 'node:fs/promises'

const file = new URL('../package-lock.json', import.meta.url)
/** @type {{ packages: Record<string, { optionalDependencies?: Record<string, string>, dev?: boolean, [more: string]: unknown }> }} */
const lock = JSON.parse(await readFile(file, 'utf8'))
/** @type {string[]} */
const added = []

for (const owner of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`
    // A range cannot be filled in without asking the registry; platform packages name exact versions.
    if (lock.packages[place] || !/^\d+\.\d+\.\d+/.test(version)) continue
    lock.packages[place] = {
      version,
      ...platformOf(name),
      ...(owner.dev ? { dev: true } : {}),
      optional: true,
    }
    added.push(`${name}@${version}`)
  }
}

lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
)
await writeFile(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(added.length === 0 ? 'The lock file is complete.' : `Added ${added.length}: ${added.join(', ')}`)

/**
 * `@x/binding-linux-x64-musl` is for linux, x64, musl.
 *
 * @param {string} name
 */
function platformOf(name) {
  const words = name.split(/[-/]/)
  /** @param {string[]} known */
  const find = (known) => words.filter((word) => known.includes(word))
  const os = find(['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'])
  const cpu = find(['arm', 'arm64', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'])
  const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') ? ['glibc'] : []
  return {
    ...(os.length > 0 ? { os } : {}),
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(libc.length > 0 && os.includes('linux') ? { libc } : {}),
  }
}
