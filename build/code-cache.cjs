/**
 * Loads the files of the built program together with what V8 has compiled of them before, which takes a third of the time of
 * compiling them anew. Every program in `out/main` requires this file first.
 *
 * The cache lies beside the files, in a folder for each kind of V8, and there in one for each command that is started often: a
 * function is in the cache of a file if V8 has compiled it in the process that wrote it, and a seat's lab runs other functions than
 * a server that waits for its first login. All other commands, and the app, share a folder. A program only reads its cache, unless
 * BRAMBLE_CODE_CACHE is `write`: then it adds what is missing when it ends. What V8 finds unsuitable it compiles as usual.
 *
 * Scripts that are loaded in this way have no callback for `import()`, so the build refuses one of a module outside the program.
 */
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs')
const { createRequire, wrap } = require('node:module')
const { dirname, join } = require('node:path')
const { Script } = require('node:vm')
const { crc32 } = require('node:zlib')

/** Commands with a cache of their own: what writes each of them is in write-code-cache.mjs. */
const ownCaches = ['serve', 'class', 'lab-process']
const cacheName = ownCaches.find((command) => command === process.argv[2]) ?? 'others'
const cacheFolder = join(__dirname, 'code-cache', `${process.arch}-${process.versions.v8}`, cacheName)
const checksumLength = 4
/** What makes a function of a file, as Node itself does. */
const [wrapperStart = '', wrapperEnd = ''] = wrap('\0').split('\0')
const loadFile = require.extensions['.js']
/** @type {Map<string, Script>} */
const missing = new Map()

require.extensions['.js'] = (module, file) => {
  if (dirname(file) !== __dirname) return loadFile(module, file)
  // The names of these files change with their content, so a cache belongs to the file of its name.
  const cacheFile = join(cacheFolder, `${file.slice(__dirname.length + 1)}.bin`)
  // The build makes these files of ASCII alone, which is read in a quarter of the time. The wrapper is put around the bytes, since
  // around the text it would leave that as garbage, the size of the program.
  const source = Buffer.concat([
    Buffer.from(wrapperStart),
    readFileSync(file),
    Buffer.from(wrapperEnd),
  ]).toString('latin1')
  const cachedData = readCache(cacheFile)
  const script = new Script(source, { filename: file, cachedData })
  if (!cachedData || script.cachedDataRejected) missing.set(cacheFile, script)
  script.runInThisContext().call(module.exports, module.exports, createRequire(file), module, file, __dirname)
}

// When it ends, V8 has compiled all functions that such a run needs.
if (process.env.BRAMBLE_CODE_CACHE === 'write') process.once('exit', writeMissing)

/**
 * V8 crashes on damaged content of the right length, so a checksum follows the content.
 *
 * @param {string} file
 * @returns its content, or undefined when it is missing or damaged
 */
function readCache(file) {
  try {
    const bytes = readFileSync(file)
    const content = bytes.subarray(0, -checksumLength)
    return crc32(content) === bytes.readUInt32LE(content.length) ? content : undefined
  } catch {
    return undefined
  }
}

/**
 * @param {string} file
 * @param {Buffer} content
 */
function writeCache(file, content) {
  const checksum = Buffer.alloc(checksumLength)
  checksum.writeUInt32LE(crc32(content))
  // Renamed at the end, since another process may be reading it.
  writeFileSync(`${file}.${process.pid}`, Buffer.concat([content, checksum]))
  renameSync(`${file}.${process.pid}`, file)
}

function writeMissing() {
  try {
    mkdirSync(cacheFolder, { recursive: true })
    for (const [file, script] of missing) writeCache(file, script.createCachedData())
  } catch {
    // A program whose folder cannot be written works as well without.
  }
}
