/** Ce qu’une somme de la base rend, et de quoi relire ses colonnes : quinze mille lignes voyagent en vingt textes. */
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import type { Exercice } from '../domain/dossier.ts'

export type LigneAction = {
  readonly session: Id<'Session'>
  readonly activite: string
  readonly numero: string
  readonly intitule: string
  readonly reprise: Id<'Reprise'> | null
  readonly modalite: 'presentiel' | 'mixte' | 'distance' | null
  readonly f3: string | null
  readonly niveau: string | null
  readonly nsf: string | null
  readonly cotraitee: boolean
  readonly minutesIci: number
  readonly minutes: number
  /** Heures décimales exactes d'une séance reprise. */
  readonly heuresIci: string
  readonly heures: string
  readonly seancesIci: number
  readonly premiere: DateCivile
  readonly derniere: DateCivile
}

/** Une période d'un intervenant, sous chacune des fiches qui le nomment. */
export type StatutDeFiche = {
  readonly fiche: string
  readonly racine: string
  readonly statut: string
  readonly du: DateCivile
  readonly au: DateCivile | null
}

/** Ce qui fait la sorte d'une séance : chaque trait vaut un bit, pour que la base range cent mille présences par un entier. */
export type Sorte = {
  readonly confiee: boolean
  readonly honoraires: boolean
  readonly asynchrone: boolean
  readonly cotraitee: boolean
}
const sorteDe = (bits: number): Sorte => ({
  confiee: (bits & 1) !== 0,
  honoraires: (bits & 2) !== 0,
  asynchrone: (bits & 4) !== 0,
  cotraitee: (bits & 8) !== 0,
})
const sortes: readonly Sorte[] = Array.from({ length: 16 }, (_, bits) => sorteDe(bits))
const sorte = (bits: number): Sorte => sortes[bits & 15] ?? sorteDe(0)

export type LignePart = {
  /** Combien de personnes cette ligne dit. Plusieurs, que rien ne distingue : ni `inscription`, ni `personne` ne sont alors dites. */
  readonly nombre: number
  readonly inscription: Id<'Inscription'> | ''
  readonly action: LigneAction
  readonly personne: Id<'Tiers'> | ''
  readonly statut: string | null
  readonly recue: boolean
  readonly activite: string
  readonly sorte: Sorte
  readonly minutes: number
  readonly heures: string | null
  /** Combien de séances suivies. */
  readonly presentes: number
}

export type LigneIntervention = {
  /** Rien : plusieurs actions, animées seul, sous un même statut. */
  readonly action: LigneAction | undefined
  /** Vide : plusieurs séances animées seul, sous un même statut. */
  readonly seance: string
  readonly personne: Id<'Tiers'>
  readonly statut: string | null
  /** La première séance, quand aucun statut ne la couvre ; sinon rien n’en dépend. */
  readonly date: DateCivile
  readonly cotraitee: boolean
  readonly animateurs: number
  readonly minutes: number
  readonly heures: string | null
}

export type SeanceSansIntervenant = {
  readonly action: LigneAction
  readonly seance: Id<'Seance'>
  readonly cotraitee: boolean
}

export type SommesLues = {
  /** Chaque session dont une demi-journée tombe dans l'exercice, celles des reprises retenues, et celles nommées. */
  readonly actions: readonly LigneAction[]
  readonly parts: readonly LignePart[]
  readonly interventions: readonly LigneIntervention[]
  /** Les séances que personne n'anime, hors parcours asynchrone. */
  readonly seules: readonly SeanceSansIntervenant[]
}

/** Une ligne par colonne : quinze mille lignes d'une somme voyagent en vingt textes, que l'on coupe aux virgules. */
type Colonnes<C extends string> = Readonly<Record<C, string | null>>
/** Un texte par ligne ; vide où la base n'a rien. */
const textes = (c: string | null): readonly string[] => (c === null ? [] : c.split(','))
const entiers = (c: string | null): readonly number[] =>
  c === null ? [] : (JSON.parse(`[${c}]`) as number[])
const ouRien = (v: string | undefined): string | null => v || null
/** Une colonne où presque rien n’est dit ne voyage que là où elle l’est : chaque ligne qui en a une prend la suivante. */
const laSuivante = (c: string | null) => {
  const dites = textes(c)
  let rang = -1
  return (dite: boolean): string | null => {
    if (!dite) return null
    rang += 1
    return dites[rang] ?? null
  }
}
/** Ce bit d’une ligne : elle porte des heures décimales, d’une reprise. */
const porteDesHeures = 32

