/**
 * Un code qui s’ajoute au lien personnel : ouvert par une autre main, le lien seul ne signe plus. Il se tire des clés de l’instance, pour
 * une personne et une demi-journée : rien n’en est gardé.
 */
import { type Refus, refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { createLimits } from '#platform/limits/limits.ts'
import type { Services } from '#platform/services.ts'
import { empreinteDuJeton, invitationDuLien } from '../db/registre.ecritures.ts'
import { lireCodeDuLien } from '../db/reglage.ts'
import { type MoyenDuCode, moyenDuCode } from '../domain/moyen-du-code.ts'
import { codeDuLien, memeCode } from '../domain/salle.ts'

export type { MoyenDuCode } from '../domain/moyen-du-code.ts'
export const tacheEnvoyerCodeDuLien = 'emargement.envoyer-code-du-lien'

/** Six essais par quart d’heure, trois envois : comme le code de la salle. */
const debitEssais = { max: 6, fenetre: 15 * 60 }
const debitEnvois = { max: 3, fenetre: 15 * 60 }

export const codeJuste = (
  keys: Keys,
  seance: string,
  inscription: string,
  saisi: string | undefined,
): boolean => saisi !== undefined && memeCode(codeDuLien(keys.digest, seance, inscription), saisi)

/** Faux : les six essais sont faits. */
export const compterEssai = ({ db, keys }: Services, jeton: string): Promise<boolean> =>
  createLimits(db, keys).allow('lien-code', jeton, debitEssais)

export const refusDuCode = (permis: boolean, saisi: string | undefined): Refus =>
  !permis
    ? refus(
        'essais-finis',
        'Six essais ont échoué : attendez un quart d’heure, ou signez avec la personne qui forme.',
      )
    : saisi === undefined
      ? refus('code-attendu', 'Écrivez le code à six chiffres : demandez-le d’abord, il part aussitôt.')
      : refus(
          'code-faux',
          'Ce n’est pas votre code. Il a six chiffres : relisez-le, ou demandez-le de nouveau.',
        )

/** Par où part le code de ce lien ; rien s’il n’en demande pas. */
export const lireMoyenDuCode = async (tx: TenantTx, jeton: string): Promise<MoyenDuCode | undefined> => {
  const lu = await lireCodeDuLien(tx, empreinteDuJeton(jeton))
  return lu && moyenDuCode(lu)
}

/** Fait partir le code, par SMS ou par courriel. */
export const demanderLeCodeDuLien = async (
  { db, keys, clock }: Services,
  jeton: string,
): Promise<Result<MoyenDuCode, Refus>> => {
  if (!(await createLimits(db, keys).allow('lien-code-envoi', jeton, debitEnvois)))
    return refuser('trop-d-envois', 'Le code est déjà parti trois fois : attendez un quart d’heure.')
  const moyen = await db.withTenant({ genre: 'lien', jeton }, async (tx, tenant) => {
    const invitation = await invitationDuLien(tx, jeton)
    const lu = invitation && (await lireMoyenDuCode(tx, jeton))
    if (lu && lu.par !== 'aucun')
      await enqueue(
        tx,
        tacheEnvoyerCodeDuLien,
        { organisme: tenant.organisme, invitation, envoi: clock.now().getTime() },
        { cle: `code-lien:${invitation}` },
      )
    return lu
  })
  if (!moyen) return refuser('sans-code', 'Ce lien ne demande pas de code.')
  return moyen.par === 'aucun'
    ? refuser(
        'injoignable',
        'Votre organisme n’a de vous ni téléphone mobile ni courriel : signez avec la personne qui forme.',
      )
    : ok(moyen)
}
