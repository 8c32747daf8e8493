import type { DateCivile } from '#kernel/dates.ts'
import type {
  Action,
  Charge,
  Dossier,
  Exercice,
  Modalite,
  Objectif,
  Produit,
  Role,
  Seance,
  StatutIntervenant,
  StatutStagiaire,
} from './dossier.ts'
import { comparer, estPositive, type Fraction, sommer, zero } from './fraction.ts'
import { statutAuJour } from './intervenants.ts'
import type { PartSuivie } from './part-suivie.ts'
import { candidats, dansExercice } from './stagiaires.ts'

/**
 * Un dossier réduit à ce qui s'additionne : des heures par inscription et par sorte de séance. Rien n'y est décidé ; chaque
 * somme porte les faits dont une règle dépend. C'est ce que la base calcule elle-même, et ce que `sommerDossier`
 * tire d'un fichier : les deux voies se rejoignent ici, et `etablirFaits` seul décide.
 */
export type Sommes = {
  readonly exercice: Exercice
  readonly actions: readonly SommeAction[]
  readonly inscriptions: readonly SommeInscription[]
  readonly interventions: readonly SommeIntervention[]
  /** Les séances de l'exercice, non asynchrones, que personne n'anime. */
  readonly sansIntervenant: readonly SeanceNommee[]
  readonly produits: readonly ProduitSomme[]
  readonly charges: readonly Charge[]
  readonly chiffreAffaires: Fraction
}

export type SeanceNommee = { readonly action: string; readonly seance: string; readonly cotraitee: boolean }

/** Les séances d'une action assurées par nous, ou par un autre membre du groupement. */
export type SommeAction = {
  readonly id: string
  readonly cotraitee: boolean
  readonly modalite: Modalite | null
  /** Durée des séances : dans l'exercice, et en tout (le prorata, R16). */
  readonly ici: Fraction
  readonly enTout: Fraction
  readonly seancesIci: number
  readonly premiere: DateCivile
}

export type SommeInscription = {
  readonly action: string
  /** Combien de personnes : une, ou plusieurs que rien ne distingue, dont `personne` est alors vide. */
  readonly nombre: number
  readonly personne: string
  readonly role: Role
  readonly statut: StatutStagiaire | null
  readonly modalite: Modalite | null
  readonly objectif: Objectif | null
  readonly nsf: string | null
  readonly parts: readonly PartSuivie[]
}

export type SommeIntervention = {
  /** Vide : plusieurs actions. */
  readonly action: string
  /** Vide : plusieurs séances, que cette personne anime seule sous le même statut. */
  readonly seance: string
  readonly formateur: string
  /** Vide : aucun ne couvre ce jour-là. */
  readonly statut: StatutIntervenant | null
  readonly date: DateCivile
  readonly cotraitee: boolean
  /** Combien animent la séance ensemble. */
  readonly animateurs: number
  readonly heures: Fraction
}

export type ProduitSomme = Produit & {
  /** L'entité de la base à rouvrir. */
  readonly source?: string
}

const sommerAction = (a: Action, e: Exercice, cotraitee: boolean): SommeAction[] => {
  const seances = a.seances.filter((s) => (s.cotraitant !== null) === cotraitee)
  const [premiere] = seances.toSorted((x, y) => (x.date < y.date ? -1 : 1))
  if (!premiere) return []
  const ici = seances.filter((s) => dansExercice(e, s.date))
  return [
    {
      id: a.id,
      cotraitee,
      modalite: a.modalite,
      ici: sommer(ici.map((s) => s.heures)),
      enTout: sommer(seances.map((s) => s.heures)),
      seancesIci: ici.length,
      premiere: premiere.date,
    },
  ]
}

/** R1, R4, R5, R6 : ce qu'un dossier additionne, séance par séance, dans l'exercice. */
export const sommerDossier = (d: Dossier): Sommes => {
  const formateurs = new Map(d.formateurs.map((f) => [f.id, f]))
  const statutDe = (id: string, s: Seance) => {
    const f = formateurs.get(id)
    return (f && statutAuJour(f, s.date)) ?? null
  }
  const inscriptions: SommeInscription[] = []
  const interventions: SommeIntervention[] = []
  const sansIntervenant: SeanceNommee[] = []
  for (const a of d.actions) {
    const ici = a.seances.filter((s) => dansExercice(d.exercice, s.date))
    const sortes = new Map<string, PartSuivie>()
    for (const s of ici) {
      const cotraitee = s.cotraitant !== null
      if (s.demiJournee !== null && s.interventions.length === 0)
        sansIntervenant.push({ action: a.id, seance: s.id, cotraitee })
      for (const i of s.interventions)
        interventions.push({
          action: a.id,
          seance: s.id,
          formateur: i.formateur,
          statut: statutDe(i.formateur, s),
          date: s.date,
          cotraitee,
          animateurs: s.interventions.length,
          heures: i.heures,
        })
      sortes.set(s.id, {
        confiee: s.confieeA !== null,
        honoraires: s.interventions.some((i) => statutDe(i.formateur, s) === 'honoraires'),
        asynchrone: s.demiJournee === null,
        cotraitee,
        heures: zero,
        seance: s.id,
      })
    }
    for (const p of candidats(a)) {
      const parts = ici.flatMap((s): PartSuivie[] => {
        const [heures, genre] = [p.presences.get(s.id), sortes.get(s.id)]
        return heures && genre && estPositive(heures) ? [{ ...genre, heures }] : []
      })
      if (parts.length > 0)
        inscriptions.push({
          action: a.id,
          nombre: 1,
          personne: p.personne,
          role: a.role,
          statut: p.statut,
          modalite: a.modalite,
          objectif: a.objectif,
          nsf: a.nsf,
          parts,
        })
    }
  }
  return {
    exercice: d.exercice,
    actions: d.actions.flatMap((a) => [
      ...sommerAction(a, d.exercice, false),
      ...sommerAction(a, d.exercice, true),
    ]),
    inscriptions,
    interventions,
    sansIntervenant,
    produits: d.produits,
    charges: d.charges,
    chiffreAffaires: d.chiffreAffaires,
  }
}

/** Deux moitiés d'une même action, réunies. */
export const reunirActions = (parts: readonly SommeAction[]): SommeAction | undefined => {
  const [premiere, ...suite] = parts
  return premiere && suite.length === 0
    ? premiere
    : premiere && {
        ...premiere,
        ici: sommer(parts.map((p) => p.ici)),
        enTout: sommer(parts.map((p) => p.enTout)),
        seancesIci: parts.reduce((n, p) => n + p.seancesIci, 0),
        premiere: parts.map((p) => p.premiere).toSorted()[0] ?? premiere.premiere,
      }
}

/** Heures d'intervention au-delà de la plus longue, sur une même séance. */
export const enDouble = (heures: readonly Fraction[]): Fraction => {
  const plusLongue = heures.reduce((a, h) => (comparer(h, a) > 0 ? h : a), zero)
  return sommer([...heures, { n: -plusLongue.n, d: plusLongue.d }])
}
