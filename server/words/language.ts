/** The languages that Bramble speaks. Reports for machines and the original's log stay English whatever is chosen. */
export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

/**
 * The language of a tag such as `de-AT` (a browser's) or `de_DE.UTF-8` (a system's).
 * @returns English for every language that Bramble does not speak, for `C`, and for no tag at all
 * @example languageOf('de_AT.UTF-8') // 'de'
 */
export function languageOf(tag: string | undefined): Language {
  const spoken = /^[a-z]+/i.exec(tag ?? '')?.[0].toLowerCase()
  return languages.find((language) => language === spoken) ?? 'en'
}

/** The language of a system's messages, as POSIX has it: the first of LC_ALL, LC_MESSAGES and LANG that is set. */
export function systemLanguage(environment: Readonly<Record<string, string | undefined>>): Language {
  const { LANG, LC_ALL, LC_MESSAGES } = environment
  return languageOf(LC_ALL || LC_MESSAGES || LANG)
}
