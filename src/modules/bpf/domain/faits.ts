import { compose, estAAffecter, ligneC, type Methode, produitDeLExercice } from './argent.ts'
import type { Charge, Exercice, LigneC, Objectif, Role, StatutStagiaire } from './dossier.ts'
import { ajouter, estPositive, type Fraction, zero } from './fraction.ts'
import { estConfiee, heuresDIntervention, type LigneE, ligneE } from './intervenants.ts'
import type { Lectures } from './parametres.ts'
import type { PartSuivie } from './part-suivie.ts'
import { enDouble, reunirActions, type SommeAction, type Sommes } from './sommes.ts'
import { estADistance, estANous, estCompte, type HeuresSuivies, heuresSuivies } from './stagiaires.ts'

/** Une inscription et ce qu’elle a suivi dans l’exercice : ce que la base peut sommer elle-même. */
export type FaitInscription = {
  readonly action: string
  readonly nombre: number
  readonly personne: string
  readonly role: Role
  readonly statut: StatutStagiaire | null
  readonly objectif: Objectif | null
  readonly nsf: string | null
  readonly aDistance: boolean
  readonly heures: HeuresSuivies
}

export type FaitIntervention = {
  readonly action: string
  readonly seance: string
  readonly formateur: string
  readonly ligne: LigneE
  readonly heures: Fraction
}

export type FaitProduit = {
  readonly id: string
  readonly ligne: LigneC
  readonly montant: Fraction
  readonly methode: Methode
}

/** Ce qu’on n’a pas pu affecter, et où le réparer. Rien n’est deviné : V27 bloque. */
export type Manque = {
  readonly quoi:
    | 'origine'
    | 'heures-action'
    | 'statut-intervenant'
    | 'intervenant'
    | 'statut-stagiaire'
    | 'objectif'
    | 'nsf'
  readonly ou: string
}

/** La personne d’un « statut-intervenant », que suit son jour ; rien d’un autre manque. */
export const personneSansStatut = ({ quoi, ou }: Manque): readonly string[] =>
  quoi === 'statut-intervenant' ? ou.split(', ', 1) : []

/** L’exercice réduit à ce que les règles en retiennent, avant toute case. */
export type Faits = {
  readonly exercice: Exercice
  readonly inscriptions: readonly FaitInscription[]
  readonly interventions: readonly FaitIntervention[]
  readonly produits: readonly FaitProduit[]
  readonly charges: readonly Charge[]
  readonly chiffreAffaires: Fraction
  /** B.distance ; vide quand une action de l’exercice ne dit pas sa modalité et qu’aucune autre n’est à distance. */
  readonly distance: boolean | null
  /** Heures d’intervention en double sur une même séance : ce qui excuse V18. */
  readonly coanimees: Fraction
  readonly manques: readonly Manque[]
}

const grouper = <T>(liste: readonly T[], cle: (t: T) => string): Map<string, T[]> => {
  const groupes = new Map<string, T[]>()
  for (const t of liste) {
    const deja = groupes.get(cle(t))
    if (deja) deja.push(t)
    else groupes.set(cle(t), [t])
  }
  return groupes
}

const distanceDe = (actives: readonly SommeAction[]): boolean | null => {
  if (actives.some((a) => estADistance(a.modalite))) return true
  return actives.some((a) => a.modalite === null) ? null : false
}

/** Les inscriptions qui ont suivi au moins une heure dans l’exercice, et ce qui leur manque. */
const inscriptionsDe = (s: Sommes, lectures: Lectures, manques: Manque[]): FaitInscription[] => {
  const comptees: FaitInscription[] = []
  const actionsDites = new Set<string>()
  const desActions: Manque[] = []
  const confiee = (p: PartSuivie) => estConfiee(p, lectures)
  for (const i of s.inscriptions) {
    const heures = heuresSuivies(
      i.parts.every((p) => estANous(p, lectures)) ? i.parts : i.parts.filter((p) => estANous(p, lectures)),
      confiee,
    )
    if (!estCompte(heures.total)) continue
    if (i.role === 'propre') {
      if (i.statut === null) manques.push({ quoi: 'statut-stagiaire', ou: `${i.action}/${i.personne}` })
      if (!actionsDites.has(i.action)) {
        actionsDites.add(i.action)
        if (i.objectif === null) desActions.push({ quoi: 'objectif', ou: i.action })
        if (i.nsf === null) desActions.push({ quoi: 'nsf', ou: i.action })
      }
    }
    const { action, nombre, personne, role, statut, objectif, nsf } = i
    comptees.push({
      action,
      nombre,
      personne,
      role,
      statut,
      objectif,
      nsf,
      aDistance: estADistance(i.modalite),
      heures,
    })
  }
  manques.push(...desActions)
  return comptees
}

/** Applique les règles de périmètre, de temps et d’affectation ; les cases viennent après. */
export const etablirFaits = (s: Sommes, lectures: Lectures): Faits => {
  const manques: Manque[] = []
  const interventions: FaitIntervention[] = []
  const tenues = new Map<string, Fraction[]>()
  const aNous = <T extends { readonly cotraitee: boolean }>(t: T): boolean => estANous(t, lectures)
  const actions = new Map(
    [...grouper(s.actions.filter(aNous), (a) => a.id)].flatMap(([id, parts]) => {
      const reunie = reunirActions(parts)
      return reunie ? [[id, reunie] as const] : []
    }),
  )
  for (const x of s.sansIntervenant.filter(aNous))
    manques.push({ quoi: 'intervenant', ou: `${x.action}/${x.seance}` })
  // Un statut vaut pour un jour : le matin et l’après-midi de la même personne n’en manquent qu’un.
  const sansStatut = new Set<string>()
  for (const i of s.interventions.filter(aNous)) {
    const heures = heuresDIntervention(i, lectures)
    if (!estPositive(heures)) continue
    if (i.statut === null) {
      sansStatut.add(`${i.formateur}, ${i.date}`)
      continue
    }
    if (i.animateurs > 1) {
      const cle = `${i.action} ${i.seance}`
      const deja = tenues.get(cle)
      if (deja) deja.push(heures)
      else tenues.set(cle, [heures])
    }
    interventions.push({
      action: i.action,
      seance: i.seance,
      formateur: i.formateur,
      ligne: ligneE(i.statut, lectures),
      heures,
    })
  }
  for (const ou of sansStatut) manques.push({ quoi: 'statut-intervenant', ou })
  let coanimees = zero
  for (const heures of tenues.values()) coanimees = ajouter(coanimees, enDouble(heures))

  const inscriptions = inscriptionsDe(s, lectures, manques)
  const produits: FaitProduit[] = []
  for (const produit of s.produits) {
    const r = produit.rattachement
    const acquis = produitDeLExercice(
      produit,
      s.exercice,
      r.genre === 'action' ? actions.get(r.action) : undefined,
      lectures,
    )
    if (!acquis) {
      manques.push({ quoi: 'heures-action', ou: produit.id })
      continue
    }
    if (!compose(acquis.montant)) continue
    if (estAAffecter(produit)) manques.push({ quoi: 'origine', ou: produit.id })
    const ligne = produit.financeur && ligneC(produit.financeur)
    if (ligne) produits.push({ id: produit.id, ligne, ...acquis })
  }
  return {
    exercice: s.exercice,
    inscriptions,
    interventions,
    produits,
    charges: s.charges,
    chiffreAffaires: s.chiffreAffaires,
    distance: distanceDe([...actions.values()].filter((a) => a.seancesIci > 0)),
    coanimees,
    manques,
  }
}
