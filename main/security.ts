import { app, session, shell, type WebContents } from 'electron'
import { isPageUrl } from './page.ts'

/** Documents that the lab points to. Nothing else leaves for the person's browser. */
const externalPages = ['https://www.rfc-editor.org/rfc/', 'https://learn.microsoft.com/en-us/openspecs/']

/** Copying a frame is all that the page may ask the system for. */
const grantedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** Closes what a page could use to get out: permissions, navigation, new windows, embedded pages. */
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
    // The page may be loaded again (Reload), never left.
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

/** Opens an address in the person's browser if it is one that the lab points to. */
export function openExternalPage(address: string): void {
  if (externalPages.some((page) => address.startsWith(page))) void shell.openExternal(address)
}
