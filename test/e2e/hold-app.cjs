/**
 * Electron loads this before the app, which then waits until `startInElectron` says that the test has attached to it. Otherwise the page
 * may load at the moment at which Playwright attaches. Then Chromium tells Playwright neither the address of the page nor that it has
 * navigated, so Playwright waits for ever.
 */
const { app } = require('electron')

/** @type {import('node:events').EventEmitter} */
const events = app
const isReady = app.whenReady()
const isAttached = new Promise((resolve) => events.once('test-attached', resolve))
app.whenReady = () => Promise.all([isReady, isAttached]).then(() => undefined)

// An app that starts itself anew, with the arguments that it got, waits for nobody.
process.argv.splice(process.argv.indexOf(__filename) - 1, 2)
