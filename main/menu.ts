import { app, Menu, type MenuItemConstructorOptions, shell } from 'electron'
import type { MenuEntry } from '#contract'
import { openExternalPage } from './security.ts'

export interface MenuOptions {
  homeFolder: string
  /** The actions that the page offers; none until it has told them. */
  entries: readonly MenuEntry[]
  /** Somebody chose the entry with this ID. */
  choose(id: string): void
}

/** Shows the menu bar: the page's actions, and what is the system's own. */
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
        // For those who build Bramble; an installed one has no need of them.
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

/** What "About Bramble" shows. */
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
    // A single ampersand would underline the letter after it.
    label: label.replaceAll('&', '&&'),
    // The page listens for the keys itself, so that they do the same in a browser: the menu only shows them.
    ...(accelerator === null ? {} : { accelerator, registerAccelerator: false }),
    enabled: isEnabled,
    ...(isChecked === null ? {} : { type: 'checkbox', checked: isChecked }),
    click: () => choose(id),
  }
}

function externalPage(label: string, address: string): MenuItemConstructorOptions {
  return { label, click: () => openExternalPage(address) }
}
