/** Stands for the name of each handheld in turn, inside a step `each`. */
const placeholder = '$handheld'

/** Puts the handheld of the innermost `each` in the place of `$handheld`. */
export function spell(text: string, handheld: string | null): string {
  return handheld === null ? text : text.replaceAll(placeholder, () => handheld)
}

/** @returns the names that a glob means, in their own order; `*` any characters, `?` exactly one */
export function matching(glob: string, names: readonly string[]): string[] {
  const pattern = glob
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll(/\*+/g, '.*')
    .replaceAll('?', '.')
  const form = new RegExp(`^${pattern}$`, 'su')
  return names.filter((name) => form.test(name))
}
