import { ajouterJours, type DateCivile, dateDe, jourSemaine, morceaux } from '#kernel/dates.ts'

/**
 * Où l’on chôme. Métropole : L3133-1 du code du travail. Alsace-Moselle : L3134-13. Abolition de l’esclavage :
 * loi 83-550 et décret 83-1003, une date par territoire.
 */
export type TerritoireFerie =
  | 'metropole'
  | 'alsace-moselle'
  | 'guadeloupe'
  | 'guyane'
  | 'martinique'
  | 'mayotte'
  | 'reunion'
  | 'saint-barthelemy'
  | 'saint-martin'

export type JourFerie = { readonly date: DateCivile; readonly nom: string }

const jour = (annee: number, mois: number, quantieme: number): DateCivile => {
  const date = dateDe(annee, mois, quantieme)
  if (!date) throw new RangeError(`jour hors des années 1000 à 9999 : ${annee}`)
  return date
}

/** Dimanche de Pâques grégorien (algorithme anonyme, dit de Meeus, Jones et Butcher). */
export const paques = (annee: number): DateCivile => {
  const a = annee % 19
  const b = Math.floor(annee / 100)
  const c = annee % 100
  const d = Math.floor(b / 4)
  const e = b % 4
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - d - g + 15) % 30
  const i = Math.floor(c / 4)
  const k = c % 4
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const n = h + l - 7 * m + 114
  return jour(annee, Math.floor(n / 31), (n % 31) + 1)
}

const abolition: Partial<Record<TerritoireFerie, readonly [mois: number, jour: number]>> = {
  mayotte: [4, 27],
  martinique: [5, 22],
  guadeloupe: [5, 27],
  'saint-martin': [5, 28],
  guyane: [6, 10],
  'saint-barthelemy': [10, 9],
  reunion: [12, 20],
}

/**
 * Les jours fériés d’une année, dans l’ordre. Le Vendredi saint d’Alsace-Moselle ne vaut que dans les communes
 * qui ont un temple protestant ou une église mixte (doute laissé à la personne : ce n’est qu’un avertissement).
 */
export const joursFeries = (annee: number, territoire: TerritoireFerie = 'metropole'): JourFerie[] => {
  const p = paques(annee)
  const feries: JourFerie[] = [
    { date: jour(annee, 1, 1), nom: 'jour de l’An' },
    { date: ajouterJours(p, 1), nom: 'lundi de Pâques' },
    { date: jour(annee, 5, 1), nom: 'fête du Travail' },
    { date: jour(annee, 5, 8), nom: '8 mai 1945' },
    { date: ajouterJours(p, 39), nom: 'Ascension' },
    { date: ajouterJours(p, 50), nom: 'lundi de Pentecôte' },
    { date: jour(annee, 7, 14), nom: 'fête nationale' },
    { date: jour(annee, 8, 15), nom: 'Assomption' },
    { date: jour(annee, 11, 1), nom: 'Toussaint' },
    { date: jour(annee, 11, 11), nom: '11 novembre 1918' },
    { date: jour(annee, 12, 25), nom: 'Noël' },
  ]
  if (territoire === 'alsace-moselle') {
    feries.push(
      { date: ajouterJours(p, -2), nom: 'Vendredi saint' },
      { date: jour(annee, 12, 26), nom: 'Saint-Étienne' },
    )
  }
  const date = abolition[territoire]
  if (date) feries.push({ date: jour(annee, date[0], date[1]), nom: 'abolition de l’esclavage' })
  return feries.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
}

/** Le nom du jour férié, ou rien. Deux fêtes le même jour (Ascension et 8 mai en 2042…) : les deux noms. */
export const nomDuFerie = (
  date: DateCivile,
  territoire: TerritoireFerie = 'metropole',
): string | undefined => {
  const noms = joursFeries(morceaux(date).annee, territoire).filter((f) => f.date === date)
  return noms.length > 0 ? noms.map((f) => f.nom).join(' et ') : undefined
}

export const estFerie = (date: DateCivile, territoire: TerritoireFerie = 'metropole'): boolean =>
  nomDuFerie(date, territoire) !== undefined

/** Ouvré au sens des délais d’EDOF : du lundi au vendredi, hors jours fériés. */
export const estOuvre = (date: DateCivile, territoire: TerritoireFerie = 'metropole'): boolean =>
  jourSemaine(date) <= 5 && !estFerie(date, territoire)

/** Le `n`-ième jour ouvré strictement après `date` (n ≥ 0 ; 0 rend la date elle-même). */
export const ajouterJoursOuvres = (
  date: DateCivile,
  n: number,
  territoire: TerritoireFerie = 'metropole',
): DateCivile => {
  let courant = date
  for (let reste = n; reste > 0; ) {
    courant = ajouterJours(courant, 1)
    if (estOuvre(courant, territoire)) reste -= 1
  }
  return courant
}
