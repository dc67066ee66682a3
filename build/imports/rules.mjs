/**
 * Who may import whom. The house has rooms: each folder of `server/`, the foundation of `lab/` that every part stands on,
 * and `main` and `renderer`. What a login meets later never imports what it met before.
 */
import { builtinModules } from 'node:module'

const foundation = [
  'lab/vocabulary',
  'lab/time-limits',
  'lab/near-miss',
  'lab/failure',
  'lab/printable',
  'lab/listen',
  'lab/clock',
]
const flow = ['handheld', 'wireless', 'dispatcher', 'collaboration']
const behindTheService = ['configuration', 'directory', 'sip', 'xml', 'desktop']
const parts = [...flow, ...behindTheService, 'ntlm', 'communications', 'certificates', 'traffic', 'faults']
const all = 'all'
const types = 'types'

/** For each room, the rooms it may import, and whether values come with the types. */
const allowed = {
  'lab/vocabulary': {},
  'lab/time-limits': {},
  'lab/near-miss': {},
  'lab/failure': {},
  'lab/printable': {},
  'lab/listen': each(['lab/failure']),
  'lab/clock': each(['lab/failure']),
  'lab/api': each(['lab/vocabulary', 'lab/time-limits', 'lab/near-miss']),
  'lab/file': each(foundation),
  certificates: each([...foundation, 'traffic']),
  traffic: each(foundation),
  faults: each(foundation),
  sip: each([...foundation, 'traffic']),
  desktop: each([...foundation, 'sip']),
  configuration: each([...foundation, 'traffic']),
  ntlm: each(['lab/failure']),
  xml: each(['lab/failure']),
  directory: { ...each([...foundation, 'traffic', 'faults', 'ntlm']), certificates: types },
  communications: {
    ...each([...foundation, 'traffic', 'faults', 'sip', 'ntlm', 'xml']),
    certificates: types,
  },
  ...Object.fromEntries(
    flow.map((part, index) => [
      part,
      {
        ...each([...foundation, 'traffic', 'faults', ...flow.slice(index + 1)]),
        ...(part === 'collaboration' ? each(['sip', 'xml', 'ntlm']) : {}),
      },
    ]),
  ),
  lab: each([...foundation, 'lab/api', 'lab/file', ...parts]),
  scenario: each([...foundation, 'lab/api', 'lab/file', 'lab']),
  faces: { ...each([...foundation, 'lab/api', 'lab/file', 'lab', 'scenario']), traffic: types },
  main: each(['lab/failure', 'lab/printable', 'lab/file', 'lab/api', 'lab', 'faces']),
  renderer: each(['lab/api']),
}

function each(rooms) {
  return Object.fromEntries(rooms.map((room) => [room, all]))
}

const pages = ['react', 'react-dom', 'zustand']

/** Packages that stay outside a part of the tree, whether in tests or not. */
const forbiddenPackages = {
  server: ['electron', ...pages],
  main: pages,
  renderer: ['electron'],
}

/** @returns the room of a file (its path from the project's folder), or null where no rule applies */
export function roomOf(file) {
  const [top, folder, inner] = file.split('/')
  if (top === 'main' || top === 'renderer') return top
  if (top !== 'server' || inner === undefined) return null
  if (folder !== 'lab') return folder
  const room = `lab/${inner.replace(/\.ts$/, '')}`
  return room in allowed ? room : 'lab'
}

export function isTest(file) {
  return /\.test\.tsx?$/.test(file) || file.includes('/testing/')
}

/** @returns the rule that an import of a package or of Node breaks, or undefined */
export function packageRule(file, specifier) {
  const [top] = file.split('/')
  const name = specifier.startsWith('@') ? specifier.split('/', 2).join('/') : specifier.split('/', 1)[0]
  if (forbiddenPackages[top]?.includes(name)) return `${top}/ never imports ${name}`
  if (top === 'renderer' && !isTest(file) && isBuiltin(specifier))
    return 'renderer/ runs in a browser: nothing of Node'
  return undefined
}

function isBuiltin(specifier) {
  return specifier.startsWith('node:') || builtinModules.includes(specifier)
}

/** @returns the rule that an import of another file of the project breaks, or undefined */
export function fileRule(file, target, isTypeOnly) {
  const from = roomOf(file)
  const to = roomOf(target)
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

function listed(grants) {
  if (grants === undefined) return 'nothing: give it a place in build/imports/rules.mjs'
  return Object.keys(grants).join(', ') || 'nothing'
}

function isPublicEntry(target, room) {
  return target === `server/${room}.ts` || target === `server/${room}/index.ts`
}

/** Time and chance come from the lab's clock and generator. @returns the rule that a use breaks, or undefined */
export function timeRule(file) {
  if (!file.startsWith('server/') || isTest(file) || roomOf(file) === 'lab/clock') return undefined
  return 'time and chance go through server/lab/clock'
}
