import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { compter, enumerer } from '#kernel/texte.ts'
import type { Cadre, Controle, Mesure } from './controle.ts'
import { controles } from './controles/index.ts'
import { type Grille, grilleAu, type IndicateurApplicable } from './grille.ts'
import { categories } from './indicateur.ts'

/**
 * Jamais « conforme » : seul le certificateur le dit. *Prouvé* : ce qui le prouve s’ouvre. *Déclaré* : quelqu’un l’a dit, et rien ne
 * l’appuie encore. *À juger* : aucun fait n’en parle, une personne conclut.
 */
export type EtatIndicateur = 'prouve' | 'declare' | 'partiel' | 'manquant' | 'a-juger' | 'sans-objet'
export type EtatControle = Exclude<EtatIndicateur, 'a-juger'> | 'non-verifiable'

/** Ce qu’un contrôle conclut des faits, et la phrase qui le dit. */
export type Constat = {
  readonly controle: Controle
  readonly etat: EtatControle
  readonly mesure: Mesure | undefined
  readonly phrase: string
}

/** La conclusion d’une personne : signée, datée, et pour un temps. */
export type Jugement = {
  readonly id: string
  readonly indicateur: number
  readonly version: string
  readonly etat: 'prouve' | 'partiel' | 'manquant'
  readonly motif: string
  readonly vautJusqu: string
  readonly jugeLe: Date
  readonly par: string | null
}

export type IndicateurJuge = {
  readonly indicateur: IndicateurApplicable
  readonly etat: EtatIndicateur
  readonly constats: readonly Constat[]
  readonly jugement: Jugement | undefined
  readonly phrase: string
  /** Le constat qui pèse le plus : le fait qui manque, et qui agit. */
  readonly pire: Constat | undefined
  /** L’écart que la liste officielle permet, tant que l’indicateur n’est pas prouvé. */
  readonly gravite: 'mineur' | 'majeur' | undefined
}

const phraseDe = (c: Controle, m: Mesure): string => {
  const [un, plusieurs] = c.compte
  const total = compter(m.total, un, { pluriel: plusieurs })
  if (m.declares > 0 && m.tenus === 0)
    return m.declares === m.total
      ? `${total}, sans rien qui l’appuie.`
      : `Aucun sur ${total} ; pour ${m.declares}, rien n’appuie ce qui est dit.`
  if (m.tenus === m.total) return m.total === 1 ? `${total}.` : `${total} sur ${m.total}.`
  return `${m.tenus === 0 ? 'Aucun' : m.tenus} sur ${total}.`
}

/** Les faits disent ; rien n’est deviné. Aucun fait attendu sur la période : sans objet. */
export const constater = (controle: Controle, mesure: Mesure | undefined): Constat => {
  if (controle.attend !== undefined)
    return { controle, etat: 'non-verifiable', mesure: undefined, phrase: controle.attend }
  if ((!mesure || mesure.total === 0) && controle.sansFait !== undefined)
    return { controle, etat: 'non-verifiable', mesure: undefined, phrase: controle.sansFait }
  if (!mesure || mesure.total === 0)
    return { controle, etat: 'sans-objet', mesure, phrase: 'Rien à regarder sur la période.' }
  const { tenus, declares, total } = mesure
  const etat =
    tenus === total
      ? 'prouve'
      : tenus + declares === total
        ? 'declare'
        : tenus === 0 && declares === 0
          ? 'manquant'
          : 'partiel'
  return { controle, etat, mesure, phrase: phraseDe(controle, mesure) }
}

const manque = (c: Constat) => c.etat === 'partiel' || c.etat === 'manquant'
const inacheve = (c: Constat) => manque(c) || c.etat === 'declare'
const poids = { prouve: 0, partiel: 1, manquant: 2 } as const

const etatDesFaits = (preuves: readonly Constat[]): EtatIndicateur => {
  const lus = preuves.filter((c) => inacheve(c) || c.etat === 'prouve')
  const muets = preuves.some((c) => c.etat === 'non-verifiable')
  // Ce que l’on ne sait pas lire n’est pas dit manquant.
  if (lus.some(manque)) return !muets && lus.every((c) => c.etat === 'manquant') ? 'manquant' : 'partiel'
  if (lus.some((c) => c.etat === 'declare')) return 'declare'
  if (muets) return 'a-juger'
  return lus.length > 0 ? 'prouve' : 'sans-objet'
}

/**
 * L’indicateur agrège : les trous d’une preuve l’emportent, un indice ne prouve ni ne défait. Ce qu’aucun fait ne porte est
 * laissé à une personne ; son jugement ne comble pas un trou, il peut en ouvrir un. Il peut appuyer ce qui n’est que déclaré : qui juge dit
 * ce qu’il a vu, et le signe.
 */
export const agreger = (
  indicateur: IndicateurApplicable,
  constats: readonly Constat[],
  jugement: Jugement | undefined,
  jour: string,
): IndicateurJuge => {
  const preuves = constats.filter((c) => c.controle.force === 'preuve')
  const faits = etatDesFaits(preuves)
  const vaut = jugement && jugement.vautJusqu >= jour ? jugement : undefined
  const troue = faits === 'partiel' || faits === 'manquant'
  const etat = !vaut ? faits : troue && poids[faits] >= poids[vaut.etat] ? faits : vaut.etat
  const pire =
    preuves.filter(manque).toSorted((a, b) => part(a) - part(b))[0] ??
    preuves.filter(inacheve).toSorted((a, b) => part(a) - part(b))[0] ??
    constats.filter(inacheve).toSorted((a, b) => part(a) - part(b))[0]
  return {
    indicateur,
    etat,
    constats,
    jugement: vaut,
    pire,
    phrase: direIndicateur(etat, preuves, pire, vaut),
    gravite:
      etat === 'prouve' || etat === 'sans-objet'
        ? undefined
        : etat === 'manquant' || !indicateur.gradable
          ? 'majeur'
          : 'mineur',
  }
}

