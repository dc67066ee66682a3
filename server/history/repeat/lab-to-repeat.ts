import type { LabFileInput } from '../../files/index.ts'
import type { LabOptions } from '../../lab/index.ts'
import type { History } from '../index.ts'

/** The options of a lab that starts as the one of a history did, beside other labs of this machine. */
export function labToRepeat({
  lab,
  database,
}: History): Pick<LabOptions, 'databaseContent' | 'defaultDatabase' | 'defaultPort' | 'file'> {
  return {
    file: { ...withFreePorts(lab), database: 'memory' },
    databaseContent: database,
    defaultPort: 0,
    defaultDatabase: 'memory',
  }
}

function withFreePorts(lab: LabFileInput): LabFileInput {
  const { communicationsServer, directory, dispatcher } = lab
  return {
    ...lab,
    ...(communicationsServer?.listen
      ? {
          communicationsServer: {
            ...communicationsServer,
            listen: { ...communicationsServer.listen, port: 0 },
          },
        }
      : {}),
    ...(directory?.listen ? { directory: { ...directory, listen: { ...directory.listen, port: 0 } } } : {}),
    ...(dispatcher?.listen
      ? { dispatcher: { ...dispatcher, listen: { ...dispatcher.listen, port: 0 } } }
      : {}),
  }
}
