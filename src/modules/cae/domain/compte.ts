import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import type { Refus } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { type Assiette, type Bareme, baremeDe, type Genre } from './bareme.ts'
import {
  type Contribution,
  contribuer,
  type Exercice,
  type Lectures,
  type Piece,
  plusTard,
  plusTot,
} from './contribution.ts'

/** Un barème tel que la coopérative l’a posé : pour toutes les enseignes, ou pour une. */
export type BaremePose = Bareme & {
  readonly id: Id<'Bareme'>
  readonly contribution: string
  /** Vrai : convenu avec cette enseigne ; il l’emporte sur celui de toutes, de son jour. */
  readonly propre: boolean
}

export type Reglage = Lectures & {
  readonly seuils: Exercice['seuils']
  readonly naturesExclues: readonly string[]
  readonly comptesDeduits: readonly string[]
  readonly comptesTresorerie: readonly string[]
  readonly comptesAVenir: readonly string[]
}
/** Défauts : ceux des cas donnés, et les comptes qu’enDI lit. */
export const reglageParDefaut: Reglage = {
  cumul: 'par-bareme',
  avoir: 'du-jour',
  seuils: 'entier',
  naturesExclues: [],
  comptesDeduits: [],
  comptesTresorerie: ['5', '40', '42', '43', '44'],
  comptesAVenir: ['41', '421', '425'],
}

/** Une ligne de facture ou d’avoir de l’enseigne, hors taxes. */
export type LigneFacturee = {
  readonly facture: string
  readonly numero: string
  readonly le: DateCivile
  readonly nature: 'formation' | 'acompte' | 'annexe' | 'dedit' | 'hors-formation'
  readonly montant: number
  readonly session: string | null
  readonly natureDeSession: string | null
  /** La facture qu’un avoir diminue ; et, d’un exercice d’avant, le taux qu’elle a payé à chaque contribution (millionièmes). */
  readonly corrige: string | null
  readonly tauxDOrigine?: ReadonlyMap<string, number>
}
export type ChargeLue = {
  readonly id: string
  readonly le: DateCivile
  readonly compte: string
  readonly libelle: string
  readonly montant: number
  readonly formation: boolean
  readonly session: string | null
}
export type InterneLu = { readonly montant: number; readonly session: string | null }
export type EcritureDeCompte = { readonly compte: string; readonly debit: number; readonly credit: number }

export type Entrees = {
  readonly exercice: { readonly debut: DateCivile; readonly fin: DateCivile }
  /** Le jour où l’on compte : la part fixe d’un mois à venir n’est pas encore due. */
  readonly jour: DateCivile
  readonly activite: { readonly du: string; readonly au: string | null }
  readonly lignes: readonly LigneFacturee[]
  readonly charges: readonly ChargeLue[]
  readonly internes: readonly InterneLu[]
  readonly ecritures: readonly EcritureDeCompte[]
  /** Ce que l’enseigne a accordé de mettre de côté, au dernier jour compté. */
  readonly reserve?: number
  readonly baremes: readonly BaremePose[]
  readonly reglage: Reglage
}

/** Un bilan de compétences sort du barème de la formation (Optéos) ; ce que la coopérative exclut ne paie rien. */
export const genreDe = (l: LigneFacturee, exclues: readonly string[]): Genre =>
  exclues.includes(l.nature)
    ? 'exclu'
    : l.nature !== 'formation' && l.nature !== 'acompte'
      ? 'autre'
      : l.natureDeSession === 'bilan'
        ? 'bilan'
        : 'formation'

const commence = (compte: string, prefixes: readonly string[]) => prefixes.some((p) => compte.startsWith(p))

type PieceDuCompte = Piece & {
  readonly dit: string
  readonly session: string | null
  /** Aucun barème n’est en vigueur ce jour-là : elle ne paie rien, et le compte le dit. */
  readonly sansBareme: boolean
}

