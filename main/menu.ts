import { app, Menu, type MenuItemConstructorOptions, shell } from 'electron'
import { openExternalPage } from './security.ts'

export interface MenuActions {
  addHandheld(): void
  homeFolder: string
}

/** The menu bar. What is in it can also be done in the page, or is the system's own. */
export function installMenu({ addHandheld, homeFolder }: MenuActions): void {
  const isMac = process.platform === 'darwin'
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: '&New Handheld', accelerator: 'CmdOrCtrl+N', click: addHandheld },
        { label: 'Show &Data Folder', click: () => void shell.openPath(homeFolder) },
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit', accelerator: 'Ctrl+Q' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        // For those who build Bramble; an installed one has no need of them.
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
      ],
    },
    {
      role: 'help',
      submenu: [
        externalPage('SIP (RFC 3261)', 'https://www.rfc-editor.org/rfc/rfc3261'),
        externalPage(
          'Microsoft’s Extensions to SIP (MS-SIPRE)',
          'https://learn.microsoft.com/en-us/openspecs/office_protocols/ms-sipre/',
        ),
        { type: 'separator' },
        { role: 'about' },
      ],
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  app.setAboutPanelOptions({
    applicationName: 'Bramble',
    applicationVersion: app.getVersion(),
    copyright: 'MIT licence. Not affiliated with BlackBerry or Microsoft: everything here is emulated.',
  })
}

function externalPage(label: string, address: string): MenuItemConstructorOptions {
  return { label, click: () => openExternalPage(address) }
}
