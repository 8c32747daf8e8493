import { ajouterJours, ajouterMois, type DateCivile, ecartEnJours } from '#kernel/dates.ts'
import type { ActiviteId, Id } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TiersId } from '#modules/tiers/index.ts'

export type SituationId = Id<'Situation'>
export const genresDeSituation = ['candidature', 'cape', 'cesa', 'societariat', 'sortie'] as const
export type GenreDeSituation = (typeof genresDeSituation)[number]

/** Une étape datée de la vie d’une personne dans la coopérative. `au` : le terme d’un CAPE, et de lui seul. */
export type Situation = {
  readonly id: SituationId
  readonly personne: TiersId
  readonly nom: string
  readonly activite: ActiviteId
  readonly enseigne: string
  readonly genre: GenreDeSituation
  readonly du: DateCivile
  readonly au: DateCivile | null
  readonly note: string
}
type Dates = Pick<Situation, 'genre' | 'du' | 'au'>

export const motSituation: Readonly<Record<GenreDeSituation, string>> = {
  candidature: 'candidate ou candidat',
  cape: 'en contrat d’appui (CAPE)',
  cesa: 'entrepreneure ou entrepreneur salarié (CESA)',
  societariat: 'associée ou associé',
  sortie: 'sortie',
}
/** Comme on la note : ce qui commence ce jour-là. */
export const motEtapeDeVie: Readonly<Record<GenreDeSituation, string>> = {
  candidature: 'Candidature',
  cape: 'Contrat d’appui au projet d’entreprise (CAPE)',
  cesa: 'Contrat d’entrepreneur salarié (CESA)',
  societariat: 'Entrée au sociétariat',
  sortie: 'Sortie',
}

const suites: Readonly<Record<GenreDeSituation | 'rien', readonly GenreDeSituation[]>> = {
  rien: ['candidature', 'cape', 'cesa'],
  candidature: ['cape', 'cesa', 'sortie'],
  cape: ['cape', 'cesa', 'sortie'],
  cesa: ['societariat', 'sortie'],
  societariat: ['sortie'],
  // Qui est parti peut revenir.
  sortie: ['candidature', 'cape', 'cesa'],
}
const MOIS_D_UN_CAPE = 12
const MOIS_DES_CAPE = 36
const MOIS_D_ESSAI = 8
const MOIS_AVANT_SOCIETARIAT = 36
/** Une alerte vient soixante jours avant. */
const JOURS_D_ALERTE_DE_SITUATION = 60

const rangees = <T extends Dates>(l: readonly T[]): readonly T[] =>
  l.toSorted((a, b) =>
    a.du === b.du
      ? genresDeSituation.indexOf(a.genre) - genresDeSituation.indexOf(b.genre)
      : a.du < b.du
        ? -1
        : 1,
  )

/** Ce qui s’est passé depuis la dernière sortie : le séjour d’aujourd’hui. */
const sejour = <T extends Dates>(l: readonly T[]): readonly T[] => {
  const r = rangees(l)
  const fin = r.findLastIndex((s) => s.genre === 'sortie')
  return fin === r.length - 1 && fin >= 0
    ? r.slice(r.slice(0, fin).findLastIndex((s) => s.genre === 'sortie') + 1)
    : r.slice(fin + 1)
}

/** Où en est la personne ce jour-là ; rien : elle n’est pas encore venue. Un CAPE échu que rien ne suit reste dit, et son terme l’alerte. */
export const situationAu = <T extends Dates>(l: readonly T[], jour: DateCivile): T | undefined =>
  rangees(l).findLast((s) => s.du <= jour)

/** Les jours passés en CAPE avant ce jour : la loi les déduit de l’essai et du délai de sociétariat. */
const joursDeCape = (l: readonly Dates[], avant: DateCivile): number =>
  l.reduce((t, s) => {
    if (s.genre !== 'cape' || s.au === null || s.du >= avant) return t
    const fin = s.au < avant ? s.au : ajouterJours(avant, -1)
    return t + ecartEnJours(s.du, fin) + 1
  }, 0)

