import type { YAMLParseError, YAMLWarning } from 'yaml'

/** What is wrong with the form of a file, and how it is put right, for people who do not know the terms of YAML. */
export function syntaxWords({ code, message }: YAMLParseError | YAMLWarning): string {
  switch (code) {
    case 'MULTIPLE_DOCS':
      return 'a second document begins here: a file holds one'
    case 'TAG_RESOLVE_FAILED':
      return unknownTag(message)
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'there is a colon in this text: put the text in quotes, or the key on a line of its own'
    case 'BLOCK_IN_FLOW':
      return 'there is a colon in this text: within { } and [ ] put the text in quotes'
    case 'MULTILINE_IMPLICIT_KEY':
      return 'expected a key with a colon after it, found neither here'
    case 'TAB_AS_INDENT':
      return 'lines are indented with blanks, found a tab'
    case 'DUPLICATE_KEY':
      return 'this key stands in its map twice: expected it once'
    case 'BAD_SCALAR_START':
      return `text cannot begin with ${message.at(-1)}: put it in quotes`
    case 'BAD_DQ_ESCAPE':
      return `in double quotes, ${/\\.?/.exec(message)?.[0] ?? 'this'} means nothing: write \\\\ for a backslash`
    case 'BAD_INDENT':
    case 'MISSING_CHAR':
      return missing(message)
    default:
      return message
  }
}

function unknownTag(message: string): string {
  const [, tag = ''] = /^Unresolved tag: (.*)$/.exec(message) ?? []
  if (tag === '') return message
  return `unknown tag ${tag}: nothing takes its place; write the value itself, in quotes where it begins with !`
}

function missing(message: string): string {
  const [, bracket] = /end with a? ?([\]}])/.exec(message) ?? []
  if (bracket !== undefined)
    return `expected ${bracket}: what was opened with ${bracket === ']' ? '[' : '{'} is not closed`
  const [, quote] = /^Missing closing (["'])/.exec(message) ?? []
  if (quote !== undefined) return `expected ${quote}: a text that was opened with it is not closed`
  if (message.includes('same column')) {
    return 'this line is indented differently from those beside it: what belongs together begins in one column'
  }
  return message
}
