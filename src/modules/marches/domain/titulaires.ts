import { uneLigne } from '#kernel/texte.ts'
import type { Attribution } from './avis.ts'

/** Un titulaire tel que nommé, et le montant publié à son rang. */
export type Titulaire = { readonly nom: string; readonly montant: number | null }

const parenthese = /\s*[([]([^()[\]]*)[)\]]\s*/g
const duGroupement = /mandataire|co\s*-?\s*traitant|cotraitant|groupement|\bgme\b/i
const duRang = /\brang\s*(?:n\s*[°ºo]?\s*)?(\d{1,2})\b|\b(\d{1,2})\s*(?:er|[eè](?:me)?)?\s+rang\b/i

type Lu = {
  readonly nom: string
  readonly groupe: boolean
  readonly rang: string | undefined
  readonly montant: number | null
}
const lire = ({ nom, montant }: Titulaire): Lu => {
  const brut = uneLigne(nom)
  const rang = duRang.exec(brut)
  // Le rôle et le rang ont leur champ : le nom reste le nom.
  const propre = uneLigne(
    brut.replace(parenthese, (tout, dedans: string) =>
      duGroupement.test(dedans) || duRang.test(dedans) ? ' ' : tout,
    ),
  )
  return {
    nom: propre === '' ? brut : propre,
    groupe: duGroupement.test(brut),
    rang: rang?.[1] ?? rang?.[2],
    montant,
  }
}

type Base = { readonly lot: string | null }
export type Lues = { readonly attributions: readonly Attribution[]; readonly repete: boolean }

/** Un montant dit plusieurs fois n’en est qu’un ; deux montants différents ne s’additionnent pas : on ne sait pas lequel. */
const montantDe = (lus: readonly Lu[]): { readonly montant: number | null; readonly repete: boolean } => {
  const dits = lus.flatMap((l) => (l.montant === null ? [] : [l.montant]))
  const distincts = new Set(dits)
  const [seul] = distincts
  return {
    montant: seul !== undefined && distincts.size === 1 ? seul : null,
    repete: dits.length > 1 && distincts.size < dits.length,
  }
}

const sansDoublons = (lus: readonly Lu[]): readonly { nom: string }[] =>
  [...new Set(lus.map((l) => l.nom))].map((nom) => ({ nom }))

const ensemble = ({ lot }: Base, lus: readonly Lu[]): Lues => {
  const titulaires = sansDoublons(lus)
  const { montant, repete } = montantDe(lus)
  const forme = lus.some((l) => l.groupe) ? 'groupement' : titulaires.length === 1 ? 'seul' : 'a-verifier'
  return { attributions: [{ lot, titulaires, forme, montant, sansSuite: false }], repete }
}

/**
 * Ce que plusieurs titulaires d’une même décision sont l’un à l’autre. « (Mandataire) », « (co-traitant) » : un groupement.
 * « (Rang 1) » : un accord-cadre à plusieurs, chacun sa ligne. Rien : à vérifier, et ce n’est pas compté comme un groupement.
 */
export const attribuer = (base: Base, titulaires: readonly Titulaire[]): Lues => {
  const lus = titulaires.filter((t) => uneLigne(t.nom) !== '').map(lire)
  if (lus.length === 0)
    return {
      attributions: [{ lot: base.lot, titulaires: [], forme: 'a-verifier', montant: null, sansSuite: false }],
      repete: false,
    }
  if (!lus.every((l) => l.rang !== undefined)) return ensemble(base, lus)
  const parRang = Map.groupBy(lus, (l) => l.rang)
  const rangs = [...parRang.values()].map((l) => ensemble(base, l))
  return direUneFois({
    attributions: rangs.flatMap((r) => r.attributions),
    repete: rangs.some((r) => r.repete),
  })
}

/**
 * Un même montant porté par plusieurs lignes d’un même lot ne reste qu’à la première : qui les additionne n’en compte qu’un. Redit
 * d’un lot à l’autre pour les mêmes titulaires, il est peut-être celui du marché entier : il reste, et se signale.
 */
export const direUneFois = ({ attributions, repete }: Lues): Lues => {
  const vus = new Set<string>()
  let deux = repete
  const rendues = attributions.map((a) => {
    if (a.montant === null) return a
    const duLot = JSON.stringify(['lot', a.lot, a.montant])
    const desMemes = JSON.stringify(['noms', a.titulaires, a.montant])
    const redit = vus.has(duLot)
    if (redit || vus.has(desMemes)) deux = true
    vus.add(duLot).add(desMemes)
    return redit ? { ...a, montant: null } : a
  })
  return { attributions: rendues, repete: deux }
}