export type EcheanceDeVie = {
  readonly jour: DateCivile
  readonly quoi: string
  /** Le texte qui fixe ce jour ; rien : une date que l’on a notée. */
  readonly loi: string | null
}

/**
 * Ce que le séjour de la personne fera échoir, et ce qui est échu sans suite. CAPE : son terme. CESA : la fin de l’essai (huit mois,
 * renouvellement compris, moins le temps de CAPE : L7332-1 du code du travail) tant qu’elle est à venir, et l’entrée au sociétariat (trois ans,
 * moins le temps de CAPE : L7331-3). Sortie annoncée : son jour.
 */
export const echeancesDeVie = (l: readonly Dates[], jour: DateCivile): readonly EcheanceDeVie[] => {
  const s = sejour(l)
  const ici = situationAu(s, jour)
  const venir = s.find((x) => x.genre === 'sortie' && x.du >= jour)
  const dites: EcheanceDeVie[] = []
  if (ici?.genre === 'cape' && ici.au !== null && !s.some((x) => x.du > ici.du && x.genre !== 'sortie'))
    dites.push({ jour: ici.au, quoi: 'son contrat d’appui (CAPE) finit', loi: null })
  if (ici?.genre === 'cesa') {
    const deduits = joursDeCape(s, ici.du)
    const moins = (mois: number) => ajouterJours(ajouterMois(ici.du, mois), -deduits - 1)
    const essai = moins(MOIS_D_ESSAI)
    if (essai >= jour) dites.push({ jour: essai, quoi: 'sa période d’essai finit', loi: 'L. 7332-1' })
    if (!s.some((x) => x.genre === 'societariat'))
      dites.push({
        jour: moins(MOIS_AVANT_SOCIETARIAT),
        quoi: 'elle ou il devient associé·e, ou son contrat prend fin',
        loi: 'L. 7331-3',
      })
  }
  if (venir) dites.push({ jour: venir.du, quoi: 'elle ou il quitte la coopérative', loi: null })
  return dites.toSorted((a, b) => (a.jour < b.jour ? -1 : 1))
}

/** Ce qui alerte ce jour-là : échu, ou à soixante jours. */
export const alertesDeVie = (l: readonly Dates[], jour: DateCivile): readonly EcheanceDeVie[] =>
  echeancesDeVie(l, jour).filter((e) => e.jour <= ajouterJours(jour, JOURS_D_ALERTE_DE_SITUATION))

/** Ce qu’une étape exige de celles d’avant : son ordre, ses dates, la durée d’un CAPE. */
export const verifierSituation = (l: readonly Dates[], neuve: Dates): Result<undefined, Refus> => {
  const derniere = rangees(l).at(-1)
  if (derniere && neuve.du <= derniere.du)
    return refuser('du', 'Cette étape vient après la dernière notée : ôtez d’abord celle qui est fausse.')
  if (!suites[derniere?.genre ?? 'rien'].includes(neuve.genre))
    return refuser(
      'genre',
      derniere
        ? `Après « ${motEtapeDeVie[derniere.genre]} », cette étape ne vient pas.`
        : 'Un parcours commence par une candidature, un CAPE ou un CESA.',
    )
  if (neuve.genre !== 'cape') return ok(undefined)
  if (neuve.au === null) return refuser('au', 'Écrivez le terme du contrat d’appui.')
  if (neuve.au < neuve.du) return refuser('au', 'Le terme vient avant le premier jour.')
  if (neuve.au >= ajouterMois(neuve.du, MOIS_D_UN_CAPE))
    return refuser('au', 'Un contrat d’appui dure douze mois au plus ; il se renouvelle deux fois.')
  if (derniere?.genre === 'cape' && derniere.au !== null && neuve.du <= derniere.au)
    return refuser('du', 'Le contrat d’appui d’avant n’est pas fini ce jour-là.')
  const capes = sejour([...l, neuve]).filter((s) => s.genre === 'cape')
  const premier = capes[0]?.du ?? neuve.du
  return capes.length > 3 || neuve.au >= ajouterMois(premier, MOIS_DES_CAPE)
    ? refuser('au', 'Trois contrats d’appui de suite, trente-six mois en tout : ni plus.')
    : ok(undefined)
}
