import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { joindreIntervenants, premierPapier } from '../db/avis.ts'

/** Qui anime une demi-journée à venir, et où le joindre ; personne tant qu’aucun papier n’est parti : la session se prépare. */
export const quiAccueille = async (tx: TenantTx, session: SessionLue, maintenant: Date) =>
  (await premierPapier(tx, session.id))
    ? joindreIntervenants(tx, [
        ...new Set(
          session.seances
            .filter((x) => x.tenue && x.fin > maintenant)
            .flatMap((x) => x.intervenants.map((i) => i.personne as string)),
        ),
      ])
    : []
