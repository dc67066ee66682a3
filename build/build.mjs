/** `npm run build`: builds the app into `out/`. */
import { build } from './bring-up-to-date.mjs'

const { code } = await build({ quiet: false })
process.exitCode = code ?? 1
