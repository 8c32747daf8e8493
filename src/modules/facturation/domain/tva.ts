/**
 * La taxe d’une ligne tient au régime de l’organisme et à ce qui est vendu, jamais à la personne qui vend : l’attestation 3511
 * s’impose à toutes les opérations de formation continue de son titulaire (CGI, annexe II, 202 A à 202 D).
 */
import type { DateCivile } from '#kernel/dates.ts'
import { departementDuCodePostal } from '#kernel/departements.ts'
import { enVigueur, type ParametreDate } from '#kernel/parametres.ts'
import type { Nature } from './facture.ts'

/** Ce que la fiche de l’organisme dit de sa TVA le jour de la facture. */
export type TvaDuJour = {
  /** `a-dire` : la coopérative ne l’a pas encore dit, et rien ne s’émet. */
  readonly regime: 'exonere' | 'franchise' | 'assujetti' | 'a-dire'
  /** « Exonération de TVA, article 261-4-4° a du CGI » ; absent quand la taxe est due. */
  readonly texte?: string
  /** Points de base, pour la formation. */
  readonly taux: number
  /** Le taux ordinaire là où la coopérative est établie (`tauxDuLieu`) ; absent : celui de métropole. */
  readonly duLieu?: number
}

/**
 * Le taux ordinaire de chaque département qui n’a pas celui de métropole ; zéro : la taxe n’y est pas
 * applicable. Lus : l’art. 294, 1 (version du 13 décembre 2024 : Guyane et Mayotte ; de 2005 : Guyane seule), l’art. 296 (version du 31 mars 2001, 8,50 %),
 * BOI-TVA-GEO-20-10 du 5 juin 2019. Le 1er avril 2000 et le 1er janvier 2014 : non relus.
 */
const tauxDOutreMer: ParametreDate<Readonly<Record<string, number>>> = [
  {
    depuis: '2000-04-01',
    valeur: { '971': 850, '972': 850, '974': 850, '973': 0 },
    source: 'CGI, art. 296, 1°, et 294, 1 (Guyane)',
  },
  {
    depuis: '2014-01-01',
    valeur: { '971': 850, '972': 850, '974': 850, '973': 0, '976': 0 },
    source: 'CGI, art. 296, 1°, et 294, 1 (Guyane, Mayotte)',
  },
]
/** Le taux ordinaire, en points de base, du lieu que dit un code postal (louer un immeuble se taxe où il est : CGI, art. 259 A, 2°). */
export const tauxDuLieu = (codePostal: string | undefined, le: DateCivile): number =>
  enVigueur(tauxDOutreMer, le)[departementDuCodePostal(codePostal ?? '') ?? ''] ?? 2000

/**
 * Le régime sous lequel une pièce fut émise, d’après les textes figés qui y justifient ses taux nuls : celui d’aujourd’hui n’y change rien. Sans
 * texte, tout y est taxé.
 */
export const tvaFigee = (exonerations: readonly string[]): TvaDuJour => {
  const dite = (texte: RegExp) => exonerations.some((t) => texte.test(t))
  const lieu: Pick<TvaDuJour, 'duLieu'> = dite(/294, 1/) ? { duLieu: 0 } : {}
  if (dite(/293\sB/)) return { regime: 'franchise', taux: 0, ...lieu }
  return dite(/261-4-4/)
    ? { regime: 'exonere', taux: 0, ...lieu }
    : { regime: 'assujetti', taux: 2000, ...lieu }
}

/**
 * Les taux qu’une ligne peut porter, en points de base, le plus haut d’abord : métropole (CGI, art. 278 à 281 nonies) ; Guadeloupe,
 * Martinique, La Réunion (art. 294 et 296 : 8,5 et 2,1 %) ; aucun.
 */
export const tauxLegaux = [2000, 1000, 850, 550, 210, 0] as const

/** Où est établi le professionnel qui achète ; un particulier, et tout achat fait d’ici : `ici`. */
export type Preneur = 'ici' | 'union' | 'ailleurs'

/** Ce dont la taxe d’une ligne dépend, hors sa nature. `formation` : une action est facturée, ses frais lui sont liés. */
export type Assiette = { readonly tva: TvaDuJour; readonly formation: boolean; readonly preneur: Preneur }

/** La taxe que la ligne porterait si tout se passait en France. */
const taxable = (nature: Nature, { tva, formation }: Assiette): boolean =>
  nature !== 'dedit' &&
  tva.regime !== 'franchise' &&
  tva.duLieu !== 0 &&
  (nature === 'hors-formation' || (nature === 'annexe' && !formation) || tva.taux > 0)

/**
 * Les taux que cette ligne peut porter, celui qui se propose d’abord. Conseil, location, ingénierie vendue seule : l’exonération de la
 * formation ne les couvre pas, ni des repas sans formation derrière eux. Rendue à un professionnel d’un autre pays, une prestation taxable
 * ne l’est pas ici (CGI, art. 259, 1°) ; donnée en France, elle peut l’être (art. 259 A : à confirmer), d’où le choix. En franchise, rien
 * n’est taxé, ni en Guyane et à Mayotte ; là où le taux ordinaire est de 8,5 %, il vient d’abord. Un dédit indemnise, il ne paie aucune prestation : hors du champ (douteux, à confirmer par l’expert-comptable ; un seul
 * endroit à corriger).
 */
