import { type Empreindre, type Hacher, hexa, racineDe, relecteur } from './maillon.ts'

/**
 * Le registre des présences, tel qu’un tiers le vérifie : chaque maillon est
 * `empreinte = H(précédente || int8(numero) || objet || H(contenu))`, avec H = SHA-256, et la première précédente
 * est `H('coforme-registre/1 ' || organisme)`. Rien ici n’ouvre la base : les octets et la fonction H sont donnés.
 */

export type Maillon = {
  readonly numero: number
  readonly id: string
  /** SHA-256(sel de la session || identifiant de la session) : 32 octets. */
  readonly objet: Uint8Array
  /** JSON canonique (RFC 8785), haché tel quel. */
  readonly contenu: string
  readonly empreinte: Uint8Array
}

/** Un point de la chaîne, signé hors de la base. */
export type Jalon = { readonly numero: number; readonly contenu: string; readonly signature: Uint8Array }

/** Ce que signe un jalon, en JSON canonique. */
export type ContenuDeJalon = {
  readonly format: 'coforme-jalon/1'
  readonly organisme: string
  readonly numero: number
  /** Empreinte du maillon atteint, hexadécimale. */
  readonly empreinte: string
  readonly date: string
  /** SHA-256 du contenu du jalon d’avant, hexadécimale ; nulle pour le premier. */
  readonly jalonPrecedent: string | null
}

export type Outils = {
  readonly sha256: Hacher
  /** Le même hachage, rendu par un texte : une relecture en fait deux par maillon. */
  readonly empreindre: Empreindre
  /** Vrai si `signature` (Ed25519) est celle de `octets` par la clé de l’instance. */
  readonly verifierSignature: (octets: Uint8Array, signature: Uint8Array) => boolean
}

export type Rupture = {
  readonly code:
    | 'numero-manquant'
    | 'maillon-altere'
    | 'maillon-repete'
    | 'jalon-illisible'
    | 'jalon-non-signe'
    | 'jalon-sans-maillon'
    | 'jalon-contredit'
    | 'jalon-detache'
  /** Où la première rupture se voit. */
  readonly numero: number
}

export type Verdict = {
  readonly ok: boolean
  readonly maillons: number
  readonly jalons: number
  /** La dernière empreinte recalculée, hexadécimale ; vide pour une chaîne vide. */
  readonly tete: string
  readonly ruptures: readonly Rupture[]
}

const utf8 = new TextEncoder()

export const lireJalon = (texte: string): ContenuDeJalon | undefined => {
  try {
    const lu = JSON.parse(texte) as Partial<ContenuDeJalon> | null
    return lu?.format === 'coforme-jalon/1' &&
      typeof lu.organisme === 'string' &&
      typeof lu.numero === 'number' &&
      typeof lu.empreinte === 'string'
      ? (lu as ContenuDeJalon)
      : undefined
  } catch {
    return undefined
  }
}

/**
 * Relit une chaîne entière et ses jalons. La première rupture d’un maillon arrête la relecture des maillons : tout
 * ce qui suit repose sur elle. Une queue coupée ou une réécriture complète passent la chaîne et échouent au jalon.
 */
export const verifierChaine = (
  registre: {
    readonly organisme: string
    readonly maillons: readonly Maillon[]
    readonly jalons: readonly Jalon[]
  },
  outils: Outils,
): Verdict => {
  const { organisme, maillons, jalons } = registre
  const ruptures: Rupture[] = []
  // Seuls les points attestés demandent leur texte : en faire un par maillon doublerait le temps de relecture.
  const attestes = new Set(jalons.map((j) => j.numero))
  const empreintes = new Map<number, string>()
  const vus = new Set<string>()
  const relire = relecteur(racineDe(organisme, outils.sha256), outils.empreindre)
  let derniere: Uint8Array | undefined
  let attendu = 1
  for (const m of maillons) {
    const code =
      m.numero !== attendu
        ? 'numero-manquant'
        : vus.has(m.id)
          ? 'maillon-repete'
          : relire(m)
            ? undefined
            : 'maillon-altere'
    if (code) {
      ruptures.push({ code, numero: code === 'numero-manquant' ? attendu : m.numero })
      break
    }
    vus.add(m.id)
    derniere = m.empreinte
    if (attestes.has(m.numero)) empreintes.set(m.numero, hexa(m.empreinte))
    attendu += 1
  }
  const tete = derniere ? hexa(derniere) : ''

  let avant: string | null = null
  for (const j of jalons) {
    const lu = lireJalon(j.contenu)
    const octets = utf8.encode(j.contenu)
    const ici = empreintes.get(j.numero)
    const code = !lu
      ? 'jalon-illisible'
      : !outils.verifierSignature(octets, j.signature)
        ? 'jalon-non-signe'
        : lu.organisme !== organisme || lu.numero !== j.numero
          ? 'jalon-contredit'
          : ici === undefined
            ? 'jalon-sans-maillon'
            : ici !== lu.empreinte
              ? 'jalon-contredit'
              : lu.jalonPrecedent !== avant
                ? 'jalon-detache'
                : undefined
    if (code) ruptures.push({ code, numero: j.numero })
    avant = hexa(outils.sha256(octets))
  }
  return { ok: ruptures.length === 0, maillons: maillons.length, jalons: jalons.length, tete, ruptures }
}

/** Deux coopératives témoignent l’une pour l’autre, ou vont le faire : la demande attend, ou elle est acceptée. */
export const temoignagesEnCours = ['demande', 'accepte'] as const
