/** How the program in `out/main` is built: for electron.vite.config.ts, and for tests and benchmarks that build it themselves. */
import { chmodSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The oldest Node that the code must work on; see docs/decisions/electron-from-npm.md. */
export const nodeTarget = 'node20.18'

/** Packages that cannot be bundled, because Node loads a binary from beside them. */
export const nativePackages = ['libsql']

/**
 * CommonJS, since only that can be loaded with a code cache on every Node that the program supports.
 *
 * @satisfies {import('vite').Rolldown.OutputOptions}
 */
export const programOutput = {
  format: 'cjs',
  entryFileNames: '[name].js',
  // Beside the entries, so that `import.meta.dirname` means the same in each file.
  chunkFileNames: '[name]-[hash].js',
  // V8 keeps the text of each file, with two bytes for each character if there is one beyond Latin-1; see code-cache.cjs.
  charset: 'ascii',
  comments: { legal: true, annotation: false, jsdoc: false },
  banner: ({ name, isEntry }) => {
    if (!isEntry) return ''
    const shebang = name === 'bramble' ? '#!/usr/bin/env node\n' : ''
    return `${shebang}require('./code-cache.cjs')`
  },
}

/** @param {string} text */
function isAscii(text) {
  return Buffer.byteLength(text) === text.length
}

/**
 * Adds what makes the output complete: the code cache, and the mark that its files are CommonJS. `bramble` becomes executable.
 *
 * @param {string} root the project's folder
 * @returns {import('vite').Plugin}
 */
export function completeProgram(root) {
  return {
    name: 'complete-program',
    generateBundle(_, files) {
      for (const file of Object.values(files)) {
        if (file.type === 'chunk' && !isAscii(file.code)) {
          this.error(
            `${file.fileName} has characters beyond ASCII, but code-cache.cjs reads it as ASCII: escape them in the source`,
          )
        }
        // What is part of the program has become a `require` by now.
        const outside = file.type === 'chunk' && file.dynamicImports.find((id) => !(id in files))
        if (!outside) continue
        this.error(
          `${file.fileName} imports ${outside} dynamically, which code from the code cache cannot: see code-cache.cjs`,
        )
      }
      const codeCache = readFileSync(join(root, 'build/code-cache.cjs'), 'utf8')
      this.emitFile({ type: 'asset', fileName: 'code-cache.cjs', source: codeCache })
      // The library that the window runs step by step.
      const library = join(root, 'server/library')
      for (const name of readdirSync(library, { recursive: true, encoding: 'utf8' })) {
        if (!name.endsWith('.yaml')) continue
        const source = readFileSync(join(library, name), 'utf8')
        this.emitFile({ type: 'asset', fileName: `library/${name.replaceAll('\\', '/')}`, source })
      }
      this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "commonjs" }\n' })
    },
    writeBundle({ dir }, files) {
      if (dir && 'bramble.js' in files) chmodSync(join(dir, 'bramble.js'), 0o755)
    },
  }
}
