/** Un recueil ouvert : le clore, ne plus relancer quelqu’un, relancer tous ceux qui n’ont pas répondu. */
import { asId, type OrganismeId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { arreterDemande, fermerCampagne } from '../db/campagnes.ecritures.ts'
import { type Campagne, demandesDe, estClose, lireDemande } from '../db/campagnes.ts'
import { tacheEnvoyer } from './ouvrir-campagne.ts'
import { aujourdhui } from './repondre.ts'

export const cloreRecueil = async (tx: TenantTx, campagne: Campagne, le: Date): Promise<void> => {
  await fermerCampagne(tx, campagne.id, le)
}

/** `demande` vient du formulaire : elle ne vaut que si elle est de ce recueil. */
export const nePlusRelancer = async (
  tx: TenantTx,
  campagne: Campagne,
  demande: string,
  le: Date,
): Promise<Result<void, Refus>> => {
  const id = asId(demande)
  const d = id && (await lireDemande(tx, id))
  if (!d || d.campagne !== campagne.id)
    return refuser('introuvable', 'Cette demande n’est pas de ce recueil.')
  await arreterDemande(tx, d.id, le)
  return ok(undefined)
}

/** Rend le nombre de messages mis à la file. Un message par jour au plus : deux pressions, ou la tournée passée ce matin, n’en font pas deux. */
export const relancerRecueil = async (
  tx: TenantTx,
  campagne: Campagne,
  organisme: OrganismeId,
  le: Date,
): Promise<Result<number, Refus>> => {
  const jour = aujourdhui(le)
  if (estClose(campagne, jour)) return refuser('clos', 'Ce recueil est clos : on ne relance plus.')
  let partis = 0
  for (const d of await demandesDe(tx, campagne.id, { attendues: true })) {
    if (!isMailAddress(d.courriel ?? '')) continue
    if (d.dernierLe && aujourdhui(d.dernierLe) === jour) continue
    await enqueue(
      tx,
      tacheEnvoyer,
      { organisme, demande: d.id, rang: d.envois + 1 },
      { cle: `questionnaire:${d.id}` },
    )
    partis += 1
  }
  return ok(partis)
}
