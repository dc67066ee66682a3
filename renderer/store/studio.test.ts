import { expect, it } from 'vitest'
import type { ClientMessage, StudioDocument } from '#contract'
import { labClient } from '../connection/lab-client.ts'
import { useOtherLab } from './other-lab.ts'
import { copyFile, saveFile, setStudio, useStudio } from './studio.ts'

const first: StudioDocument = { file: 'first.yaml', text: 'name: First\n', version: '1', isReadOnly: false }
const second: StudioDocument = {
  file: 'second.yaml',
  text: 'name: Second\n',
  version: '7',
  isReadOnly: false,
}

/** A folder with two files, which answers that a file is written only once it is told to. */
function slowFolder() {
  let tell: (message: unknown) => void = () => {}
  let answer = () => {}
  const written = { ...first, text: 'name: Changed\n', version: '2' }
  const outputs = new Map<string, unknown>([
    ['studio.write', { state: 'written', document: written }],
    ['studio.create', { ...first, file: 'copy.yaml' }],
  ])
  const client = labClient({
    onMessage: (listener) => {
      tell = listener
    },
    onState: () => {},
    send(message: ClientMessage) {
      if (message.type !== 'call' || !outputs.has(message.command)) return false
      answer = () => tell({ type: 'answer', id: message.id, output: outputs.get(message.command) })
      return true
    },
  })
  useOtherLab.setState({ own: client })
  return { answer: () => answer() }
}

it.each([
  { what: 'saved', act: () => saveFile() },
  { what: 'copied', act: () => copyFile('copy.yaml') },
])('leaves alone what is opened while another file is $what', async ({ act }) => {
  const folder = slowFolder()
  setStudio({ document: first, text: 'name: Changed\n' })
  const acting = act()
  setStudio({ document: second, text: 'name: Typed\n' })
  folder.answer()
  await acting
  expect(useStudio.getState()).toMatchObject({ document: second, text: 'name: Typed\n' })
})
