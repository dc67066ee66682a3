import type { Words } from '../words.ts'

export const fieldMeanings: Words['fieldMeanings'] = {
  'envelope.version': 'Version des Aufbaus. Ein Empfänger weist jede andere zurück.',
  'envelope.contentType':
    'Was darin ist: 1 sind Sofortnachrichten, 2 ein Fehler, der nicht verschlüsselt ist.',
  'envelope.pin':
    'Das Gerät, von dem oder für das das Paket ist. Unterwegs bleibt es lesbar, damit das Paket seinen Weg findet.',
  'envelope.messageId':
    'Der Absender zählt mit jeder Nachricht weiter. Pakete derselben Nachricht haben dieselbe Nummer.',
  'envelope.packetIndex': 'Der wievielte Teil der Nachricht dieses Paket ist; auf der Leitung ab 0 gezählt.',
  'envelope.packetCount': 'In wie viele Pakete die Nachricht geteilt wurde. Über 2 KB sind es mehrere.',
  'envelope.suite':
    'Wie die Nutzlast verschlüsselt ist: 1 ist AES-256 in CBC, 2 Triple DES mit zwei Schlüsseln.',
  'envelope.keyGeneration':
    'Mit welchem Transportschlüssel des Geräts der Nachrichtenschlüssel verschlüsselt ist. Nach einem Wechsel gilt der vorige noch einige Tage.',
  'envelope.keyLength': 'Länge des verschlüsselten Nachrichtenschlüssels in Bytes.',
  'envelope.ivLength': 'Länge des Initialisierungsvektors in Bytes.',
  'envelope.encryptedKey':
    'Der Schlüssel nur dieses Pakets, verschlüsselt mit dem Transportschlüssel, den nur Gerät und Dispatcher haben.',
  'envelope.iv':
    'Zufällige Bytes, mit denen die Verschlüsselung beginnt, damit gleiche Nachrichten verschieden aussehen.',
  'envelope.payload':
    'Der komprimierte und verschlüsselte Inhalt. Verschlüsselung vermischt alle Bytes: Kein einzelnes lässt sich durch sie verfolgen.',
  'envelope.messageKey': 'Für jedes Paket neu. Wer ihn hat, kann dieses Paket lesen und kein anderes.',

  'srp.kind': 'Was das Paket tut: claim, challenge, response, confirm, packet, coverage oder refused.',
  'srp.pin': 'Das Gerät, das von jetzt an erreichbar oder nicht erreichbar ist.',
  'srp.reachable': '1: Das Gerät ist erreichbar. 0: Es hat kein Netz, und Pakete müssen warten.',
  'srp.id': 'Der Name, unter dem dieser Server auf Port 3101 bekannt ist.',
  'srp.challenge': 'Zufällige Bytes. Nur wer den Authentisierungsschlüssel hat, kann sie beantworten.',
  'srp.answer': 'HMAC-SHA-1 über die Challenge der Gegenseite: beweist den Schlüssel, ohne ihn zu senden.',
  'srp.reason': 'Warum die Verbindung geschlossen wird: ein Code, manchmal mit Erklärung.',

  'content.type': 'Worum es geht, etwa `login-request` oder `status`.',
  'content.id': 'Nummer der Anfrage oder der Nachricht. Antwort und Quittung wiederholen sie.',
  'content.session': 'Die Sitzung im Collaboration Service, zu der der Datensatz gehört.',
  'content.user': 'Die Benutzer-ID, wie sie auf dem Gerät eingegeben wurde.',
  'content.password':
    'Das Kennwort, wie es eingegeben wurde. Über die Luft geht es verschlüsselt, und den Dienst verlässt nur ein Beweis davon.',
  'content.taken': 'Die letzte Nachricht des Dienstes, die das Gerät empfangen hat.',
  'content.presence': 'Was andere von dieser Person sehen: verfügbar, beschäftigt, abwesend und so weiter.',
  'content.presences': 'Die Kontakte, deren Anwesenheit sich geändert hat, jeder mit der neuen.',
  'content.setBy': 'Ob die Person die Anwesenheit gewählt hat oder der Client, weil niemand etwas tat.',
  'content.change': 'Ob jemand in die Kontaktliste kommt oder daraus entfernt wird.',
  'content.contacts': 'Die ganze Kontaktliste, jeder mit seiner Anwesenheit.',
  'content.sipAddress': 'Die Adresse einer Person auf dem Communications Server.',
  'content.to': 'Für wen es ist.',
  'content.from': 'Von wem es ist.',
  'content.name': 'Ein Name, den Menschen lesen.',
  'content.text': 'Was geschrieben wurde, oder Worte für den, der den Verkehr liest.',
  'content.isTyping': 'Ob die Person zu tippen begonnen oder aufgehört hat.',
  'content.with': 'Die andere Person des Gesprächs.',
  'content.statusIntervalMs': 'Wie oft das Gerät eine Statusmeldung senden soll, in Millisekunden.',
  'content.passwordCaching': 'Ob sich der Client mit dem behaltenen Kennwort selbst wieder anmelden darf.',
  'content.status':
    'Warum die Anmeldung abgelehnt wurde. Nur „Server Busy“ und „Failed“ sind Worte des Originals.',
  'content.reason': 'Warum die Sitzung endete.',
  'content.state': 'Was aus einer Nachricht wurde: angenommen, zugestellt, abgelehnt oder unbestätigt.',
  'content.why': 'Warum eine Nachricht abgelehnt wurde oder unbestätigt ist.',

  'sip.requestLine':
    'Was verlangt wird (die Methode), von wem (die Request-URI), in welcher Version von SIP.',
  'sip.statusLine':
    'Die Antwort als Zahl: 1xx geht weiter, 2xx gut, 3xx anderswo, 4xx abgelehnt, 5xx der Server versagt, 6xx überall abgelehnt.',
  'sip.body': 'Was die Nachricht trägt, in der Form, die Content-Type nennt.',
  'sip.accept': 'Welche Formen des Inhalts der Absender in einer Antwort versteht.',
  'sip.accept-encoding': 'Welche Kodierungen des Inhalts der Absender versteht.',
  'sip.accept-language': 'In welchen Sprachen der Absender Texte möchte.',
  'sip.allow': 'Welche Methoden der Absender versteht.',
  'sip.allow-events': 'Welche Arten von Ereignissen man hier abonnieren kann.',
  'sip.authentication-info':
    'Die Signatur des Servers für diese Nachricht, mit den Schlüsseln aus der Authentisierung. Ein Client verwirft, was nicht signiert ist.',
  'sip.authorization': 'Beweis oder Signatur des Clients für den Server, der ihn registriert.',
  'sip.call-id':
    'Benennt einen Dialog oder alle Registrierungen eines Endpunkts. Mit beiden Tags unterscheidet sie Dialoge.',
  'sip.contact':
    'Wo der Absender direkt erreichbar ist. In einer Registrierung: die Adresse, die gebunden wird, und wie lange.',
  'sip.content-disposition': 'Wozu der Inhalt da ist, etwa als Beschreibung der Sitzung.',
  'sip.content-encoding': 'Wie der Inhalt gepackt ist, etwa mit gzip.',
  'sip.content-length': 'Wie viele Bytes Inhalt folgen. Über TCP beginnt danach die nächste Nachricht.',
  'sip.content-type': 'Die Form des Inhalts, etwa text/plain oder application/sdp.',
  'sip.cseq':
    'Nummer und Methode der Anfrage. Sie ordnet die Anfragen eines Dialogs; die Antwort wiederholt sie.',
  'sip.date':
    'Wann die Antwort entstand. NTLM und Kerberos scheitern, wenn die Uhren zu weit auseinandergehen.',
  'sip.endpoints': 'Die Adressen beider Enden eines Gesprächs.',
  'sip.event': 'Um welche Art von Ereignis es in einem Abonnement oder einer Benachrichtigung geht.',
  'sip.expires': 'Wie viele Sekunden eine Registrierung oder ein Abonnement lebt. 0 beendet sie.',
  'sip.from':
    'Wer die Anfrage gesendet hat. Das Tag benennt diese Seite des Dialogs; epid den Endpunkt, denn ein Benutzer kann mehrere haben.',
  'sip.max-forwards':
    'Wie viele Proxys sie noch weitergeben dürfen. Bei 0 wird sie abgelehnt, damit keine Anfrage ewig kreist.',
  'sip.mime-version': 'Die MIME-Version des Inhalts.',
  'sip.min-expires': 'Die kürzeste Dauer, für die der Server eine Registrierung annimmt.',
  'sip.ms-conversation-id':
    'Benennt ein Gespräch über seine Dialoge hinweg. Eine veraltete lässt nach einem Absturz Nachrichten abprallen.',
  'sip.ms-diagnostics':
    'Microsofts Grund, genauer als der Status: eine Nummer, ein Text und der Server, der ihn nennt.',
  'sip.ms-diagnostics-public': 'Derselbe Grund in der Form, die die Firma verlassen darf.',
  'sip.ms-keep-alive': 'Ob und wie oft die Enden die Verbindung mit leeren Zeilen am Leben halten.',
  'sip.ms-piggyback-cseq': 'Die Nummer der ersten Benachrichtigung, die in dieser Antwort mitreist.',
  'sip.ms-text-format': 'Die erste Nachricht eines Gesprächs, in der Einladung selbst.',
  'sip.p-asserted-identity': 'Wer der Absender ist, geprüft von einem Server, dem andere vertrauen.',
  'sip.presence-state': 'Was die Registrierung an der Anwesenheit des Benutzers geändert hat.',
  'sip.proxy-authenticate':
    'Die Challenge eines Proxys: welche Verfahren er nimmt und was zu beantworten ist.',
  'sip.proxy-authentication-info': 'Die Signatur des Proxys für diese Nachricht.',
  'sip.proxy-authorization': 'Beweis oder Signatur des Clients für einen Proxy.',
  'sip.proxy-require': 'Erweiterungen, die jeder Proxy unterwegs verstehen muss.',
  'sip.record-route': 'Ein Proxy, der auch die späteren Anfragen des Dialogs sehen will.',
  'sip.require': 'Erweiterungen, die der Empfänger verstehen oder die Anfrage ablehnen muss.',
  'sip.retry-after': 'Nach wie vielen Sekunden ein neuer Versuch sinnvoll ist.',
  'sip.route': 'Die Proxys, die die Anfrage durchlaufen muss.',
  'sip.server': 'Das Programm, das antwortet.',
  'sip.subject': 'Worum es geht, für Menschen.',
  'sip.subscription-state': 'Ob ein Abonnement lebt, wie lange noch, oder warum es endete.',
  'sip.supported': 'Erweiterungen, die der Absender versteht.',
  'sip.to': 'Für wen die Anfrage ist. In einer Antwort benennt das Tag jene Seite des Dialogs.',
  'sip.unsupported': 'Verlangte Erweiterungen, die der Empfänger nicht versteht.',
  'sip.user-agent': 'Das Programm, das die Anfrage gesendet hat.',
  'sip.via':
    'Der Rückweg der Antwort, einer für jeden Abschnitt. Der branch benennt die Transaktion, damit eine Antwort ihre Anfrage findet.',
  'sip.warning': 'Mehr zur Antwort: eine Nummer, wer es sagt, und ein Text.',
  'sip.www-authenticate':
    'Die Challenge des Registrars: welche Verfahren er nimmt und was zu beantworten ist.',

  'ldap.messageId': 'Nummer der Anfrage. Alle Antworten darauf tragen sie.',
  'ldap.operation': 'Was gefragt oder geantwortet wird.',
  'ldap.bindRequest': 'Authentisiert die Verbindung: Von hier an handelt sie als dieser Benutzer.',
  'ldap.bindResponse': 'Ob die Authentisierung gelang, weitergehen muss oder scheiterte.',
  'ldap.unbindRequest': 'Beendet die Verbindung. Eine Antwort gibt es nicht.',
  'ldap.searchRequest':
    'Fragt nach Einträgen unterhalb einer Stelle im Verzeichnis, die zu einem Filter passen.',
  'ldap.searchResultEntry': 'Ein gefundener Eintrag mit den verlangten Attributen.',
  'ldap.searchResultDone': 'Alle Einträge sind gesendet, oder warum nicht.',
  'ldap.compareRequest': 'Fragt, ob ein Attribut eines Eintrags einen Wert hat.',
  'ldap.compareResponse': 'Ob das Attribut diesen Wert hat.',
  'ldap.abandonRequest': 'Bittet den Server, eine Anfrage fallen zu lassen. Eine Antwort gibt es nicht.',
  'ldap.extendedRequest': 'Eine Operation, die eine OID benennt, etwa StartTLS.',
  'ldap.extendedResponse': 'Die Antwort auf eine erweiterte Operation.',
  'ldap.version': 'Version von LDAP: heute überall 3.',
  'ldap.name': 'Der Eintrag, als der man sich authentisiert. Bei SASL leer: Die Anmeldedaten sagen es.',
  'ldap.mechanism': 'Wie SASL authentisiert. GSS-SPNEGO handelt NTLM oder Kerberos aus.',
  'ldap.credentials': 'Das Token des Verfahrens: SPNEGO und darin die NTLM-Nachricht.',
  'ldap.password': 'Das Kennwort im Klartext, bei einem einfachen Bind. Unterwegs schützt es nur TLS.',
  'ldap.sicily': 'Active Directorys eigene Art, NTLM in einem Bind zu tragen, ohne SPNEGO.',
  'ldap.result':
    'Wie es ausging. 0 ist Erfolg, 14 geht weiter, 49 ist ein falscher Benutzer oder ein falsches Kennwort.',
  'ldap.matchedDn': 'Wie viel des Namens gefunden wurde, wo ein Eintrag fehlt.',
  'ldap.diagnostic':
    'Worte des Servers. Active Directory setzt seinen Untercode hinter `data`: 52e falsches Kennwort, 525 kein solcher Benutzer, 533 gesperrt.',
  'ldap.serverCredentials': 'Das Token des Servers: hier die NTLM-Challenge.',
  'ldap.base': 'Wo im Verzeichnis die Suche beginnt.',
  'ldap.scope': 'Wie tief gesucht wird: dieser Eintrag, eine Ebene darunter oder alles darunter.',
  'ldap.filter': 'Wie ein Eintrag sein muss.',
  'ldap.attributes': 'Was von jedem Eintrag verlangt wird; nichts heißt alles.',
  'ldap.requestName': 'Die OID, die die Operation benennt.',
  'ldap.controls': 'Erweiterungen dieser Anfrage, etwa Ergebnisse seitenweise.',

  'ntlm.signature': 'Die Buchstaben NTLMSSP und eine Null: Daran erkennt man eine NTLM-Nachricht.',
  'ntlm.type': '1 handelt aus, 2 stellt die Challenge, 3 authentisiert.',
  'ntlm.flags': 'Was beide Seiten können oder vereinbart haben: 32 Bits.',
  'ntlm.version': 'Version des Betriebssystems, nur zur Fehlersuche.',
  'ntlm.clientDomain': 'Die Domäne des Rechners des Clients.',
  'ntlm.clientWorkstation': 'Der Name des Rechners des Clients.',
  'ntlm.targetName': 'Die Domäne oder der Server, der die Challenge stellt.',
  'ntlm.serverChallenge':
    'Acht zufällige Bytes. Aus ihnen macht der Client seinen Beweis, damit man ihn nicht wiederholen kann.',
  'ntlm.targetInfo': 'Namen des Servers und seiner Domäne, Zeit und mehr: Auch sie deckt der Beweis.',
  'ntlm.dnsComputer': 'Der volle Name des Servers (MsvAvDnsComputerName).',
  'ntlm.dnsDomain': 'Der volle Name der Domäne (MsvAvDnsDomainName).',
  'ntlm.lmResponse': 'Der ältere Beweis. Bei NTLMv2 sind es Nullen, wenn der Server seine Zeit genannt hat.',
  'ntlm.ntResponse':
    'Der Beweis des Kennworts: HMAC-MD5 über beide Challenges, mit einem Schlüssel aus dem Hash des Kennworts. Wer ihn aufzeichnet, kann Kennwörter offline raten.',
  'ntlm.domain': 'Die Domäne des Benutzers.',
  'ntlm.user': 'Der Benutzer, der sich authentisiert.',
  'ntlm.workstation': 'Der Rechner, an dem der Benutzer ist.',
  'ntlm.sessionKey':
    'Ein Schlüssel, den der Client gemacht hat, verschlüsselt: Er signiert und versiegelt, was danach kommt.',
  'ntlm.mic': 'Deckt alle drei Nachrichten, damit niemand dazwischen Flags wegnehmen kann.',
  'ntlm.flag.unicode': 'NTLMSSP_NEGOTIATE_UNICODE: Namen sind in UTF-16.',
  'ntlm.flag.oem': 'NTLM_NEGOTIATE_OEM: Namen dürfen im alten Zeichensatz sein.',
  'ntlm.flag.requestTarget': 'NTLMSSP_REQUEST_TARGET: Der Server soll in der Challenge seinen Namen nennen.',
  'ntlm.flag.sign': 'NTLMSSP_NEGOTIATE_SIGN: Nachrichten nach der Anmeldung werden signiert.',
  'ntlm.flag.seal': 'NTLMSSP_NEGOTIATE_SEAL: Nachrichten nach der Anmeldung werden verschlüsselt.',
  'ntlm.flag.datagram':
    'NTLMSSP_NEGOTIATE_DATAGRAM: ohne Verbindung; dann gibt es keine Nachricht vom Typ 1, wie bei SIP.',
  'ntlm.flag.ntlm': 'NTLMSSP_NEGOTIATE_NTLM: das Protokoll NTLM selbst.',
  'ntlm.flag.anonymous': 'Eine anonyme Verbindung.',
  'ntlm.flag.alwaysSign':
    'NTLMSSP_NEGOTIATE_ALWAYS_SIGN: Jede Nachricht hat eine Signatur, und sei es eine leere.',
  'ntlm.flag.targetTypeDomain': 'NTLMSSP_TARGET_TYPE_DOMAIN: Der Zielname ist der einer Domäne.',
  'ntlm.flag.targetTypeServer': 'NTLMSSP_TARGET_TYPE_SERVER: Der Zielname ist der eines Servers.',
  'ntlm.flag.extendedSessionSecurity':
    'NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY: der bessere Weg zu Schlüsseln und Signaturen.',
  'ntlm.flag.identify':
    'NTLMSSP_NEGOTIATE_IDENTIFY: Der Server darf erfahren, wer es ist, aber nicht als der Benutzer handeln.',
  'ntlm.flag.targetInfo':
    'NTLMSSP_NEGOTIATE_TARGET_INFO: Die Challenge nennt Zielinformationen. NTLMv2 braucht sie.',
  'ntlm.flag.version': 'NTLMSSP_NEGOTIATE_VERSION: Die Nachricht hat ein Versionsfeld.',
  'ntlm.flag.keys128': 'NTLMSSP_NEGOTIATE_128: Schlüssel von 128 Bit.',
  'ntlm.flag.keyExchange':
    'NTLMSSP_NEGOTIATE_KEY_EXCH: Der Client sendet einen eigenen Sitzungsschlüssel, verschlüsselt.',
  'ntlm.flag.keys56': 'NTLMSSP_NEGOTIATE_56: Schlüssel von 56 Bit.',

  'tls.cipher': 'TLS-Version und Cipher Suite, auf die sich beide Enden geeinigt haben.',
  'tls.size': 'Bytes auf der Leitung: der Inhalt und was TLS zu jedem Record dazugibt.',
}
