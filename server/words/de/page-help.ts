import type { MessageState, TimeLimitName } from '#contract'
import type { help as english } from '../en/page-help.ts'

const deliveries: Readonly<Record<MessageState, string>> = {
  queued:
    'Wartend: bleibt auf dem Handheld, bis es Funkabdeckung hat. Nachrichten gehen in der Reihenfolge ab, in der sie geschrieben wurden.',
  sent: 'Gesendet: hat das Handheld verlassen; noch hat niemand geantwortet.',
  accepted: 'Angenommen: Der Dienst bewahrt sie auf, bis das andere Handheld Funkabdeckung hat.',
  delivered: 'Zugestellt: Der Client der anderen Person hat sie.',
  rejected: 'Nicht zugestellt: Der Grund steht darunter, mit der Möglichkeit, sie erneut zu senden.',
  unconfirmed:
    'Nicht bestätigt: Vorher endete eine Sitzung oder eine Verbindung, vielleicht ist sie also angekommen. Vor dem Wiederholen nachfragen.',
}

const waits: Readonly<Record<TimeLimitName, string>> = {
  login: 'Ein Handheld wartet auf die Antwort auf seine Anmeldung',
  database: 'Der Dienst wartet auf die Konfigurationsdatenbank (4d)',
  directoryBind:
    'Der Dienst wartet auf Active Directory (4d): auf die Verbindung und alle Nachrichten des Bind zusammen',
  communicationsConnect: 'Der Dienst wartet auf eine Verbindung zum Communications Server, mit TLS (4e)',
  communicationsRequest:
    'Der Dienst wartet auf die Antwort auf eine Anfrage, etwa OPTIONS (4e) und REGISTER (6)',
  messageAnswer: 'Der Dienst wartet auf die Antwort auf eine Sofortnachricht',
  messageReceipt:
    'Der Dienst wartet auf die Quittung eines Handhelds, bevor er dem Server des Absenders sagt, dass er die Nachricht aufbewahrt',
  messageOutcome: 'Ein Handheld wartet auf die Auskunft, was aus seiner Nachricht wurde',
  srpExchange: 'Der Dispatcher wartet auf den SRP-Austausch, der eine Verbindung eröffnet',
  packets: 'Der Dispatcher wartet auf das nächste Paket einer Nachricht',
}

