import type { ActiviteId } from '#kernel/id.ts'
import type { Refus } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { Exercice } from '#modules/organisme/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import type { AFaire, Regard } from '#web/contributions.ts'
import type { Visiteur } from '#web/env.ts'
import type { GenreAViser } from './domain/file-des-visas.ts'

/** Un support d’une enseigne : ce que ses registres en disent, et ses fichiers. */
export type Support = {
  readonly id: string
  /** Le registre où il se tient. */
  readonly genre: string
  readonly titre: string
  readonly programme: string
  readonly le: string
  readonly contenu: Readonly<Record<string, unknown>>
  readonly fichiers: readonly { readonly nom: string; readonly fichier: string }[]
}

/** Un support qui vient d’ailleurs : d’où, pour quelle enseigne, et ses fichiers entiers. */
export type SupportRecu = {
  readonly activite: ActiviteId
  readonly offre: string | null
  readonly de: string
  readonly genre: string
  readonly titre: string
  readonly contenu: Readonly<Record<string, unknown>>
  readonly fichiers: readonly { readonly nom: string; readonly octets: Uint8Array }[]
}

/** Ce que la CAE demande à l’application, que des modules de rang supérieur savent. */
export type PrisesCae = {
  /** La liste d’« Aujourd’hui » de qui regarde, pour la page de son enseigne. */
  readonly aFaire: (tx: TenantTx, regard: Regard) => Promise<readonly AFaire[]>
  /** Ce que d’autres modules font viser sans qu’une pièce naisse ici : la file les montre et les vise avec le reste. */
  readonly genresAViser: readonly GenreAViser[]
  /** Combien de preuves manquent à chacune de ces sessions. */
  readonly trous: (
    tx: TenantTx,
    sessions: readonly SessionId[],
    maintenant: Date,
  ) => Promise<ReadonlyMap<string, number>>
  /** Ce que cette enseigne a à compléter au bilan de cet exercice : combien de lignes, et où. */
  readonly auBilan: (
    tx: TenantTx,
    visiteur: Visiteur,
    activite: ActiviteId,
    exercice: Exercice,
  ) => Promise<{ readonly nombre: number; readonly href: string }>
  readonly supports: (tx: TenantTx, activite: ActiviteId) => Promise<readonly Support[]>
  /** Classe au registre un support venu d’une autre coopérative ; une phrase, quand il ne s’y range pas. */
  readonly classerSupport: (
    services: Pick<Services, 'storage'>,
    tx: TenantTx,
    support: SupportRecu,
    le: Date,
  ) => Promise<Result<void, Refus>>
}
export const sansPrises: PrisesCae = {
  aFaire: async () => [],
  genresAViser: [],
  trous: async () => new Map(),
  auBilan: async () => ({ nombre: 0, href: '' }),
  supports: async () => [],
  classerSupport: async () => ok(undefined),
}
