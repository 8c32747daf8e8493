import { sql } from 'kysely'
import { etatsSansAction, jourTenu } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { VolumeCpf } from '../domain/sous-traitance.ts'

const premierJour = jourTenu('s', 'debut')

/** Un contrat vaut pour l’année de sa session, celle où elle se tient si elle fut reportée ; sans session, pour celle de sa signature. */
const contrats = sql`
  (select r.id, r.titre, r.le, r.entreprise_id, r.session_id, coalesce(extract(year from ${premierJour}), extract(year from r.le))::int4::text as annee,
      case when r.contenu ->> 'montant' ~ '^[0-9]{1,9}([.,][0-9]{1,2})?$'
        then round(replace(r.contenu ->> 'montant', ',', '.')::numeric * 100)::int8 end as montant,
      coalesce(jsonb_array_length(coalesce(r.contenu -> 'clauses', '[]')), 0) as clauses, coalesce(r.contenu ->> 'cpf', '') = 'oui' as cpf,
      ${premierJour} as premier_jour, s.numero
    from (select distinct on (x.id) x.* from qualite.registre x where x.organisme_id = (select app.organisme())
        and x.genre = 'contrat-sous-traitance' order by x.id, x.rang desc) r
      left join sessions.session s on s.organisme_id = r.organisme_id and s.id = r.session_id
    where not r.retire)`

/**
 * Année par année, la dernière d’abord : ce que le CPF paie, et ce qui en est confié. La part se juge sur les lignes que la Caisse des
 * dépôts paie : ce qu’un employeur ou la personne ajoute au prix n’est pas du chiffre CPF (déduit).
 */
export const lireVolumesCpf = async (tx: TenantTx): Promise<VolumeCpf[]> =>
  (
    await sql<VolumeCpf>`
    with v as (select extract(year from ${premierJour})::int4::text as annee, sum(l.montant_ht_centimes)::float8 as chiffre
        from inscriptions.dossier d join sessions.session s on s.organisme_id = d.organisme_id and s.id = d.session_id
          join inscriptions.financement l on l.organisme_id = d.organisme_id and l.dossier_id = d.id and l.dispositif = 'cdc-cpf'
        where d.organisme_id = (select app.organisme()) and d.regime = 'cpf' and d.retracte_le is null and s.etat not in ${cesMots(etatsSansAction)} group by 1),
      k as (select c.annee, coalesce(sum(c.montant), 0)::float8 as confie, count(*)::int4 as contrats,
          count(*) filter (where c.montant is null)::int4 as "sansMontant" from ${contrats} c where c.cpf group by 1)
    select coalesce(v.annee, k.annee) as annee, coalesce(v.chiffre, 0) as chiffre, coalesce(k.confie, 0) as confie, coalesce(k.contrats, 0) as contrats,
      coalesce(k."sansMontant", 0) as "sansMontant" from v full join k on k.annee = v.annee order by 1 desc`.execute(
      tx,
    )
  ).rows

export type ContratLu = {
  readonly id: string
  readonly titre: string
  readonly le: string
  readonly entreprise: string | null
  readonly session: string | null
  readonly numero: string | null
  readonly annee: string
  readonly montant: number | null
  readonly clauses: number
  readonly cpf: boolean
  /** Signé au premier jour au plus tard ; nul : aucune session n’est dite. */
  readonly aTemps: boolean | null
}

/** Les contrats au registre, le plus récent d’abord. */
export const lireContrats = async (tx: TenantTx): Promise<ContratLu[]> =>
  (
    await sql<ContratLu>`
    select c.id, c.titre, c.le::text as le, e.nom as entreprise, c.session_id as session, c.numero, c.annee, c.montant::float8 as montant,
      c.clauses::int4 as clauses, c.cpf, c.le <= c.premier_jour as "aTemps"
    from ${contrats} c left join tiers.entreprise e on e.organisme_id = (select app.organisme()) and e.id = c.entreprise_id
    order by c.le desc, c.id limit 500`.execute(tx)
  ).rows
