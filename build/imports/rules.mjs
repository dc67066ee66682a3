/**
 * The rules of imports between rooms. A room is a folder of `server/` (or a folder inside one, such as `protocols/sip`), `main`
 * or `renderer`. A room imports only rooms below it, through their `index.ts`. The rooms that a login passes through are in
 * order: a later one never imports an earlier one.
 */
import { builtinModules } from 'node:module'

const ground = ['base', 'base/bytes', 'clock', 'contract']
const node = [...ground, 'base/node']
const protocols = ['protocols/sip', 'protocols/ntlm', 'protocols/ldap', 'protocols/xml']
const standIns = ['stand-ins/communications', 'stand-ins/directory']
const sipServer = [...ground, 'protocols/sip', 'stand-ins/sip-server']
const all = 'all'
const types = 'types'

/**
 * For each room, from the ground up: the rooms that it may import, and whether it may import values (`all`) or only types.
 *
 * @type {Record<string, Record<string, string>>}
 */
const allowed = {
  base: {},
  'base/bytes': {},
  'base/node': each(['base']),
  clock: each(['base']),
  contract: each(['base']),
  words: each(['contract', 'base']),
  faults: each(ground),
  traffic: each([...ground, 'words']),
  certificates: each([...ground, 'traffic']),
  'protocols/sip': each([...ground, 'traffic']),
  'protocols/ntlm': each(['base', 'base/bytes']),
  'protocols/ldap': each([...ground, 'traffic', 'protocols/ntlm']),
  'protocols/xml': each(['base']),
  files: each(ground),
  configuration: each([...ground, 'faults']),
  directory: {
    ...each([...ground, 'traffic', 'faults', 'protocols/ldap', 'protocols/ntlm']),
    certificates: types,
  },
  'sip-user-agent': each([...ground, 'protocols/sip', 'protocols/ntlm']),
  environments: each([...ground, 'traffic', 'faults']),
  'environments/ocs': each([
    ...ground,
    'environments',
    'traffic',
    'faults',
    'protocols/sip',
    'protocols/ntlm',
    'protocols/xml',
    'sip-user-agent',
  ]),
  collaboration: each([...ground, 'traffic', 'faults', 'environments']),
  dispatcher: each([...node, 'traffic', 'faults', 'collaboration']),
  wireless: each([...ground, 'traffic', 'faults', 'dispatcher']),
  handheld: each([
    ...ground,
    'traffic',
    'faults',
    'protocols/sip',
    'collaboration',
    'dispatcher',
    'wireless',
  ]),
  desktop: each([...ground, 'protocols/sip']),
  'stand-ins/sip-server': {
    ...each([...node, 'traffic', 'faults', 'protocols/sip', 'protocols/ntlm']),
    certificates: types,
  },
  'stand-ins/presence': each([...sipServer, 'protocols/xml']),
  'stand-ins/communications': each([...sipServer, 'faults', 'stand-ins/presence']),
  'stand-ins/directory': {
    ...each([...node, 'traffic', 'faults', 'protocols/ldap', 'protocols/ntlm']),
    certificates: types,
  },
  site: each([
    ...node,
    ...protocols,
    ...standIns,
    'certificates',
    'faults',
    'traffic',
    'files',
    'configuration',
    'directory',
    'environments',
    'environments/ocs',
    'collaboration',
    'dispatcher',
    'wireless',
  ]),
  log: each([...ground, 'words']),
  history: each([...node, 'files', 'configuration']),
  lab: each([
    ...node,
    'log',
    'history',
    'certificates',
    'faults',
    'traffic',
    'files',
    'configuration',
    'collaboration',
    'dispatcher',
    'wireless',
    'handheld',
    'desktop',
    'site',
  ]),
  'history/repeat': each([...node, 'files', 'history', 'lab']),
  scenario: each([...node, 'words', 'files', 'log', 'history', 'history/repeat', 'lab']),
  lessons: each([...node, 'protocols/xml', 'words', 'files', 'lab', 'scenario']),
  export: each([...node, 'words', 'files', 'log', 'history', 'lab', 'scenario', 'traffic']),
  faces: {
    ...each([
      ...node,
      'protocols/xml',
      'words',
      'files',
      'log',
      'history',
      'history/repeat',
      'lab',
      'scenario',
      'lessons',
      'export',
    ]),
    traffic: all,
  },
  main: each([
    ...node,
    'words',
    'files',
    'log',
    'history',
    'history/repeat',
    'lab',
    'scenario',
    'lessons',
    'export',
    'faces',
  ]),
  renderer: each(['contract', 'words']),
}

/** @param {string[]} rooms */
function each(rooms) {
  return Object.fromEntries(rooms.map((room) => [room, all]))
}

/**
 * The folders of `renderer/`, from the ground up. A folder imports only folders of the lines above its own. The files directly
 * in `renderer/` start the page and may import every folder.
 */
