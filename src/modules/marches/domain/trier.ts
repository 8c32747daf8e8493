import { plier } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import type { AvisLu } from './avis.ts'
import { zoneDe } from './echeances.ts'

/** Ce qu’une coopérative veut voir. Une liste vide ne trie pas. */
export type Profil = {
  readonly departements: readonly string[]
  /** Des codes à huit chiffres ou leur début : `80500000` prend tout ce qui commence par 805. */
  readonly cpv: readonly string[]
  /** Des codes, ou des mots. */
  readonly exclure: readonly string[]
  readonly mots: readonly string[]
  /** Trois lettres : `FRA`. */
  readonly pays: readonly string[]
  /** Rien qui ferme avant ce jour, à la pendule de l’acheteur. */
  readonly auPlusTot: string | null
}
export type Tri = { readonly idweb: string; readonly garde: boolean; readonly raisons: readonly string[] }

/** Le début significatif d’un code : les zéros de la fin ouvrent, la division (deux chiffres) reste. */
const racine = (code: string): string => {
  const chiffres = code.replace(/-\d$/, '')
  const court = chiffres.replace(/0+$/, '')
  return court.length < 2 ? chiffres.slice(0, 2) : court
}
const estUnCode = (texte: string): boolean => /^\d{2,8}(?:-\d)?$/.test(texte)
const sousCode = (code: string, de: string): boolean => code.startsWith(racine(de))

const sansPonctuation = (texte: string): string => plier(texte).replace(/[^\p{L}\p{N}]+/gu, ' ')
/** Le mot se trouve au début d’un mot : « langue » trouve « langues », pas « bilingue ». */
const trouver = (texte: string, mot: string): boolean => {
  const cherche = sansPonctuation(mot).trim()
  return cherche !== '' && ` ${texte}`.includes(` ${cherche}`)
}

const paysDe = (code: string): string => (code.toUpperCase() === 'FR' ? 'FRA' : code.toUpperCase())

/** Le dernier jour où un lot au moins est ouvert ; rien si aucun terme ne se croit. */
const dernierJour = ({ avis, joursLimites }: AvisLu): string | undefined => {
  if (avis.signalements.includes('echeance-absurde')) return undefined
  const zone = zoneDe(avis.departements)
  const instants = [avis.limite, ...avis.lots.map((l) => l.limite)].flatMap((l) =>
    l === null ? [] : [jourLocal(new Date(l), zone)],
  )
  return (instants.length > 0 ? instants : [...joursLimites]).toSorted().at(-1)
}

/** Les annulations et les rectificatifs du fichier, par avis qu’ils touchent, du plus ancien au plus récent. */
export const suitesDe = (lus: readonly AvisLu[]): ReadonlyMap<string, readonly AvisLu[]> => {
  const suites = new Map<string, AvisLu[]>()
  for (const l of lus.filter((x) => x.avis.nature === 'annulation' || x.avis.nature === 'rectificatif'))
    for (const idweb of l.avis.lies) {
      const connues = suites.get(idweb)
      if (connues) connues.push(l)
      else suites.set(idweb, [l])
    }
  for (const s of suites.values())
    s.sort((a, b) => ((a.avis.parution ?? '') < (b.avis.parution ?? '') ? -1 : 1))
  return suites
}

type Raisons = { readonly pour: string[]; readonly contre: string[] }

const trierSujet = (profil: Profil, { avis, descripteurs }: AvisLu, { pour, contre }: Raisons): void => {
  const codesExclus = profil.exclure.filter(estUnCode)
  const exclus = avis.cpv.filter((c) => codesExclus.some((e) => sousCode(c, e)))
  // Le code général d’un avis exclu (80500000 pour 80512000) ne le rattrape pas ; celui d’un autre lot, si.
  const restants = avis.cpv.filter(
    (c) => !exclus.includes(c) && !exclus.some((e) => e !== c && sousCode(e, c)),
  )
  const texte = sansPonctuation([avis.objet, ...avis.lots.map((l) => l.intitule)].join(' '))
  const motExclu = profil.exclure.filter((m) => !estUnCode(m)).find((m) => trouver(texte, m))
  if (motExclu !== undefined) contre.push(`mot exclu : ${motExclu}`)
  const cherche = profil.cpv.length > 0 || profil.mots.length > 0
  const codes = restants.filter((c) => profil.cpv.some((p) => sousCode(c, p)))
  const mots = profil.mots.filter((m) => trouver(texte, m))
  // Le descripteur du BOAMP est plus sûr que le CPV, souvent absent.
  const deFormation =
    avis.cpv.length === 0 &&
    profil.cpv.some((c) => racine(c).startsWith('80')) &&
    descripteurs.some((d) => trouver(sansPonctuation(d), 'formation'))
  for (const c of codes) pour.push(`cpv : ${c}`)
  for (const m of mots) pour.push(`mot : ${m}`)
  if (deFormation) pour.push('descripteur : Formation')
  if (exclus.length > 0 && codes.length === 0 && (restants.length === 0 || cherche))
    contre.push(`cpv exclu : ${exclus.join(', ')}`)
  else if (cherche && codes.length === 0 && mots.length === 0 && !deFormation)
    contre.push(
      avis.cpv.length === 0 ? 'aucun CPV publié, aucun mot trouvé' : `hors sujet : ${avis.cpv.join(', ')}`,
    )
}

const trierUn = (profil: Profil, lu: AvisLu, suites: readonly AvisLu[]): Tri => {
  const { avis } = lu
  const raisons: Raisons = { pour: [], contre: [] }
  const { pour, contre } = raisons
  if (avis.nature === 'annulation' || avis.nature === 'attribution') contre.push(`nature : ${avis.nature}`)
  const annulation = suites.find((s) => s.avis.nature === 'annulation')
  if (annulation) contre.push(`annulé par ${annulation.avis.idweb}`)

  const pays = lu.pays === null ? null : paysDe(lu.pays)
  if (profil.pays.length > 0 && pays !== null && !profil.pays.map(paysDe).includes(pays))
    contre.push(`pays : ${pays}`)
  if (profil.departements.length > 0) {
    const communs = avis.departements.filter((d) => profil.departements.includes(d))
    if (communs.length > 0) pour.push(`département : ${communs.join(', ')}`)
    else if (avis.departements.length === 0) pour.push('département non publié : à vérifier')
    else contre.push(`département : ${avis.departements.join(', ')}`)
  }
  trierSujet(profil, lu, raisons)

  // Un rectificatif du même fichier change le terme de l’avis qu’il touche.
  const rectifie = suites.findLast((s) => s.avis.nature === 'rectificatif' && dernierJour(s) !== undefined)
  const jour = dernierJour(rectifie ?? lu)
  if (avis.signalements.includes('echeance-absurde')) pour.push('échéance à vérifier')
  if (profil.auPlusTot !== null && jour !== undefined) {
    if (jour < profil.auPlusTot) contre.push(`ferme le ${jour}`)
    else pour.push(rectifie ? `ferme le ${jour}, selon ${rectifie.avis.idweb}` : `ferme le ${jour}`)
  }
  const garde = contre.length === 0
  return { idweb: avis.idweb, garde, raisons: garde ? pour : contre }
}

/** Chaque avis, gardé ou non, et pourquoi : les raisons de garder, ou celles d’écarter. Ce qui n’est pas publié n’écarte pas. */
export const trier = (profil: Profil, lus: readonly AvisLu[]): readonly Tri[] => {
  const suites = suitesDe(lus)
  return lus.map((l) => trierUn(profil, l, suites.get(l.avis.idweb) ?? []))
}
