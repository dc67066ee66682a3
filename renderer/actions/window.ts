import {
  CircleQuestionMark,
  Command,
  Languages,
  LayoutGrid,
  Lock,
  LockOpen,
  Maximize2,
  Minimize2,
  Monitor,
  Moon,
  PanelBottomClose,
  PanelBottomOpen,
  PanelTop,
  Scaling,
  Search,
  Settings2,
  Sun,
  Wind,
} from 'lucide-react'
import { show, useInterface } from '../store/interface.ts'
import { isPaneHidden } from '../store/lesson.ts'
import { resizePane } from '../store/pane-room.ts'
import {
  fillWindow,
  focusedPane,
  focusPane,
  focusSearch,
  foldPane,
  isFolded,
  nextPane,
} from '../store/panes.ts'
import {
  densities,
  languageChoices,
  motions,
  type PaneName,
  type Preferences,
  panes,
  prefer,
  themes,
  usePreferences,
} from '../store/preferences.ts'
import { showToast } from '../toasts/toasts.tsx'
import { wordsNow } from '../words/words.ts'
import { type Action, type ActionContext, actionWithoutArguments } from './action.ts'
import { actionWords } from './words.ts'

export const openPalette = actionWithoutArguments({
  name: 'window.palette',
  group: 'window',
  label: () => actionWords().palette,
  keywords: () => ['palette', 'search', 'find'],
  icon: () => Command,
  shortcuts: [{ key: 'k', mod: true }],
  menu: 'view',
  perform: () => show({ isPaletteOpen: !useInterface.getState().isPaletteOpen }),
})

export const openHelp = actionWithoutArguments({
  name: 'window.help',
  group: 'window',
  label: () => actionWords().help,
  keywords: () => ['shortcuts', 'what is this', 'keys'],
  icon: () => CircleQuestionMark,
  shortcuts: [{ key: 'F1' }, { key: '?', isText: true }],
  menu: 'help',
  // Where a pane has the focus, the help opens at its page.
  perform: () => show({ isHelpOpen: true, helpPage: focusedPane() }),
})

/** Opens the help at the page about a pane. */
export const explainPane: Action<{ pane: PaneName }> = {
  name: 'window.explainPane',
  group: 'window',
  label: ({ pane }) => actionWords().explain(pane),
  keywords: () => ['help', 'what is this'],
  icon: () => CircleQuestionMark,
  perform: ({ pane }) => show({ isHelpOpen: true, helpPage: pane }),
  offers: (_, typed) => (typed === '' ? [] : panes.map((pane) => ({ pane }))),
}

/** Puts the cursor into the search field of the pane with the focus, or of the first pane that has one. */
export const find = actionWithoutArguments({
  name: 'window.find',
  group: 'window',
  label: () => actionWords().find,
  keywords: () => ['search', 'filter', 'look for'],
  icon: () => Search,
  shortcuts: [
    { key: 'f', mod: true },
    { key: '/', isText: true },
  ],
  menu: 'edit',
  perform: focusSearch,
})

const themeIcons = { system: Monitor, light: Sun, dark: Moon } as const

export const setTheme: Action<{ theme: Preferences['theme'] }> = {
  name: 'window.theme',
  group: 'window',
  label: ({ theme }) => actionWords().theme(theme),
  keywords: () => ['toggle theme', 'colours', 'mode'],
  icon: ({ theme }) => themeIcons[theme],
  menu: 'view',
  isChosen: ({ theme }) => usePreferences.getState().theme === theme,
  perform: ({ theme }) => prefer({ theme }),
  offers: () => themes.map((theme) => ({ theme })),
}

export const setLanguage: Action<{ language: Preferences['language'] }> = {
  name: 'window.language',
  group: 'window',
  label: ({ language }) => actionWords().language(language),
  buttonLabel: ({ language }) => actionWords().languages[language],
  // In both languages: who sees the wrong one must find the way out.
  keywords: () => ['language', 'sprache', 'english', 'englisch', 'german', 'deutsch'],
  icon: () => Languages,
  menu: 'view',
  isChosen: ({ language }) => usePreferences.getState().language === language,
  perform: ({ language }) => prefer({ language }),
  offers: () => languageChoices.map((language) => ({ language })),
}

export const setMotion: Action<{ motion: Preferences['motion'] }> = {
  name: 'window.motion',
  group: 'window',
  label: ({ motion }) => actionWords().motion(motion),
  keywords: () => ['animation', 'reduced motion', 'moving'],
  icon: () => Wind,
  isChosen: ({ motion }) => usePreferences.getState().motion === motion,
  perform: ({ motion }) => prefer({ motion }),
  offers: (_, typed) => (typed === '' ? [] : motions.map((motion) => ({ motion }))),
}

export const openPreferences = actionWithoutArguments({
  name: 'window.preferences',
  group: 'window',
  label: () => actionWords().preferences,
  keywords: () => ['preferences', 'options', 'settings of the window', 'einstellungen'],
  icon: () => Settings2,
  shortcuts: [{ key: ',', mod: true }],
  menu: 'edit',
  perform: () => show({ isPreferencesOpen: true }),
})

