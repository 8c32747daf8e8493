import { compose, estAAffecter, ligneC, type Methode, produitDeLExercice } from './argent.ts'
import type {
  Action,
  Charge,
  Dossier,
  Exercice,
  LigneC,
  Objectif,
  Role,
  Seance,
  StatutStagiaire,
} from './dossier.ts'
import { ajouter, comparer, estPositive, type Fraction, retrancher, sommer, zero } from './fraction.ts'
import { estConfiee, heuresDIntervention, type LigneE, ligneE, statutAuJour } from './intervenants.ts'
import type { Lectures } from './parametres.ts'
import {
  candidats,
  dansExercice,
  estADistance,
  estANous,
  estCompte,
  type HeuresSuivies,
  heuresSuivies,
} from './stagiaires.ts'

/** Une inscription et ce qu’elle a suivi dans l’exercice : ce que la base peut sommer elle-même. */
export type FaitInscription = {
  readonly action: string
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

const coanimationDe = (heures: readonly Fraction[]): Fraction => {
  const plusLongue = heures.reduce((a, h) => (comparer(h, a) > 0 ? h : a), zero)
  return retrancher(sommer(heures), plusLongue)
}

/** Les inscriptions d’une action qui ont suivi au moins une heure dans l’exercice, et ce qui leur manque. */
const inscriptionsDe = (
  action: Action,
  seances: readonly Seance[],
  confiee: (s: Seance) => boolean,
  manques: Manque[],
): FaitInscription[] => {
  const comptees: FaitInscription[] = []
  for (const participant of candidats(action)) {
    const heures = heuresSuivies(participant, seances, confiee)
    if (!estCompte(heures.total)) continue
    if (action.role === 'propre' && participant.statut === null)
      manques.push({ quoi: 'statut-stagiaire', ou: `${action.id}/${participant.personne}` })
    comptees.push({
      action: action.id,
      personne: participant.personne,
      role: action.role,
      statut: participant.statut,
      objectif: action.objectif,
      nsf: action.nsf,
      aDistance: estADistance(action.modalite),
      heures,
    })
  }
  if (comptees.length > 0 && action.role === 'propre') {
    if (action.objectif === null) manques.push({ quoi: 'objectif', ou: action.id })
    if (action.nsf === null) manques.push({ quoi: 'nsf', ou: action.id })
  }
  return comptees
}

const distanceDe = (actions: readonly Action[]): boolean | null => {
  if (actions.some((a) => estADistance(a.modalite))) return true
  return actions.some((a) => a.modalite === null) ? null : false
}

/** Applique les règles de périmètre, de temps et d’affectation ; les cases viennent après. */
export const etablirFaits = (dossier: Dossier, lectures: Lectures): Faits => {
  const { exercice } = dossier
  const formateurs = new Map(dossier.formateurs.map((f) => [f.id, f]))
  const statutDe = (id: string, seance: Seance) => {
    const formateur = formateurs.get(id)
    return formateur && statutAuJour(formateur, seance.date)
  }
  const manques: Manque[] = []
  const inscriptions: FaitInscription[] = []
  const interventions: FaitIntervention[] = []
  const actives: Action[] = []
  let coanimees = zero
  const nosSeances = new Map(
    dossier.actions.map((a) => [a.id, a.seances.filter((s) => estANous(s, lectures))] as const),
  )

  for (const action of dossier.actions) {
    const seances = (nosSeances.get(action.id) ?? []).filter((s) => dansExercice(exercice, s.date))
    if (seances.length > 0) actives.push(action)
    for (const seance of seances) {
      if (seance.demiJournee !== null && seance.interventions.length === 0)
        manques.push({ quoi: 'intervenant', ou: `${action.id}/${seance.id}` })
      const tenues: Fraction[] = []
      for (const intervention of seance.interventions) {
        const heures = heuresDIntervention(intervention, seance, lectures)
        if (!estPositive(heures)) continue
        const statut = statutDe(intervention.formateur, seance)
        if (!statut) {
          manques.push({ quoi: 'statut-intervenant', ou: `${intervention.formateur}, ${seance.date}` })
          continue
        }
        tenues.push(heures)
        interventions.push({
          action: action.id,
          seance: seance.id,
          formateur: intervention.formateur,
          ligne: ligneE(statut, lectures),
          heures,
        })
      }
      coanimees = ajouter(coanimees, coanimationDe(tenues))
    }
    const confiee = (s: Seance) =>
      estConfiee(
        s,
        s.interventions.map((i) => statutDe(i.formateur, s)),
        lectures,
      )
    inscriptions.push(...inscriptionsDe(action, seances, confiee, manques))
  }

  const produits: FaitProduit[] = []
  for (const produit of dossier.produits) {
    const r = produit.rattachement
    const acquis = produitDeLExercice(
      produit,
      exercice,
      r.genre === 'action' ? (nosSeances.get(r.action) ?? []) : [],
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
    exercice,
    inscriptions,
    interventions,
    produits,
    charges: dossier.charges,
    chiffreAffaires: dossier.chiffreAffaires,
    distance: distanceDe(actives),
    coanimees,
    manques,
  }
}
