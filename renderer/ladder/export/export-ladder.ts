import { useInterface } from '../../store/interface.ts'
import { type LadderForm, useLadder } from '../../store/ladder.ts'
import { showToast } from '../../toasts/toasts.tsx'
import { wordsNow } from '../../words/words.ts'
import { chosenLanes } from '../lanes.ts'
import { type Picture, pictureOf } from '../picture.ts'
import { plainText } from '../plain-text.ts'
import type { Paint } from '../shapes.ts'
import { lengthOfTime } from '../spoken.ts'
import type { LadderModel } from '../use-ladder-model.ts'
import { mermaidOf } from './mermaid.ts'
import { type Colours, svgOf } from './svg.ts'
import { textOf } from './text.ts'

interface Exported {
  model: LadderModel
  picture: Picture
  timeOf(at: number): string
}

/** Hands the ladder over, as it is drawn now: to the downloads, or to the clipboard. */
export async function exportLadder(form: LadderForm, { model, picture, timeOf }: Exported): Promise<void> {
  const words = wordsNow()
  const { ladder } = words.page
  const { isOpened } = useInterface.getState()
  const lanes = chosenLanes(model.lanes, { order: [], hidden: useLadder.getState().hidden })
  const gapText = (durationMs: number) => ladder.later(lengthOfTime(durationMs, words))
  const title = titleOf(model)
  try {
    switch (form) {
      case 'svg': {
        const { colours } = pageColours()
        const svg = svgOf(forPaper(picture, model, timeOf, gapText), title, { isOpened }, colours)
        return download(svg, 'image/svg+xml', 'svg', title)
      }
      case 'png': {
        const { pngOf } = await import('./canvas.ts')
        const { colours, font } = pageColours()
        const paper = forPaper(picture, model, timeOf, gapText)
        const { missing, png } = await pngOf(paper, { isOpened }, colours, font)
        if (missing > 0) showToast({ kind: 'failure', title: ladder.asPng, text: ladder.tooLong(missing) })
        return download(png, 'image/png', 'png', title)
      }
      case 'text':
        return download(textOf(model.items, lanes, { isOpened, timeOf, gapText }), 'text/plain', 'txt', title)
      case 'mermaid':
        return download(
          mermaidOf(model.items, lanes, { isOpened, title, gapText }),
          'text/plain',
          'mmd',
          title,
        )
      case 'clipboard':
        return await copy(textOf(model.items, lanes, { isOpened, timeOf, gapText }))
    }
  } catch (error) {
    console.warn('The ladder could not be exported.', error)
    showToast({ kind: 'failure', title: ladder.export, text: ladder.exportFailed })
  }
}

/** A picture has the same width whatever the window has, unless its lanes need more. */
const paperWidth = 1_200

function forPaper(
  { unit }: Picture,
  { items, lanes }: LadderModel,
  timeOf: (at: number) => string,
  gapText: (durationMs: number) => string,
): Picture {
  const { gaps, hidden } = useLadder.getState()
  return pictureOf(items, chosenLanes(lanes, { order: [], hidden }), {
    ...{ width: paperWidth * Math.max(1, unit), textSize: 11.5 * Math.max(1, unit) },
    ...{ gaps, timeOf, gapText },
  })
}

/** The colours of the theme that is in use, as values. */
function pageColours(): { colours: Colours; font: string } {
  const style = getComputedStyle(document.documentElement)
  return {
    colours: (paint: Paint) => style.getPropertyValue(paint === 'ground' ? '--surface' : `--${paint}`).trim(),
    font: getComputedStyle(document.body).fontFamily,
  }
}

function titleOf({ flow }: LadderModel): string {
  const { title } = wordsNow().page.ladder
  return plainText(flow === null ? `${title} bramble` : `${title} ${flow.user} ${flow.handheld}`)
}

async function copy(text: string): Promise<void> {
  const { ladder } = wordsNow().page
  try {
    await navigator.clipboard.writeText(text)
    showToast({ kind: 'undo', title: ladder.export, text: ladder.copied })
  } catch {
    showToast({ kind: 'failure', title: ladder.export, text: ladder.notCopied })
  }
}

function download(content: string | Blob, type: string, extension: string, title: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${fileName(title)}.${extension}`
  link.click()
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

function fileName(title: string): string {
  const name = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')
  return name.slice(0, 80) || 'ladder'
}
