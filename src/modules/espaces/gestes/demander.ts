/** Ce qu’une personne demande de ses données, par le lien de son espace. La réponse y vient, dans le mois (RGPD, art. 12, 3). */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { newId, type PublicTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { demanderDonnees } from '../db/espaces.ts'

/** `jeton` : celui de l’espace, dont la base tire qui demande. La précision se garde chiffrée. */
export const demanderSesDonnees = async (
  { keys }: Pick<Services, 'keys'>,
  tx: PublicTx,
  d: Pick<Parameters<typeof demanderDonnees>[1], 'jeton' | 'id' | 'genre'> & {
    readonly precision: string | undefined
  },
  le: Date,
): Promise<Result<void, Refus>> => {
  const { precision, ...demande } = d
  const garde = await demanderDonnees(tx, {
    ...demande,
    chiffre: precision ? keys.encrypt('donnees.demande', d.id, Buffer.from(precision, 'utf8')) : null,
    geste: newId(le),
  })
  return garde
    ? ok(undefined)
    : refuser('deja', 'Vous l’avez déjà faite : la réponse viendra ici, dans le mois.')
}
