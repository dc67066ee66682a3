/**
 * `npm run lock`, to be run after `npm install`: adds optional packages for other platforms to package-lock.json.
 * `npm install` omits those that the registry does not offer, and `npm ci` then refuses the lock file on every platform.
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
    // Resolving a version range would need the registry. Platform packages are required by exact version, so skip ranges.
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
 * Derives the platform from a package's name: `@x/binding-linux-x64-musl` is for linux, x64 and musl.
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
