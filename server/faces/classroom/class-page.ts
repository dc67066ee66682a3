import type { Language, Words } from '#words'
import { printable } from '../../base/index.ts'
import { escapeXml } from '../../protocols/xml/index.ts'

/** The pages of a class: plain HTML with the window's own looks, in which every text of people is escaped. */
export interface ClassPage {
  language: Language
  words: Words['classroom']
  /** Addresses of the window's stylesheets. */
  looks: readonly string[]
}

export function page({ language, looks }: ClassPage, title: string, content: string): string {
  const sheets = [...looks, '/classroom.css'].map(
    (address) => `<link rel="stylesheet" href="${escaped(address)}">`,
  )
  return `<!DOCTYPE html>
<html lang="${language}" class="class-page">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} · Bramble</title>
<link rel="icon" type="image/svg+xml" href="/icon.svg">
${sheets.join('\n')}
<script src="/classroom.js"></script>
</head>
<body>
${content}
</body>
</html>
`
}

export function escaped(text: string): string {
  return escapeXml(printable(text))
}

/** A name, whose direction must not change that of the text around it. */
export function person(name: string): string {
  return `<bdi>${escaped(name)}</bdi>`
}

export function alarm(text: string): string {
  return `<p class="class-alarm" role="alert">${escaped(text)}</p>`
}
