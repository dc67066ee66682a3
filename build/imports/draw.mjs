/**
 * Draws the import graph of the rooms to docs/pictures/house.svg (`npm run draw`). Each room stands on the lowest floor above
 * all rooms that it imports. An arrow is drawn only where no path of other arrows leads to the same room. A test fails when
 * the picture is out of date.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../folders.mjs'
import { checkImports } from './check.mjs'

const box = { width: 164, height: 34, gapX: 26, gapY: 46 }
const margin = 24

/**
 * @param {Map<string, Set<string>>} imports for each room, the rooms that it imports
 * @returns {string} SVG
 */
export function drawHouse(imports) {
  const floors = floorsOf(imports)
  const widest = Math.max(...floors.map((rooms) => rooms.length))
  const width = 2 * margin + widest * box.width + (widest - 1) * box.gapX
  const height = 2 * margin + floors.length * box.height + (floors.length - 1) * box.gapY
  /** @type {Map<string, { x: number, y: number }>} */
  const places = new Map()
  floors.forEach((rooms, floor) => {
    const used = rooms.length * box.width + (rooms.length - 1) * box.gapX
    rooms.forEach((room, index) => {
      places.set(room, {
        x: (width - used) / 2 + index * (box.width + box.gapX),
        y: height - margin - box.height - floor * (box.height + box.gapY),
      })
    })
  })
  const arrows = [...imports].flatMap(([room, below]) =>
    withoutDetours(below, imports).map((target) => arrow(place(places, room), place(places, target))),
  )
  const boxes = [...places].map(([room, { x, y }]) => {
    const text = `<text x="${x + box.width / 2}" y="${y + box.height / 2 + 4}">${room}</text>`
    return `<g><rect x="${x}" y="${y}" width="${box.width}" height="${box.height}" rx="6"/>${text}</g>`
  })
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    '<title>The rooms of Bramble, each above all that it imports</title>',
    '<style>',
    'rect { fill: #f4f6fa; stroke: #44546a; } .arrow { stroke: #8796ab; fill: none; }',
    'text { font: 12px system-ui, sans-serif; fill: #1c2733; text-anchor: middle; }',
    '</style>',
    `<rect width="${width}" height="${height}" style="fill: #fff; stroke: none"/>`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">',
    '<path d="M0 0L8 4L0 8z" fill="#8796ab"/></marker></defs>',
    ...arrows,
    ...boxes,
    '</svg>',
  ].join('\n')}\n`
}

/** @returns {string[][]} rooms by floor, from the ground up, each floor in alphabetical order */
function floorsOf(/** @type {Map<string, Set<string>>} */ imports) {
  /** @type {Map<string, number>} */
  const floors = new Map()
  /** @type {(room: string) => number} */
  const floorOf = (room) => {
    const known = floors.get(room)
    if (known !== undefined) return known
    const below = [...(imports.get(room) ?? [])].map(floorOf)
    const floor = below.length === 0 ? 0 : Math.max(...below) + 1
    floors.set(room, floor)
    return floor
  }
  for (const room of imports.keys()) floorOf(room)
  /** @type {string[][]} */
  const drawn = []
  for (const room of [...floors.keys()].sort()) {
    const floor = floorOf(room)
    drawn[floor] = [...(drawn[floor] ?? []), room]
  }
  return drawn
}

/** Removes the rooms that are also reached through another one (transitive reduction). */
function withoutDetours(/** @type {Set<string>} */ below, /** @type {Map<string, Set<string>>} */ imports) {
  return [...below].filter((target) => ![...below].some((other) => reaches(other, target, imports)))
}

/** @returns {boolean} whether imports lead from one room to another, over at least one arrow */
function reaches(
  /** @type {string} */ from,
  /** @type {string} */ to,
  /** @type {Map<string, Set<string>>} */ imports,
) {
  return [...(imports.get(from) ?? [])].some((next) => next === to || reaches(next, to, imports))
}

function place(/** @type {Map<string, { x: number, y: number }>} */ places, /** @type {string} */ room) {
  const found = places.get(room)
  if (!found) throw new Error(`no place for ${room}`)
  return found
}

function arrow(/** @type {{ x: number, y: number }} */ from, /** @type {{ x: number, y: number }} */ to) {
  const x1 = from.x + box.width / 2
  const y1 = from.y + box.height
  const x2 = to.x + box.width / 2
  const y2 = to.y
  const bend = (y2 - y1) / 2
  return `<path class="arrow" marker-end="url(#tip)" d="M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}"/>`
}

export const housePicture = join(projectFolder, 'docs/pictures/house.svg')

if (process.argv[1] === import.meta.filename) {
  writeFileSync(housePicture, drawHouse(checkImports(projectFolder).rooms))
}
