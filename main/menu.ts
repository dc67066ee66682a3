import { app, Menu, type MenuItemConstructorOptions, shell } from 'electron'
import type { MenuEntry } from '#contract'
import type { Words } from '#words'
import { changeAppSettings, readAppSettings } from './app-settings.ts'
import { openExternalPage } from './security.ts'

export interface MenuOptions {
  homeFolder: string
  words: Pick<Words['page'], 'app' | 'menu'>
  /** The actions that the page offers. Empty until the page has sent them. */
  entries: readonly MenuEntry[]
  /** Called when somebody wants another lab; null: which one is to be asked. */
  openLab(file: string | null): void
  /** Called when somebody wants one more window. */
  openWindow(): void
  /** Called when the user chooses the entry with this ID. */
  choose(id: string): void
  /** Called when the menu bar has to be made anew, since a setting of the app has changed. */
  onChanged(): void
}

/** Shows the menu bar: the page's actions and Electron's own entries. */
export function showMenu({
  homeFolder,
  words: { app: appWords, menu: words },
  entries,
  openLab,
  openWindow,
  choose,
  onChanged,
}: MenuOptions): void {
  const isMac = process.platform === 'darwin'
  const actionsOf = (menu: MenuEntry['menu']) =>
    entries.filter((entry) => entry.menu === menu).map((entry) => menuItem(entry, choose))
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: words.file,
      submenu: [
        {
          id: 'app.newWindow',
          label: words.newWindow,
          accelerator: 'CmdOrCtrl+Shift+N',
          click: openWindow,
        },
        {
          id: 'app.openLab',
          label: appWords.openLab.menu,
          accelerator: 'CmdOrCtrl+O',
          click: () => openLab(null),
        },
        recentMenu(homeFolder, appWords, openLab, onChanged),
        { type: 'separator' },
        ...actionsOf('file'),
        { type: 'separator' },
        { label: words.showDataFolder, click: () => void shell.openPath(homeFolder) },
        {
          label: appWords.useFreePorts,
          type: 'checkbox',
          checked: readAppSettings(homeFolder).usesFreePorts,
          click: ({ checked }) => changeAppSettings(homeFolder, { usesFreePorts: checked }),
        },
        { type: 'separator' },
        isMac
          ? { role: 'close' }
          : {
              role: 'quit',
              label: process.platform === 'win32' ? words.exit : words.quit,
              accelerator: 'Ctrl+Q',
            },
      ],
    },
    editMenu(words, actionsOf('edit')),
    { label: words.lab, submenu: actionsOf('lab'), visible: actionsOf('lab').length > 0 },
    {
      label: words.view,
      submenu: [
        ...actionsOf('view'),
        { type: 'separator' },
        { role: 'reload', label: words.reload },
        { type: 'separator' },
        { role: 'resetZoom', label: words.actualSize },
        { role: 'zoomIn', label: words.zoomIn },
        { role: 'zoomOut', label: words.zoomOut },
        { type: 'separator' },
        { role: 'togglefullscreen', label: words.fullScreen },
        // Only for the developers of Bramble, not in an installed app.
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
      ],
    },
    {
      role: 'help',
      label: words.help,
      submenu: [
        ...actionsOf('help'),
        ...reportMenu(entries, appWords, choose),
        externalPage(words.sip, 'https://www.rfc-editor.org/rfc/rfc3261'),
        externalPage(
          words.sipExtensions,
          'https://learn.microsoft.com/en-us/openspecs/office_protocols/ms-sipre/',
        ),
        { type: 'separator' },
        { role: 'about', label: words.about },
      ],
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

/** The system's own; on a Mac with what only a Mac has. */
function editMenu(
  words: Words['page']['menu'],
  actions: readonly MenuItemConstructorOptions[],
): MenuItemConstructorOptions {
  return {
    label: words.edit,
    submenu: [
      { role: 'undo', label: words.undo },
      { role: 'redo', label: words.redo },
      { type: 'separator' },
      { role: 'cut', label: words.cut },
      { role: 'copy', label: words.copy },
      { role: 'paste', label: words.paste },
      { role: 'delete', label: words.delete },
      { type: 'separator' },
      { role: 'selectAll', label: words.selectAll },
      ...(actions.length === 0 ? [] : [{ type: 'separator' } as const, ...actions]),
    ],
  }
}

/** The lab files that were opened, latest first. */
function recentMenu(
  homeFolder: string,
  { openLab: words }: Words['page']['app'],
  openLab: MenuOptions['openLab'],
  onCleared: () => void,
): MenuItemConstructorOptions {
  const { recentLabs } = readAppSettings(homeFolder)
  return {
    label: words.recent,
    enabled: recentLabs.length > 0,
    submenu: [
      ...recentLabs.map((file) => ({ label: file.replaceAll('&', '&&'), click: () => openLab(file) })),
      { type: 'separator' },
      {
        label: words.clearRecent,
        click: () => {
          changeAppSettings(homeFolder, { recentLabs: [] })
          app.clearRecentDocuments()
          onCleared()
        },
      },
    ],
  }
}

/** A report is the bundle that the page saves of everything it knows. */
function reportMenu(
  entries: readonly MenuEntry[],
  words: Words['page']['app'],
  choose: MenuOptions['choose'],
): MenuItemConstructorOptions[] {
  const bundle = entries.find(({ id }) => id === 'lab.saveBundle')
  if (bundle === undefined) return []
  return [{ label: words.reportProblem, enabled: bundle.isEnabled, click: () => choose(bundle.id) }]
}

/** Sets the text that "About Bramble" shows. */
export function describeApp(words: Words['page']['menu']): void {
  app.setAboutPanelOptions({
    applicationName: 'Bramble',
    applicationVersion: app.getVersion(),
    copyright: words.licence,
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