/** La part tenue : le plus troué d’abord. */
const part = (c: Constat): number => (c.mesure && c.mesure.total > 0 ? c.mesure.tenus / c.mesure.total : 1)

const direIndicateur = (
  etat: EtatIndicateur,
  preuves: readonly Constat[],
  pire: Constat | undefined,
  jugement: Jugement | undefined,
): string => {
  if (etat === 'sans-objet') return 'Rien à regarder sur la période.'
  if (pire && (etat === 'partiel' || etat === 'manquant' || etat === 'declare')) {
    const quoi = pire.mesure?.pire?.quoi
    return `${pire.controle.de} : ${pire.phrase.charAt(0).toLowerCase()}${pire.phrase.slice(1)}${quoi ? ` ${quoi.charAt(0).toUpperCase()}${quoi.slice(1)}.` : ''}`
  }
  if (jugement) return jugement.motif
  const inconnues = preuves.filter((c) => c.etat === 'non-verifiable').length
  if (inconnues > 0) return `${compter(inconnues, 'point')} sans preuve : à vérifier par vous.`
  const tenues = preuves.filter((c) => c.etat === 'prouve')
  return (
    tenues.map((c) => `${c.controle.de} : ${c.phrase.charAt(0).toLowerCase()}${c.phrase.slice(1)}`)[0] ?? ''
  )
}

export type Score = {
  readonly version: Grille['version']
  readonly indicateurs: readonly IndicateurJuge[]
  /** Les indicateurs hors du cadre, avec leur raison. */
  readonly hors: readonly { readonly indicateur: IndicateurApplicable; readonly motif: string }[]
}

const motifHors = (i: IndicateurApplicable, cadre: Cadre): string => {
  if (!i.categories.some((c) => cadre.categories.includes(c)))
    return i.categories.every((c) => c === 'CFA') ? 'pas d’apprentissage' : 'pas de ces actions'
  const dites = {
    certification: 'aucune certification préparée',
    alternance: 'pas d’alternance',
    'situation-de-travail': 'pas de période en situation de travail',
    'sous-traitance': 'ni sous-traitance, ni portage',
  } as const
  return enumerer(i.conditions.filter((c) => !cadre.situation.includes(c)).map((c) => dites[c]))
}

/**
 * La grille du jour de l’audit, lue dans les faits. Fonction pure : mêmes mesures, même score ; on recompte tout à chaque
 * fois, et rien n’est gardé qui pourrait se périmer.
 */
export const composerScore = (
  cadre: Cadre,
  mesures: readonly Mesure[],
  jugements: readonly Jugement[],
  jour: string,
): Score | undefined => {
  const le = cadre.auditLe as DateCivile
  const grille = grilleAu(le, cadre.categories, cadre.situation)
  const entiere = grilleAu(le, categories)
  if (!grille || !entiere) return undefined
  const parCode = new Map(mesures.map((m) => [m.code, m]))
  const dernier = new Map<number, Jugement>()
  for (const j of jugements.toSorted((a, b) => a.jugeLe.getTime() - b.jugeLe.getTime()))
    if (j.version === grille.version) dernier.set(j.indicateur, j)
  return {
    version: grille.version,
    indicateurs: grille.indicateurs.map((i) =>
      agreger(
        i,
        controlesDe(i.numero, grille.version).map((c) => constater(c, parCode.get(c.code))),
        dernier.get(i.numero),
        jour,
      ),
    ),
    hors: entiere.indicateurs
      .filter((i) => !grille.indicateurs.some((x) => x.numero === i.numero))
      .map((indicateur) => ({ indicateur, motif: motifHors(indicateur, cadre) })),
  }
}

export const controlesDe = (indicateur: number, version: Grille['version']): readonly Controle[] =>
  controles.filter((c) => c.indicateur === indicateur && (c.depuis === undefined || c.depuis === version))

/** Cinq mineures non levées valent une majeure (FAQ du ministère, 3.1). */
export const seuilMineures = 5

export const pronostic = (score: Score) => {
  const ecarts = score.indicateurs.filter((i) => i.etat === 'partiel' || i.etat === 'manquant')
  const de = (g: 'mineur' | 'majeur') => ecarts.filter((i) => i.gravite === g).map((i) => i.indicateur.numero)
  const mineurs = de('mineur')
  return {
    majeurs: de('majeur'),
    mineurs,
    /** Dit par quelqu’un, sans rien qui l’appuie : un auditeur demandera à voir. */
    declares: score.indicateurs.filter((i) => i.etat === 'declare').map((i) => i.indicateur.numero),
    aJuger: score.indicateurs.filter((i) => i.etat === 'a-juger').map((i) => i.indicateur.numero),
    /** Les mineures feraient, ensemble, une majeure de plus. */
    bascule: mineurs.length >= seuilMineures,
  }
}

export const compterEtats = (score: Score): Readonly<Record<EtatIndicateur, number>> => {
  const n = { prouve: 0, declare: 0, partiel: 0, manquant: 0, 'a-juger': 0, 'sans-objet': score.hors.length }
  for (const i of score.indicateurs) n[i.etat] += 1
  return n
}

export const direJour = (jour: string): string => formaterDate(jour as DateCivile, 'court')
