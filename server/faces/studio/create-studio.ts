import type { StudioDocument } from '#contract'
import { SerialQueue } from '../../base/index.ts'
import type { Studio } from '../../lab/index.ts'
import { scenarioFile } from '../../scenario/index.ts'
import type { ChildPort } from '../lab-process/child-port.ts'
import type { LabProcesses } from '../lab-process/index.ts'
import { scenarioTemplate } from '../scenario-template.ts'
import { schemaOfFile } from '../schema-of-file.ts'
import { checkText } from './check-text.ts'
import { editText } from './edit-text.ts'
import { Repetition } from './repetition.ts'
import { ScenarioFolder } from './scenario-folder.ts'

export interface StudioOptions {
  /** The folder of scenario files, asked for each time. */
  folder(): string
  processes: LabProcesses
  fork(): ChildPort
  installFolder: string | null
}

/** Scenario files for the window: the files on disk stay the truth, and runs happen in processes of their own. */
export function createStudio({ folder, processes, fork, installFolder }: StudioOptions): Studio {
  const files = new ScenarioFolder(folder)
  /** Writes happen one after the other, so that of two windows that save one file the second is told. */
  const writes = new SerialQueue()
  let repetition: Repetition | null = null

  const checked = async (file: string, text: string) => {
    const { path } = await files.place(file, false)
    return checkText(path, text)
  }

  return {
    'studio.list': () => files.list(),
    'studio.read': ({ file }) => files.read(file),
    async 'studio.changed'({ file, version }) {
      const document = await files.read(file)
      return document.version === version ? null : document
    },
    'studio.write': ({ file, text, version }) =>
      writes.run(async () => {
        if (version !== null) {
          const document: StudioDocument | null = await files.read(file).catch(() => null)
          if (document !== null && document.version !== version && document.text !== text) {
            return { state: 'conflict', document }
          }
        }
        return { state: 'written', document: await files.write(file, text) }
      }),
    'studio.create': ({ file, text }) => writes.run(() => files.create(file, text ?? scenarioTemplate)),
    'studio.check': ({ file, text }) => checked(file, text),
    'studio.edit': async ({ text, edit }) => editText(text, edit),
    'studio.schema': async () => ({ schema: schemaOfFile('scenario', scenarioFile) }),
    async 'studio.run'({ file, ...options }) {
      const { path } = await files.place(file)
      return { lab: await processes.start({ kind: 'scenario', file: path, ...options }) }
    },
    async 'studio.end'({ lab }) {
      await processes.end(lab)
      return null
    },
    async 'studio.repeat'({ file, combination, seed, times }) {
      const [{ path }, { text }] = [await files.place(file), await files.read(file)]
      const { scenarios } = await checked(file, text)
      const own = scenarios.find((one) => one.combination === combination)?.seed ?? 1
      repetition?.stop()
      repetition = new Repetition({ file, path, combination, times, seed: seed ?? own }, fork, installFolder)
      return repetition.view
    },
    'studio.repetition': async () => repetition?.view ?? null,
    async 'studio.stopRepetition'() {
      repetition?.stop()
      return null
    },
  }
}
