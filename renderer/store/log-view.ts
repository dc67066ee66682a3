import { create } from 'zustand'
import type { LogQuery } from '#contract'

/** Which lines of the log the pane shows. */
export const wholeLog: LogQuery = { text: '', level: 5, component: null, flow: null, handheld: null }

export const useLogView = create<LogQuery>(() => wholeLog)

export const showLog = useLogView.setState
