/**
 * Serves the window's page with a lab that has two signed-in handhelds, and repeats their frames at a steady rate through the entry
 * that the lab's parts use. Prints the page's address. Arguments: the page's folder, frames a second, and events of handhelds a
 * second (default: none).
 */
import '../../../server/words/index.ts'
import { createRealClock } from '../../../server/clock/index.ts'
import { serveWeb } from '../../../server/faces/web/index.ts'
import { startLab } from '../../../server/lab/index.ts'
import { FrameRecorder } from '../frame-recorder.ts'

const [pageFolder, framesPerSecond, eventsPerSecond = '0'] = process.argv.slice(2)
if (!pageFolder || !framesPerSecond) throw new Error('the page or the number of frames is missing')

const names = ['alice', 'bob']
/** Each tells at most one event in a turn of the event loop. */
const switched = Array.from({ length: 20 }, (_, index) => `switched${index}`)
const recorder = new FrameRecorder()
const lab = await startLab({
  file: { users: names.map((id) => ({ id })), handhelds: names.map((name) => ({ name, user: name })) },
  installFolder: null,
  defaultPort: 0,
  defaultDatabase: 'memory',
  captureFile: recorder,
})
for (const name of names) {
  const { result } = await lab.api.call('handheld.login', { name, user: name, password: 'Passw0rd!' })
  if (result !== 'accepted') throw new Error(`${name} cannot log in: ${result}`)
}
for (let count = 0; count < 20; count += 1) {
  await lab.api.call('handheld.send', { name: 'alice', to: 'bob', text: `Are you there? ${count}` })
}
if (eventsPerSecond !== '0') for (const name of switched) await lab.api.call('handheld.add', { name })
const entry = recorder.stop()
const { url } = await serveWeb({ api: lab.api, pageFolder, port: 0 })

const clock = createRealClock()
const startedAt = clock.now()
let sent = 0
let switches = 0
setInterval(() => {
  const seconds = (clock.now() - startedAt) / 1_000
  const dueSwitches = Math.min(seconds * Number(eventsPerSecond), switches + switched.length)
  for (; switches < dueSwitches; switches += 1) {
    const name = switched[switches % switched.length]
    const sendsStatus = (switches / switched.length) % 2 < 1
    if (name) void lab.api.call('handheld.setStatusMessages', { name, sendsStatus })
  }
  for (; sent < seconds * Number(framesPerSecond); sent += 1) {
    const record = recorder.frames[sent % recorder.frames.length]
    if (record) entry.frame(record)
  }
}, 10)
console.log(url)
