import type { CommandInput, PastMoment, Snapshot } from '#contract'
import type { LabParts } from './lab-parts.ts'

/** Commands that look back. @param takeSnapshot of the lab now */
export function pastCommands(
  { history, onKeepsHistory, past }: Pick<LabParts, 'history' | 'onKeepsHistory' | 'past'>,
  takeSnapshot: () => Promise<Snapshot>,
) {
  return {
    'past.read': async (moment: CommandInput<'past.read'>): Promise<PastMoment> => {
      const read = past.lookBack.moment('at' in moment ? { at: Math.min(moment.at, past.now()) } : moment)
      // Frames cross without an event, too.
      return 'at' in moment ? { ...read, frame: Math.max(read.frame, past.frameAt(read.snapshot.at)) } : read
    },
    'past.timeLine': async (request: CommandInput<'past.timeLine'>) =>
      past.lookBack.timeLine(request, past.now()),
    'past.beside': async (request: CommandInput<'past.beside'>) => past.lookBack.beside(request),
    'past.story': async () => past.lookBack.story(),
    'past.keep': async ({ isKept }: CommandInput<'past.keep'>) => {
      if (isKept) await past.keep(takeSnapshot)
      else {
        past.forget()
        history.forget()
      }
      onKeepsHistory(isKept)
      return null
    },
  }
}
