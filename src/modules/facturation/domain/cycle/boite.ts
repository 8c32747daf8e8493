/** Une boîte aux lettres, telle que la coopérative la lit : un dossier, du plus ancien message au plus récent, sans rien y changer. */
import type { Refus } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'

/** `compte` : la boîte refuse ce compte ou ce mot de passe. `dossier` : il n’y est pas. Le reste peut aller mieux plus tard. */
export type RefusBoite = Refus<'injoignable' | 'privee' | 'certificat' | 'compte' | 'dossier'>

export type AccesBoite = {
  readonly hote: string
  /** 143 : la connexion se chiffre avant tout mot (STARTTLS) ; tout autre : chiffrée d’emblée. */
  readonly port: number
  readonly compte: string
  readonly secret: string
  readonly dossier: string
}

export type JointeRecue = { readonly nom: string; readonly octets: Uint8Array }
export type Courrier = {
  /** L’empreinte de son Message-ID, 64 signes ; sans Message-ID, celle de sa place dans le dossier. */
  readonly message: string
  readonly recuLe: Date
  /** Ses fichiers PDF ou XML. */
  readonly jointes: readonly JointeRecue[]
  /** Ceux que l’on ne prend pas : trop lourds, ou trop nombreux. */
  readonly laissees: number
  /** Rien ne s’y lit : essayé assez de fois, on passe outre. */
  readonly illisible?: true
}

export type Boite = {
  readonly eprouver: () => Promise<Result<true, RefusBoite>>
  /**
   * Lit ce qui suit `jusqua`, ou, d’un dossier renuméroté, ce qui est arrivé depuis `depuis`. `connu` : ce message est déjà lu, ses fichiers ne
   * se prennent pas. `reste` : d’autres attendent la relève suivante.
   */
  readonly lire: (
    ou: { readonly validite: number | null; readonly jusqua: number; readonly depuis: Date },
    suite: {
      readonly connu: (message: string) => Promise<boolean>
      readonly prendre: (c: Courrier) => Promise<void>
      /** Ce message ne se lit pas. Vrai : assez d’essais, on passe outre ; faux : il se relira. */
      readonly buter: () => Promise<boolean>
      /** Ce message et ceux d’avant sont lus. Faux : la boîte n’est plus celle que l’on lit, on s’arrête là. */
      readonly avancer: (place: { readonly validite: number; readonly jusqua: number }) => Promise<boolean>
    },
  ) => Promise<Result<{ readonly reste: boolean }, RefusBoite>>
}

/** Ce qu’une relève lit, au plus. */
export const MESSAGES_PAR_RELEVE = 50
const JOINTES_PAR_MESSAGE = 10
/** Un message qui ne se lit pas s’essaie tant de fois, puis s’écarte. */
export const ESSAIS_PAR_MESSAGE = 3
/** Ce que l’on suit d’un message dans un message. */
export const PROFONDEUR = 10
export const OCTETS_PAR_JOINTE = 20_000_000
/** Ce qui était déjà là quand la boîte fut réglée se lit aussi, ce temps-là en arrière. */
export const AVANT_LE_REGLAGE = 31 * 86_400_000

/** Une partie d’un message, telle que le serveur la décrit (BODYSTRUCTURE). */
export type PartieDeMessage = {
  readonly part?: string | undefined
  readonly type?: string | undefined
  readonly size?: number | undefined
  readonly nom?: string | undefined
  readonly parties?: readonly PartieDeMessage[] | undefined
}
type JointeAnnoncee = { readonly part: string; readonly nom: string; readonly taille: number }

const typesDeFacture = new Set(['application/pdf', 'application/xml', 'text/xml'])

/** Les fichiers qui peuvent être une facture, où qu’ils soient dans le message. Un message d’une seule partie l’est sous le numéro 1. */
export const jointesDe = (p: PartieDeMessage, profondeur = 0): readonly JointeAnnoncee[] => {
  if (p.parties && p.parties.length > 0)
    return profondeur > PROFONDEUR ? [] : p.parties.flatMap((x) => jointesDe(x, profondeur + 1))
  const nom = p.nom ?? ''
  const type = (p.type ?? '').toLowerCase()
  return typesDeFacture.has(type) || /\.(pdf|xml)$/i.test(nom)
    ? [
        {
          part: p.part ?? '1',
          nom: nom || `facture.${type.endsWith('pdf') ? 'pdf' : 'xml'}`,
          taille: p.size ?? 0,
        },
      ]
    : []
}

/** Celles que l’on prend : les dix premières, et aucune qui, une fois décodée (base64 : un quart de moins), passe la borne. */
export const jointesAPrendre = (
  toutes: readonly JointeAnnoncee[],
): { readonly prises: readonly JointeAnnoncee[]; readonly laissees: number } => {
  const prises = toutes
    .filter((j) => j.taille <= (OCTETS_PAR_JOINTE * 4) / 3 + 1_000_000)
    .slice(0, JOINTES_PAR_MESSAGE)
  return { prises, laissees: toutes.length - prises.length }
}
