// Loaded before an Electron app (`electron -r`). Prints a line once the page has all texts of BENCH_TEXTS and is painted.
const { app } = require('electron')

const texts = process.env.BENCH_TEXTS ?? '[]'
const waitForPaint = `new Promise((resolve) => {
  const look = () => {
    const shown = document.body.textContent
    if (!${texts}.every((text) => shown.includes(text))) setTimeout(look, 10)
    // The second frame begins after the first one has been painted.
    else requestAnimationFrame(() => requestAnimationFrame(resolve))
  }
  look()
})`

app.on('web-contents-created', (_event, contents) => {
  contents.once('dom-ready', async () => {
    await contents.executeJavaScript(waitForPaint)
    process.stdout.write('painted\n')
  })
})
