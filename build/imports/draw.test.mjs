import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { projectFolder } from '../folders.mjs'
import { checkImports } from './check.mjs'
import { drawHouse, housePicture } from './draw.mjs'

it('draws each room above all that it imports, with no arrow for what another arrow leads to', () => {
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

it('is the picture in the documents: `npm run draw` makes it anew', () => {
  expect(readFileSync(housePicture, 'utf8')).toBe(drawHouse(checkImports(projectFolder).rooms))
})
