/** Un agenda au format iCalendar (RFC 5545), à l'heure universelle, que tout téléphone lit. `nom` : celui que le téléphone montre. */
export type Evenement = {
  readonly uid: string
  readonly debut: Date
  readonly fin: Date
  readonly titre: string
  readonly lieu: string
  readonly description: string
  readonly url: string
  readonly annule: boolean
  /** Une option : l’agenda la montre comme à confirmer. */
  readonly provisoire?: boolean
}

// Un texte ne peut ni clore un champ ni en ouvrir un : les commandes partent, le reste s'échappe (§ 3.3.11).
const texte = (t: string): string =>
  t
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ce sont eux que l’on ôte
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, ' ')
    .replace(/[\\;,]/g, (s) => `\\${s}`)
    .replaceAll('\n', '\\n')

const instant = (d: Date): string => `${d.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`

/** Une ligne fait 75 octets au plus ; la suite commence par une espace. Un signe n'est jamais coupé (§ 3.1). */
const plier = (ligne: string): string => {
  const morceaux: string[] = []
  let courant = ''
  let octets = 0
  for (const signe of ligne) {
    const taille = Buffer.byteLength(signe)
    if (octets + taille > 75) {
      morceaux.push(courant)
      courant = ' '
      octets = 1
    }
    courant += signe
    octets += taille
  }
  return [...morceaux, courant].join('\r\n')
}

export const enIcs = (nom: string, evenements: readonly Evenement[], le: Date): string =>
  `${[
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Coforme//Agenda//FR',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${texte(nom)}`,
    ...evenements.flatMap((e) => [
      'BEGIN:VEVENT',
      `UID:${texte(e.uid)}`,
      `DTSTAMP:${instant(le)}`,
      `DTSTART:${instant(e.debut)}`,
      `DTEND:${instant(e.fin)}`,
      `SUMMARY:${texte(e.titre)}`,
      ...(e.lieu ? [`LOCATION:${texte(e.lieu)}`] : []),
      ...(e.description ? [`DESCRIPTION:${texte(e.description)}`] : []),
      `URL:${e.url}`,
      `STATUS:${e.annule ? 'CANCELLED' : e.provisoire ? 'TENTATIVE' : 'CONFIRMED'}`,
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
  ]
    .map(plier)
    .join('\r\n')}\r\n`