/** Une pièce par facture et par genre de ligne ; une charge que la coopérative ôte de la marge est une pièce négative, qui n’est pas un avoir. */
export const enPieces = (
  lignes: readonly LigneFacturee[],
  charges: readonly ChargeLue[],
  reglage: Reglage,
  contribution: string,
  baremes: readonly Bareme[],
): readonly PieceDuCompte[] => {
  const parPiece = Map.groupBy(lignes, (l) => `${l.facture} ${genreDe(l, reglage.naturesExclues)}`)
  const pieces = [
    ...[...parPiece].flatMap(([id, siennes]) => {
      const [l] = siennes
      if (!l) return []
      const genre = genreDe(l, reglage.naturesExclues)
      const origine =
        l.tauxDOrigine !== undefined
          ? { origine: { taux: l.tauxDOrigine.get(contribution) ?? 0 } }
          : l.corrige && parPiece.has(`${l.corrige} ${genre}`)
            ? { origine: { piece: `${l.corrige} ${genre}` } }
            : { sansOrigine: true as const }
      return [
        {
          id,
          dit: l.numero,
          le: l.le,
          genre,
          marge: siennes.reduce((t, x) => t + x.montant, 0),
          session: l.session,
          ...origine,
        },
      ]
    }),
    ...charges
      .filter((c) => commence(c.compte, reglage.comptesDeduits))
      .map((c) => ({
        id: c.id,
        dit: c.libelle,
        le: c.le,
        genre: c.formation ? ('formation' as const) : ('autre' as const),
        marge: -c.montant,
        session: c.session,
        sansOrigine: true as const,
      })),
  ]
  return pieces.map((p) =>
    p.genre !== 'exclu' && baremeDe(baremes, p.le, p.genre) === undefined
      ? { ...p, genre: 'exclu' as const, sansBareme: true }
      : { ...p, sansBareme: false },
  )
}

/** Les mois que la part fixe compte : du premier barème, ou de l’ouverture, à ce jour, ou à la fermeture. */
const moisDus = (
  baremes: readonly Bareme[],
  { activite, jour }: Entrees,
): NonNullable<Exercice['activite']> => {
  const premier = baremes.map((b) => b.depuis).toSorted()[0]
  return { du: plusTard(activite.du, premier), au: plusTot(jour, activite.au) }
}

/** Les barèmes d’une contribution qui valent pour l’enseigne : ce qu’elle a convenu l’emporte, de son premier jour, sur celui de toutes. */
export const baremesValables = (poses: readonly BaremePose[]): readonly BaremePose[] => {
  const debut = new Map<Assiette, string>()
  for (const b of poses)
    if (b.propre && b.depuis < (debut.get(b.assiette) ?? '9999')) debut.set(b.assiette, b.depuis)
  return poses.filter((b) => b.propre || b.depuis < (debut.get(b.assiette) ?? '9999'))
}

/** Débits moins crédits des comptes nommés ; un compte va au plus long préfixe qui le nomme (421 n’est pas 42). */
export const tresorerie = (
  ecritures: readonly EcritureDeCompte[],
  { comptesTresorerie, comptesAVenir }: Pick<Reglage, 'comptesTresorerie' | 'comptesAVenir'>,
): { readonly reference: number; readonly aVenir: number } => {
  const longueur = (compte: string, prefixes: readonly string[]) =>
    Math.max(0, ...prefixes.filter((p) => compte.startsWith(p)).map((p) => p.length))
  let [reference, aVenir] = [0, 0]
  for (const e of ecritures) {
    const [r, a] = [longueur(e.compte, comptesTresorerie), longueur(e.compte, comptesAVenir)]
    if (r > a) reference += e.debit - e.credit
    else if (a > 0) aVenir += e.debit - e.credit
  }
  return { reference, aVenir }
}

