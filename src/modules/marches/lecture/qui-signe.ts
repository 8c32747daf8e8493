import type { DateCivile } from '#kernel/dates.ts'
import type { Adhesion } from '#modules/comptes/index.ts'
import { listerSignataires, peutSigner, type SignataireId } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'

/** Qui peut signer pour la coopérative, et l’adresse de son compte : le lien n’en connaît pas d’autre. */
export type QuiSigne = {
  readonly id: SignataireId
  readonly nom: string
  readonly qualite: string
  readonly courriel: string
}

/** Qui peut signer ce jour-là une candidature à un marché, par sa fonction ou par délégation. La base juge aussi, au moment de signer. */
export const quiSigne = async (
  tx: TenantTx,
  presents: readonly Pick<Adhesion, 'compte' | 'courriel'>[],
  jour: DateCivile,
): Promise<QuiSigne[]> =>
  (await listerSignataires(tx)).flatMap((s) => {
    const courriel = presents.find((a) => a.compte === s.personne)?.courriel
    return courriel && peutSigner([s], s.personne, 'candidature', null, jour).ok
      ? [{ id: s.id, nom: s.nom, qualite: s.qualite, courriel }]
      : []
  })
