import { type DrawOptions, drawHeads, drawRow } from '../draw-row.ts'
import type { Picture } from '../picture.ts'
import { line, type Shape, stroke } from '../shapes.ts'
import type { Colours } from './svg.ts'

/** Browsers make no canvas that is higher, or has more pixels. */
const most = { side: 16_000, pixels: 120_000_000 } as const

/**
 * The ladder as a PNG. One that is too long ends early.
 * @returns the picture, and how many rows it lacks
 */
export async function pngOf(
  picture: Picture,
  options: DrawOptions,
  colours: Colours,
  font: string,
): Promise<{ png: Blob; missing: number }> {
  const { headHeight, lanes, rows, unit, width } = picture
  const room = Math.min(most.side, most.pixels / width)
  const kept = rows.filter((row) => headHeight + row.y + row.height + 12 * unit <= room)
  const last = kept.at(-1)
  const height = headHeight + (last === undefined ? 0 : last.y + last.height) + 12 * unit
  const scale = Math.max(1, Math.min(2, most.side / height, Math.sqrt(most.pixels / (width * height))))
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil(width * scale)
  canvas.height = Math.ceil(height * scale)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('The browser has no canvas.')
  context.scale(scale, scale)
  context.fillStyle = colours('ground')
  context.fillRect(0, 0, width, height)
  const draw = (shapes: readonly Shape[]) => {
    for (const shape of shapes) drawShape(context, shape, colours, font)
  }
  draw(lanes.map(({ x }) => stroke(line(x, headHeight - 4 * unit, x, height), 'line-strong', 1)))
  draw(drawHeads(picture))
  for (const row of kept) {
    context.save()
    context.translate(0, headHeight + row.y)
    draw(drawRow(row, picture, options))
    context.restore()
  }
  const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (png === null) throw new Error('The browser made no PNG.')
  return { png, missing: rows.length - kept.length }
}

function drawShape(context: CanvasRenderingContext2D, shape: Shape, colours: Colours, font: string): void {
  if (shape.kind === 'path') {
    const path = new Path2D(shape.d)
    if (shape.fill !== null) {
      context.fillStyle = colours(shape.fill)
      context.fill(path)
    }
    if (shape.stroke !== null) {
      context.strokeStyle = colours(shape.stroke)
      context.lineWidth = shape.width
      context.setLineDash([...shape.dash])
      context.stroke(path)
    }
    return
  }
  const { anchor, hasHalo, paint, size, text, weight, x, y } = shape
  context.font = `${weight} ${size}px ${font}`
  context.textAlign = anchor === 'middle' ? 'center' : anchor
  context.direction = 'ltr'
  if (hasHalo) {
    context.setLineDash([])
    context.lineJoin = 'round'
    context.lineWidth = 4
    context.strokeStyle = colours('ground')
    context.strokeText(text, x, y)
  }
  context.fillStyle = colours(paint)
  context.fillText(text, x, y)
}
