import { Bookmark, HeartPulse } from 'lucide-react'
import { show } from '../store/interface.ts'
import { prefer, type SavedFilter, usePreferences } from '../store/preferences.ts'
import { type Action, actionWithoutArguments } from './action.ts'
import { actionWords } from './words.ts'

/** Leaves the status messages of all handhelds out of the traffic, or shows them again. */
export const hideStatus = actionWithoutArguments({
  name: 'traffic.hideStatus',
  group: 'lab',
  label: () => actionWords().hideStatus(usePreferences.getState().hidesStatus),
  keywords: () => ['heartbeat', 'noise', 'status messages'],
  icon: () => HeartPulse,
  perform: () => prefer({ hidesStatus: !usePreferences.getState().hidesStatus }),
})

export const applyFilter: Action<{ saved: SavedFilter }> = {
  name: 'traffic.filter',
  group: 'lab',
  label: ({ saved }) => actionWords().applyFilter(saved.name),
  keywords: ({ saved }) => [saved.filter],
  icon: () => Bookmark,
  perform: ({ saved }) => show({ trafficFilter: saved.filter }),
  offers: () => usePreferences.getState().savedFilters.map((saved) => ({ saved })),
}
