import { sql } from 'kysely'
import type { PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { estUneCae, LA_COOPERATIVE, type PasDeVisa, type PieceAViser } from './visas.ts'

/** Un pas d’un visa, avec ce dont il est le visa. Ce que la base ne gardait pas encore (le rôle, le plafond d’un objet, d’un second visa) n’y est pas. */
export type VisaDonne = Pick<PasDeVisa, 'sorte' | 'auNomDe' | 'note' | 'roles' | 'pour' | 'plafond'> & {
  readonly pas: Exclude<PasDeVisa['pas'], 'connu'>
  readonly le: Date
  readonly par: PersonneId | null
  readonly conditions: boolean
  readonly genre: string
  readonly detail: ''
  /** D’une facture que personne n’a encore émise : vide. */
  readonly numero: string
  readonly libelle: string
  readonly enseigne: string
  readonly montant: PieceAViser['montant']
}

/** Tous les pas de tous les visas que cette personne peut lire, le plus ancien d’abord ; rien hors d’une CAE. */
export const visasDonnes = async (tx: TenantTx): Promise<VisaDonne[] | undefined> =>
  (await estUneCae(tx))
    ? (
        await sql<VisaDonne>`with pas as (
            select v.piece_id as objet, null::uuid as projet, case v.decision when 'accorde' then 'accord' else 'refus' end as pas, v.decide_le as le, v.par,
                v.supplee_id, v.plafond_id, v.montant_centimes as montant, v.conditions <> '' as conditions, coalesce(nullif(v.conditions, ''), v.motif) as note, v.roles
              from cae.visa v where v.organisme_id = (select app.organisme())
            union all select null, v.projet_id, case v.decision when 'accorde' then 'accord' else 'refus' end, v.le, v.par,
                v.supplee_id, v.plafond_id, v.montant_centimes, v.conditions <> '', coalesce(nullif(v.conditions, ''), v.motif, ''), v.roles
              from facturation.visa v where v.organisme_id = (select app.organisme())
            union all select s.piece_id, f.projet_id, s.genre, s.le, s.par, s.supplee_id, s.plafond_id, coalesce(v.montant_centimes, f.montant_centimes), false, s.note, s.roles
              from cae.suite_de_visa s
                left join cae.visa v on v.organisme_id = s.organisme_id and v.piece_id = s.piece_id
                left join facturation.visa f on f.organisme_id = s.organisme_id and f.id = s.visa_facture_id
             where s.organisme_id = (select app.organisme()))
          select case when x.projet is null then 'piece' else 'facture' end as sorte, x.pas, x.le, x.par, x.supplee_id as "auNomDe", x.conditions, x.note,
              coalesce(p.genre, case j.genre when 'acompte' then 'facture-acompte' else j.genre end) as genre, '' as detail,
              coalesce(p.numero, f.numero, '') as numero, coalesce(p.libelle, j.motif, '') as libelle, a.nom as enseigne,
              x.montant::float8 as montant, k.pour, k.plafond_centimes::float8 as plafond, x.roles
            from pas x
              left join documents.piece p on p.organisme_id = (select app.organisme()) and p.id = x.objet
              left join facturation.projet j on j.organisme_id = (select app.organisme()) and j.id = x.projet
              left join facturation.facture f on f.organisme_id = j.organisme_id and f.projet_id = j.id
              left join cae.plafond k on k.organisme_id = (select app.organisme()) and k.id = x.plafond_id
              join organisme.activite a on a.organisme_id = (select app.organisme()) and a.id = coalesce(p.activite_id, j.activite_id)
          union all select 'objet', o.pas, o.le, o.par, o.au_nom_de, o.pas = 'accord' and o.note <> '', o.note, o.genre, '', '', o.libelle, ${LA_COOPERATIVE},
              o.montant::float8, o.pour, o.plafond::float8, o.roles from porte.visas_d_objets() o
          order by le, numero`.execute(tx)
      ).rows
    : undefined
