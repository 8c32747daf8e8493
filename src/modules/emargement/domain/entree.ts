import { engager, type Hacher, hexa } from './maillon.ts'

/**
 * Le contenu d’une entrée du registre, format `coforme-presence/1` : définitif, décrit octet par octet dans
 * `docs/registre.md`. Aucune donnée de personne : des identifiants opaques, des codes de listes fermées et des
 * engagements salés ; sels et données vivent à part (`emargement.prive`) et s’effacent sans rompre la chaîne.
 * Toutes les clés sont toujours présentes : une absente ne se confond pas avec une oubliée. Pur.
 */
export const FORMAT_PRESENCE = 'coforme-presence/1'

export type Canoniser = (valeur: unknown) => string

export const genres = [
  'presence',
  'absence',
  'retard',
  'contresignature',
  'regularisation',
  'correction',
  'annulation',
  'cloture',
  'jalon',
  'effacement',
] as const
export type GenreEntree = (typeof genres)[number]

/** Par où la personne est passée. `qr` (salle) et `papier` (feuille signée à la main, puis reprise) sont réservées. */
export const voies = ['lien', 'tablette', 'qr', 'formateur', 'papier'] as const
export type Voie = (typeof voies)[number]

/** Comment on a su que c’était elle. */
export const identifications = ['lien-personnel', 'initiales', 'code', 'compte', 'papier'] as const
export type Identification = (typeof identifications)[number]

/** Chaque part s’engage à part : un export montre l’une sans livrer l’autre. */
export const parts = ['identite', 'connexion', 'trace', 'motif'] as const
export type PartiePrivee = (typeof parts)[number]

/** Ce que la case vaut après l’entrée ; nul quand l’entrée n’y change rien. */
export type EtatDeCase = 'presente' | 'absente' | 'attendue'

/**
 * L’appareil. `rang` et `precedente` (SHA-256 du contenu de son entrée d’avant) ne sont donnés que par un appareil qui
 * tient sa propre suite : ils prouvent alors qu’il n’y manque rien.
 */
export type Appareil = {
  readonly id: string
  readonly rang: number | null
  readonly precedente: string | null
}

/** Ce qui permet d’ôter une part personnelle du registre, et la phrase du journal. */
export const fondements = {
  'duree-de-conservation': 'la durée de conservation est passée',
  'demande-de-la-personne': 'la personne le demande (RGPD, article 17)',
  'decision-de-justice': 'une décision de justice l’ordonne',
} as const satisfies Record<string, string>
export type Fondement = keyof typeof fondements

export type ContenuEntree = {
  readonly format: typeof FORMAT_PRESENCE
  readonly genre: GenreEntree
  readonly id: string
  readonly seance: string | null
  readonly inscription: string | null
  /** L’instant que le geste retient : celui du serveur en ligne, celui de l’appareil hors ligne. */
  readonly faitLe: string
  /** ISO 8601 UTC, à la milliseconde. L’appareil ne dit son heure que s’il exécute un script. */
  readonly horloges: { readonly serveur: string; readonly appareil: string | null }
  readonly horsLigne: boolean
  readonly porte: Voie | null
  readonly identification: Identification | null
  /** La case « j’atteste » : vraie si cochée, nulle si le genre n’en demande pas. */
  readonly attestation: boolean | null
  readonly appareil: Appareil | null
  /** SHA-256 hexadécimal de ce que la page montrait à qui signait. */
  readonly feuille: string | null
  readonly etat: EtatDeCase | null
  /** Minutes perdues ; nulles quand le genre n’en a pas. */
  readonly minutes: { readonly retard: number; readonly depart: number } | null
  /** Une seconde signature de la même case : gardée, sans effet. */
  readonly doublon: boolean
  /** Numéros des entrées que celle-ci double, corrige, annule, contresigne ou efface. */
  readonly vise: readonly number[]
  /** SHA-256 hexadécimal d’un jalon sorti de la machine ; genre `jalon` seulement. */
  readonly jalon: string | null
  readonly effacement: {
    readonly fondement: Fondement
    readonly parts: readonly PartiePrivee[]
  } | null
  /** SHA-256 hexadécimal de `sel ‖ RFC 8785(part)`. */
  readonly engagements: Partial<Record<PartiePrivee, string>>
}

export type Fait = {
  readonly genre: GenreEntree
  readonly id: string
  readonly seance?: string | undefined
  readonly inscription?: string | undefined
  readonly faitLe: Date
  readonly recuLe: Date
  readonly horlogeAppareil?: Date | undefined
  readonly horsLigne?: boolean | undefined
  readonly porte?: Voie | undefined
  readonly identification?: Identification | undefined
  readonly attestation?: boolean | undefined
  readonly appareil?: Appareil | undefined
  readonly feuille?: string | undefined
  readonly etat?: EtatDeCase | undefined
  readonly minutes?: { readonly retard: number; readonly depart: number } | undefined
  readonly doublon?: boolean | undefined
  readonly vise?: readonly number[] | undefined
  readonly jalon?: string | undefined
  readonly effacement?: ContenuEntree['effacement'] | undefined
  /** Ce qui concerne la personne, et le sel de chaque part. */
  readonly prive?: Partial<Record<PartiePrivee, { readonly donnees: unknown; readonly sel: Uint8Array }>>
}

/** Compose l’entrée et son texte canonique, à ranger tel quel : c’est lui que l’on hache, jamais `jsonb::text`. */
export const composerEntree = (
  fait: Fait,
  outils: { hacher: Hacher; canoniser: Canoniser },
): { contenu: ContenuEntree; texte: string } => {
  const engagements: Partial<Record<PartiePrivee, string>> = {}
  const sels = new Set<string>()
  for (const partie of parts) {
    const p = fait.prive?.[partie]
    if (!p) continue
    // Un sel commun à deux parts ferait qu’en montrer une aide à deviner l’autre.
    if (sels.has(hexa(p.sel))) throw new RangeError('un sel par partie')
    sels.add(hexa(p.sel))
    engagements[partie] = engager(outils.canoniser(p.donnees), p.sel, outils.hacher)
  }
  const contenu: ContenuEntree = {
    format: FORMAT_PRESENCE,
    genre: fait.genre,
    id: fait.id,
    seance: fait.seance ?? null,
    inscription: fait.inscription ?? null,
    faitLe: fait.faitLe.toISOString(),
    horloges: {
      serveur: fait.recuLe.toISOString(),
      appareil: fait.horlogeAppareil?.toISOString() ?? null,
    },
    horsLigne: fait.horsLigne ?? false,
    porte: fait.porte ?? null,
    identification: fait.identification ?? null,
    attestation: fait.attestation ?? null,
    appareil: fait.appareil ?? null,
    feuille: fait.feuille ?? null,
    etat: fait.etat ?? null,
    minutes: fait.minutes ?? null,
    doublon: fait.doublon ?? false,
    vise: fait.vise ?? [],
    jalon: fait.jalon ?? null,
    effacement: fait.effacement ?? null,
    engagements,
  }
  return { contenu, texte: outils.canoniser(contenu) }
}