const pageFolders = [
  ['styles', 'words'],
  ['connection'],
  ['past'],
  ['controls', 'toasts'],
  ['store'],
  ['actions'],
  ['panes', 'faults'],
  [
    'messenger',
    'flow',
    'ladder',
    'timeline',
    'log',
    'charts',
    'studio',
    'traffic',
    'service',
    'notices',
    'help',
    'palette',
    'export',
    'demos',
    'lessons',
    'recorder',
  ],
  ['bench', 'turns'],
  ['presentation'],
  ['shell'],
]

/** Folders of `renderer/` that others import only through their index.ts. */
const pageEntries = ['connection', 'actions']

const pages = ['react', 'react-dom', 'zustand']

/**
 * Packages that a part of the tree must not import, not even in tests.
 *
 * @type {Record<string, string[]>}
 */
const forbiddenPackages = {
  server: ['electron', ...pages],
  main: pages,
  renderer: ['electron'],
}

/**
 * Packages that only one room imports, which wraps them for all others.
 *
 * @type {Record<string, string>}
 */
const onlyIn = { 'sip.js': 'sip-user-agent' }

/**
 * @param {string} file its path from the project's folder
 * @returns its room, or null where no rule applies
 */
export function roomOf(file) {
  const [top = '', folder = '', inner, below] = file.split('/')
  if (top === 'main' || top === 'renderer') return top
  if (top !== 'server' || inner === undefined) return null
  const room = `${folder}/${inner}`
  return below !== undefined && room in allowed ? room : folder
}

/** @param {string} file */
export function isTest(file) {
  return /\.test\.tsx?$/.test(file) || file.includes('/testing/')
}

/**
 * @param {string} file
 * @param {string} specifier
 * @returns the rule that an import of a package or of Node breaks, or undefined
 */
export function packageRule(file, specifier) {
  const [top] = file.split('/')
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  if (forbiddenPackages[top ?? '']?.includes(name)) return `${top}/ never imports ${name}`
  if (top === 'renderer' && !isTest(file) && isBuiltin(specifier))
    return 'renderer/ runs in a browser: nothing of Node'
  const room = onlyIn[name]
  if (room !== undefined && !isTest(file) && roomOf(file) !== room) return `only ${room} imports ${name}`
  return undefined
}

/** @param {string} specifier */
function isBuiltin(specifier) {
  return specifier.startsWith('node:') || builtinModules.includes(specifier)
}

/**
 * @param {string} file
 * @param {string} target
 * @param {boolean} isTypeOnly
 * @returns the rule that an import of another file of the project breaks, or undefined
 */
export function fileRule(file, target, isTypeOnly) {
  const from = roomOf(file)
  const to = roomOf(target)
  if (from === 'renderer' && to === 'renderer') return isTest(file) ? undefined : pageRule(file, target)
  if (from === null || from === to) return undefined
  const [fromTop] = file.split('/')
  const [toTop] = target.split('/')
  if (fromTop === 'server' && toTop !== 'server') return `server/ never imports ${toTop}/`
  if (isTest(file)) return undefined
  if (to === null || isTest(target)) return `${from} imports what is no part of the app`
  const grant = allowed[from]?.[to]
  if (grant === undefined) return `${from} may import ${listed(allowed[from])}`
  if (grant === types && !isTypeOnly) return `${from} may import only types of ${to}`
  if (!isPublicEntry(target, to)) return `${to} is imported through its index.ts only`
  return undefined
}

/**
 * @param {string} file
 * @param {string} target
 * @returns the rule that an import within the page breaks, or undefined
 */
function pageRule(file, target) {
  const [from, to] = [file, target].map((path) => path.split('/')[1] ?? '')
  if (from === undefined || to === undefined || from === to || from.includes('.')) return undefined
  if (isTest(target)) return 'renderer imports what is no part of the app'
  // Each entry of the page begins with it: the page itself, and its workers.
  if (to === 'jitless.ts') return undefined
  const [fromLevel, toLevel] = [from, to].map((folder) =>
    pageFolders.findIndex((level) => level.includes(folder)),
  )
  if (fromLevel === undefined || toLevel === undefined || fromLevel < 0 || toLevel < 0)
    return 'each folder of renderer/ has a place in build/imports/rules.mjs'
  if (toLevel >= fromLevel)
    return `renderer/${from} may import ${pageFolders.slice(0, fromLevel).flat().join(', ') || 'nothing'}`
  if (pageEntries.includes(to) && target !== `renderer/${to}/index.ts`)
    return `renderer/${to} is imported through its index.ts only`
  return undefined
}

/** @param {Record<string, string> | undefined} grants */
function listed(grants) {
  if (grants === undefined) return 'nothing: give it a place in build/imports/rules.mjs'
  return Object.keys(grants).join(', ') || 'nothing'
}

/**
 * @param {string} target
 * @param {string} room
 */
function isPublicEntry(target, room) {
  return target === `server/${room}/index.ts`
}

/**
 * Reports uses of real time and of Math.random: both come from the lab's clock and generator instead.
 *
 * @param {string} file
 * @returns the rule that a use breaks, or undefined
 */
export function timeRule(file) {
  if (!file.startsWith('server/') || isTest(file) || roomOf(file) === 'clock') return undefined
  return 'time and chance go through server/clock'
}
