import { Bookmark, HeartPulse, X } from 'lucide-react'
import { show } from '../store/interface.ts'
import { prefer, type SavedFilter, usePreferences } from '../store/preferences.ts'
import { showToast } from '../toasts/toasts.tsx'
import { type Action, actionWithoutArguments } from './action.ts'
import { actionWords } from './words.ts'

/** Leaves the status messages of all handhelds out of the traffic, or shows them again. */
export const hideStatus = actionWithoutArguments({
  name: 'traffic.hideStatus',
  isForLooking: true,
  group: 'lab',
  label: () => actionWords().hideStatus(usePreferences.getState().hidesStatus),
  keywords: () => ['heartbeat', 'noise', 'status messages'],
  icon: () => HeartPulse,
  perform: () => prefer({ hidesStatus: !usePreferences.getState().hidesStatus }),
})

export const applyFilter: Action<{ saved: SavedFilter }> = {
  name: 'traffic.filter',
  isForLooking: true,
  group: 'lab',
  label: ({ saved }) => actionWords().applyFilter(saved.name),
  keywords: ({ saved }) => [saved.filter],
  icon: () => Bookmark,
  perform: ({ saved }) => show({ trafficFilter: saved.filter }),
  offers: () => usePreferences.getState().savedFilters.map((saved) => ({ saved })),
}

export const removeFilter: Action<{ saved: SavedFilter }> = {
  name: 'traffic.removeFilter',
  isForLooking: true,
  group: 'lab',
  label: ({ saved }) => actionWords().removeFilter(saved.name),
  keywords: () => ['delete', 'bookmark'],
  icon: () => X,
  perform({ saved }) {
    const before = usePreferences.getState().savedFilters
    prefer({ savedFilters: before.filter((one) => one.name !== saved.name) })
    showToast({
      kind: 'undo',
      title: actionWords().filterRemoved(saved.name),
      text: '',
      action: { label: actionWords().undo, run: () => prefer({ savedFilters: before }) },
    })
  },
  offers: () => usePreferences.getState().savedFilters.map((saved) => ({ saved })),
}
