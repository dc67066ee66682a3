/** The stand-in for Active Directory in a process of its own. Prints its port once it listens. */
import '../../../server/words/index.ts'
import { createRealClock } from '../../../server/clock/index.ts'
import { startTestDirectory } from '../../../server/stand-ins/directory/testing/fixtures.ts'

const { port } = await startTestDirectory(createRealClock())
console.log(JSON.stringify({ port }))
