// An app with one empty window, of the same size and settings as Bramble's.
const { join } = require('node:path')
const { app, BrowserWindow } = require('electron')

app.whenReady().then(async () => {
  const webPreferences = { contextIsolation: true, sandbox: true, nodeIntegration: false, spellcheck: false }
  const window = new BrowserWindow({ width: 1440, height: 900, show: false, webPreferences })
  window.once('ready-to-show', () => window.show())
  await window.loadFile(join(__dirname, 'index.html'))
})
app.on('window-all-closed', () => app.quit())
