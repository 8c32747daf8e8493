/** Ce que des missions pour d’autres coopératives ont donné (cadres E et G), quand aucune session reçue d’ici ne le compte déjà. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Exercice } from '../domain/dossier.ts'

export type MissionDonnee = {
  readonly mission: string
  readonly objet: string
  readonly receveur: string
  readonly stagiaires: number
  /** De présence, tous stagiaires ensemble. */
  readonly minutes: number
  /** Qui l’a animée : sa fiche d’ici, si son compte y est rattaché ; sinon le compte. */
  readonly personne: string
  /** À quel titre elle tient à la coopérative, tel que la mission le dit. */
  readonly statut: string
  /** Son dernier jour, à Paris. */
  readonly jour: DateCivile
  /** Minutes animées, du constat signé des deux. */
  readonly animees: number
}

export const missionsDonnees = async (tx: TenantTx, { debut, fin }: Exercice): Promise<MissionDonnee[]> =>
  (
    await sql<MissionDonnee>`select k.mission, k.objet, k.receveur, k.stagiaires, k.minutes::float8 as minutes,
        coalesce(i.personne_id, k.compte) as personne, k.statut, (k.au at time zone 'Europe/Paris')::date::text as jour, coalesce(k.animees, 0) as animees
      from porte.missions_donnees(${debut}::date, ${fin}::date) k
      left join tiers.intervenant i on i.compte_id = k.compte and i.organisme_id = (select app.organisme())
      where not exists (select from inscriptions.dossier d
        join tiers.entreprise e on e.organisme_id = d.organisme_id and e.id = d.entreprise_id
        where d.regime = 'sous-traitance-recue' and left(e.siret, 9) = left(k.siret, 9)
          and exists (select from sessions.seance s where s.organisme_id = d.organisme_id and s.session_id = d.session_id and s.tenue
            and s.debut < k.au and s.fin > k.du))`.execute(tx)
  ).rows
