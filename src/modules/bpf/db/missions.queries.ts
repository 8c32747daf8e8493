/** Ce que des missions pour d’autres coopératives ont donné (cadre G), quand aucune session reçue d’ici ne le compte déjà. */
import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Exercice } from '../domain/dossier.ts'

export type MissionDonnee = {
  readonly mission: string
  readonly objet: string
  readonly receveur: string
  readonly stagiaires: number
  /** De présence, tous stagiaires ensemble. */
  readonly minutes: number
}

export const missionsDonnees = async (tx: TenantTx, { debut, fin }: Exercice): Promise<MissionDonnee[]> =>
  (
    await sql<MissionDonnee>`select k.mission, k.objet, k.receveur, k.stagiaires, k.minutes::float8 as minutes
      from porte.missions_donnees(${debut}::date, ${fin}::date) k
      where not exists (select from inscriptions.dossier d
        join tiers.entreprise e on e.organisme_id = d.organisme_id and e.id = d.entreprise_id
        where d.regime = 'sous-traitance-recue' and left(e.siret, 9) = left(k.siret, 9)
          and exists (select from sessions.seance s where s.organisme_id = d.organisme_id and s.session_id = d.session_id and s.tenue
            and s.debut < k.au and s.fin > k.du))`.execute(tx)
  ).rows