export type LigneDeContribution = Contribution['lignes'][number] & {
  readonly dit: string
  readonly le: string
  readonly base: number
  readonly session: string | null
  readonly sansBareme: boolean
}
export type ContributionDue = {
  readonly nom: string
  readonly lignes: readonly LigneDeContribution[]
  readonly fixe: number
  readonly total: number
}
/** Ce qu’une session change au compte, en centimes hors taxes. */
export type EffetDeSession = {
  readonly session: string
  readonly facture: number
  readonly contribution: number
  readonly charges: number
  readonly internes: number
  readonly reste: number
}
export type CompteDActivite = {
  readonly facture: number
  readonly formation: number
  readonly contributions: readonly ContributionDue[]
  readonly charges: number
  readonly recu: number
  readonly donne: number
  readonly resultat: number
  readonly reserve: number
  /** Rien tant que la comptabilité n’a rien dit de cette enseigne sur l’exercice. */
  readonly tresorerie: { readonly reference: number; readonly aVenir: number } | null
  readonly sessions: readonly EffetDeSession[]
}

const somme = (l: readonly { readonly montant: number }[]) => l.reduce((t, x) => t + x.montant, 0)

/**
 * Le compte d’une enseigne sur un exercice : facturé, contributions pièce par pièce, charges directes, missions entre enseignes,
 * résultat (L7332-3 du code du travail). Les missions n’entrent dans aucune contribution. Une pièce qu’aucun barème n’attendait ce
 * jour-là ne paie rien : sa ligne le dit.
 */
export const compterActivite = (
  e: Entrees,
): Result<CompteDActivite, Refus & { readonly contribution: string }> => {
  const contributions: ContributionDue[] = []
  for (const [nom, poses] of Map.groupBy(e.baremes, (b) => b.contribution)) {
    const baremes = baremesValables(poses)
    const pieces = enPieces(e.lignes, e.charges, e.reglage, nom, baremes)
    const parId = new Map(pieces.map((p) => [p.id, p]))
    const exercice: Exercice = {
      du: e.exercice.debut,
      au: e.exercice.fin,
      seuils: e.reglage.seuils,
      activite: moisDus(baremes, e),
    }
    const due = contribuer(baremes, exercice, pieces, e.reglage)
    if (!due.ok) return { ok: false, error: { ...due.error, contribution: nom } }
    contributions.push({
      nom,
      fixe: due.value.fixe,
      total: due.value.total,
      lignes: due.value.lignes.map((l) => {
        const p = parId.get(l.piece)
        return {
          ...l,
          dit: p?.dit ?? '',
          le: p?.le ?? '',
          base: p?.marge ?? 0,
          session: p?.session ?? null,
          sansBareme: p?.sansBareme === true,
        }
      }),
    })
  }
  const facture = somme(e.lignes)
  const charges = somme(e.charges)
  const recu = somme(e.internes.filter((i) => i.montant > 0))
  const donne = somme(e.internes.filter((i) => i.montant < 0))
  const dues = contributions.reduce((t, c) => t + c.total, 0)
  const sessions = new Set([...e.lignes, ...e.charges, ...e.internes].flatMap((x) => x.session ?? []))
  const de = <T extends { readonly session: string | null }>(l: readonly T[], s: string) =>
    l.filter((x) => x.session === s)
  return ok({
    facture,
    formation: somme(e.lignes.filter((l) => ['formation', 'bilan'].includes(genreDe(l, [])))),
    contributions,
    charges,
    recu,
    donne,
    resultat: facture - dues - charges + recu + donne,
    reserve: e.reserve ?? 0,
    tresorerie: e.ecritures.length > 0 ? tresorerie(e.ecritures, e.reglage) : null,
    sessions: [...sessions].map((session) => {
      const effet = {
        session,
        facture: somme(de(e.lignes, session)),
        contribution: contributions.flatMap((c) => de(c.lignes, session)).reduce((t, l) => t + l.centimes, 0),
        charges: somme(de(e.charges, session)),
        internes: somme(de(e.internes, session)),
      }
      return { ...effet, reste: effet.facture - effet.contribution - effet.charges + effet.internes }
    }),
  })
}

