import { type DrawOptions, drawHeads, drawRow } from '../draw-row.ts'
import type { Picture } from '../picture.ts'
import { plainText } from '../plain-text.ts'
import { line, type Paint, round, type Shape, stroke } from '../shapes.ts'

/** What each colour is, such as `#86174f`: a picture outside the page has no tokens. */
export type Colours = (paint: Paint) => string

const fonts = 'Inter, system-ui, sans-serif'

/** The ladder as an SVG document of its own, without anything from outside. */
export function svgOf(picture: Picture, title: string, options: DrawOptions, colours: Colours): string {
  const { headHeight, height, lanes, rows, unit, width } = picture
  const total = round(headHeight + height + 12 * unit)
  const lifelines = lanes.map(({ x }) => stroke(line(x, headHeight - 4 * unit, x, total), 'line-strong', 1))
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(width)}" height="${total}" viewBox="0 0 ${round(width)} ${total}" role="img" font-family="${fonts}" direction="ltr">`,
    `<title>${escaped(plainText(title))}</title>`,
    `<rect width="100%" height="100%" fill="${colours('ground')}"/>`,
    ...lifelines.map((shape) => elementOf(shape, colours)),
    ...drawHeads(picture).map((shape) => elementOf(shape, colours)),
    ...rows.map((row) => {
      const shapes = drawRow(row, picture, options).map((shape) => elementOf(shape, colours))
      return `<g transform="translate(0 ${round(headHeight + row.y)})">${shapes.join('')}</g>`
    }),
    '</svg>',
    '',
  ].join('\n')
}

function elementOf(shape: Shape, colours: Colours): string {
  if (shape.kind === 'path') {
    const { d, dash, fill, stroke: edge, width } = shape
    const outline = edge === null ? '' : ` stroke="${colours(edge)}" stroke-width="${round(width)}"`
    const dashes = dash.length === 0 ? '' : ` stroke-dasharray="${dash.map(round).join(' ')}"`
    return `<path d="${d}" fill="${fill === null ? 'none' : colours(fill)}"${outline}${dashes}/>`
  }
  const { anchor, hasHalo, paint, size, text, weight, x, y } = shape
  const halo = hasHalo
    ? ` stroke="${colours('ground')}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"`
    : ''
  return `<text x="${round(x)}" y="${round(y)}" font-size="${round(size)}" font-weight="${weight}" text-anchor="${anchor}" fill="${colours(paint)}"${halo} unicode-bidi="isolate" xml:space="preserve">${escaped(text)}</text>`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
