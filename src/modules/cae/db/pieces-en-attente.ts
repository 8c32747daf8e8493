import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import { genresQui } from '#modules/documents/index.ts'
import { etatsSansDate } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'

/** Une pièce qui engage et qui attend un geste de la coopérative. */
export type PieceEnAttente = {
  readonly id: string
  readonly genre: string
  readonly numero: string
  readonly libelle: string
  readonly emiseLe: Date
  /** Qui achète, et le premier jour de sa session : une convention se signe avant. */
  readonly client: string | null
  readonly premierJour: DateCivile | null
  /** La demande de signature partie, que l’on renvoie ; nulle : rien n’est parti. */
  readonly demande: string | null
  /** `visa` : l’équipe d’appui ; `viser-soi` : la personne qui lit l’a émise, et son plafond la couvre ; `envoyer` : le client ne l’a pas ; `signer` : le client a signé, pas nous ; `relancer` : lui non plus. */
  readonly attend: 'visa' | 'viser-soi' | 'envoyer' | 'signer' | 'relancer'
}

/**
 * Conventions, contrats, avenants et devis qui valent ; un devis n’attend que son client, le règlement intérieur que la coopérative. Le client qui n’a pas signé sa convention ou
 * son contrat se relance dans la semaine d’avant le premier jour, et jusqu’à deux mois après. Les vingt plus anciens visas, puis vingt du reste : ni les
 * uns ni les autres ne s’évincent.
 */
export const piecesEnAttente = async (tx: TenantTx, maintenant: Date): Promise<readonly PieceEnAttente[]> => {
  const signee = (
    role: string,
  ) => sql`exists (select from documents.signature s where s.organisme_id = p.organisme_id
    and s.piece_id = p.id and s.acte = 'signature' and s.role = ${role})`
  // D’abord les cinq cents dernières, seules : ce que l’on apprend de chacune demande cinq recherches.
  const { rows } = await sql<PieceEnAttente>`with p as materialized (
      select p.organisme_id, p.id, p.genre, p.numero, p.libelle, p.emise_le, p.emise_par, p.objet_id from documents.piece p
      where p.organisme_id = (select app.organisme()) and p.genre = any (${`{${[...genresQui('engage'), 'reglement-interieur'].join(',')}}`}::text[])
        and p.emise_le > now() - interval '400 days'
        and not exists (select from documents.piece r where r.organisme_id = p.organisme_id and r.remplace_id = p.id)
      order by p.emise_le desc limit 500),
    attente as (
      select p.id, p.genre, p.numero, p.libelle, p.emise_le, coalesce(e.nom, q.prenom || ' ' || q.nom) as client, s.premier_jour, case
        when p.genre = 'reglement-interieur' then case when ${signee('organisme')} then null else 'signer' end
        when exists (select from organisme.organisme o where o.organisme_id = p.organisme_id and o.cae)
          and not porte.piece_visee(p.id)
          then case
            when not exists (select from cae.visa v where v.organisme_id = p.organisme_id and v.piece_id = p.id)
              then case when p.emise_par = (select app.personne()) and (porte.visa_de_piece_permis(p.id)).permis then 'viser-soi' else 'visa' end
            -- Le second visa manque ; refusé ou sous conditions, l’équipe d’appui n’a plus rien à y faire.
            when exists (select from cae.visa v where v.organisme_id = p.organisme_id and v.piece_id = p.id and v.a_deux
                and (select app.personne()) is distinct from v.par and (select app.personne()) is distinct from v.supplee_id and (select app.personne()) is distinct from p.emise_par)
              and not exists (select from cae.suite_de_visa s where s.organisme_id = p.organisme_id and s.piece_id = p.id and s.genre in ('second', 'refus')) then 'visa' end
        when ${signee('client')} then case when p.genre = 'devis' or d.retracte_le is not null or ${signee('organisme')} then null else 'signer' end
        when not exists (select from documents.demande d where d.organisme_id = p.organisme_id and d.piece_id = p.id
          and d.acte = 'signature' and d.retiree_le is null) then 'envoyer'
        when p.genre in ('convention', 'contrat') and d.signe_le is null and d.retracte_le is null and s.etat not in ${cesMots(etatsSansDate)}
          and s.premier_jour between (${maintenant}::timestamptz)::date - 60 and (${maintenant}::timestamptz)::date + 7 then 'relancer' end as attend
      from p left join inscriptions.dossier d on d.organisme_id = p.organisme_id and d.id = p.objet_id
        left join sessions.session s on s.organisme_id = d.organisme_id and s.id = d.session_id
        left join tiers.entreprise e on e.organisme_id = d.organisme_id and e.id = d.entreprise_id
        left join tiers.personne q on q.organisme_id = d.organisme_id and q.id = d.personne_id)
    select id, genre, numero, libelle, emise_le as "emiseLe", client, premier_jour::text as "premierJour", attend,
      (select d.id from documents.demande d where d.organisme_id = (select app.organisme()) and d.piece_id = attente.id and d.acte = 'signature'
        and d.retiree_le is null and d.refusee_le is null order by d.creee_le desc limit 1) as demande
      from (select a.*, a.attend in ('visa', 'viser-soi') as se_vise, row_number() over (partition by a.attend in ('visa', 'viser-soi') order by a.emise_le, a.id) as rang
        from attente a where a.attend is not null) attente
     where rang <= 20 order by se_vise desc, emise_le, id`.execute(tx)
  return rows
}
