import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { projectFolder } from '../folders.mjs'
import { checkImports } from './check.mjs'
import { drawHouse, housePicture } from './draw.mjs'

it('draws each room above the rooms that it imports, and no arrow to a room that other arrows already lead to', () => {
  const svg = drawHouse(
    new Map([
      ['roof', new Set(['wall', 'ground'])],
      ['wall', new Set(['ground'])],
    ]),
  )
  const heights = Object.fromEntries(
    [...svg.matchAll(/y="(\d+)" width[^>]*\/><text[^>]*>(\w+)/g)].map(([, y, room]) => [room, Number(y)]),
  )
  expect(heights.roof).toBeLessThan(heights.wall)
  expect(heights.wall).toBeLessThan(heights.ground)
  expect(svg.match(/class="arrow"/g)).toHaveLength(2)
})

it('draws the picture in the documents, which `npm run draw` updates', () => {
  expect(readFileSync(housePicture, 'utf8')).toBe(drawHouse(checkImports(projectFolder).rooms))
})
