/** L’envoi, commun à toutes les preuves d’une session : chacune par son lien, une fois, et le journal le dit. */
import type { ActiviteId, OrganismeId } from '#kernel/id.ts'
import { type PieceId, remettrePiece } from '#modules/documents/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'

/** Une pièce signée à remettre : à qui, et ce que le fil en dira. */
export type ARemettre = {
  readonly piece: PieceId
  readonly activite: ActiviteId
  readonly inscription: string
  readonly nom: string
  readonly courriel: string | null
  /** Un extrait va au donneur d’ordre, le reste à la personne. */
  readonly role: 'client' | 'stagiaire'
  readonly phrase: string
}

/** Rejoué, il n’envoie rien deux fois ; qui n’a pas de courriel est nommé. */
export const envoyerPreuves = async (
  services: Services,
  tx: TenantTx,
  organisme: OrganismeId,
  genre: 'attestation' | 'certificat' | 'extrait',
  dues: readonly ARemettre[],
): Promise<{ readonly parties: number; readonly sansCourriel: readonly string[] }> => {
  const sansCourriel = new Set<string>()
  let parties = 0
  for (const d of dues) {
    if (!d.courriel) {
      sansCourriel.add(d.nom)
      continue
    }
    const neuve = await remettrePiece(services, tx, {
      activite: d.activite,
      piece: d.piece,
      jointes: [],
      // L’accusé est celui de cette preuve : il ne dit rien des remises d’avant l’inscription.
      objet: { genre, id: d.inscription },
      nom: d.nom,
      courriel: d.courriel,
      organisme,
      role: d.role,
    })
    if (!neuve) continue
    parties += 1
    await consigner(tx, {
      activite: d.activite,
      faitLe: services.clock.now(),
      module: 'emargement',
      geste: `remettre-${genre}`,
      objet: { genre: 'inscription', id: d.inscription },
      phrase: d.phrase,
    })
  }
  return { parties, sansCourriel: [...sansCourriel] }
}
