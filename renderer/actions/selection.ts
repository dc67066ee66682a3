import { Bookmark, BookmarkX, ListChecks, ListX } from 'lucide-react'
import { forgetDeviceSet, namesInSet, saveDeviceSet } from '../store/device-sets.ts'
import { show } from '../store/interface.ts'
import { type DeviceSet, usePreferences } from '../store/preferences.ts'
import { clearSelection, selectOnly, useSelection } from '../store/selection.ts'
import { wordsNow } from '../words/words.ts'
import { type Action, actionWithoutArguments } from './action.ts'
import { manyWords } from './many-tasks.ts'

/** Who is selected, and sets of handhelds that are kept under a name. */

export interface OnMany {
  names: readonly string[]
}

/** The palette offers it with the handhelds that are selected. */
export function selected(): readonly OnMany[] {
  const { names } = useSelection.getState()
  return names.size === 0 ? [] : [{ names: [...names] }]
}

/** Of all that are shown, as somebody who has typed in Find wants it. */
export const selectShown = actionWithoutArguments({
  name: 'handhelds.selectShown',
  group: 'lab',
  label: () => manyWords().selectShown(useSelection.getState().shown.length),
  keywords: () => ['select all', 'everything', 'ctrl a'],
  icon: () => ListChecks,
  obstacle: () => (useSelection.getState().shown.length === 0 ? manyWords().noneShown : null),
  perform: () => selectOnly(useSelection.getState().shown),
})

export const selectNobody = actionWithoutArguments({
  name: 'handhelds.selectNobody',
  group: 'lab',
  label: () => manyWords().selectNobody,
  keywords: () => ['deselect', 'clear selection'],
  icon: () => ListX,
  obstacle: () => (useSelection.getState().names.size === 0 ? manyWords().nobodySelected : null),
  perform: clearSelection,
})

/** Asks for a name. */
export const saveSet: Action<OnMany> = {
  name: 'selected.saveSet',
  group: 'handhelds',
  label: ({ names }) => manyWords().saveSet(names.length),
  buttonLabel: () => manyWords().saveSetButton,
  keywords: () => ['group', 'selection', 'remember'],
  icon: () => Bookmark,
  perform: ({ names }) => show({ manyDialog: { kind: 'set', names } }),
  offers: selected,
}

export function saveSetAs(name: string, names: readonly string[]): void {
  saveDeviceSet(name, names)
}

export const selectSet: Action<DeviceSet> = {
  name: 'handhelds.selectSet',
  group: 'lab',
  label: ({ name, handhelds }) => manyWords().selectSet(name, handhelds.length),
  keywords: () => ['group', 'choose set'],
  icon: () => ListChecks,
  perform: ({ name }) => selectOnly(namesInSet(usePreferences.getState().deviceSets, name)),
  offers: () => usePreferences.getState().deviceSets,
}

export const forgetSet: Action<DeviceSet> = {
  name: 'handhelds.forgetSet',
  isDestructive: true,
  group: 'lab',
  label: ({ name }) => wordsNow().page.devices.forgetSet(name),
  keywords: () => ['group', 'delete set', 'remove set'],
  icon: () => BookmarkX,
  perform: ({ name }) => forgetDeviceSet(name),
  offers: () => usePreferences.getState().deviceSets,
}
