import { uneLigne } from '#kernel/texte.ts'
import type { Noeud } from '#kernel/xml.ts'

/**
 * Un avis vient en JSON ou en XML, avec ou sans préfixe, un enfant seul ou dans une liste, un texte nu ou sous `#text`. Tout se lit
 * ici de la même façon, et rien ne lève : ce qui n’a pas la forme attendue est absent.
 */
export type Valeur = unknown

const local = (cle: string): string => cle.slice(cle.lastIndexOf(':') + 1)

const objetDe = (v: Valeur): Readonly<Record<string, unknown>> | undefined =>
  typeof v === 'object' && v !== null && !Array.isArray(v) ? (v as Record<string, unknown>) : undefined

/** Toutes les valeurs de ce nom, préfixe ôté, à plat : d’un objet, ou de chaque objet d’une liste. */
export const tous = (v: Valeur, nom: string): readonly Valeur[] => {
  if (Array.isArray(v)) return v.flatMap((x) => (objetDe(x) ? tous(x, nom) : []))
  const o = objetDe(v)
  if (!o) return []
  return Object.keys(o).flatMap((cle) => {
    if (cle.startsWith('@') || local(cle) !== nom) return []
    const dedans = o[cle]
    return Array.isArray(dedans) ? (dedans as readonly Valeur[]) : dedans === null ? [] : [dedans]
  })
}

/** Toutes les valeurs au bout d’un chemin de noms. */
export const suivre = (v: Valeur, ...noms: readonly string[]): readonly Valeur[] =>
  noms.reduce<readonly Valeur[]>((ici, nom) => ici.flatMap((x) => tous(x, nom)), [v])

/** La clé est là, même vide : un drapeau des anciens avis (`<INITIAL/>`). */
export const porte = (v: Valeur, nom: string): boolean => {
  const o = objetDe(v)
  return o !== undefined && Object.keys(o).some((cle) => !cle.startsWith('@') && local(cle) === nom)
}

/** Un texte d’une ligne, non vide ; un nombre se lit tel qu’il s’écrit. */
export const texteDe = (v: Valeur): string | null => {
  if (typeof v === 'string') return uneLigne(v.slice(0, 20_000)) || null
  if (typeof v === 'number' && Number.isFinite(v)) return String(v)
  const o = objetDe(v)
  return o && '#text' in o ? texteDe(o['#text']) : null
}

/** Un attribut : `@devise` en JSON, `DEVISE` en XML. */
export const attributDe = (v: Valeur, nom: string): string | null => {
  const o = objetDe(v)
  const cle = o && Object.keys(o).find((c) => c.toLowerCase() === `@${nom.toLowerCase()}`)
  return o && cle !== undefined ? texteDe(o[cle]) : null
}

/** Tous les textes au bout d’un chemin ; vides et doublons ôtés. */
export const textes = (v: Valeur, ...noms: readonly string[]): readonly string[] => [
  ...new Set(suivre(v, ...noms).flatMap((x) => texteDe(x) ?? [])),
]

/** Le premier texte de ces chemins, dans l’ordre. */
export const premier = (v: Valeur, ...chemins: readonly (readonly string[])[]): string | null => {
  for (const chemin of chemins) {
    const [lu] = textes(v, ...chemin)
    if (lu !== undefined) return lu
  }
  return null
}

const emboitements = 3
/** Un champ qui est une chaîne JSON, parfois plusieurs fois, ou déjà un objet. `illisible` : une chaîne qui n’en est pas. */
export const deplier = (v: Valeur): { readonly valeur: Valeur; readonly illisible: boolean } => {
  let ici = v
  for (let i = 0; i < emboitements && typeof ici === 'string'; i += 1) {
    if (ici.trim() === '') return { valeur: null, illisible: false }
    try {
      ici = JSON.parse(ici) as unknown
    } catch {
      return { valeur: null, illisible: true }
    }
  }
  if (ici === null || ici === undefined) return { valeur: null, illisible: false }
  return objetDe(ici) ? { valeur: ici, illisible: false } : { valeur: null, illisible: true }
}

/** Une liste, une valeur seule, ou une liste écrite en JSON : les textes qu’elle porte. */
export const listeDe = (v: Valeur): readonly string[] => {
  if (Array.isArray(v)) return [...new Set(v.flatMap((x) => texteDe(x) ?? []))]
  const lu = texteDe(v)
  if (lu === null) return []
  if (lu.startsWith('[')) {
    try {
      const dedans: unknown = JSON.parse(lu)
      if (Array.isArray(dedans)) return listeDe(dedans)
    } catch {
      return []
    }
  }
  return [lu]
}