export const help: typeof english = {
  title: 'Hilfe',
  contents: 'Inhalt',
  find: 'In der Hilfe suchen',
  nothingFound: 'Davon steht nichts in der Hilfe.',
  whatThisIs: {
    title: 'Was das ist',
    text: 'Ein Labor aus nachgebildeten BlackBerry-Handhelds und dem Collaboration Service, mit dem sie sprechen. Es bildet nach, wie ein BlackBerry Enterprise Server 5.0 eine Sitzung für Sofortnachrichten beginnt, hält und beendet, zum Beobachten, Stören und Wiederholen. Frames gehen über echte Sockets; nur vom Dispatcher zum Dienst werden sie im Labor selbst übergeben.',
  },
  firstMinutes: {
    title: 'Die ersten fünf Minuten',
    steps: [
      'Auf dem ersten Handheld das Kennwort `Passw0rd!` eingeben und **Anmelden** drücken. Im Anmeldeablauf leuchtet jeder Schritt auf, mit dem Grund für jede Verzweigung.',
      'Im Anmeldeablauf **Diese Anmeldung wiederholt zeigen** drücken, um ihn langsam durchzugehen. Auf einen Schritt zeigen, um zu sehen, welche Strecke er überquert.',
      'Im Verkehr **Entschlüsselt zeigen** einschalten und einen Frame anklicken: verschlüsselte Bytes, komprimierte Bytes, Inhalt.',
      '**Maximale Sitzungen** auf 1 setzen und auf dem zweiten Handheld anmelden: **Server Busy**.',
      '**Leerlauf-Zeitlimit** auf 5m setzen, das erste Handheld aus der Funkabdeckung nehmen und auf dem zweiten erneut anmelden: Schritt 4a meldet das erste ab. Bekommt es wieder Funkabdeckung, erfährt es den Grund.',
    ],
  },
  stage: {
    title: 'Auf der Bühne',
    text: '**Präsentieren** (F5) zeigt zwei Geräte, die Anmeldung mit allen Gründen und den neuesten Frame, in einer Schrift, die man auch hinten im Saal liest und die mit dem Fenster wächst. Escape oder F5 holt die Bereiche zurück, wie sie waren. Die Leertaste spielt die Anmeldung Schritt für Schritt ab oder hält sie an; ← und → gehen einen Schritt, Pos1 und Ende an ihre Enden. Im Ablaufbild reist eine Nachricht als Umschlag über ihre Strecke; der Teil, auf den gewartet wird, leuchtet und zählt die Sekunden in Laborzeit; eine Strecke, auf der nichts durchkommt, ist durchgestrichen. Wie lange ein Umschlag reist, ist erfunden, denn die Nachricht selbst braucht eine Millisekunde. **Vorführungen …** unter den Befehlen zeigt Szenarien der Bibliothek, die in diesem Labor Schritt für Schritt laufen: **Weiter** (N) tut einen, sagt, ob das Erwartete eintrat, und zeigt die Anmerkung dazu. Beim Beenden wird das Labor zurückgesetzt.',
  },
  timeLine: {
    title: 'Zeitleiste und Vergangenheit',
    texts: [
      'Unter allem steht, was geschah, über der Laborzeit: je eine Spur für Anmeldungen, Entscheidungen, Enden, Nachrichten, Störungen, Einstellungen und Handhelds. **Ziehen** Sie daran, drücken Sie auf eine Marke, oder gehen Sie mit ← und → von Marke zu Marke: Das ganze Fenster zeigt diesen Augenblick, mit Rahmen und einem Banner, das **Die Vergangenheit** sagt. Das Labor läuft derweil weiter, und nichts lässt sich ändern, bis **Escape** zum Jetzt zurückführt. Pos1 ist der erste Augenblick, der noch da ist, Ende ist jetzt.',
      'Das Mausrad zoomt um den Zeiger, von Millisekunden bis zu Tagen, mit Umschalt verschiebt es den Ausschnitt; ebenso + und −, Bild auf und Bild ab. Die Leiste merkt sich, wie viel sie zeigte.',
      'Legen Sie ein **Ticket-Bündel**, eine Aufzeichnung, eine Vergangenheit oder einen Bericht von `bramble run --json --with-past` irgendwo auf dem Fenster ab, um sie als Vergangenheit zu öffnen, nur zum Lesen: Ihre Zeitleiste lässt sich genauso bedienen, und → führt von einer Marke zur nächsten. Ein weiteres Fenster (in der App **Neues Fenster**, im Browser ein weiterer Tab) zeigt das Labor daneben.',
    ],
  },
  turns: {
    title: 'Zurückgehen und anders weiter',
    texts: [
      '**Von hier an weiter** startet ein zweites Labor, das wiederholt, was bis zu dem betrachteten Augenblick geschah, und anstelle des ersten von dort aus weiterläuft: mit Paketen in der Luft, Dialogen und Fristen. Das erste läuft weiter, wie es war.',
      '**Anders weiter …** ändert in diesem Augenblick eine Sache: eine Einstellung, ob ein Server läuft, oder die Funkabdeckung eines Handhelds. **Vergleichen** wiederholt beide in virtueller Zeit und stellt sie nebeneinander: was zur selben Zeit gleich ist, was sich nur verschob, und was nur auf einer Seite geschah. **Als Text kopieren** ist für ein Ticket. **Zurück zum Labor** beendet den anderen Verlauf.',
      '**Schnappschüsse …** unter den Befehlen und im Dateimenü sichert das Labor unter einem Namen. Ein Schnappschuss lässt sich später öffnen, aus jedem Labor: Er wird in einem Labor daneben wiederholt, das dort stehen bleibt oder als Zweig weiterläuft. Er hat die Kennwörter, die getippt wurden, und nur sein Besitzer kann ihn lesen. Anders weiter geht es nur vom Labor dieses Fensters aus: Zweigen Sie darum von einem Schnappschuss ab und ändern Sie dort etwas.',
      '**Szenario machen …** in den Befehlen macht aus dem Geschehenen eine Szenariodatei, ohne dass etwas aufgezeichnet wurde. Um beim Arbeiten zu wählen, was sie erwarten muss, gibt es **Ab jetzt ein Szenario aufzeichnen** und **Das erwarten** im Menü von allem, was Sie sehen, oder die Taste A.',
    ],
  },
  filter: {
    title: 'Frames finden',
    text: 'Das Feld **Im Verkehr suchen** nimmt Wörter, "Wortfolgen" und Schlüssel wie `user:alice step:4d`; alle müssen zutreffen. `-wort` schließt aus; `or`, `not` und Klammern verknüpfen. Unter dem Feld steht, wie es verstanden wurde und wie viele Frames erst entschlüsselt passen. Das Lesezeichen daneben merkt sich einen Filter unter einem Namen und färbt die Zeilen, die zu ihm passen. Das Herz blendet Statusmeldungen aus. Filter, Gerät, Strecke, geöffneter Frame und angeheftete Anmeldung stehen in der Adresse der Seite, sodass Neuladen oder ein Link dasselbe zeigt.',
  },
  messages: {
    title: 'Sofortnachrichten',
    text: 'Wer angemeldet ist, sieht die Kontakte: einen drücken, schreiben, Eingabetaste. Alles nimmt den verschlüsselten Weg: Handheld, Dispatcher, Dienst und als SIP zum Communications Server. Der Verkehr zeigt es.',
    deliveries,
    light:
      'Das Licht eines Geräts blinkt rot, solange es Nachrichten gibt, die niemand angesehen hat. Es ist gelb außerhalb der Funkabdeckung, grün, wenn alles in Ordnung ist, und auch rot, wenn eine Anmeldung oder Sitzung schiefging.',
  },
  conditions: {
    title: 'Laborzeit und Störungen',
    text: 'Die Uhr in der oberen Leiste ist die des Labors: Sie kann schneller gehen, stillstehen, von Ereignis zu Ereignis schreiten oder springen, damit niemand auf ein Zeitlimit warten muss. Unter **Absichtlich stören** fallen Server aus und werden Zertifikate schlecht; **Etwas stören …** setzt jede Störung an jeder Stelle, für eine Zeit, nach Zufall oder nur für die ersten paar Anfragen. Was gestört ist, durch wen auch immer, steht dort und in der oberen Leiste und lässt sich dort beheben. Die **Zeitleiste** unter allem führt zu jedem Augenblick zurück; dort lässt **Von hier an weiter** ein zweites Labor ab diesem Augenblick weiterlaufen, **Anders weiter …** ändert darin vorher eine Sache, und **Vergleichen** sagt, wo sich die beiden zuerst unterscheiden.',
  },
  keeping: {
    title: 'Zum Aufheben und Weitergeben',
    text: '**Exportieren** im Verkehr speichert, was der Filter zeigt, für Wireshark und andere Programme. **Ticket-Bündel speichern …** macht ein Zip aus allem, was bekannt ist: Labordatei, ein Szenario dessen, was getan wurde, Frames, Aufzeichnung, Protokoll. Ziehen Sie ein Bündel auf das Fenster, oder nehmen Sie **Ticket-Bündel oder Aufzeichnung öffnen …** aus den Befehlen: Das Fenster zeigt es wie zuvor das Labor, nur zum Lesen, bis Sie **Zurück zum Labor** drücken. Kennwörter und Schlüssel sind in keinem von beiden; was gesagt wurde, schon.',
  },
  limits: {
    title: 'Wer wie lange auf wen wartet',
    text: 'Diese Zeitlimits beenden eine Anmeldung oder eine Nachricht von selbst, in Laborzeit; alle sind erfunden. Die mit einem Schlüssel lassen sich in der Labordatei einstellen.',
    waits: (limit) => waits[limit],
  },
  shortcuts: {
    title: 'Tastenkürzel',
    palette: 'Befehle: alles, was sich tun lässt, nach ein paar Buchstaben davon',
    help: 'Diese Hilfe',
    nextDemoStep: 'Der nächste Schritt der laufenden Vorführung',
    present: 'Das Labor präsentieren, oder wieder die Bereiche zeigen',
    replay:
      'Im Anmeldeablauf und in der Präsentation: die Anmeldung abspielen oder anhalten, ein Schritt zurück, ein Schritt weiter',
    find: 'Suchen (auch mit /): in Handhelds, Verkehr, Benutzern oder Sitzungen, wo der Fokus ist',
    nextPane: 'Zum nächsten Bereich des Fensters',
    previousPane: 'Zum vorigen Bereich',
    pauseOrGoOn: 'Laborzeit anhalten oder weiterlaufen lassen',
    step: 'Zum nächsten Ereignis im Labor',
    newHandheld: 'Ein neues Handheld',
    enter: 'In einem Kennwortfeld: anmelden. In einer Einstellung: übernehmen',
    escape: 'Frame oder Dialog schließen; zurück zu den Kontakten; Einstellung zurücknehmen',
    arrows: 'In der Tabelle des Verkehrs und in Kontakten: bewegen. Die Eingabetaste öffnet',
    compareFrame: 'In der Tabelle des Verkehrs: mit dem offenen Frame vergleichen',
    markFrame: 'In der Tabelle des Verkehrs: den Frame markieren, mit Kommentar',
    shiftEnter: 'In einer Nachricht: neue Zeile. Die Eingabetaste allein sendet',
  },
  language: {
    title: 'Sprache',
    text: 'Die Seite spricht die Sprache des Systems, solange hier keine andere gewählt ist. Berichte, Protokoll und alles auf der Leitung bleiben englisch.',
  },
  originality: {
    title: 'Was original ist und was erfunden',
    original:
      'Original, aus öffentlichen Dokumenten: die Schritte 1 bis 7, die Ports, die Reihenfolge Komprimieren, Verschlüsseln, Senden; die Grenzen und beide Zeitlimits; die Worte „Server Busy“ und „Failed“; die Erweiterungen von SIP durch Microsoft.',
    invented:
      'Erfunden, weil kein öffentliches Dokument es sagt: der Aufbau des Umschlags auf Port 3101 und der Nachrichten darin, alle anderen Worte auf den Bildschirmen der Geräte (mit einem kleinen „i“, wo eine Anmeldung endet), die Zustellzeichen der Nachrichten, wie oft Statusmeldungen gesendet werden und was geschieht, wenn die Höchstzahl ohne Zeitlimit erreicht ist (Server Busy).',
  },
  affiliation:
    'Bramble ist mit BlackBerry und Microsoft nicht verbunden und nicht von ihnen unterstützt. Ihre Namen sagen nur, was nachgebildet wird.',
}
