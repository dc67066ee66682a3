import { type DeviceSet, prefer, usePreferences } from './preferences.ts'

export type { DeviceSet }

/** Sets of handhelds with a name, remembered like preferences. Upper and lower case are the same. */

const none: ReadonlySet<string> = new Set()

/** The names of the handhelds in a set, also of those that have been removed since; none where there is no such set. */
export function namesInSet(sets: readonly DeviceSet[], name: string): ReadonlySet<string> {
  const found = sets.find((one) => isSame(one.name, name))
  return found === undefined ? none : new Set(found.handhelds)
}

/** Saves handhelds under a name. A set of that name is replaced. */
export function saveDeviceSet(name: string, handhelds: Iterable<string>): void {
  const others = usePreferences.getState().deviceSets.filter((one) => !isSame(one.name, name))
  prefer({ deviceSets: [...others, { name, handhelds: [...handhelds] }] })
}

export function forgetDeviceSet(name: string): void {
  prefer({ deviceSets: usePreferences.getState().deviceSets.filter((one) => !isSame(one.name, name)) })
}

/** The word that finds a set: `set:night`, or `set:"night shift"`. */
export function wordOfSet(name: string): string {
  return /\s/.test(name) ? `set:"${name}"` : `set:${name}`
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