/** L’arbre XML, sous la forme que prend un avis converti en JSON. La profondeur est déjà bornée. */
export const enValeur = (n: Noeud): Valeur => {
  const attributs = Object.entries(n.attributs)
  if (n.enfants.length === 0 && attributs.length === 0) return n.texte
  const o: Record<string, unknown> = Object.create(null)
  for (const [cle, v] of attributs) o[`@${cle}`] = v
  for (const e of n.enfants) {
    const lu = enValeur(e)
    const deja = o[e.nom]
    if (deja === undefined) o[e.nom] = lu
    else if (Array.isArray(deja)) deja.push(lu)
    else o[e.nom] = [deja, lu]
  }
  if (n.texte.trim() !== '') o['#text'] = n.texte
  return o
}

/** Un décimal d’avis en centimes : « 348 852,50 », « 390697.84 » ; rien s’il n’est pas d’euros, négatif ou illisible. */
export const montantDe = (v: Valeur): number | null => {
  const devise = attributDe(v, 'currencyID') ?? attributDe(v, 'devise')
  if (devise !== null && !/^(eur|euros?|€)$/i.test(devise)) return null
  const lu = texteDe(v)
    ?.replace(/\s|€|euros?|eur|ht$/gi, '')
    .replace(
      /^(\d{1,3}(?:\.\d{3})+),(\d{1,2})$/,
      (_, e: string, c: string) => `${e.replaceAll('.', '')}.${c}`,
    )
    .replace(
      /^(\d{1,3}(?:,\d{3})+)\.(\d{1,2})$/,
      (_, e: string, c: string) => `${e.replaceAll(',', '')}.${c}`,
    )
  const decimal = /^(\d{1,13})(?:[.,](\d+))?$/.exec(lu ?? '')
  if (!decimal) return null
  const apres = (decimal[2] ?? '').padEnd(3, '0')
  const centimes = Number(decimal[1]) * 100 + Number(apres.slice(0, 2)) + (Number(apres[2]) >= 5 ? 1 : 0)
  return Number.isSafeInteger(centimes) ? centimes : null
}

/** Un identifiant d’avis ou de procédure : un mot, sans espace ni signe de ponctuation d’un autre langage. */
export const identifiantDe = (texte: string | null | undefined): string | null =>
  texte != null && /^[\p{L}\p{N}][\p{L}\p{N}_./-]{2,79}$/u.test(texte) ? texte : null

/** Un code CPV sans sa clé : huit chiffres. */
export const cpvDe = (texte: string): string | undefined => /^(\d{8})(?:-\d)?$/.exec(texte.trim())?.[1]

/** Quatorze chiffres, espaces ôtés. Un identifiant d’ailleurs n’est pas un SIRET. */
export const siretDe = (texte: string | null): string | null => {
  const lu = (texte ?? '').replace(/[\s.-]/g, '')
  return /^\d{14}$/.test(lu) ? lu : null
}

/** Un département écrit « 1 », « 01 », « 2a » ou « 974 » ; rien s’il n’en est pas un. */
export const departementDe = (texte: string): string | undefined => {
  const lu = texte.trim().toUpperCase()
  if (/^\d$/.test(lu)) return lu === '0' ? undefined : `0${lu}`
  return /^(0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5]|97[1-8]|98[4678])$/.test(lu) ? lu : undefined
}

/** Le département d’un code postal français. La Corse est en deux : 200 et 201, puis 202 à 206. */
export const departementDuCodePostal = (cp: string | null): string | undefined => {
  const lu = (cp ?? '').replace(/\s/g, '')
  if (!/^\d{5}$/.test(lu)) return undefined
  if (lu.startsWith('20')) return lu < '20200' ? '2A' : '2B'
  return departementDe(/^9[78]/.test(lu) ? lu.slice(0, 3) : lu.slice(0, 2))
}

/** Le jour d’une date publiée, fuseau ôté : `2026-06-29+02:00`. */
export const jourDe = (texte: string | null): string | null =>
  /^(\d{4}-\d{2}-\d{2})/.exec(texte ?? '')?.[1] ?? null
