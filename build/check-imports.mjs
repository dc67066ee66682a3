/** Checks every import against the rules of imports/rules.mjs. Exits with 1 when an import breaks a rule. */
import { projectFolder } from './folders.mjs'
import { checkImports } from './imports/check.mjs'

const { files, problems } = checkImports(projectFolder)
for (const problem of problems) process.stderr.write(`${problem}\n`)
process.stdout.write(
  problems.length === 0
    ? `Imports of ${files} files follow the rules.\n`
    : `${problems.length} ${problems.length === 1 ? 'import breaks' : 'imports break'} a rule.\n`,
)
process.exitCode = problems.length === 0 ? 0 : 1