type ActionBrute = LigneAction & {
  readonly rang: number
  readonly gardee: boolean
}
export type Brutes = { readonly actions: readonly ActionBrute[] | null } & {
  readonly seules:
    | readonly { readonly rang: number; readonly seance: Id<'Seance'>; readonly cotraitee: boolean }[]
    | null
} & Colonnes<
    | 'iId'
    | 'iPersonne'
    | 'iStatut'
    | 'iSession'
    | 'iSorte'
    | 'iMinutes'
    | 'iPresentes'
    | 'iHeures'
    | 'iNombre'
  > &
  Colonnes<
    | 'fSession'
    | 'fRang'
    | 'fSeance'
    | 'fPersonne'
    | 'fDate'
    | 'fSorte'
    | 'fAnimateurs'
    | 'fMinutes'
    | 'fHeures'
  >

/** Les colonnes d’une somme, relues en lignes. */
export const lireBrutes = (lu: Brutes, statuts: readonly StatutDeFiche[], e: Exercice): SommesLues => {
  const brutes = lu.actions ?? []
  // Une session de l'exercice l'est des deux côtés : ce que nous assurons, et ce qu'assure un autre membre du groupement.
  const ici = new Set(brutes.filter((a) => a.gardee || a.seancesIci > 0).map((a) => a.rang))
  const actions = brutes.filter((a) => ici.has(a.rang))
  const parRang = new Map<number, ActionBrute>(actions.map((a) => [a.rang, a]))
  const seules = (lu.seules ?? []).flatMap(({ rang, seance, cotraitee }) => {
    const action = parRang.get(rang)
    return action ? [{ action, seance, cotraitee }] : []
  })
  return {
    actions,
    parts: lireParts(lu, parRang),
    interventions: lireInterventions(lu, parRang, statuts, e),
    seules,
  }
}

const lireParts = (lu: Brutes, parRang: ReadonlyMap<number, ActionBrute>): LignePart[] => {
  const [personnes, statuts] = [laSuivante(lu.iPersonne), textes(lu.iStatut)]
  const nombres = entiers(lu.iNombre)
  const [sessions, bits] = [entiers(lu.iSession), entiers(lu.iSorte)]
  const [minutes, presentes] = [entiers(lu.iMinutes), entiers(lu.iPresentes)]
  const heures = laSuivante(lu.iHeures)
  const parts: LignePart[] = []
  let i = -1
  for (const inscription of textes(lu.iId)) {
    i += 1
    const action = parRang.get(sessions[i] ?? -1)
    const b = bits[i] ?? 0
    const siennes = heures((b & porteDesHeures) !== 0)
    const personne = personnes(inscription !== '')
    if (action)
      parts.push({
        nombre: nombres[i] ?? 1,
        inscription: inscription as Id<'Inscription'> | '',
        action,
        personne: (personne ?? '') as Id<'Tiers'> | '',
        statut: ouRien(statuts[i]),
        recue: (b & 16) !== 0,
        // Une inscription est de l’enseigne de sa session : la base l’y tient.
        activite: action.activite,
        sorte: sorte(b),
        minutes: minutes[i] ?? 0,
        heures: siennes,
        presentes: presentes[i] ?? 0,
      })
  }
  return parts
}

const lireInterventions = (
  lu: Brutes,
  parRang: ReadonlyMap<number, ActionBrute>,
  statuts: readonly StatutDeFiche[],
  e: Exercice,
): LigneIntervention[] => {
  const [rangs, bits] = [entiers(lu.fRang), entiers(lu.fSorte)]
  const [animateurs, minutes] = [entiers(lu.fAnimateurs), entiers(lu.fMinutes)]
  const [seances, personnes] = [laSuivante(lu.fSeance), laSuivante(lu.fPersonne)]
  const [dates, heures] = [laSuivante(lu.fDate), laSuivante(lu.fHeures)]
  const interventions: LigneIntervention[] = []
  let i = -1
  for (const session of entiers(lu.fSession)) {
    i += 1
    const action = parRang.get(session)
    // Plusieurs actions ensemble : aucune n’est nommée (-1). Sans statut qui la couvre, le rang manque (-1) : la base dit alors la séance, la personne et le jour.
    const rang = rangs[i] ?? -1
    const statut = statuts[rang]
    const b = bits[i] ?? 0
    const seance = seances((animateurs[i] ?? 0) > 1 || rang < 0)
    const [personne, date] = [personnes(rang < 0), dates(rang < 0)]
    const siennes = heures((b & porteDesHeures) !== 0)
    if (action || session < 0)
      interventions.push({
        action,
        seance: seance ?? '',
        personne: (statut?.racine ?? personne ?? '') as Id<'Tiers'>,
        statut: statut?.statut ?? null,
        date: (date as DateCivile | null) ?? e.debut,
        cotraitee: (b & 8) !== 0,
        animateurs: animateurs[i] ?? 0,
        minutes: minutes[i] ?? 0,
        heures: siennes,
      })
  }
  return interventions
}
