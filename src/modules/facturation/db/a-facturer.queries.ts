import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { Montant } from '#kernel/montant.ts'
import type { DossierId } from '#modules/inscriptions/index.ts'
import { type DesSessions, etatsSansAction, jourTenu, type SessionId } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'

export type DossierDu = {
  readonly dossier: DossierId
  readonly session: SessionId
  readonly activite: ActiviteId
  readonly client: string
  readonly numero: string
  readonly intitule: string
  readonly fin: DateCivile
  readonly prix: Montant
  /** Les parts sans aucune facture de formation, au prix convenu : les heures suivies en diront peut-être moins. */
  readonly reste: Montant
}

/** Ce qui fait des heures hors d’une demi-journée (`emargement`, `heuresAPart`), et qu’aucune annulation n’ôte. */
const activites = sql`emargement.element_probant x`
const faite = sql`x.genre in ('realisation', 'afest-situation', 'afest-reflexion')
  and not exists (select from emargement.element_probant n where n.organisme_id = x.organisme_id and n.annule_id = x.id)`

/**
 * Les dossiers d’une session finie dont une part facturable n’est pas facturée, où quelqu’un est venu, ou a réalisé
 * une activité à distance ou au travail ; un dossier qui ne
 * paie que par le compte personnel de formation n’y est pas. `compte` : seulement les sessions qu’il anime.
 */
export const dossiersAFacturer = async (
  tx: TenantTx,
  le: DateCivile,
  compte?: PersonneId,
  max = 500,
  /** Seulement ces sessions, et tous leurs dossiers : une session montrée ne perd pas les siens pour ceux d’une autre. */
  parmi?: readonly SessionId[] | DesSessions,
): Promise<DossierDu[]> => {
  const celles = parmi && !('length' in parmi) ? parmi : sql`${`{${(parmi ?? []).join(',')}}`}::uuid[]`
  const deCelles = parmi === undefined ? sql`true` : sql`d.session_id = any (${celles})`
  return (
    await sql<DossierDu>`with d as materialized (
        select d.organisme_id, d.id, d.activite_id, d.session_id, d.prix_centimes, d.entreprise_id, d.personne_id,
            coalesce((select sum(f.montant_ht_centimes) from inscriptions.financement f where f.organisme_id = d.organisme_id
              and f.dossier_id = d.id and f.dispositif <> 'cdc-cpf' and not exists (select from facturation.produit p
                where p.organisme_id = f.organisme_id and p.dossier_id = f.dossier_id and p.nature = 'formation'
                  and (p.financement_rang = f.rang or (p.financement_rang is null and p.origine = f.dispositif)))), 0)::bigint as reste
          from inscriptions.dossier d
          -- Rétracté, il ne doit rien, sinon ce qu’il a suivi d’une action demandée dans les quatorze jours (rienDu, module inscriptions).
          where ${deCelles} and (d.retracte_le is null
            or d.regime = 'contrat' and d.debut_anticipe_le is not null and d.circonstance <> 'etablissement')),
      s as materialized (select s.organisme_id, s.id, s.numero, s.intitule, s.etat, s.dernier_jour, s.formateur_id, ${jourTenu('s', 'fin')} as fin
        from sessions.session s where s.etat not in ${cesMots(etatsSansAction)} and s.id in (select d.session_id from d where d.reste > 0))
      select d.id as dossier, s.id as session, d.activite_id as activite, coalesce(e.nom, q.prenom || ' ' || q.nom) as client,
          s.numero, s.intitule, coalesce(s.fin, ${le}::date - 1) as fin, d.prix_centimes as prix, d.reste
        from d join s on s.organisme_id = d.organisme_id and s.id = d.session_id
          left join tiers.entreprise e on e.organisme_id = d.organisme_id and e.id = d.entreprise_id
          left join tiers.personne q on q.organisme_id = d.organisme_id and q.id = d.personne_id
       where d.reste > 0
         -- Sans demi-journée, une action à distance ou au travail finit le jour de sa dernière activité.
         -- Arrêtée avant son terme, elle est finie au jour où elle s’est arrêtée.
         and (coalesce(s.dernier_jour, (select max(x.le) from ${activites} where x.organisme_id = s.organisme_id and x.session_id = s.id and ${faite})) < ${le}::date
           or s.etat = 'terminee' and s.fin < ${le}::date)
         and ${compte ? sql`(s.formateur_id = ${compte}::uuid)` : sql`true`}
         and exists (select from inscriptions.inscription i where i.organisme_id = d.organisme_id and i.dossier_id = d.id
           and (exists (select from emargement.signature g where g.organisme_id = i.organisme_id and g.inscription_id = i.id)
             or exists (select from ${activites} where x.organisme_id = i.organisme_id and x.inscription_id = i.id and ${faite})
             or exists (select from emargement.rectification r where r.organisme_id = i.organisme_id and r.inscription_id = i.id and r.etat = 'presente')))
       order by 7, s.numero, d.id limit ${parmi === undefined ? max : null}::int8`.execute(tx)
  ).rows
}
