/** Whether the keys are those of a Mac. */
export const isMac = /^mac/i.test(globalThis.navigator?.platform ?? '')

/** Whether the page is in the desktop app, where no browser keeps keys for itself. */
export const isInApp = globalThis.window?.bramble !== undefined
