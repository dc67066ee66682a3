import type { links as english } from '../en/page-links.ts'

export const links: typeof english = {
  menu: 'Verbindung',
  exact: 'Genaue Zahlen …',
  exactOf: (name) => `Verbindung von ${name} in genauen Zahlen`,
  changed: 'Pakete, die von jetzt an gesendet werden, gehen darüber.',
  tunnelMenu: 'Funkloch',
  tunnel: (name, time) => `${name} für ${time} durch ein Funkloch schicken`,
  tunnelOf: (name) => `Funkloch für ${name}`,
  backIn: (time) => `zurück in ${time}`,
  title: (name) => `Verbindung von ${name}`,
  intro: 'Was leer bleibt, ist wie die Abdeckung es gibt.',
  delay: 'Verzögerung je Richtung',
  jitter: 'Mehr oder weniger',
  loss: 'Verlust',
  rate: 'Rate abwärts',
  rateUp: 'Rate aufwärts, wenn anders',
  fromCoverage: 'wie die Abdeckung',
  times: 'Eine Zeit wie 250ms oder 2 s',
  shares:
    'Prozent von 0 bis 100; ein verlorenes Paket wird erneut gesendet, Verlust kostet also Zeit und keine Daten',
  rates: 'Bits je Sekunde oder eine Rate wie 40kbit oder 1.5mbit',
  sameAsRate: 'dieselbe',
  ratesUp: 'Für das, was das Gerät sendet: Bits je Sekunde oder eine Rate wie 40kbit oder 1.5mbit',
  cannotRead: (label, hint) => `${label}: nicht brauchbar. ${hint}.`,
  set: 'Verbindung setzen',
}
