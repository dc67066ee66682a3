import type { CommandInput } from '#contract'
import type { LabParts } from './lab-parts.ts'

/** Breaking and mending on purpose. */
export function faultCommands({ events, faultDesk }: Pick<LabParts, 'events' | 'faultDesk'>) {
  const tell = () => {
    const { conditions, faults } = faultDesk
    events.emit('faults', () => ({ type: 'faults', faults }))
    events.emit('conditions', () => ({ type: 'conditions', conditions }))
  }
  return {
    'faults.set': async (input: CommandInput<'faults.set'>) => {
      await faultDesk.set(input)
      tell()
      return faultDesk.faults
    },
    'faults.mend': async ({ at, kind, instance }: CommandInput<'faults.mend'>) => {
      await faultDesk.mend(at, kind, instance)
      tell()
      return faultDesk.faults
    },
    'faults.clear': async () => {
      await faultDesk.clear()
      tell()
      return faultDesk.faults
    },
    'conditions.set': async (input: CommandInput<'conditions.set'>) => {
      const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
      await faultDesk.setConditions(given)
      tell()
      return faultDesk.conditions
    },
  }
}
