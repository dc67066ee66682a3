/** Starts labs in one process and prints its resident memory in bytes. Arguments: number of labs, handhelds in each. */
import '../../../server/words/index.ts'
import { startLab } from '../../../server/lab/index.ts'

const [labs, handhelds] = process.argv.slice(2).map(Number)
if (!labs || !handhelds) throw new Error('numbers of labs and handhelds are missing')
for (let started = 0; started < labs; started += 1) {
  const lab = await startLab({
    file: { handhelds: [{ fleet: handhelds, user: 'load{n}', name: 'load{n}' }] },
    installFolder: null,
    defaultPort: 0,
    defaultDatabase: 'memory',
  })
  for (let number = 1; number <= handhelds; number += 1) {
    const name = `load${number}`
    const { result } = await lab.api.call('handheld.login', { name, user: name, password: 'Passw0rd!' })
    if (result !== 'accepted') throw new Error(`${name} cannot log in: ${result}`)
  }
}
globalThis.gc?.()
console.log(JSON.stringify({ rss: process.memoryUsage().rss }))
