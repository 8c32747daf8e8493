/** Des parts additionnées par la base aux inscriptions que le moteur lit : une par action, personne et rôle. */
import type { Id } from '#kernel/id.ts'
import type { LigneAction, LignePart, Sorte } from '../db/lignes-sommees.ts'
import type { LettreF3, Modalite, Niveau, Objectif, StatutStagiaire } from '../domain/dossier.ts'
import { ajouter, type Fraction, fractionDeDecimal, minutesEnHeures } from '../domain/fraction.ts'
import type { PartSuivie } from '../domain/part-suivie.ts'
import type { SommeInscription } from '../domain/sommes.ts'

export type InscriptionLue = {
  readonly inscription: Id<'Inscription'>
  readonly activite: string
  /** Combien de séances suivies dans l’exercice. */
  readonly presentes: number
  /** Minutes suivies hors des demi-journées. */
  readonly aPart: number
}

export const cleInscription = (action: string, personne: string): string => `${action}/${personne}`

// Dix codes, dix mille fois.
const soulignes = new Map<string, string>()
/** Un code de la base, tel que le moteur l’écrit. */
export const souligner = <T extends string>(code: string): T => {
  const deja = soulignes.get(code)
  if (deja !== undefined) return deja as T
  const net = code.replaceAll('-', '_')
  if (soulignes.size < 100) soulignes.set(code, net)
  return net as T
}

/** Le niveau n’est dit que d’une certification ; sans lui, l’objectif ne se lit pas : il manque. */
const objectifDe = (f3: string | null, niveau: string | null): Objectif | null =>
  f3 === null
    ? null
    : f3 === 'a'
      ? niveau === null
        ? null
        : { f3: 'a', niveau: niveau as Niveau }
      : { f3: f3 as Exclude<LettreF3, 'a'> }

// Les durées se répètent : une demi-journée en a dix, cent mille fois.
const durees = new Map<number, Fraction>()
const minutesConnues = (minutes: number): Fraction => {
  const deja = durees.get(minutes)
  if (deja) return deja
  const heures = minutesEnHeures(minutes)
  if (durees.size < 2000) durees.set(minutes, heures)
  return heures
}

/** Des minutes, ou les heures décimales d’une reprise, ou les deux. */
export const heuresDe = (minutes: number, decimales: string | null): Fraction =>
  decimales === null || Number(decimales) === 0
    ? minutesConnues(minutes)
    : minutes === 0
      ? fractionDeDecimal(decimales)
      : ajouter(minutesEnHeures(minutes), fractionDeDecimal(decimales))

/** Des milliers de personnes suivent les mêmes heures sur la même sorte de séances : la part est alors le même objet. */
const partager = () => {
  const connues = new Map<Sorte, Map<number, PartSuivie>>()
  return ({ sorte, minutes, heures }: Pick<LignePart, 'sorte' | 'minutes' | 'heures'>): PartSuivie => {
    const { confiee, honoraires, asynchrone, cotraitee } = sorte
    const neuve = () => ({ confiee, honoraires, asynchrone, cotraitee, heures: heuresDe(minutes, heures) })
    if (heures !== null) return neuve()
    const siennes = connues.get(sorte) ?? new Map<number, PartSuivie>()
    connues.set(sorte, siennes)
    const part = siennes.get(minutes) ?? neuve()
    siennes.set(minutes, part)
    return part
  }
}

/** Les parts d'une même personne dans une même action, réunies : un stagiaire par action, même inscrit deux fois (R4). */
export const inscriptionsDe = (
  parts: readonly LignePart[],
  racines: ReadonlyMap<Id<'Tiers'>, Id<'Tiers'>>,
) => {
  type Somme = SommeInscription & { readonly parts: PartSuivie[] }
  type Action = {
    readonly objectif: Objectif | null
    readonly propres: Map<string, Somme>
    readonly recues: Map<string, Somme>
  }
  const sommes: Somme[] = []
  const actions = new Map<string, Action>()
  const actionDe = ({ numero, f3, niveau }: LigneAction): Action => {
    const deja = actions.get(numero)
    if (deja) return deja
    const neuve = { objectif: objectifDe(f3, niveau), propres: new Map(), recues: new Map() }
    actions.set(numero, neuve)
    return neuve
  }
  const partDe = partager()
  for (const l of parts) {
    const { action } = l
    const { objectif, propres, recues } = actionDe(action)
    const personne = l.personne === '' ? '' : (racines.get(l.personne) ?? l.personne)
    const siennes = l.recue ? recues : propres
    const deja = personne === '' ? undefined : siennes.get(personne)
    if (deja) {
      deja.parts.push(partDe(l))
      continue
    }
    const somme = {
      action: action.numero,
      nombre: l.nombre,
      personne,
      role: l.recue ? ('sous_traitance_recue' as const) : ('propre' as const),
      statut: l.statut === null ? null : souligner<StatutStagiaire>(l.statut),
      modalite: action.modalite as Modalite | null,
      objectif,
      nsf: action.nsf,
      parts: [partDe(l)],
    }
    if (personne !== '') siennes.set(personne, somme)
    sommes.push(somme)
  }
  return sommes
}

/** De quoi rouvrir chaque inscription d’une action ; plusieurs si une même personne s’est inscrite deux fois. */
export const inscriptionsLues = (
  parts: readonly LignePart[],
  racines: ReadonlyMap<Id<'Tiers'>, Id<'Tiers'>>,
): ReadonlyMap<string, readonly InscriptionLue[]> => {
  const lues = new Map<string, InscriptionLue[]>()
  for (const l of parts) {
    const { inscription, personne, activite } = l
    if (inscription === '' || personne === '') continue
    const cle = cleInscription(l.action.numero, racines.get(personne) ?? personne)
    const aPart = l.presentes === 0 ? l.minutes : 0
    const connues = lues.get(cle)
    if (!connues) {
      lues.set(cle, [{ inscription, activite, presentes: l.presentes, aPart }])
      continue
    }
    const rang = connues.findIndex((x) => x.inscription === inscription)
    const deLa = connues[rang]
    const ouverte = {
      inscription,
      activite,
      presentes: (deLa?.presentes ?? 0) + l.presentes,
      aPart: (deLa?.aPart ?? 0) + aPart,
    }
    if (rang < 0) connues.push(ouverte)
    else connues[rang] = ouverte
  }
  return lues
}
