import type { LabFileInput } from '../lab/file/index.ts'

/**
 * A free port is another one in each run; what is said of a run is to be the same.
 * @param lab what the scenario says about its lab
 * @returns puts `any` in the place of ports that the scenario does not name
 */
export function withoutChosenPorts({
  communicationsServer,
  directory,
  dispatcher,
}: LabFileInput): (text: string) => string {
  const told = new Set([dispatcher, communicationsServer, directory].map((part) => part?.listen?.port ?? 0))
  return (text) =>
    text.replace(/\b(127\.0\.0\.1|localhost):(\d+)\b/g, (place, host, port) =>
      told.has(Number(port)) ? place : `${host}:any`,
    )
}
