/**
 * Le contenu d’une entrée du registre, version `coforme-registre/1`. Format décidé avant la première signature :
 * il ne se rajoute pas après coup. Une entrée ne contient aucune donnée de personne, seulement des engagements
 * salés et des identifiants opaques ; sels et données vivent à part et s’effacent sans rompre la chaîne.
 * Pur : l’empreinte et la forme canonique (RFC 8785) sont données.
 */
export const VERSION_REGISTRE = 'coforme-registre/1'

export type Hacher = (octets: Uint8Array) => Uint8Array
export type Canoniser = (valeur: unknown) => string

export type GenreEntree =
  | 'signature'
  | 'absence'
  | 'regularisation'
  | 'contresignature'
  | 'correction'
  | 'cloture'
  | 'pseudonymisation'
/** Chaque partie s’engage à part : un export montre l’une sans livrer l’autre. */
export type PartiePrivee = 'identite' | 'connexion' | 'trace' | 'motif'

/** L’écriture d’un appareil hors ligne : son rang et l’empreinte de sa précédente prouvent qu’il n’en manque pas. */
export type Appareil = {
  readonly id: string
  readonly rang: number
  readonly horloge: string
  readonly precedente: string | null
}

export type ContenuEntree = {
  readonly version: typeof VERSION_REGISTRE
  readonly genre: GenreEntree
  readonly id: string
  readonly seance: string | null
  readonly inscription: string | null
  /** Instants ISO 8601 UTC à la milliseconde : celui du geste et celui de la réception. */
  readonly faitLe: string
  readonly recuLe: string
  readonly horsLigne: boolean
  readonly appareil: Appareil | null
  /** Minutes perdues (retard) ; nul quand le genre n’en a pas. */
  readonly retardMin: number | null
  /** Numéro de l’entrée que celle-ci corrige, complète ou contresigne. */
  readonly vise: number | null
  /** Fondement d’une pseudonymisation. */
  readonly fondement: string | null
  /** SHA-256 hexadécimal de `sel ‖ RFC 8785(partie)`. */
  readonly engagements: Partial<Record<PartiePrivee, string>>
}

export const hexa = (octets: Uint8Array): string =>
  Array.from(octets, (o) => o.toString(16).padStart(2, '0')).join('')
const utf8 = (texte: string): Uint8Array => new TextEncoder().encode(texte)
const joindre = (...morceaux: readonly Uint8Array[]): Uint8Array => {
  const tout = new Uint8Array(morceaux.reduce((n, m) => n + m.length, 0))
  let i = 0
  for (const m of morceaux) {
    tout.set(m, i)
    i += m.length
  }
  return tout
}

/** Un sel de 32 octets tirés au sort : sans lui, deux cent mille noms se retrouvent en deux secondes. */
export const engager = (
  partie: unknown,
  sel: Uint8Array,
  outils: { hacher: Hacher; canoniser: Canoniser },
): string => {
  if (sel.length !== 32) throw new RangeError('le sel a 32 octets')
  return hexa(outils.hacher(joindre(sel, utf8(outils.canoniser(partie)))))
}

/** L’étiquette de session, salée elle aussi : elle rend un export partiel vérifiable sans dire de quelle session. */
export const objetDe = (sessionId: string, selSession: Uint8Array, hacher: Hacher): Uint8Array => {
  if (selSession.length !== 32) throw new RangeError('le sel a 32 octets')
  return hacher(joindre(selSession, utf8(sessionId)))
}

/** Le « précédent » de la première entrée d’un organisme. */
export const racineDe = (organismeId: string, hacher: Hacher): Uint8Array =>
  hacher(utf8(`${VERSION_REGISTRE} ${organismeId}`))

/** `SHA-256(précédente ‖ int8(numéro) ‖ objet ‖ SHA-256(contenu))` : la même formule que la fonction SQL. */
export const chainer = (
  maillon: {
    readonly precedente: Uint8Array
    readonly numero: bigint
    readonly objet: Uint8Array
    readonly contenu: string
  },
  hacher: Hacher,
): Uint8Array => {
  if (maillon.precedente.length !== 32 || maillon.objet.length !== 32)
    throw new RangeError('une empreinte a 32 octets')
  const rang = new Uint8Array(8)
  new DataView(rang.buffer).setBigInt64(0, maillon.numero)
  return hacher(joindre(maillon.precedente, rang, maillon.objet, hacher(utf8(maillon.contenu))))
}

export type Fait = {
  readonly genre: GenreEntree
  readonly id: string
  readonly seance?: string
  readonly inscription?: string
  readonly faitLe: Date
  readonly recuLe: Date
  readonly horsLigne?: boolean
  readonly appareil?: Appareil
  readonly retardMin?: number
  readonly vise?: number
  readonly fondement?: string
  /** Ce qui concerne la personne, et le sel de chaque partie. */
  readonly prive?: Partial<Record<PartiePrivee, { readonly donnees: unknown; readonly sel: Uint8Array }>>
}

/** Compose l’entrée et son texte canonique, à ranger tel quel : c’est lui que l’on hache, jamais `jsonb::text`. */
export const composerEntree = (
  fait: Fait,
  outils: { hacher: Hacher; canoniser: Canoniser },
): { contenu: ContenuEntree; texte: string } => {
  const engagements: Partial<Record<PartiePrivee, string>> = {}
  const sels = new Set<string>()
  for (const partie of ['identite', 'connexion', 'trace', 'motif'] as const) {
    const p = fait.prive?.[partie]
    if (!p) continue
    // Un sel commun à deux parties ferait qu’en montrer une aide à deviner l’autre.
    if (sels.has(hexa(p.sel))) throw new RangeError('un sel par partie')
    sels.add(hexa(p.sel))
    engagements[partie] = engager(p.donnees, p.sel, outils)
  }
  const contenu: ContenuEntree = {
    version: VERSION_REGISTRE,
    genre: fait.genre,
    id: fait.id,
    seance: fait.seance ?? null,
    inscription: fait.inscription ?? null,
    faitLe: fait.faitLe.toISOString(),
    recuLe: fait.recuLe.toISOString(),
    horsLigne: fait.horsLigne ?? false,
    appareil: fait.appareil ?? null,
    retardMin: fait.retardMin ?? null,
    vise: fait.vise ?? null,
    fondement: fait.fondement ?? null,
    engagements,
  }
  return { contenu, texte: outils.canoniser(contenu) }
}