/**
 * Ce qu’une facture a payé à chaque contribution, en millionièmes de sa base : par ses lignes du genre que l’avoir diminue, à défaut
 * par toutes celles qui ont contribué. Une ligne hors de toute contribution n’y compte pas.
 */
export const tauxPayes = (
  compte: CompteDActivite | undefined,
  facture: string,
  genre: string,
): ReadonlyMap<string, number> =>
  new Map(
    (compte?.contributions ?? []).map(({ nom, lignes }) => {
      const siennes = lignes.filter((l) => l.piece.startsWith(`${facture} `))
      const duGenre = siennes.filter((l) => l.piece === `${facture} ${genre}`)
      const comptees = duGenre.length > 0 ? duGenre : siennes.filter((l) => l.piece !== `${facture} exclu`)
      const base = comptees.reduce((t, l) => t + l.base, 0)
      const paye = comptees.reduce((t, l) => t + l.centimes, 0)
      return [nom, base > 0 ? Math.round((paye * 1_000_000) / base) : 0]
    }),
  )

/** Ce qui est facturé, et ce que les sessions confirmées laissent prévoir, mois par mois de l’exercice (`AAAA-MM`). */
export const parMois = (
  exercice: Entrees['exercice'],
  facture: readonly { readonly le: string; readonly montant: number }[],
  prevu: readonly { readonly le: string; readonly montant: number }[],
): readonly { readonly mois: string; readonly facture: number; readonly prevu: number }[] => {
  const mois: string[] = []
  let [a, m] = [Number(exercice.debut.slice(0, 4)), Number(exercice.debut.slice(5, 7))]
  while (`${a}-${String(m).padStart(2, '0')}` <= exercice.fin.slice(0, 7)) {
    mois.push(`${a}-${String(m).padStart(2, '0')}`)
    ;[a, m] = m === 12 ? [a + 1, 1] : [a, m + 1]
  }
  const du = (l: typeof facture, x: string) => somme(l.filter((f) => f.le.startsWith(x)))
  return mois.map((x) => ({ mois: x, facture: du(facture, x), prevu: du(prevu, x) }))
}

/**
 * « 30 000 : 11,5 », une tranche par ligne, la dernière sans borne (« au-delà : 7,5 », ou « 13,5 »). Rien : ne se lit pas.
 * Bornes en euros sur douze mois, rendues en centimes ; taux en pour cent à quatre décimales au plus, rendus en millionièmes.
 */
export const lireTranches = (
  texte: string,
): { readonly seuils: readonly number[]; readonly taux: readonly number[] } | undefined => {
  const lignes = texte
    .split('\n')
    .map((l) => l.trim())
    .filter(Boolean)
  const seuils: number[] = []
  const taux: number[] = []
  for (const [i, l] of lignes.entries()) {
    const m = /^(?:(au-delà|[\d\s]+)\s*€?\s*:\s*)?(\d{1,3})(?:[.,](\d{1,4}))?\s*%?$/.exec(l)
    if (!m) return undefined
    const t = Number(m[2]) * 10_000 + Number((m[3] ?? '').padEnd(4, '0'))
    const borne = m[1] && m[1] !== 'au-delà' ? Number(m[1].replaceAll(/\s/g, '')) * 100 : undefined
    if (t > 1_000_000 || (borne === undefined) !== (i === lignes.length - 1)) return undefined
    if (borne !== undefined && !(borne > (seuils.at(-1) ?? 0) && borne <= 10 ** 13)) return undefined
    if (borne !== undefined) seuils.push(borne)
    taux.push(t)
  }
  return taux.length > 0 && taux.length <= 20 ? { seuils, taux } : undefined
}

/** « 411 421, 425 » : des préfixes de comptes ; rien s’il s’y trouve autre chose. */
export const lirePrefixes = (texte: string): readonly string[] | undefined => {
  const lus = texte.split(/[\s,;]+/).filter(Boolean)
  return lus.length <= 40 && lus.every((p) => /^[1-9]\d{0,9}$/.test(p)) ? [...new Set(lus)] : undefined
}
