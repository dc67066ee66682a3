/** Files that people write: YAML, checked against a schema, with errors that name the position. */

export { nearest } from '../base/index.ts'
export type { StandIn } from './blank-out-faults.ts'
export { jsonSchemaOf } from './json-schema.ts'
export { checkLab, filesOfLab, labStandIn, parseLabFile, readLabFile } from './lab-file.ts'
export { didYouMean, explain, type Objection, objections } from './objections.ts'
export { checkDocument, openOrdinaryFile, type Report, readText, readYaml } from './read-document.ts'
export { defaultPassword, namedUsers, type Roster, type RosterUser, rosterOf } from './roster.ts'
export { type LabFile, type LabFileInput, labFile, startOf, zoneOf } from './schema.ts'
export { formatKeyPath, formatProblem, type Problem, UnusableFile } from './unusable-file.ts'
export { type KeyPath, labKeys, type Position, parseYaml, type YamlText } from './yaml-text.ts'