export const setDensity: Action<{ density: Preferences['density'] }> = {
  name: 'window.density',
  group: 'window',
  label: ({ density }) => actionWords().density(density),
  keywords: ({ density }) => [density, 'layout', 'size', 'bench', ...(density === 'tiles' ? ['wall'] : [])],
  icon: () => LayoutGrid,
  isChosen: ({ density }) => usePreferences.getState().density === density,
  perform: ({ density }) => prefer({ density }),
  offers: () => densities.map((density) => ({ density })),
}

export const openOrCloseFrames = actionWithoutArguments({
  name: 'window.openFrames',
  group: 'window',
  label: () => (useInterface.getState().isOpened ? actionWords().closeFrames : actionWords().openFrames),
  keywords: () => ['decrypt', 'open', 'traffic'],
  icon: () => (useInterface.getState().isOpened ? LockOpen : Lock),
  perform: () => show({ isOpened: !useInterface.getState().isOpened }),
})

/** Why a pane cannot be shown in a lesson, or null. */
function hiddenByLesson({ pane }: { pane: PaneName }, { lab }: ActionContext): string | null {
  return isPaneHidden(lab?.lesson ?? null, pane)
    ? wordsNow().page.lessons.access.hidden(actionWords().panes[pane])
    : null
}

export const goToPane: Action<{ pane: PaneName }> = {
  name: 'window.goToPane',
  group: 'window',
  label: ({ pane }) => actionWords().goTo(pane),
  keywords: () => ['pane', 'focus', 'show'],
  icon: () => PanelTop,
  keyed: panes.map((pane, index) => ({ args: { pane }, shortcut: { key: String(index + 1), mod: true } })),
  obstacle: hiddenByLesson,
  perform: ({ pane }) => focusPane(pane),
  offers: (_, typed) => (typed === '' ? [] : panes.map((pane) => ({ pane }))),
}

export const goToNextPane = actionWithoutArguments({
  name: 'window.nextPane',
  group: 'window',
  label: () => actionWords().nextPane,
  keywords: () => ['focus', 'cycle'],
  shortcuts: [{ key: 'F6' }],
  menu: 'view',
  perform: () => focusPane(nextPane(1)),
})

export const goToPreviousPane = actionWithoutArguments({
  name: 'window.previousPane',
  group: 'window',
  label: () => actionWords().previousPane,
  keywords: () => ['focus', 'previous', 'cycle'],
  shortcuts: [{ key: 'F6', shift: true }],
  menu: 'view',
  perform: () => focusPane(nextPane(-1)),
})

/** The pane in which somebody works: keys and palette mean this one. */
const paneMeant = () => focusedPane() ?? panes.find((pane) => !isFolded(pane)) ?? 'bench'

export const enlargePane = actionWithoutArguments({
  name: 'window.enlargePane',
  group: 'window',
  label: () => actionWords().enlargePane,
  keywords: () => ['pane', 'resize', 'larger', 'higher', 'wider'],
  icon: () => Scaling,
  shortcuts: [{ key: 'F7' }],
  perform: () => resizePane(paneMeant(), true),
})

export const shrinkPane = actionWithoutArguments({
  name: 'window.shrinkPane',
  group: 'window',
  label: () => actionWords().shrinkPane,
  keywords: () => ['pane', 'resize', 'smaller', 'lower', 'narrower'],
  icon: () => Scaling,
  shortcuts: [{ key: 'F7', shift: true }],
  perform: () => resizePane(paneMeant(), false),
})

/** Folds a pane away to the bottom of the window, or shows it again. */
export const fold: Action<{ pane: PaneName; isAway: boolean }> = {
  name: 'window.fold',
  group: 'window',
  label: ({ pane, isAway }) => actionWords().fold(pane, isAway),
  keywords: () => ['pane', 'hide', 'show', 'collapse'],
  icon: ({ isAway }) => (isAway ? PanelBottomClose : PanelBottomOpen),
  obstacle: hiddenByLesson,
  perform({ pane, isAway }) {
    if (foldPane(pane, isAway)) return
    const title = actionWords().fold(pane, isAway)
    showToast({ kind: 'failure', title, text: actionWords().lastPane, remedy: null })
  },
  offers: (_, typed) => (typed === '' ? [] : panes.map((pane) => ({ pane, isAway: !isFolded(pane) }))),
}

/** Lets a pane fill the window, or puts it back among the others. */
export const fillWithPane: Action<{ pane: PaneName; isFull: boolean }> = {
  name: 'window.fill',
  group: 'window',
  label: ({ pane, isFull }) => (isFull ? actionWords().fillWithPane(pane) : actionWords().showAllPanes),
  keywords: () => ['pane', 'full screen', 'maximize', 'large'],
  icon: ({ isFull }) => (isFull ? Maximize2 : Minimize2),
  obstacle: hiddenByLesson,
  perform: ({ pane, isFull }) => fillWindow(isFull ? pane : null),
  offers: (_, typed) => {
    const { fullPane } = usePreferences.getState()
    if (fullPane !== null) return [{ pane: fullPane, isFull: false }]
    return typed === '' ? [] : panes.map((pane) => ({ pane, isFull: true }))
  },
}
