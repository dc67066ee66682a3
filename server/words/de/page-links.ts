import type { links as english } from '../en/page-links.ts'

export const links: typeof english = {
  menu: 'Funkverbindung',
  exact: 'Genaue Zahlen …',
  exactOf: (name) => `Funkverbindung von ${name} in genauen Zahlen`,
  changed: 'Pakete, die von jetzt an gesendet werden, gehen darüber.',
  tunnelMenu: 'Funkloch',
  tunnel: (name, time) => `${name} für ${time} durch ein Funkloch schicken`,
  tunnelOf: (name) => `Funkloch für ${name}`,
  backIn: (time) => `zurück in ${time}`,
  title: (name) => `Funkverbindung von ${name}`,
  intro: 'Was leer bleibt, richtet sich nach der Funkabdeckung.',
  delay: 'Verzögerung je Richtung',
  jitter: 'Schwankung',
  loss: 'Verlust',
  rate: 'Rate abwärts',
  rateUp: 'Rate aufwärts, wenn anders',
  fromCoverage: 'nach Funkabdeckung',
  times: 'Eine Dauer wie 250ms oder 2 s',
  shares:
    'Prozent von 0 bis 100; ein verlorenes Paket wird erneut gesendet, Verlust kostet also Zeit und keine Daten',
  rates: 'Bits je Sekunde oder eine Rate wie 40kbit oder 1.5mbit',
  sameAsRate: 'dieselbe',
  ratesUp: 'Für das, was das Gerät sendet: Bits je Sekunde oder eine Rate wie 40kbit oder 1.5mbit',
  cannotRead: (label, hint) => `${label}: nicht verwendbar. ${hint}.`,
  set: 'Übernehmen',
}
