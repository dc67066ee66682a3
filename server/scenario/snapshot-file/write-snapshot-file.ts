import { describeFailure, Failure } from '../../base/index.ts'
import { replaceFile } from '../../base/node/index.ts'
import { checksumOf, type LabSnapshot } from './snapshot-file.ts'

/**
 * Writes a snapshot that only its owner can read, since it has passwords. An old file is replaced once all of the new one is on
 * the disk.
 * @throws {Failure} if it cannot be written; an old file is then kept
 */
export async function writeSnapshotFile(path: string, snapshot: LabSnapshot): Promise<void> {
  try {
    await replaceFile(path, textOf(snapshot), 0o600)
  } catch (cause) {
    throw new Failure('snapshot-not-written', { path, cause: describeFailure(cause) }, { cause })
  }
}

/** JSON with one line for each history entry and each part of the state, so that people can read and compare it. */
function textOf(snapshot: LabSnapshot): string {
  const { history, state, ...first } = snapshot
  const entries = (object: object) =>
    Object.entries(object).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
  const parts = Object.entries(state).map(([key, value]) => {
    const isLong = isMap(value) && Object.values(value).every(isMap)
    return `${JSON.stringify(key)}: ${isLong ? block('{}', entries(value), '    ') : JSON.stringify(value)}`
  })
  const all = [
    ...entries(first),
    `"history": ${block(
      '[]',
      history.map((entry) => JSON.stringify(entry)),
      '  ',
    )}`,
    `"state": ${block('{}', parts, '  ')}`,
    `"sha256": ${JSON.stringify(checksumOf(snapshot))}`,
  ]
  return `${block('{}', all, '')}\n`
}

function block(brackets: '[]' | '{}', lines: readonly string[], indent: string): string {
  const [open, close] = brackets
  if (lines.length === 0) return brackets
  return `${open}\n${lines.map((line) => `${indent}  ${line}`).join(',\n')}\n${indent}${close}`
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
