/** Ce que plusieurs règles demandent au dossier. */
import { type DateCivile, dateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterCreneau, formaterDuree, formaterHeure } from '#kernel/heures.ts'
import { enVigueur } from '#kernel/parametres.ts'
import { compter, enumerer } from '#kernel/texte.ts'
import { heureLocale } from '#kernel/zones.ts'
import type {
  CaseControlee,
  DossierControle,
  GenrePieceControlee,
  PieceControlee,
  SeanceControlee,
} from './dossier.ts'
import type { Ou, Trouve } from './regle.ts'
import { seuils } from './seuils.ts'

export const seuilsDe = (d: DossierControle) => enVigueur(seuils, d.aujourdhui)

export const nommer = (personne: string): string => `{tiers:${personne}}`
export const personneDe = (d: DossierControle, inscription: string): string =>
  nommer(d.inscriptions.find((i) => i.id === inscription)?.personne ?? '')
export const direSeance = (s: SeanceControlee): string =>
  `${formaterDate(s.jour, 'complet')}, ${formaterCreneau(s.debut, s.fin)}`
export const heureDe = (d: DossierControle, le: Date): string =>
  formaterHeure(heureLocale(le, d.session.zone).minute)
/** « 3 h 30 », et « aucune heure » plutôt que zéro ; avec ce que l’on en dit, accordé : « aucune heure facturée ». */
export const direMinutes = (minutes: number, dites?: string): string => {
  const duree = minutes === 0 ? 'aucune heure' : formaterDuree(minutes)
  return dites === undefined ? duree : `${duree} ${minutes === 0 ? dites : `${dites}s`}`
}
export const direJour = (texte: string): string => {
  const jour: DateCivile | undefined = dateCivile(texte)
  return jour ? formaterDate(jour, 'long') : texte
}

// Vingt règles demandent les mêmes lectures du même dossier : elles se font une fois, tant qu’il est tenu.
const signeesDe = new WeakMap<DossierControle, readonly Signee[]>()
const ensemblesDe = new WeakMap<DossierControle, readonly (readonly Signee[])[]>()
const isoleesDe = new WeakMap<DossierControle, readonly Signee[]>()
const retenir = <T>(
  lus: WeakMap<DossierControle, T>,
  d: DossierControle,
  lire: (d: DossierControle) => T,
): T => {
  const lu = lus.get(d) ?? lire(d)
  lus.set(d, lu)
  return lu
}

/** Une signature donnée par la personne elle-même, avec sa séance : celles qu’atteste le formateur ont leur motif. */
export type Signee = { readonly c: CaseControlee; readonly s: SeanceControlee; readonly le: Date }
export const signees = (d: DossierControle): readonly Signee[] => retenir(signeesDe, d, lireSignees)

const lireSignees = (d: DossierControle): readonly Signee[] => {
  const seances = new Map(d.seances.map((s) => [s.id, s]))
  return d.cases.flatMap((c) => {
    const s = seances.get(c.seance)
    return s && c.etat === 'presente' && c.signeeLe && !c.attestee ? [{ c, s, le: c.signeeLe }] : []
  })
}

/**
 * Les demi-journées qu’une personne a signées d’un seul geste, hors de la sortie de l’une d’elles : « toutes à la
 * fin ». Ces signatures ne sont pas en plus « du mauvais jour » ou « hors délai » : le constat est un.
 */
export const ensembles = (d: DossierControle): readonly (readonly Signee[])[] =>
  retenir(ensemblesDe, d, lireEnsembles)

const lireEnsembles = (d: DossierControle): readonly (readonly Signee[])[] => {
  const { memeGesteMin, sortieMin } = seuilsDe(d)
  const groupes: Signee[][] = []
  const parPersonne = Map.groupBy(signees(d), (x) => x.c.inscription)
  for (const i of d.inscriptions) {
    const siennes = (parPersonne.get(i.id) ?? []).toSorted((a, b) => a.le.getTime() - b.le.getTime())
    let courant: Signee[] = []
    const fermer = () => {
      const tard = courant.some((x) => x.le.getTime() > x.s.finLe.getTime() + sortieMin * 60_000)
      if (courant.length > 1 && tard) groupes.push(courant)
      courant = []
    }
    for (const x of siennes) {
      const precedente = courant.at(-1)
      if (precedente && x.le.getTime() - precedente.le.getTime() > memeGesteMin * 60_000) fermer()
      courant.push(x)
    }
    fermer()
  }
  return groupes
}

/** Les signatures qu’aucun « d’un seul geste » n’explique déjà. */
export const isolees = (d: DossierControle): readonly Signee[] => retenir(isoleesDe, d, lireIsolees)

const lireIsolees = (d: DossierControle): readonly Signee[] => {
  const prises = new Set(ensembles(d).flatMap((g) => g.map((x) => x.c)))
  return signees(d).filter((x) => !prises.has(x.c))
}

