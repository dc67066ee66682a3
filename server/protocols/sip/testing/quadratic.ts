/** Ways to do too much work, each with a size: what {@link growth} must see. */
export const quadratic: Readonly<Record<string, (size: number) => unknown>> = {
  'a loop in a loop'(size) {
    let count = 0
    for (let outer = 0; outer < size; outer += 1) for (let inner = 0; inner < outer; inner += 1) count += 1
    return count
  },
  'a search from the beginning each time'(size) {
    const text = `${'a'.repeat(size)};`
    let found = 0
    for (let index = 0; index < size; index += 1) found += text.indexOf(';')
    return found
  },
  'the rest of a text each time'(size) {
    let text = 'a'.repeat(size)
    while (text !== '') text = text.slice(1)
    return text
  },
  'a list copied for each element'(size) {
    let list: number[] = []
    for (let index = 0; index < size; index += 1) list = [...list, index]
    return list
  },
  'bytes put together for each piece'(size) {
    let bytes = Buffer.alloc(0)
    for (let index = 0; index < size; index += 1) bytes = Buffer.concat([bytes, Buffer.from('a')])
    return bytes
  },
  'a list searched for each element'(size) {
    const list = Array.from({ length: size }, (_, index) => index)
    return list.filter((_, index) => !list.includes(-index - 1)).length
  },
  'an expression that starts anew at each space'(size) {
    return `${' '.repeat(size)}a`.replace(/ +$/, '')
  },
  'an expression with two ways to read the same'(size) {
    return /^a*a*$/.test(`${'a'.repeat(size)}b`)
  },
}

export const straight: Readonly<Record<string, (size: number) => unknown>> = {
  'a loop'(size) {
    let count = 0
    for (let index = 0; index < size; index += 1) count += index
    return count
  },
  'the functions of the language, once each'(size) {
    const words = 'ab '.repeat(size).trim().split(/ +/)
    return [...words.map((word) => word.toUpperCase())]
      .join('')
      .replace(/[A-Z]{2}?/g, 'c')
      .indexOf('d')
  },
}
