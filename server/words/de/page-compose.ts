import type { compose as english } from '../en/page-compose.ts'

export const compose: typeof english = {
  plain: {
    name: 'Was im Labor dieses Bündels getan wurde',
    about:
      'Was von Hand getan wurde, mit den Pausen dazwischen, für `bramble run`. Ob es besteht, hat noch niemand versucht.',
  },
  file: {
    about: (span) => `Von Bramble aus dem gemacht, was in einem Labor geschah, über ${span} Laborzeit.`,
    times: {
      round: 'Pausen sind gerundet, wo das am Erwarteten nichts ändert.',
      exact: 'Pausen stehen auf die Millisekunde genau, denn mit gerundeten würde etwas anders enden.',
      together:
        'Jeder Schritt beginnt neben den anderen auf die Millisekunde genau, denn nacheinander würde etwas anders enden.',
    },
    passwords: 'Passwörter sind ersetzt: Alle haben das übliche, und falsche bleiben falsch.',
    setUps: {
      compact:
        'Die ersten Schritte machen das Labor so, wie es am Anfang des Ausschnitts war, ohne das, was dahin führte.',
      whole: 'Die ersten Schritte sind alles, was vorher geschah, denn ohne das würde etwas anders enden.',
    },
    outside: {
      communicationsServer:
        'Der Communications Server stand außerhalb des Labors: Hier tritt der Stellvertreter an seine Stelle.',
      directory: 'Das Verzeichnis stand außerhalb des Labors: Hier tritt der Stellvertreter an seine Stelle.',
    },
    dropped: (count) => `${count} spätere Befehle wurden nicht aufbewahrt.`,
    setUp: 'Das Labor, wie es am Anfang des Ausschnitts war',
    range: 'Was geschah',
    noStep: (command) => `Dafür gibt es keinen Schritt: ${command}`,
  },
}
