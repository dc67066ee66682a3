import { app, session, shell, type WebContents } from 'electron'
import { isPageUrl } from './page.ts'

/** Sites that the lab links to. Only their pages are opened in the person's browser. */
const externalPages = ['https://www.rfc-editor.org/rfc/', 'https://learn.microsoft.com/en-us/openspecs/']

/** The page may only write to the clipboard, which it needs to copy a frame. */
const grantedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** Confines the page: refuses permissions, navigation, new windows and embedded pages. */
export function lockDown(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(grantedPermissions.has(permission)),
  )
  session.defaultSession.setPermissionCheckHandler((_contents, permission) =>
    grantedPermissions.has(permission),
  )
  session.defaultSession.setDevicePermissionHandler(() => false)
  app.on('web-contents-created', (_event, contents) => lockDownContents(contents))
}

function lockDownContents(contents: WebContents): void {
  const stayHere = (event: { preventDefault(): void; url: string }) => {
    // Allow a reload of the page, but no other navigation.
    if (!isPageUrl(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', stayHere)
  contents.on('will-redirect', stayHere)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openExternalPage(url)
    return { action: 'deny' }
  })
}

/** Opens an address in the person's browser if it belongs to a site that the lab links to. */
export function openExternalPage(address: string): void {
  if (externalPages.some((page) => address.startsWith(page))) void shell.openExternal(address)
}
