import { app, Menu, type MenuItemConstructorOptions, shell } from 'electron'
import type { MenuEntry } from '#contract'
import { openExternalPage } from './security.ts'

export interface MenuOptions {
  homeFolder: string
  /** The actions that the page offers. Empty until the page has sent them. */
  entries: readonly MenuEntry[]
  /** Called when the user chooses the entry with this ID. */
  choose(id: string): void
}

/** Shows the menu bar: the page's actions and Electron's own entries. */
export function showMenu({ homeFolder, entries, choose }: MenuOptions): void {
  const isMac = process.platform === 'darwin'
  const actionsOf = (menu: MenuEntry['menu']) =>
    entries.filter((entry) => entry.menu === menu).map((entry) => menuItem(entry, choose))
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        ...actionsOf('file'),
        { label: 'Show &Data Folder', click: () => void shell.openPath(homeFolder) },
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit', accelerator: 'Ctrl+Q' },
      ],
    },
    { role: 'editMenu' },
    { label: '&Lab', submenu: actionsOf('lab'), visible: actionsOf('lab').length > 0 },
    {
      label: '&View',
      submenu: [
        ...actionsOf('view'),
        { type: 'separator' },
        { role: 'reload' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        // Only for the developers of Bramble, not in an installed app.
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
      ],
    },
    {
      role: 'help',
      submenu: [
        ...actionsOf('help'),
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
}

/** Sets the text that "About Bramble" shows. */
export function describeApp(): void {
  app.setAboutPanelOptions({
    applicationName: 'Bramble',
    applicationVersion: app.getVersion(),
    copyright: 'MIT licence. Not affiliated with BlackBerry or Microsoft: everything here is emulated.',
  })
}

function menuItem(entry: MenuEntry, choose: (id: string) => void): MenuItemConstructorOptions {
  const { id, label, accelerator, isEnabled, isChecked } = entry
  return {
    id,
    // In a label, a single ampersand underlines the next letter; a double one shows an ampersand.
    label: label.replaceAll('&', '&&'),
    // The menu only displays the shortcut. The page handles the keys itself, as it does in a browser.
    ...(accelerator === null ? {} : { accelerator, registerAccelerator: false }),
    enabled: isEnabled,
    ...(isChecked === null ? {} : { type: 'checkbox', checked: isChecked }),
    click: () => choose(id),
  }
}

function externalPage(label: string, address: string): MenuItemConstructorOptions {
  return { label, click: () => openExternalPage(address) }
}
