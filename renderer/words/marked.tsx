/** Text of the words in which `**bold**` and code between backticks are marked. */
export function Marked({ text }: { text: string }) {
  return text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).map((part, index) => {
    const key = `${index} ${part}`
    if (part.startsWith('**')) return <b key={key}>{part.slice(2, -2)}</b>
    return part.startsWith('`') ? <code key={key}>{part.slice(1, -1)}</code> : part
  })
}
