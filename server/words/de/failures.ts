import type { Cause, FailureFacts } from '#contract'
import { failureWords, obstacleWords } from '../failure-words.ts'
import { texts } from '../texts.ts'
import type { FailureSentences } from '../words.ts'
import { directoryObstacles } from './directory-obstacles.ts'
import { registrationOutcomes, remarkWords, sipServers } from './sip-failures.ts'

const writableFile =
  'Nennen Sie eine Datei in einem Ordner, in den geschrieben werden darf, auf einem Datenträger mit Platz.'
const meaningsOfEvent: Readonly<Record<string, string>> = {
  unregistered: 'ein neuerer Endpunkt desselben Benutzers brauchte den Platz',
  rejected: 'der Benutzer darf nicht mehr angemeldet sein',
  deactivated: 'der Benutzer soll sich neu anmelden, vielleicht anderswo',
}

function registration({
  address,
  status,
  reason,
  diagnostics,
  remarks,
  refusesCredentials,
}: FailureFacts['registration-refused']) {
  const detail = diagnostics === null ? '' : ` (ms-diagnostics: ${diagnostics})`
  const more = [detail, ...remarks.map((remark) => `; ${remarkWords(remark)}`)].join('')
  return {
    message: refusesCredentials
      ? `Der Communications Server hat Benutzer-ID oder Kennwort von ${address} abgelehnt: ${status} ${reason}${more}`
      : `Der Communications Server hat die Anmeldung von ${address} mit ${status} ${reason} beantwortet${more}`,
  }
}

