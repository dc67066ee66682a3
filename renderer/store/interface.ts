import { create } from 'zustand'
import type { Hop } from '#contract'
import type { PaneName } from './preferences.ts'

/** State of the window alone, such as open dialogs and filters; never state of the lab. */
export interface InterfaceState {
  isPaletteOpen: boolean
  isHelpOpen: boolean
  isPreferencesOpen: boolean
  /** The pane whose page the help opens at; null: at its beginning. */
  helpPage: PaneName | null
  isAddOpen: boolean
  isExportOpen: boolean
  /** The export dialog proposes to record from now on. */
  isExportOfFuture: boolean
  isFaultFormOpen: boolean
  /** The handheld whose link is being set to exact numbers. */
  linkOf: string | null
  /** What is asked before something is done with the handhelds that were selected. */
  manyDialog: { kind: 'message' | 'set'; names: readonly string[] } | null
  /** What is typed to find handhelds. */
  handheldFilter: string
  /** The ID of the user whose dialog is open, or `new`. */
  editedUser: { id: string } | 'new' | null
  /** The handheld whose screen is shown large, over everything else. */
  largeScreen: string | null
  /** The login that the flow view shows; null follows the latest. */
  pinnedFlow: string | null
  isOpened: boolean
  /** The filter of the traffic as somebody typed it; it may still be wrong. */
  trafficFilter: string
  trafficDevice: string | null
  trafficHop: Hop | null
  /** The frame whose layers are open. */
  openFrame: number | null
  /** The step of a login whose frames are lit, or that of the open frame. */
  markedStep: { flow: string; step: string } | null
  /** The window shows the lab to an audience: see `presentation/`. */
  isPresenting: boolean
  /** The handhelds that were chosen for the presentation. Empty: the latest that did something. */
  stageDevices: readonly string[]
  isDemoListOpen: boolean
  /** The frame with which the open one is compared. */
  comparedFrame: number | null
  /** The frame whose mark is being edited. */
  markedFrame: number | null
  /** The IDs of two logins that are compared. */
  comparedLogins: { left: string; right: string } | null
}

export const useInterface = create<InterfaceState>(() => ({
  isPaletteOpen: false,
  isHelpOpen: false,
  isPreferencesOpen: false,
  helpPage: null,
  isAddOpen: false,
  isExportOpen: false,
  isExportOfFuture: false,
  isFaultFormOpen: false,
  linkOf: null,
  manyDialog: null,
  handheldFilter: '',
  editedUser: null,
  largeScreen: null,
  pinnedFlow: null,
  isOpened: false,
  trafficFilter: '',
  trafficDevice: null,
  trafficHop: null,
  openFrame: null,
  markedStep: null,
  isPresenting: false,
  stageDevices: [],
  isDemoListOpen: false,
  comparedFrame: null,
  markedFrame: null,
  comparedLogins: null,
}))

export const show = useInterface.setState
