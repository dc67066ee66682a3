import type { CommandName, CommandOutput, CommandRequest, LabApi } from '#contract'
import { commands } from '#contract'
import { Failure } from '../../base/index.ts'
import type { Classroom } from './classroom.ts'
import type { Seat } from './seat.ts'

/** What a seat without a lesson sees: an empty lab that all of them share, and the catalogue of lessons. Nothing else can be done. */
export function seatApi(room: Classroom, seat: Seat, lobby: LabApi): LabApi {
  const { snapshot, subscribe, readTraffic } = lobby
  return {
    snapshot,
    subscribe,
    readTraffic,
    call: (name, input) => callAtSeat(room, seat, lobby, name, input),
  }
}

const harmless: ReadonlySet<string> = new Set(['log.read', 'charts.read', 'traffic.count', 'demo.list'])

async function callAtSeat<N extends CommandName>(
  room: Classroom,
  seat: Seat,
  lobby: LabApi,
  name: N,
  input: CommandRequest<N>,
): Promise<CommandOutput<N>> {
  if (isLessonCommand(name)) return outputOf(name, await lessonCommand(room, seat, name, input))
  if (harmless.has(name)) return lobby.call(name, input)
  throw new Failure('seat-only', { command: name })
}

const lessonCommandNames = ['lesson.list', 'lesson.start'] as const
export type SeatCommand = (typeof lessonCommandNames)[number]

export function isLessonCommand(name: string): name is SeatCommand {
  return lessonCommandNames.some((one) => one === name)
}

/** Carries out what the class does for a seat, whichever lab its page shows. */
export async function lessonCommand(
  room: Classroom,
  seat: Seat,
  name: SeatCommand,
  input: unknown,
): Promise<CommandOutput<SeatCommand>> {
  return name === 'lesson.list'
    ? room.list(seat, commands['lesson.list'].input.parse(input))
    : room.start(seat, commands['lesson.start'].input.parse(input))
}

/** The output, as the schema of the command reads it. */
function outputOf<N extends CommandName>(name: N, output: unknown): CommandOutput<N> {
  const outputs: { [K in CommandName]: { output: { parse(value: unknown): CommandOutput<K> } } } = commands
  return outputs[name].output.parse(output)
}