export const failures: FailureSentences = {
  ...texts,
  ...sipServers,
  ...registrationOutcomes,

  'bad-filter': ({ column, problem }) => ({ message: `Spalte ${column}: ${problem}` }),
  'bad-input': ({ command, problem }) => ({ message: `${command}: ${problem}` }),
  'bad-message': ({ problem }) => ({ message: `Das ist keine Nachricht der Schnittstelle: ${problem}` }),
  'bundle-capture-alone': ({ file }) => ({
    message: `${file} ist eine Aufzeichnung, die nicht von Bramble stammt`,
    remedy: 'Öffnen Sie sie in Wireshark, oder öffnen Sie das Ticket-Bündel, zu dem sie gehört.',
  }),
  'bundle-damaged': ({ file, problem }) => ({
    message: `Das Bündel lässt sich nicht lesen: ${file}: ${problem}`,
    remedy: 'Holen Sie es noch einmal, oder bitten Sie um ein neues. Am Labor hat sich nichts geändert.',
  }),
  'bundle-other-format': ({ format, known, version }) => ({
    message: `Das Bündel hat das Format ${format}, geschrieben von Bramble ${version}; diese Version liest Format ${known}`,
    remedy: `Öffnen Sie es mit Bramble ${version}.`,
  }),
  'bundle-too-large': ({ what, most }) => ({
    message: {
      bytes: `Das Bündel hat mehr als ${most / 1_048_576} MB`,
      files: `Das Bündel hat mehr als ${most} Dateien`,
      frames: `Das Bündel hat mehr als ${most} Frames`,
      unpacked: `Das Bündel verspricht mehr als ${most / 1_048_576} MB Inhalt`,
    }[what],
    remedy: 'Entpacken Sie es und sehen Sie die Dateien an; README.txt sagt, was sie sind.',
  }),
  'desktop-cannot-connect': ({ place }) => ({
    message: `Der Desktop-Client erreicht den Server unter ${place} nicht`,
  }),
  'desktop-refused': ({ address, status, reason }) => ({
    message: `Der Server hat die Anmeldung von ${address} mit ${status === null ? 'nichts' : `${status} ${reason}`} beantwortet`,
    remedy:
      status === 401
        ? 'Lassen Sie Clients ohne Nachweis zu: communicationsServer.authentication mit none darin.'
        : undefined,
  }),
  'desktop-signed-in': ({ address }) => ({ message: `${address} ist am PC schon angemeldet` }),
  'desktop-signed-out': ({ person }) => ({
    message: `${person} ist an keinem Desktop-Client angemeldet`,
    remedy: 'Melden Sie sich erst dort an.',
  }),
  'external-server': ({ asked }) => ({
    message: {
      'break-it': 'Ein Server außerhalb des Labors lässt sich von hier aus nicht stören',
      'desktop-client': 'Desktop-Clients melden sich nur am eingebauten Server an',
      'service-certificate':
        'Einem Server außerhalb des Labors zeigt der Dienst das Zertifikat, das die Labordatei nennt',
    }[asked],
  }),
  'frame-gone': ({ number }) => ({
    message: `Frame ${number} wird nicht mehr aufbewahrt`,
    remedy: 'Die Aufzeichnung ist begrenzt und behält nur die letzten Frames.',
  }),
  'name-taken': ({ name }) => ({
    message: `Es gibt schon ein Handheld ${name}`,
    remedy: 'Wählen Sie einen anderen Namen.',
  }),
  'report-damaged': ({ file, problem }) => ({
    message: `Der Bericht ${file} kann nicht gelesen werden: ${problem}`,
    remedy: 'Lassen Sie ihn von bramble run neu schreiben. Am Labor wurde nichts geändert.',
  }),
  'report-without-past': ({ file }) => ({
    message: `Der Bericht ${file} hat von keinem Lauf die Vergangenheit`,
    remedy:
      'Lassen Sie ihn mit bramble run --json --with-past schreiben, oder führen Sie das Szenario im Studio aus.',
  }),
  'no-bundle': ({ file }) => ({
    message: `${file} ist kein Ticket-Bündel`,
    remedy: 'Ein Bündel ist das Zip, das „Ticket-Bündel speichern“ macht.',
  }),
  'no-coverage': ({ name }) => ({
    message: `Handheld ${name} kann nicht senden: Es ist außerhalb der Funkabdeckung oder ausgeschaltet`,
  }),
  'no-session': ({ name }) => ({ message: `Handheld ${name} hat keine Sitzung` }),
  'not-signed-in': () => ({
    message: 'Auf diesem Handheld ist niemand angemeldet',
    remedy: 'Melden Sie sich erst an.',
  }),
  'outbox-full': () => ({
    message: 'Auf diesem Handheld wartet zu viel darauf, gesendet zu werden',
    remedy: 'Geben Sie ihm erst Funkabdeckung.',
  }),
  'past-only': ({ file }) => ({
    message:
      file === null
        ? 'Dies ist die Vergangenheit: Sie lässt sich nur lesen'
        : `Dies ist die Vergangenheit, wie ${file} sie hat: Sie lässt sich nur lesen`,
    remedy: 'Gehen Sie zuerst zurück zum Labor.',
  }),
  'pin-taken': ({ name, pin }) => ({
    message: `Handheld ${name} hat schon die PIN ${pin}`,
    remedy: 'Wählen Sie eine andere PIN.',
  }),
  'no-wireshark': () => ({
    message: 'Wireshark ist auf diesem Rechner nicht zu finden',
    remedy: 'Installieren Sie es, oder exportieren Sie als pcapng und öffnen Sie die Datei, wo es ist.',
  }),
  'no-past': () => ({
    message: 'Dieses Labor bewahrt seine Vergangenheit nicht auf',
    remedy: 'Schalten Sie es ein: Befehle, Vergangenheit dieses Labors aufbewahren.',
  }),
  'no-recording': () => ({
    message: 'Es gibt keine Aufzeichnung',
    remedy: 'Beginnen Sie zuerst eine: Exportieren, Alles von jetzt an.',
  }),
  superseded: () => ({ message: 'Eine spätere Anfrage hat diese abgelöst' }),
  'tcp-needs-r2': () => ({
    message: 'TCP lässt sich nur für OCS 2007 R2 einstellen',
    remedy: 'Wählen Sie TLS oder die Umgebung OCS 2007 R2.',
  }),
  'too-many-marks': ({ most }) => ({
    message: `Es gibt schon ${most} Markierungen`,
    remedy: 'Entfernen Sie zuerst eine.',
  }),
  'too-many-calls': ({ most }) => ({
    message: `${most} Befehle dieser Oberfläche sind noch unterwegs`,
    remedy: 'Warten Sie, bis einige beantwortet sind.',
  }),
  'unknown-command': ({ command, known }) => ({
    message: `Es gibt keinen Befehl ${JSON.stringify(command)}`,
    remedy: `Bekannte Befehle: ${known.join(', ')}`,
  }),
  'unknown-handheld': ({ name }) => ({
    message: `Es gibt kein Handheld ${name}`,
    remedy: 'Fügen Sie es erst hinzu.',
  }),
  'no-branch': ({ id }) => ({ message: `Es gibt keinen Verlauf ${id}` }),
  'no-branches': () => ({ message: 'In diesem Labor kann kein anderer Verlauf beginnen' }),
  'lab-process-failed': ({ cause }) => ({
    message: `Ein Labor neben diesem ist nicht gestartet: ${cause}`,
    remedy:
      'Dieses Labor ist davon nicht berührt. Beheben Sie, was genannt ist, und starten Sie es noch einmal.',
  }),
  'too-many-labs': ({ most }) => ({
    message: `Neben diesem laufen schon ${most} Labore, und mehr dürfen es nicht sein`,
    remedy: 'Beenden Sie erst eines davon.',
  }),
  'no-library': () => ({
    message: 'Dieses Labor hat keine Bibliothek von Szenarien',
    remedy: 'Führen Sie das Szenario mit `bramble run` aus.',
  }),
  'no-demo': () => ({ message: 'Es läuft keine Vorführung', remedy: 'Wählen Sie eine aus der Liste.' }),
  'no-scenarios': () => ({ message: 'Dieses Labor macht keine Szenarien aus dem, was darin getan wurde' }),
  'not-proposed': () => ({
    message: 'Für ein Szenario ist noch nichts vorgeschlagen, oder es wurde inzwischen verworfen',
    remedy: 'Lassen Sie es noch einmal vorschlagen.',
  }),
  'scenario-not-made': ({ cause }) => ({
    message: `Aus dem, was getan wurde, konnte kein Szenario gemacht werden: ${cause}`,
  }),
  'demo-busy': () => ({
    message: 'Ein Schritt der Vorführung ist im Gange',
    remedy: 'Warten Sie, bis er getan ist. Die Laborzeit kann schneller vergehen.',
  }),
  'demo-impossible': ({ id, what }) => ({
    message: `${id} lässt sich in diesem Labor nicht ausführen${what === '' ? '' : `: ${what}`}`,
    remedy: 'Führen Sie es mit `bramble run` in einem eigenen Labor aus.',
  }),
  'unknown-instance': ({ name, at }) => ({
    message:
      at === undefined
        ? `Es gibt keine Instanz ${name} des Collaboration Service`
        : `Es gibt kein ${name} an der Stelle ${at}`,
  }),
  'unknown-user': ({ user }) => ({ message: `Es gibt keinen Benutzer ${user}` }),
  'no-run': () => ({
    message: 'In diesem Labor läuft keine Szenariodatei',
    remedy: 'Öffnen Sie eine im Studio, und führen Sie sie dort aus.',
  }),
  'no-studio': () => ({
    message: 'Dieses Labor hat keine Szenariodateien',
    remedy: 'Kehren Sie zum Labor des Fensters zurück.',
  }),
  'studio-file': ({ file, why, cause }) => ({
    message: {
      exists: `${file} gibt es schon`,
      missing: `${file} ist nicht mehr da`,
      name: `${file} kann nicht der Name einer Szenariodatei sein`,
      outside: `${file} liegt nicht im Ordner der Szenariodateien`,
      'read-only': `${file} gehört zur Bibliothek, die nie geändert wird`,
      'too-large': `${file} ist zu groß für den Editor`,
      unreadable: `${file} lässt sich nicht lesen${cause === null ? '' : `: ${cause}`}`,
      unwritable: `${file} lässt sich nicht schreiben${cause === null ? '' : `: ${cause}`}`,
    }[why],
    remedy: {
      exists: 'Wählen Sie einen anderen Namen.',
      missing: 'Speichern Sie, was Sie haben, unter diesem oder einem anderen Namen.',
      name: 'Ein Name endet auf .yaml, .yml oder .json, und kein Ordner darin beginnt mit einem Punkt.',
      outside: 'Wählen Sie eine Datei aus der Liste.',
      'read-only': 'Speichern Sie eine Kopie, und ändern Sie diese.',
      'too-large': 'Bearbeiten Sie sie mit einem anderen Programm; `bramble run` führt sie aus.',
      unreadable: 'Prüfen Sie ihre Zugriffsrechte.',
      unwritable: 'Prüfen Sie die Zugriffsrechte des Ordners und den Platz auf dem Datenträger.',
    }[why],
  }),
  'virtual-time': () => ({ message: 'Die Zeit dieses Labors bestimmt das Szenario, das darin läuft' }),
  'lesson-evidence-gone': ({ kind }) => ({
    message: `Dieser Beleg (${kind}) ist nicht oder nicht mehr im Labor`,
    remedy: 'Zeigen Sie auf etwas, das noch zu sehen ist.',
  }),
  'lesson-finished': () => ({
    message: 'Diese Lektion ist abgeschlossen',
    remedy: 'Beginnen Sie neu, um sie noch einmal zu machen.',
  }),
  'lesson-hint': ({ hint }) => ({
    message: `Der Hinweis ${hint} ist jetzt nicht verfügbar`,
    remedy: 'Nehmen Sie die Hinweise der offenen Frage der Reihe nach.',
  }),
  'lesson-locked': ({ what }) => ({
    message: `Die Lektion hält das vorerst verschlossen: ${what}`,
    remedy: 'Beantworten Sie die offene Frage. Manches öffnet sich später.',
  }),
  'lesson-not-saved': ({ file, cause }) => ({ message: `${file} lässt sich nicht schreiben: ${cause}` }),
  'lesson-notebook-full': ({ most }) => ({
    message: `Das Notizbuch hat schon ${most} Einträge`,
    remedy: 'Entfernen Sie einige davon.',
  }),
  'lesson-question': ({ question, obstacle }) => ({
    message: {
      unknown: `Diese Lektion hat keine Frage ${question}`,
      ahead: `Die Frage ${question} kommt später`,
      done: `Die Frage ${question} ist beantwortet`,
      'other-kind': `Die Frage ${question} wird nicht auf diese Weise beantwortet`,
      'unknown-choice': `Die Frage ${question} hat keine solche Antwort`,
    }[obstacle],
  }),
  'lesson-unknown': ({ id }) => ({ message: `Es gibt keine Lektion ${id}` }),
  'lesson-unusable': ({ id, problem }) => ({
    message: `Die Lektion ${id} lässt sich nicht beginnen: ${problem}`,
    remedy: 'Was an ihrer Datei falsch ist, sagt `bramble lesson check`.',
  }),
  'no-lesson': () => ({ message: 'Hier läuft keine Lektion', remedy: 'Wählen Sie eine aus der Liste.' }),
  'no-lessons': () => ({ message: 'Dieses Labor hat keine Lektionen' }),
  'only-watching': () => ({ message: 'Dieses Labor wird nur angesehen, ändern lässt sich darin nichts' }),
  'seat-only': ({ command }) => ({
    message: `${command} gibt es an diesem Platz gerade nicht`,
    remedy: 'Beginnen Sie zuerst eine Lektion.',
  }),

  'capture-not-written': ({ path, cause }) => ({
    message: `Die Aufzeichnung lässt sich nicht nach ${path} schreiben: ${cause}`,
    remedy: writableFile,
  }),
  'certificate-file': ({ path, state, cause }) => ({
    message: `Die Datei ${path} ${
      {
        damaged: `ist beschädigt: ${cause}`,
        'no-pair': 'enthält kein Zertifikat mit seinem privaten Schlüssel',
        'not-matching': 'enthält ein Zertifikat und einen privaten Schlüssel, die nicht zusammengehören',
        unreadable: `lässt sich nicht lesen: ${cause}`,
        unwritable: `lässt sich nicht schreiben: ${cause}`,
      }[state]
    }`,
    remedy:
      'Legen Sie eine unbeschädigte Kopie an ihren Platz oder räumen Sie sie weg: Beim nächsten Start entsteht eine neue.',
  }),
  'certificate-folder': ({ folder, cause }) => ({
    message: `Der Ordner ${folder} ist nicht verwendbar: ${cause}`,
    remedy: 'Nennen Sie einen Ordner, der Ihnen gehört und in den geschrieben werden kann.',
  }),
  'database-in-use': ({ path }) => ({
    message: `${path} wird von einem anderen Bramble benutzt`,
    remedy: 'Beenden Sie das andere oder nennen Sie eine andere Datei (database: in der Labordatei).',
  }),
  'directory-certificate': ({ cause }) => ({
    message: `Das Verzeichnis kann sein Zertifikat nicht benutzen: ${cause}`,
    remedy: 'Geben Sie das Zertifikat und den Schlüssel, der dazu gehört, beide als PEM',
  }),
  'export-not-written': ({ file, cause }) => ({
    message: `Der Export lässt sich nicht nach ${file} schreiben: ${cause}`,
    remedy: writableFile,
  }),
  'log-not-written': ({ folder, cause }) => ({
    message: `Das Protokoll in ${folder} endet hier: ${cause}`,
    remedy: 'Wählen Sie einen Ordner, in den geschrieben werden kann, auf einem Datenträger mit Platz.',
  }),
  'no-folder': ({ path, folder }) => ({
    message: `Die Datenbank ${path} lässt sich nicht anlegen: Es gibt keinen Ordner ${folder}`,
    remedy: 'Legen Sie den Ordner an oder nennen Sie eine andere Datei (database: in der Labordatei).',
  }),
  'no-home': ({ folder, cause }) => ({
    message: `In ${folder} lassen sich keine Daten speichern: ${cause}`,
    remedy:
      'Machen Sie den Ordner beschreibbar oder nennen Sie einen anderen in der Umgebungsvariablen BRAMBLE_HOME',
  }),
  'branch-too-long': ({ most }) => ({
    message: `In diesem Verlauf gab es mehr als ${most} Frames; mehr lassen sich nicht vergleichen`,
    remedy: 'Nennen Sie mit --until ein früheres Ende.',
  }),
  'history-incomplete': ({ most }) => ({
    message: `Mehr als ${most} Dinge geschahen in diesem Labor; seine Vergangenheit ist nicht vollständig aufbewahrt`,
    remedy: 'Zeichnen Sie von Anfang an auf: bramble serve --record DATEI.',
  }),
  'history-off': () => ({
    message:
      'Dieses Labor bewahrt seine Vergangenheit nicht auf oder hat sie vergessen; nichts davon lässt sich wiederholen',
    remedy:
      'Schalten Sie sie ein und starten Sie das Labor neu: Befehle, Vergangenheit dieses Labors aufbewahren, oder serve ohne --no-history.',
  }),
  'history-not-written': ({ path, cause }) => ({
    message: `Die Vergangenheit lässt sich nicht nach ${path} schreiben: ${cause}`,
    remedy: writableFile,
  }),
  'history-not-taken': ({ cause }) => ({
    message: `Die Vergangenheit lässt sich nicht öffnen: ${cause}`,
    remedy: 'Öffnen Sie sie noch einmal, oder setzen Sie sie mit bramble serve --from DATEI fort.',
  }),
  'history-outside': ({ part }) => ({
    message: `Dieses Labor lässt sich nicht wiederholen: ${part} ist ein Server außerhalb, der von der Laborzeit nichts weiß`,
    remedy: 'Zeichnen Sie ein Labor mit eingebauten Servern auf.',
  }),
  'no-snapshot': ({ obstacle, most }) => {
    const [why, remedy] = {
      'at-once': ['Mehreres geschah darin zugleich', 'Tun Sie eines nach dem anderen.'],
      'too-long': [`Mehr als ${most} Dinge geschahen darin`, 'Nehmen Sie die Momentaufnahme früher.'],
      'under-way': ['Etwas darin ist noch unterwegs', 'Nehmen Sie die Momentaufnahme früher.'],
    }[obstacle]
    return { message: `Von diesem Labor kann es keine Momentaufnahme geben: ${why}`, remedy }
  },
  'not-started': ({ part, cause }) => ({ message: `${part} ist nicht gestartet: ${cause}` }),
  'not-started-yet': ({ part }) => ({ message: `${part} ist noch nicht gestartet` }),
  'not-supported-yet': () => ({
    message: 'Eine PostgreSQL-Datenbank wird noch nicht unterstützt',
    remedy: 'Benutzen Sie eine Datei oder `memory`.',
  }),
  'page-missing': ({ file }) => ({
    message: `Die Seite ist nicht gebaut: Es gibt kein ${file}`,
    remedy: 'Bauen Sie sie mit: npm run build',
  }),
  'report-not-written': ({ file, cause, remedy }) => ({
    message: `Der Bericht lässt sich nicht nach ${file} schreiben: ${cause}`,
    remedy,
  }),
  'restored-differently': ({ place, expected, found }) => ({
    message: `Das Labor lässt sich nicht wiederherstellen: Es geht an der Stelle ${place} einen anderen Weg als die Momentaufnahme: erwartet ${expected}, gefunden ${found}`,
    remedy:
      'Vielleicht stammt die Momentaufnahme von einer anderen Version von Bramble: Nehmen Sie sie mit dieser neu.',
  }),
  'no-snapshots': () => ({
    message: 'Dieses Labor hat keinen Ordner für Momentaufnahmen',
    remedy:
      'Nehmen Sie sie im Labor des Fensters selbst auf, mit einem beschreibbaren Ordner (BRAMBLE_HOME).',
  }),
  'snapshot-unknown': ({ name }) => ({
    message: `Es gibt keine Momentaufnahme namens ${name}`,
    remedy: 'Der Befehl snapshot.list nennt alle.',
  }),
  'snapshot-not-written': ({ path, cause }) => ({
    message: `Die Momentaufnahme lässt sich nicht nach ${path} schreiben: ${cause}`,
    remedy: writableFile,
  }),
  'unreadable-pem': ({ key, file, cause }) => ({
    message: `${key}: ${file} lässt sich nicht lesen: ${cause}`,
  }),
  'unreadable-settings': ({ problem }) => ({
    message: `Die gesicherten Einstellungen lassen sich nicht lesen: ${problem}`,
    remedy: 'Räumen Sie die Datenbank weg und starten Sie neu, oder legen Sie eine Kopie an ihren Platz.',
  }),
  'unusable-database': ({ path, cause }) => ({
    message: `${path} ist als Konfigurationsdatenbank nicht verwendbar: ${cause}. Die Datei blieb unberührt.`,
    remedy:
      'Nennen Sie eine andere Datei (database: in der Labordatei) oder räumen Sie diese weg und starten Sie neu.',
  }),
  interrupted: () => ({ message: 'Der Lauf wurde beendet, bevor das Szenario zu Ende war' }),
  stalled: () => ({
    message:
      'Das Labor wartet auf eine Antwort, die nicht kommen kann: Nichts ist unterwegs und nichts steht an',
  }),
  standstill: () => ({ message: 'Das Labor steht still: Etwas, das unterwegs ist, kommt nicht an' }),

  'cannot-listen': ({ part, place, portFrom, cause }) => ({
    message: `${part}: Auf ${place} lässt sich nicht lauschen: ${cause}`,
    remedy:
      portFrom === '--http'
        ? 'Beenden Sie das Programm, das ihn benutzt, oder wählen Sie mit --http einen anderen Port; 0 nimmt einen freien.'
        : `Nennen Sie in der Labordatei einen anderen Host oder Port für: ${part}.`,
  }),
  'port-in-use': ({ part, place, portFrom }) => ({
    message: `${part}: Auf ${place} lässt sich nicht lauschen: Ein anderes Programm benutzt diesen Port`,
    remedy:
      portFrom === '--http'
        ? 'Beenden Sie das Programm, das ihn benutzt, oder wählen Sie mit --http einen anderen Port; 0 nimmt einen freien.'
        : `Beenden Sie das andere Programm (vielleicht ein anderes Bramble) oder nennen Sie in der Labordatei einen anderen Port für: ${part}; 0 nimmt einen freien.`,
  }),
  'disk-error': ({ doing }) => ({
    message: `${doing}: Der Datenträger meldete einen Fehler`,
    remedy: 'Prüfen Sie den Datenträger oder verschieben Sie die Datei auf einen anderen.',
  }),
  'disk-full': ({ doing }) => ({
    message: `${doing}: Der Datenträger ist voll`,
    remedy: 'Schaffen Sie dort Platz und wiederholen Sie es.',
  }),
  'not-allowed': ({ doing }) => ({
    message: `${doing}: Das System erlaubt es nicht`,
    remedy: 'Ändern Sie die Rechte der Datei oder nennen Sie eine andere.',
  }),
  'not-opened': ({ doing }) => ({
    message: `${doing}: Die Datei oder das Journal neben ihr lässt sich nicht öffnen`,
    remedy: 'Sehen Sie nach, ob der Ordner da ist und in ihn geschrieben werden kann.',
  }),
  'read-only': ({ doing }) => ({
    message: `${doing}: Die Datei darf nur gelesen werden`,
    remedy: 'Erlauben Sie das Schreiben oder nennen Sie eine andere Datei, und wiederholen Sie es.',
  }),
  'open-file-limit': ({ needed }) => ({
    message: `Das Labor kann nicht starten: Zu viele Dateien sind zugleich offen, und es braucht ${needed} weitere`,
    remedy: 'Erlauben Sie mehr, etwa mit ulimit -n 1024, und starten Sie Bramble neu.',
  }),
  'too-many-open-files': ({ doing }) => ({
    message: `${doing}: Zu viele Dateien sind zugleich offen`,
    remedy: 'Erlauben Sie mehr, etwa mit ulimit -n 1024, und starten Sie Bramble neu.',
  }),
  busy: ({ doing }) => ({
    message: `${doing}: Ein anderes Programm hält sie fest`,
    remedy: 'Schließen Sie das andere Programm und wiederholen Sie es.',
  }),
  damaged: ({ doing }) => ({
    message: `${doing}: Die Datei ist beschädigt`,
    remedy:
      'Beenden Sie Bramble, räumen Sie die Datei weg (oder legen Sie eine Kopie an ihren Platz) und starten Sie neu.',
  }),

  'bad-packet': ({ messageId, expected, found }) => ({
    message: `Nachricht ${messageId} hat ${expected} Pakete, nicht ${found}`,
  }),
  'database-down': () => ({ message: 'Dort antwortet nichts: Sie ist ausgefallen' }),
  'database-error': ({ code, meaning }) => ({
    message: `Sie antwortete mit Fehler ${code}${meaning === null ? '' : `: ${meaning}`}`,
  }),
  'database-reset': () => ({ message: 'Die Verbindung zu ihr wurde zurückgesetzt' }),
  'database-timed-out': ({ seconds }) => ({
    message: `Sie antwortete nicht innerhalb von ${seconds} s`,
  }),
  'directory-unavailable': ({ address, why }) => obstacleWords(directoryObstacles, address, why),
  'dispatcher-closed': ({ cause }) => ({
    message: `Der Dispatcher hat die Verbindung geschlossen: ${cause ?? 'ohne ein Wort'}`,
  }),
  'dispatcher-error': ({ cause }) => ({ message: cause }),
  'dispatcher-fault': () => ({
    message: 'Der Dispatcher antwortet so, weil er absichtlich gestört ist',
  }),
  'no-dispatcher': ({ place, cause }) => ({
    message: `Das Funknetz erreicht den Dispatcher unter ${place} nicht: ${cause}`,
  }),
  'registration-ended': ({ address, event }) => ({
    message: `Der Communications Server hat die Anmeldung von ${address} beendet: ${meaningsOfEvent[event] ?? event}`,
  }),
  'registration-expired': ({ address, cause: why }) => ({
    message: `Die Anmeldung von ${address} lief ab, bevor sie erneuert werden konnte: ${cause(why)}`,
  }),
  'registration-forbidden': registration,
  'registration-not-found': registration,
  'registration-refused': registration,
  'registration-server-error': registration,
  'registration-unauthorized': registration,
  'replayed-message': ({ messageId, packetIndex, packetCount }) => {
    const packet = packetCount === 1 ? '' : `, Paket ${packetIndex + 1} von ${packetCount},`
    return { message: `Nachricht ${messageId}${packet} kam schon einmal und wird nur einmal angenommen` }
  },
  'unknown-content-type': ({ contentType }) => ({ message: `Inhaltstyp ${contentType} ist unbekannt` }),
  'unknown-device': ({ pin }) => ({ message: `Ein Gerät mit der PIN ${pin} ist nicht bekannt` }),
}

/** What went wrong, as the end of a sentence. */
export function cause(why: Cause): string {
  return typeof why === 'string' ? why : failureWords(failures, why).message
}

/** The same as a sentence of its own. */
export function causeAsSentence(why: Cause): string {
  const words = cause(why)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
