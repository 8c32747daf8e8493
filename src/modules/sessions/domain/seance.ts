import type { DateCivile } from '#kernel/dates.ts'
import { formaterDate } from '#kernel/dates.ts'
import { formaterCreneau, formaterDuree } from '#kernel/heures.ts'
import { enVigueur, type ParametreDate } from '#kernel/parametres.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { instantDe, type Zone } from '#kernel/zones.ts'

/** Un créneau à la pendule de la salle. `fin` peut valoir 1440. Une séance ne passe jamais minuit. */
export type Creneau = {
  readonly date: DateCivile
  readonly debut: number
  readonly fin: number
  readonly zone: Zone
}
export type DemiJournee = 'matin' | 'apres-midi' | 'soiree'

/**
 * Demi-journées qu'un formulaire, ou un tableau, donne d'un coup à une session : plus de sept cents heures, pour les actions longues que
 * la Région achète. Chaque rang a quatre champs, et un formulaire mille au plus.
 */
export const maxSeances = 220

export type BornesSeance = {
  /** Traverse midi : commence avant l’une ET finit après l’autre. */
  readonly avantMidi: number
  readonly apresMidi: number
  readonly dureeMaxMin: number
  readonly finDuMatin: number
  readonly debutDeSoiree: number
  /** Pause proposée quand on scinde. */
  readonly pause: readonly [debut: number, fin: number]
}

/**
 * Bornes déduites, pas légales : une demi-journée est « matin (avant 13 h) ou après-midi, 3 à 4 h d’usage » ;
 * aucun texte ne dit 12 h, 14 h ni 5 h. D’où un paramètre daté.
 */
export const bornesSeance: ParametreDate<BornesSeance> = [
  {
    depuis: '1900-01-01',
    valeur: {
      avantMidi: 720,
      apresMidi: 840,
      dureeMaxMin: 300,
      finDuMatin: 780,
      debutDeSoiree: 1080,
      pause: [750, 810],
    },
    source: 'usage de la profession',
  },
]

export const dureeMinutes = (c: { readonly debut: number; readonly fin: number }): number => c.fin - c.debut

/** Qui commence entre midi et une heure et finit dans l’après-midi, 12 h 30 – 16 h, n’est pas du matin : il y a déjà une feuille de ce nom. */
export const demiJourneeDe = (c: Creneau): DemiJournee => {
  const b = enVigueur(bornesSeance, c.date)
  const dansLApresMidi = c.debut >= b.avantMidi && c.fin > b.apresMidi
  return c.debut < b.finDuMatin && !dansLApresMidi
    ? 'matin'
    : c.debut < b.debutDeSoiree
      ? 'apres-midi'
      : 'soiree'
}

export type RefusSeance = Refus<'creneau-inverse' | 'hors-du-jour' | 'traverse-midi' | 'trop-longue'> & {
  /** La scission proposée, chaque morceau étant recevable. */
  readonly proposition?: readonly Creneau[]
}

const faute = (
  c: Creneau,
  b: BornesSeance,
): 'creneau-inverse' | 'hors-du-jour' | 'traverse-midi' | 'trop-longue' | undefined => {
  if (![c.debut, c.fin].every(Number.isInteger) || c.debut < 0 || c.fin > 1440) return 'hors-du-jour'
  if (c.fin <= c.debut) return 'creneau-inverse'
  if (c.debut < b.avantMidi && c.fin > b.apresMidi) return 'traverse-midi'
  return dureeMinutes(c) > b.dureeMaxMin ? 'trop-longue' : undefined
}

/** Une séance est une demi-journée au plus : une séance, une signature. */
export const validerSeance = (c: Creneau): Result<Creneau, RefusSeance> => {
  const b = enVigueur(bornesSeance, c.date)
  const code = faute(c, b)
  switch (code) {
    case undefined:
      return ok(c)
    case 'hors-du-jour':
      return ko(refus(code, 'Une séance tient dans une journée, de 0 h à 24 h.'))
    case 'creneau-inverse':
      return ko(refus(code, 'La séance finit avant de commencer.'))
    case 'traverse-midi':
      return ko({
        ...refus(
          code,
          `Le ${formaterDate(c.date)}, ${formaterCreneau(c.debut, c.fin)} traverse midi : il faut deux séances, une signature par demi-journée.`,
        ),
        proposition: scinder(c),
      })
    case 'trop-longue':
      return ko({
        ...refus(
          code,
          `Le ${formaterDate(c.date)}, ${formaterCreneau(c.debut, c.fin)} dépasse ${formaterDuree(b.dureeMaxMin)} : il faut plusieurs séances.`,
        ),
        proposition: scinder(c),
      })
  }
}

/** Coupe à la pause de midi si la séance la traverse, puis en deux tant qu’un morceau est trop long. */
export const scinder = (c: Creneau): Creneau[] => {
  const b = enVigueur(bornesSeance, c.date)
  const code = faute(c, b)
  if (code === 'traverse-midi')
    return [...scinder({ ...c, fin: b.pause[0] }), ...scinder({ ...c, debut: b.pause[1] })]
  if (code !== 'trop-longue') return [c]
  const milieu = Math.floor((c.debut + c.fin) / 2)
  return [...scinder({ ...c, fin: milieu }), ...scinder({ ...c, debut: milieu })]
}

/** Les instants vrais du créneau : deux salles de fuseaux différents se comparent ainsi. */
export const instants = (c: Creneau): { debut: Date; fin: Date } => ({
  debut: instantDe(c.date, c.debut, c.zone).instant,
  fin: instantDe(c.date, c.fin, c.zone).instant,
})

/** Deux créneaux qui se touchent (12 h et 12 h) ne se chevauchent pas. */
export const seChevauchent = (a: Creneau, b: Creneau): boolean => {
  const [x, y] = [instants(a), instants(b)]
  return x.debut < y.fin && y.debut < x.fin
}

export type Occupation = {
  readonly id: string
  readonly creneau: Creneau
  readonly ressources: readonly string[]
}
export type Chevauchement = { readonly a: string; readonly b: string; readonly ressource: string }

/** Toute paire qui se partage une ressource (intervenant, salle) au même moment. Balayage : n log n par ressource. */
export const chevauchements = (occupations: readonly Occupation[]): Chevauchement[] => {
  const parRessource = new Map<string, { id: string; debut: number; fin: number }[]>()
  for (const o of occupations) {
    const { debut, fin } = instants(o.creneau)
    for (const r of new Set(o.ressources)) {
      const liste = parRessource.get(r) ?? []
      liste.push({ id: o.id, debut: debut.getTime(), fin: fin.getTime() })
      parRessource.set(r, liste)
    }
  }
  const trouves: Chevauchement[] = []
  for (const [ressource, liste] of parRessource) {
    let actifs: typeof liste = []
    for (const o of liste.sort((x, y) => x.debut - y.debut)) {
      actifs = actifs.filter((x) => x.fin > o.debut)
      for (const x of actifs) trouves.push({ a: x.id, b: o.id, ressource })
      actifs.push(o)
    }
  }
  return trouves
}
