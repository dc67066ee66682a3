import type { LabFileInput } from '../files/index.ts'

/** The same lab, whose parts take any free port each. */
export function withFreePorts(lab: LabFileInput): LabFileInput {
  const { communicationsServer, directory, dispatcher } = lab
  return {
    ...lab,
    communicationsServer: {
      ...communicationsServer,
      listen: { ...communicationsServer?.listen, port: 0 },
    },
    directory: { ...directory, listen: { ...directory?.listen, port: 0 } },
    dispatcher: { ...dispatcher, listen: { ...dispatcher?.listen, port: 0 } },
  }
}