// Permis : les familles des contrôles, et non des genres.
export const motPiece: Readonly<Record<GenrePieceControlee, string>> = {
  convention: 'la convention',
  convocation: 'la convocation',
  certificat: 'le certificat',
  attestation: 'l’attestation',
  facture: 'la facture',
}
/** Là où une pièce se lit : une facture a sa page, avec ses avoirs et ses règlements. */
export const ouEst = (p: PieceControlee): Ou => ({
  genre: p.genre === 'facture' ? 'facture' : 'piece',
  id: p.id,
})
/** « la convention CV-2026-0012 ». */
export const direPiece = (p: PieceControlee): string => `${motPiece[p.genre]} ${p.numero}`
export const enTete = (texte: string): string => `${texte.slice(0, 1).toUpperCase()}${texte.slice(1)}`

/** Espaces, apostrophes et casse ne font pas deux intitulés ; un mot de plus, si. */
export const memeTexte = (a: string, b: string): boolean => plat(a) === plat(b)
const plat = (t: string): string =>
  t
    .normalize('NFKC')
    .replace(/[’']/g, '’')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim()
    .toLowerCase()

/** Qui a suivi quelque chose : ceux dont on doit prouver la formation. */
export const suivies = (d: DossierControle) =>
  d.inscriptions.filter(
    (i) => i.realiseMin > 0 || d.cases.some((c) => c.inscription === i.id && c.etat === 'presente'),
  )

/** Un créneau passé n’a pas de statut : ses heures ne se comparent encore à rien. */
export const sansStatut = (d: DossierControle, inscription: string): boolean =>
  d.cases.some(
    (c) =>
      c.inscription === inscription &&
      c.etat === 'attendue' &&
      d.seances.some((s) => s.id === c.seance && s.finLe <= d.maintenant),
  )

/** La formation a une part à distance, d’une façon ou d’une autre. */
export const aDistance = (d: DossierControle): boolean =>
  d.session.modalite !== 'presentiel' ||
  d.seances.some((s) => s.distance) ||
  d.suivi.plan.some((a) => a.genre === 'asynchrone')

/** Qui a suivi une part à distance : à sa classe virtuelle, ou par une activité réalisée. */
export const suiviesADistance = (d: DossierControle) => {
  const enLigne = new Set(d.seances.filter((s) => s.distance).map((s) => s.id))
  return d.inscriptions.filter(
    (i) =>
      d.cases.some((c) => c.inscription === i.id && c.etat === 'presente' && enLigne.has(c.seance)) ||
      d.suivi.elements.some((e) => e.genre === 'realisation' && e.inscription === i.id),
  )
}
export const enAfest = (d: DossierControle) =>
  d.inscriptions.filter((i) =>
    d.suivi.elements.some((e) => e.genre === 'afest-situation' && e.inscription === i.id),
  )

/** L’action a une part en situation de travail, prévue ou faite. */
export const concerneAfest = (d: DossierControle): boolean =>
  d.suivi.plan.some((a) => a.genre !== 'asynchrone') ||
  d.suivi.elements.some((e) => e.genre.startsWith('afest-'))

/**
 * Les pièces d’un même dossier qui portent la même faute : un titre faux sur dix pièces est un constat, et se répare une fois.
 * `dire` rend ce que la pièce dit ; `phrase`, la suite de la phrase.
 */
export const parCause = (
  d: DossierControle,
  pieces: readonly PieceControlee[],
  dire: (p: PieceControlee) => string,
  phrase: (dit: string, plusieurs: boolean) => string,
): readonly Trouve[] => {
  const dossierDe = new Map(d.inscriptions.map((i) => [i.id, i.dossier]))
  const groupes = Map.groupBy(pieces, (p) => `${dossierDe.get(p.objet) ?? p.objet} ${dire(p)}`)
  return [...groupes.values()].flatMap((siennes) => {
    const [premiere] = siennes
    if (!premiere) return []
    const plusieurs = siennes.length > 1
    const nommees = siennes.slice(0, 3).map(direPiece)
    const reste = siennes.length - nommees.length
    const qui = enumerer(reste > 0 ? [...nommees, compter(reste, 'autre pièce')] : nommees)
    return [
      {
        cle: premiere.id,
        phrase: `${enTete(qui)} ${phrase(dire(premiere), plusieurs)}`,
        ou: ouEst(premiere),
      },
    ]
  })
}

const deux = (n: number) => String(n).padStart(2, '0')
const hhmm = (m: number) => `${deux(Math.floor(m / 60))}:${deux(m % 60)}`

/** Une phrase gardée tient en deux mille signes : au-delà de trente personnes, un constat par trentaine, où chacune se lit. */
export const parTrentaine = (gens: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(gens.length / 30) }, (_, n) => gens.slice(n * 30, (n + 1) * 30))

/** Les demi-journées comme une pièce les écrit : « 2026-12-14 09:00-12:30 ». */
export const creneauxDe = (
  seances: readonly { readonly jour: string; readonly debut: number; readonly fin: number }[],
): readonly string[] => seances.map((s) => `${s.jour} ${hhmm(s.debut)}-${hhmm(s.fin)}`)
