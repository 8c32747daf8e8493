import { ajouterJours, type DateCivile, dateCivile, ecartEnJours, morceaux } from '#kernel/dates.ts'
import type { Exercice } from './dossier.ts'
import { type Echeance, echeanceDe } from './echeance.ts'

/** « 2025-09-01..2026-08-31 », bornes comprises ; vingt-cinq mois au plus. */
export const lireExercice = (texte: string | undefined): Exercice | undefined => {
  const [debut, fin, reste] = (texte ?? '').split('..').map((t) => dateCivile(t))
  return debut && fin && reste === undefined && debut < fin && ecartEnJours(debut, fin) < 761
    ? { debut, fin }
    : undefined
}
export const ecrireExercice = (e: Exercice): string => `${e.debut}..${e.fin}`

/** « 2026 », ou « 2025-2026 ». */
export const nomExercice = ({ debut, fin }: Exercice): string => {
  const [a, b] = [morceaux(debut).annee, morceaux(fin).annee]
  return a === b ? String(a) : `${a}-${b}`
}

const seTouchent = (a: Exercice, b: Exercice): boolean => a.debut <= b.fin && b.debut <= a.fin

/**
 * Les exercices d’un organisme, du plus récent au plus ancien : ceux qu’il a dits d’abord, et, là où il n’a rien dit, ceux de
 * sa clôture annuelle, de la première trace à aujourd’hui.
 */
export const rangerExercices = (
  dits: readonly Exercice[],
  annuel: (jour: DateCivile) => Exercice,
  premiereTrace: DateCivile,
  aujourdhui: DateCivile,
): Exercice[] => {
  const rendus: Exercice[] = [...dits]
  let jour = aujourdhui
  // Vingt exercices au plus : au-delà, une date de séance est une faute de frappe.
  for (let i = 0; i < 20 && jour >= premiereTrace; i += 1) {
    const e = annuel(jour)
    if (!rendus.some((d) => seTouchent(d, e))) rendus.push(e)
    jour = ajouterJours(e.debut, -1)
  }
  return rendus.toSorted((a, b) => (a.debut < b.debut ? 1 : -1))
}

export type EtatDExercice = 'ouvert' | 'a-transmettre' | 'en-retard' | 'transmis'

/** L’échéance retenue : celle que l’organisme a saisie, sinon la légale ou sa prolongation connue. */
export const echeanceRetenue = (
  e: Exercice,
  saisie: DateCivile | null,
): Echeance & { readonly saisie: DateCivile | null } => {
  const calculee = echeanceDe(e.fin)
  return { ...calculee, saisie, retenue: saisie ?? calculee.retenue }
}

export const etatDExercice = (
  e: Exercice,
  aujourdhui: DateCivile,
  { depose, retenue }: { readonly depose: boolean; readonly retenue: DateCivile },
): EtatDExercice =>
  depose ? 'transmis' : e.fin >= aujourdhui ? 'ouvert' : aujourdhui > retenue ? 'en-retard' : 'a-transmettre'

/** Le rappel s’ouvre cent vingt jours avant l’échéance, et reste tant que rien n’est transmis. */
export const aRappeler = (etat: EtatDExercice, retenue: DateCivile, aujourdhui: DateCivile): boolean =>
  etat === 'en-retard' || (etat === 'a-transmettre' && ecartEnJours(aujourdhui, retenue) <= 120)
