import type { AvisLu } from './avis.ts'
import type { motifs } from './entente.ts'
import { numeroDeLot, termesDesLots } from './termes.ts'

/** Ce que dit d’un lot une coopérative. Rien n’en sort de chez elle : pas même une phrase si un groupement se forme. */
export type Interet = {
  readonly capableSeule: boolean
  readonly manques: readonly (typeof motifs)[number][]
  readonly texte: string
  readonly territoire: string
  readonly volume: string
  readonly ouvert: 'membre' | 'mandataire' | 'non'
}
export const ouvertures = {
  membre: 'oui, comme membre',
  mandataire: 'oui, comme membre ou mandataire',
  non: 'non : sans personne, ou pas du tout',
} as const satisfies Record<Interet['ouvert'], string>

export const motManque: Readonly<Record<(typeof motifs)[number], string>> = {
  volume: 'du volume',
  territoire: 'un territoire',
  certification: 'une certification',
  moyens: 'des moyens',
  delai: 'du temps',
  'chiffre-d-affaires': 'le chiffre d’affaires exigé',
}

/** Octets d’un intérêt rempli, avant chiffrement : la taille ne dit rien de ce qui est écrit, ni si quelque chose l’est. */
export const TAILLE = 3072
const entete = 2

/** L’intérêt en octets de taille fixe. Rien s’il n’y tient pas : les champs de la page sont bornés pour qu’il y tienne. */
export const remplir = (i: Interet): Uint8Array | undefined => {
  const octets = new TextEncoder().encode(JSON.stringify(i))
  if (octets.length > TAILLE - entete) return undefined
  const plein = new Uint8Array(TAILLE)
  new DataView(plein.buffer).setUint16(0, octets.length)
  plein.set(octets, entete)
  return plein
}
export const vider = (plein: Uint8Array): Interet | undefined => {
  const n = new DataView(plein.buffer, plein.byteOffset).getUint16(0)
  if (n === 0 || n > TAILLE - entete) return undefined
  try {
    return JSON.parse(new TextDecoder().decode(plein.subarray(entete, entete + n))) as Interet
  } catch {
    return undefined
  }
}

/** Un lot tel qu’il se regarde : son numéro, ou le marché entier quand l’avis n’en dit pas. */
export type LotVu = { readonly id: string; readonly intitule: string; readonly limite: string | null }
const lotUnique = 'unique'
/** Les lots d’un avis, chacun à son terme, rectificatifs compris ; sans terme propre, celui de l’avis vaut. */
export const lotsDe = (lu: AvisLu, rectificatifs: readonly AvisLu[]): readonly LotVu[] => {
  const termes = termesDesLots(lu, rectificatifs)
  return lu.avis.lots.length === 0
    ? [{ id: lotUnique, intitule: 'lot unique', limite: null }]
    : lu.avis.lots.map((l, i) => ({
        id: numeroDeLot(l, i),
        intitule: l.intitule ?? 'sans intitulé',
        limite: termes[i] ?? null,
      }))
}

/** La même clé pour un lot, d’où que vienne l’avis : la procédure, sinon le numéro. */
export const cleDeLot = ({ avis }: AvisLu, lot: string): string =>
  `${(avis.procedure ?? avis.idweb).slice(0, 200)}#${lot.slice(0, 80)}`
