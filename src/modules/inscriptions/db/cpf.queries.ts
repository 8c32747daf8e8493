/** Qui vient par le compte personnel de formation, et ce qui en fut déclaré sur la plateforme. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import type { Zone } from '#kernel/zones.ts'
import {
  type EtatSession,
  etatsClos,
  etatsSansAction,
  jourTenu,
  type SessionId,
} from '#modules/sessions/index.ts'
import type { TiersId } from '#modules/tiers/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { DossierId } from '../domain/dossier.ts'
import type { Etape, EtatGarde } from '../domain/etats.ts'
import type { InscriptionId } from './inscriptions.queries.ts'

export type TitulaireLu = {
  readonly inscription: InscriptionId
  readonly activite: ActiviteId
  readonly dossier: DossierId
  readonly session: SessionId
  readonly personne: TiersId
  readonly prenom: string
  readonly nom: string
  readonly intitule: string
  readonly zone: Zone
  readonly etatSession: EtatSession
  readonly etat: EtatGarde
  readonly etape: Etape | null
  readonly closeLe: Date | null
  readonly premier: DateCivile | null
  readonly dernier: DateCivile | null
  readonly entreeDeclareeLe: DateCivile | null
  readonly sortieDeclareeLe: DateCivile | null
}

/** Au-delà, la plateforme n’attend plus rien d’une liste du matin : la session et le dossier le disent encore. */
const joursDeRappel = 60

/**
 * Les titulaires d’une session, ou ceux de toutes les sessions récentes à qui il manque une déclaration. Une session reprise d’un
 * fichier n’en réclame pas ; close ou archivée, n’en réclame plus, et son dossier dit encore ce qui fut déclaré.
 */
export const titulairesDuCpf = async (
  tx: TenantTx,
  ou: { readonly session: SessionId } | { readonly aujourdhui: DateCivile },
): Promise<TitulaireLu[]> =>
  (
    await sql<TitulaireLu>`select i.id as inscription, i.activite_id as activite, d.id as dossier, s.id as session,
        i.personne_id as personne, p.prenom, p.nom, s.intitule, s.zone, s.etat as "etatSession", i.etat, i.etape,
        i.close_le as "closeLe", b.premier::text as premier, b.dernier::text as dernier,
        i.cpf_entree_declaree_le::text as "entreeDeclareeLe", i.cpf_sortie_declaree_le::text as "sortieDeclareeLe"
      from inscriptions.dossier d
        join sessions.session s on s.organisme_id = d.organisme_id and s.id = d.session_id
        join inscriptions.inscription i on i.organisme_id = d.organisme_id and i.dossier_id = d.id
        join tiers.personne p on p.organisme_id = i.organisme_id and p.id = i.personne_id
        -- Reportée, ou sans une demi-journée, la session n’a plus de dates, quoi que disent son premier et son dernier jour.
        left join lateral (select ${jourTenu('s', 'debut')} as premier, ${jourTenu('s', 'fin')} as dernier) b
          on s.etat <> 'reportee' and exists (select from sessions.seance x where x.organisme_id = s.organisme_id and x.session_id = s.id)
      where d.organisme_id = (select app.organisme()) and d.regime = 'cpf' and d.retracte_le is null and s.reprise_id is null
        and s.etat not in ${cesMots(etatsSansAction)}
        and ${
          'session' in ou
            ? sql`s.id = ${ou.session}::uuid`
            : sql`s.etat not in ${cesMots(etatsClos)} and (i.cpf_entree_declaree_le is null or i.cpf_sortie_declaree_le is null)
              and s.premier_jour <= ${ou.aujourdhui}::date and s.dernier_jour >= ${ou.aujourdhui}::date - ${joursDeRappel}::int4`
        }
      order by s.premier_jour, p.pli, i.id limit 200`.execute(tx)
  ).rows
