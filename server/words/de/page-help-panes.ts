import type { helpPanes as english } from '../en/page-help-panes.ts'

export const helpPanes: typeof english = {
  service: [
    'Der Collaboration Service und was hinter ihm steht. Eine Einstellung gilt, sobald man ihr Feld verlässt; Escape nimmt die Eingabe zurück. Bestehende Sitzungen bleiben, wo nichts anderes gesagt ist.',
    '**Maximale Sitzungen**, **Leerlauf-Zeitlimit** und **Kapazität** entscheiden die Schritte 4a bis 4c einer Anmeldung: wer abgemeldet wird, um Platz zu schaffen, und wer **Server Busy** oder **Failed** zu hören bekommt. **Umgebung** ist die Art des Servers hinter dem Dienst; ein Wechsel beendet alle Sitzungen.',
    'Darunter stehen, was absichtlich gestört ist, die Benutzer mit je einem Schalter für die Erlaubnis, den Client zu benutzen, und die Adressen der Teile.',
  ],
  bench: [
    'Die Handhelds. Melden Sie sich mit Benutzer-ID und Kennwort an; drücken Sie danach einen Kontakt, und schreiben Sie. Ein doppelter Haken heißt zugestellt; das Licht blinkt rot, solange etwas ungelesen ist.',
    '**Funk** nimmt ein Gerät aus dem Funknetz oder macht seine Strecke langsam; ohne **Statusmeldungen** gerät es nach dem Zeitlimit in den **Leerlauf**; ohne **Strom** schweigt es. Der Dienst erfährt nichts davon sofort, und gerade darum geht es.',
    'Ohne Funkabdeckung ist ein Gerät abgedunkelt und sagt **Kein Empfang**; Pakete, die das Netz aufbewahrt, liegen als Stapel darauf. Es sagt auch, wenn es keine Statusmeldungen sendet, wann der **Leerlauf** beginnt, und wenn der Dienst seinen Benutzer abgemeldet hat und es das noch nicht weiß. Tasten und Trackpad lassen sich drücken; Alt gibt die kleinen Zeichen.',
    'Handhelds stehen als ganze Geräte, als Karten, als Liste, die nach den Köpfen ihrer Spalten sortiert wird, oder als Wand aus Kacheln, von denen 500 in ein kleines Fenster passen: Die vier Knöpfe darüber wählen. Sind es viele, stehen darunter ihre Zahlen nach Zustand; ein Druck zeigt nur diese.',
    'In **Suchen** lässt sich nach Name, Benutzer, PIN, einem Zustand wie `is:no-coverage` oder einer gespeicherten Gruppe, `set:NAME`, suchen. Das Menü eines Geräts (rechte Maustaste) enthält alles, was sich mit ihm tun lässt.',
    'Mehrere auswählen: mit Strg oder Umschalt und einem Klick, mit Umschalt und Pfeiltasten, oder alle gezeigten mit Strg A. Was dann geschieht, geschieht mit allen, mit Fortschritt und einer Liste dessen, was fehlgeschlagen ist; Funk, Funkverbindung, Strom, Statusmeldungen, An- und Abmeldungen lassen sich rückgängig machen. **Gruppe speichern …** behält sie unter einem Namen.',
  ],
  traffic: [
    'Jeder Frame auf jeder Strecke, sobald er sie überquert. Geschlossene Schlösser sind verschlüsselt: **Entschlüsselt zeigen** öffnet sie. Ein Frame zeigt auf Druck seine Schichten, von den Bytes der Leitung bis zum Inhalt; Pfeiltasten bewegen, die Eingabetaste öffnet, Escape schließt.',
    'Ein offener Frame zeigt, was **Auf der Leitung** ist, neben dem, was **Im Innern** ist. Wählen Sie ein Feld: Seine Bytes leuchten in jeder Schicht, in der sie sich verfolgen lassen, und es steht da, was das Feld bedeutet und wo das festgelegt ist. Wählen Sie ein Byte, leuchtet sein Feld. **Leitung und Inneres nebeneinander** zeigt beides in jeder Zeile.',
    'Die rechte Maustaste zeigt, was man mit einem Frame tun kann. **Folgen** zeigt eine Anmeldung, einen Dialog, eine Sitzung oder ein Handheld und sonst nichts; **Vergleichen** nimmt einen Frame als linken und den nächsten, den Sie öffnen, als rechten (auch Leertaste, oder Umschalttaste und Klick); M markiert ihn mit Farbe und Kommentar. Kopieren gibt einen Filter oder einen `expect`-Schritt für ein Szenario. `mark:yes` findet markierte Frames.',
    'Der Filter nimmt Wörter und `Schlüssel:Wert`, etwa `handheld:alice`, `hop:sip` oder `method:REGISTER`; beim Tippen bietet er Schlüssel und Werte an. Zeilen und Filter ändern nie, was das Labor tut.',
    'Das Labor behält die letzten 100.000 Frames. **Anhalten** lässt die Tabelle stehen, während weiter aufgezeichnet wird.',
  ],
  flow: [
    'Eine Anmeldung, Schritt für Schritt, mit den Nummern der Übersicht des Originals. Jeder Schritt sagt, wann er erreicht wurde und warum es weiterging oder nicht; 4a bis 4c zeigen, was die Grenzen entschieden haben.',
    'Gezeigt wird die neueste Anmeldung, bis man eine andere wählt oder eine festhält. Die Wiederholung geht sie noch einmal langsam durch. Zeigen Sie auf einen Schritt, um seine Strecke zu sehen.',
    'Die Worte „Server Busy“ und „Failed“ sind die des Originals, alle anderen sind unsere.',
  ],
  sessions: [
    'Wer beim Dienst angemeldet ist. **Leerlauf** zählt ab der letzten Statusmeldung des Geräts, **Inaktiv** ab der letzten Handlung der Person; eine Zeile wird gelb, sobald die Sitzung im Leerlauf ist und ein voller Dienst sie beenden darf.',
    '**Funk** ist, was der Dienst weiß: Ein Gerät, das eben das Netz verlassen hat, sieht hier noch anwesend aus. **SIP** ist die Registrierung beim Communications Server; Einzelheiten nennt der Hinweis, wenn Sie darauf zeigen.',
    'Der Kopf einer Spalte sortiert; sind es viele Sitzungen, findet **Suchen** Benutzer, Gerät, PIN und Adresse. Darunter stehen beendete Sitzungen mit dem Grund.',
  ],
  ladder: [
    'Eine Lebenslinie für jedes Handheld und jeden Teil des Labors und ein Pfeil für jeden Frame zwischen zweien, von oben nach unten in Laborzeit. Was der Dienst entschieden hat, steht als Notiz auf seiner Linie, hinter den Frames, die dazu führten: Schritt 4a etwa nennt, wen er abgemeldet hat und warum.',
    'Oben lässt sich wählen, was sie zeigt: eine Anmeldung, ein Gerät, eine Sitzung, einen SIP-Dialog, eine Zeit oder was der Filter des Verkehrs zeigt. Pfeiltasten gehen von Zeile zu Zeile; **Enter** oder ein Klick öffnet einen Frame im Verkehr und führt von einer Entscheidung zur Leiter ihrer Anmeldung. **Esc** schließt den Frame.',
    'Funk ist eine Doppellinie mit einem Kreis, wo das Netz weitergibt; was im Prozess bleibt, ist gestrichelt; ein Schloss sagt, dass ein Frame verschlüsselt ist. Rot ist eine Ablehnung, ↻ ein erneut gesendetes Paket. Das Lineal zeichnet Pausen maßstäblich; sonst sind sie zusammengefasst, mit ihrer Länge.',
    'Der Name einer Lebenslinie lässt sich ziehen oder mit ← und → verschieben; Entf blendet sie aus, das Menü zeigt sie wieder. **Leiter exportieren** speichert sie als Bild, als Text, wie sngrep ihn zeichnet, oder als Mermaid.',
  ],
  log: [
    'Das Protokoll des Dienstes in der Form des Originals, Zeile für Zeile. Es lässt sich durchsuchen wie eine Datei; eine Zeile führt zu der Anmeldung und den Frames, von denen sie handelt.',
  ],
  studio: [
    'Eine Szenariodatei im Fenster: wie ein Labor ist, was darin geschieht und was dabei herauskommen muss. Die Dateien sind die eines Ordners (im Browser des Ordners, in dem `bramble serve` gestartet wurde) und, zum Lesen, die der Bibliothek. Fehler stehen beim Tippen an ihren Zeilen; Strg Leertaste ergänzt Schlüssel und Werte.',
    '**Ausführen** (Strg Enter) startet ein eigenes Labor, das das Fenster anstelle Ihres zeigt; Ihres läuft weiter. Es hat dieselben Schritte zu denselben Laborzeiten wie `bramble run`. Drücken Sie neben eine Zeile für einen Haltepunkt; **Nächster Schritt** ist F10. Grün und Rot stehen neben den Zeilen und auf dem Streifen der Laborzeit; drücken Sie dort auf einen Schritt, um ihn oder seinen Verkehr zu sehen. Ist das Szenario zu Ende, können Sie von Hand weitermachen.',
    '**100-mal ausführen** führt es ohne Fenster aus, jedes Mal mit einem anderen Startwert, und zeigt, wie die Läufe endeten. Die Datei auf der Platte bleibt die Wahrheit: Was andere Programme ändern, wird übernommen, und haben Sie sie auch geändert, sehen Sie den Unterschied und wählen: beide Änderungen, die fremden, Ihre, oder Ihre als Kopie. Was Sie getippt und nicht gespeichert haben, ist wieder da, wenn Sie zurückkommen.',
    'Die Pfeile unter dem Text verschieben den Schritt, in dem der Cursor steht, mit den Kommentaren darüber; **Das in … erwarten**, im Menü eines Handhelds, einer Sitzung, eines Frames, einer Zeile des Protokolls oder eines Schritts einer Anmeldung, schreibt, was Sie sehen, als Erwartung hinter den Schritt, den der Lauf zuletzt getan hat. Sonst ändert sich nichts in der Datei, und Strg Z nimmt es zurück. Legen Sie eine Szenariodatei irgendwo auf dem Fenster ab, um sie hier zu öffnen.',
  ],
  charts: [
    'Was das Labor im Lauf der Laborzeit tat: Sitzungen im Verhältnis zur Höchstzahl, Frames je Sekunde und die Dauer der Anmeldungen. Marken zeigen, wo eine Einstellung geändert oder etwas gestört wurde.',
  ],
  lessons: [
    'Jemand erzählt, was nicht geht; Sie finden heraus, warum, und beheben es. Jede Lektion läuft in einem eigenen Labor, damit Ihres bleibt, wie es ist, und keine Uhr läuft gegen Sie. **Verlassen** oben beendet sie; man kann sie jederzeit neu beginnen, dann mit anderen Namen und Zahlen.',
    'Beantworten Sie die Fragen von oben nach unten. **Darauf zeigen** umrandet alles, was etwas beweisen kann: drücken Sie darauf, oder gehen Sie mit den Pfeiltasten hin und nehmen Sie es mit der Eingabetaste; Escape verlässt. Eine falsche Antwort wird erklärt und kostet einen Teil der Punkte. Ein Hinweis nennt seinen Preis vorher. **Antwort sagen lassen** bringt Sie immer weiter.',
    'Das Notizbuch behält, was Sie brauchen könnten: ziehen Sie es dorthin, wählen Sie **Ins Notizbuch legen** in seinem Menü, oder drücken Sie E. Was eine Lektion verbirgt oder sperrt, sagt es dort; es geht auch ohne.',
    'Zu den Tatsachen steht, woher sie sind. **Belegt**: Ein Dokument des Originals sagt es. **Gefolgert**: aus dem geschlossen, was Dokumente sagen. **Erfunden**: von Bramble, weil niemand es veröffentlicht hat.',
    'Für alle, die schulen: **Lektion machen …** nimmt, was in diesem Labor geschehen ist, oder das Szenario eines Bündels. Sagen Sie, welcher Schritt es herbeiführt, zeigen Sie auf den Beweis, legen Sie fest, was Hinweise kosten; **Prüfen** durchläuft die Lektion einmal richtig und einmal ohne Antwort. Eine Lektion ist eine Datei: **Lektion importieren …**, und **Lektion exportieren** in den Befehlen.',
  ],
}