export const tauxPossibles = (nature: Nature, a: Assiette): readonly number[] => {
  if (!taxable(nature, a)) return nature === 'annexe' && a.tva.regime === 'exonere' ? [0, ...francais] : [0]
  const taxes: readonly number[] = nature === 'formation' ? [2000, 850] : francais
  const premiers = taxes.filter((t) => t === a.tva.duLieu)
  return [...(a.preneur === 'ici' ? [] : [0]), ...premiers, ...taxes.filter((t) => t !== a.tva.duLieu)]
}
const francais = tauxLegaux.filter((t) => t > 0)

/** Le taux proposé d’une ligne. */
export const tauxDe = (nature: Nature, a: Assiette): number => tauxPossibles(nature, a)[0] ?? 0

/** Vraie d’une ligne que la taxe de France viserait, et que doit son preneur, dans l’Union, ou personne, au-delà. */
const horsDeFrance = (l: { readonly nature: Nature; readonly taux: number }, a: Assiette): boolean =>
  l.taux === 0 && a.preneur !== 'ici' && taxable(l.nature, a)

/** Le preneur doit la taxe : son numéro de TVA est alors sur la facture (242 nonies A, I, 2° et 13°). */
export const autoliquidee = (
  lignes: readonly { readonly nature: Nature; readonly taux: number }[],
  a: Assiette,
): boolean => a.preneur === 'union' && lignes.some((l) => horsDeFrance(l, a))

export const mentionDedit = 'Indemnité de dédit, hors du champ de la TVA.'

/**
 * Pourquoi une ligne ne porte pas de taxe. `formation` : exonérée (261-4-4° a) ; `franchise` : 293 B ; `dedit` : une indemnité ;
 * `service-union`, `service-ailleurs` : rendu à un professionnel d’un autre pays (259, 1°) ; `bien-union`, `bien-ailleurs` : livré
 * dans un autre État membre, ou exporté (262 ter, I ; 262, I : non relus) ; `territoire` : en Guyane ou à Mayotte (294, 1).
 */
export const motifsSansTaxe = [
  'formation',
  'franchise',
  'dedit',
  'service-union',
  'service-ailleurs',
  'bien-union',
  'bien-ailleurs',
  'territoire',
] as const
export type MotifSansTaxe = (typeof motifsSansTaxe)[number]

type LigneSelonTva = { readonly nature: Nature; readonly taux: number; readonly bien?: boolean }

/** Rien d’une ligne taxée. */
export const motifSansTaxe = (l: LigneSelonTva, a: Assiette): MotifSansTaxe | undefined => {
  if (l.taux !== 0) return undefined
  if (l.nature === 'dedit') return 'dedit'
  if (a.preneur !== 'ici' && horsDeFrance(l, a)) return `${l.bien === true ? 'bien' : 'service'}-${a.preneur}`
  if (a.tva.regime === 'franchise') return 'franchise'
  const exoneree = a.tva.regime === 'exonere' && l.nature !== 'hors-formation'
  return a.tva.duLieu === 0 && !exoneree ? 'territoire' : 'formation'
}

/** Le texte qui justifie chaque taux nul, tel que la pièce et sa facture électronique le disent ; la formation a le sien, de la fiche. */
export const mentions: Readonly<Record<Exclude<MotifSansTaxe, 'formation'>, string>> = {
  franchise: 'TVA non applicable, art. 293 B du CGI',
  dedit: mentionDedit,
  'service-union': 'Autoliquidation : TVA due par le preneur, art. 259, 1° et 283, 2 du CGI',
  'service-ailleurs': 'TVA non applicable, art. 259, 1° du CGI',
  'bien-union': 'Exonération de TVA, art. 262 ter, I du CGI',
  'bien-ailleurs': 'Exonération de TVA, art. 262, I du CGI',
  territoire: 'TVA non applicable, art. 294, 1 du CGI',
}

const mots: Readonly<Record<MotifSansTaxe, string>> = {
  formation: 'exonéré',
  franchise: 'non applicable',
  dedit: 'hors champ',
  'service-union': 'due par le preneur',
  'service-ailleurs': 'non applicable',
  'bien-union': 'exonéré',
  'bien-ailleurs': 'exonéré',
  territoire: 'non applicable',
}

/** Ce que dit la colonne de la taxe d’une ligne qui n’en porte pas ; rien si elle est taxée : son taux suffit. */
export const motSansTva = (l: LigneSelonTva, a: Assiette): string | undefined => {
  const motif = motifSansTaxe(l, a)
  return motif && mots[motif]
}

/** Les textes qui justifient chaque taux nul de la facture (242 nonies A, I, 12° et 13°) ; vide : tout est taxé. */
export const mentionsDe = (lignes: readonly LigneSelonTva[], a: Assiette): readonly string[] => {
  const dits = new Set(lignes.map((l) => motifSansTaxe(l, a)))
  return motifsSansTaxe.flatMap((m) => {
    if (!dits.has(m)) return []
    const texte = m === 'formation' || m === 'franchise' ? a.tva.texte : mentions[m]
    return texte === undefined ? [] : [texte]
  })
}
