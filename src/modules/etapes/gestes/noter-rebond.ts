/** Un avis de non-remise, cru seulement s’il nomme un message parti d’ici et l’adresse à qui il est parti. */
import type { OrganismeId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { marquerEnDefaut } from '../db/adresses.ecritures.ts'
import { cleDAdresse } from '../db/adresses.ts'
import { rebondir } from '../db/envois.ecritures.ts'
import { codeDuRebond, condamne, type Rebond } from '../domain/rebond.ts'

/** `retenu` : ce message-là n’est pas parti, il n’a pas pu revenir. */
export type SortDuRebond = 'adresse' | 'refus' | 'deja' | 'retenu' | 'inconnu'

export const noterRebond = async (
  tx: TenantTx,
  { keys, organisme, le }: { readonly keys: Keys; readonly organisme: OrganismeId; readonly le: Date },
  rebond: Rebond,
): Promise<SortDuRebond> => {
  const refus = codeDuRebond(rebond.statut)
  const envoi = await rebondir(tx, rebond.message, rebond.adresse, refus, le)
  if (!envoi) return 'inconnu'
  if (envoi.sort !== 'note') return envoi.sort
  const definitif = condamne(rebond.statut)
  if (definitif)
    await marquerEnDefaut(tx, {
      cle: cleDAdresse(keys, organisme, envoi.adresse),
      personne: envoi.personne,
      origine: 'serveur',
      refus,
      le,
    })
  await consigner(tx, {
    activite: envoi.activite,
    faitLe: le,
    module: 'etapes',
    geste: 'noter-rebond',
    ...(envoi.session ? { objet: { genre: 'session', id: envoi.session } } : {}),
    phrase: definitif
      ? 'Un courriel est revenu : son adresse ne répond plus, rien n’y part.'
      : 'Un courriel est revenu : il n’est pas arrivé.',
    details: { statut: rebond.statut },
  })
  return definitif ? 'adresse' : 'refus'
}
