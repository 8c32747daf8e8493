/** Envoyer à une personne le lien de son espace, ou retirer un lien. */
import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { retirerAcces, rouvrirAcces } from '../db/espaces.ecritures.ts'
import { genresDe } from '../db/espaces.ts'
import { tacheEnvoyer } from '../domain/taches.ts'

type Fiche = { readonly activite: ActiviteId; readonly courriel: string | null }

const dire = (tx: TenantTx, fiche: Fiche, personne: PersonneId, le: Date, geste: string, phrase: string) =>
  consigner(tx, {
    activite: fiche.activite,
    faitLe: le,
    module: 'espaces',
    geste,
    objet: { genre: 'tiers', id: personne },
    phrase,
  })

/** Faux : ce lien n’est pas à elle, ou il est déjà retiré. */
export const retirerUnLien = async (
  tx: TenantTx,
  personne: PersonneId,
  fiche: Fiche,
  acces: string,
  le: Date,
): Promise<boolean> => {
  if (!(await retirerAcces(tx, personne, acces, le))) return false
  await dire(tx, fiche, personne, le, 'retirer-espace', `Un lien d’espace de {tiers:${personne}} est retiré.`)
  return true
}

/** Rouvre ce qu’elle peut lire, et lui envoie le lien. */
export const envoyerLeLien = async (
  tx: TenantTx,
  organisme: OrganismeId,
  personne: PersonneId,
  fiche: Fiche,
  le: Date,
): Promise<Result<null, Refus<'courriel' | 'rien'>>> => {
  if (!fiche.courriel || !isMailAddress(fiche.courriel))
    return refuser('courriel', 'Cette personne n’a pas de courriel : écrivez-le sur sa fiche d’abord.')
  if ((await genresDe(tx, personne)).length === 0)
    return refuser(
      'rien',
      'Elle n’est ni inscrite, ni contact d’un client, ni intervenante sans compte : elle n’aurait rien à lire.',
    )
  await rouvrirAcces(tx, personne)
  await enqueue(tx, tacheEnvoyer, { organisme, personne }, { cle: `espaces:${personne}` })
  await dire(tx, fiche, personne, le, 'envoyer-espace', `{tiers:${personne}} reçoit le lien de son espace.`)
  return ok(null)
}
