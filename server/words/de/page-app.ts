import type { app as english } from '../en/page-app.ts'

export const app: typeof english = {
  recovered: {
    title: 'Das Fenster war abgestürzt',
    text: 'Es wurde neu geöffnet. Das Labor lief inzwischen weiter; nichts davon ist verloren.',
  },
  crashedAgain: {
    title: 'Das Fenster stürzt immer wieder ab',
    text: 'Das Labor läuft weiter. Vielleicht hilft es, das Fenster noch einmal zu öffnen; wenn nicht, melden Sie bitte, was Sie zuletzt getan haben.',
    again: 'Noch einmal öffnen',
    quit: 'Bramble beenden',
  },
  unresponsive: {
    title: 'Das Fenster antwortet nicht',
    text: 'Das Labor läuft weiter. Sie können warten oder das Fenster neu laden: Was gerade getippt wurde, geht dann verloren.',
    wait: 'Warten',
    reload: 'Neu laden',
  },
  portInUse: {
    explanation:
      'Das Labor kann stattdessen freie Ports benutzen. Das Fenster zeigt, welche es sind, für Programme von außen.',
    useFree: 'Freie Ports benutzen',
    always: 'Von jetzt an bei jedem Start',
    quit: 'Beenden',
  },
  openLab: {
    menu: '&Labor öffnen …',
    recent: 'Z&uletzt geöffnet',
    clearRecent: 'Liste leeren',
    choose: 'Ein Labor öffnen',
    files: 'Labordateien',
    failed: (file) => `${file} lässt sich nicht öffnen`,
    question: (file) => ({
      title: `Das Labor von ${file} starten?`,
      text: 'Das laufende Labor endet mit allen Sitzungen; Handhelds und Benutzer, die es in einer Datei hält, bleiben dort.',
      open: 'Starten',
      cancel: 'Abbrechen',
    }),
  },
  useFreePorts: 'Bei jedem Start freie Ports benutzen',
  reportProblem: 'Ein Problem melden …',
}
