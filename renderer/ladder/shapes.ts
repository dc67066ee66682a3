/** What a picture is made of: the screen, SVG and PNG draw the same shapes. */

/** A colour, by the name of its token. `ground` is what lies behind the row. */
export type Paint =
  | 'ground'
  | 'ink'
  | 'ink-soft'
  | 'ink-faint'
  | 'line'
  | 'line-strong'
  | 'surface'
  | 'surface-raised'
  | 'surface-sunken'
  | 'accent'
  | 'accent-soft'
  | 'on-accent'
  | 'good'
  | 'good-soft'
  | 'bad'
  | 'bad-soft'
  | 'warn'
  | 'warn-soft'
  | 'hop-wireless'
  | 'hop-service'
  | 'hop-directory'
  | 'hop-communications'

export interface PathShape {
  kind: 'path'
  /** As SVG and `Path2D` read it. */
  d: string
  fill: Paint | null
  stroke: Paint | null
  width: number
  dash: readonly number[]
}

export interface TextShape {
  kind: 'text'
  x: number
  /** Of the base line. */
  y: number
  text: string
  size: number
  weight: 450 | 550 | 650
  anchor: 'start' | 'middle' | 'end'
  paint: Paint
  /** Whether what lies behind is covered around the letters. */
  hasHalo: boolean
}

export type Shape = PathShape | TextShape

export function stroke(d: string, paint: Paint, width: number, dash: readonly number[] = []): PathShape {
  return { kind: 'path', d, fill: null, stroke: paint, width, dash }
}

export function filled(d: string, paint: Paint, outline: Paint | null = null, width = 1): PathShape {
  return { kind: 'path', d, fill: paint, stroke: outline, width, dash: [] }
}

export function written(
  text: string,
  x: number,
  y: number,
  options: Pick<TextShape, 'size' | 'paint'> & Partial<Pick<TextShape, 'weight' | 'anchor' | 'hasHalo'>>,
): TextShape {
  return { kind: 'text', text, x, y, weight: 450, anchor: 'start', hasHalo: false, ...options }
}

export function line(x1: number, y1: number, x2: number, y2: number): string {
  return `M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}`
}

export function roundedBox(x: number, y: number, width: number, height: number, radius: number): string {
  const r = round(Math.min(radius, height / 2, width / 2))
  const [across, down] = [round(width - 2 * r), round(height - 2 * r)]
  const corner = (dx: number, dy: number) => `a${r} ${r} 0 0 1 ${dx} ${dy}`
  return `M${round(x + r)} ${round(y)}h${across}${corner(r, r)}v${down}${corner(-r, r)}h${-across}${corner(-r, -r)}v${-down}${corner(r, -r)}z`
}

export function round(value: number): number {
  return Math.round(value * 10) / 10
}
