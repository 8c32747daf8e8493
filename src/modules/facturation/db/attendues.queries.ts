import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { DepenseAttendue } from '../domain/cycle/attendues.ts'

/**
 * Ce que des intervenants du dehors ont fait dans nos sessions autour de ce jour : une ligne par session et par qui facture. Qui facture : la
 * structure à qui l’intervention est confiée, celle que dit le statut du jour, ou la personne elle-même à son compte.
 */
export const interventionsDuDehors = async (
  tx: TenantTx,
  /** `siren` : de qui facture ; ce qu’un autre SIREN a fait n’est pas à lui. */
  { siren, jour }: { readonly siren: string | null; readonly jour: DateCivile },
): Promise<readonly DepenseAttendue[]> => {
  const { rows } = await sql<{
    session: string
    numero: string
    intitule: string
    siren: string | null
    noms: readonly string[]
    jour: DateCivile
    minutes: number
    sousTraite: boolean
  }>`select s.id as session, s.numero, s.intitule, coalesce(e.siren, left(e.siret, 9)) as siren, array_agg(distinct coalesce(e.nom, p.prenom || ' ' || p.nom)) as noms,
      max(x.jour) as jour, sum(a.minutes)::integer as minutes, bool_or(a.confiee_a_id is not null or t.statut = 'sous-traitant-of') as "sousTraite"
    from sessions.affectation a
    join sessions.seance x on x.organisme_id = a.organisme_id and x.id = a.seance_id and x.tenue
    join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id
    join tiers.personne p on p.organisme_id = a.organisme_id and p.id = a.personne_id
    left join tiers.statut t on t.organisme_id = a.organisme_id and t.personne_id = a.personne_id and x.jour >= t.du and (t.au is null or x.jour <= t.au)
    left join tiers.entreprise e on e.organisme_id = a.organisme_id and e.id = coalesce(a.confiee_a_id, t.entreprise_id)
    where a.organisme_id = (select app.organisme()) and x.jour between ${jour}::date - 366 and ${jour}::date + 31
      and (a.confiee_a_id is not null or t.statut = any (${['honoraires', 'sous-traitant-of', 'portage', 'mise-a-disposition']}::text[]))
      and coalesce(coalesce(e.siren, left(e.siret, 9)) = ${siren}::text, true)
    group by s.id, s.numero, s.intitule, coalesce(e.siren, left(e.siret, 9)), coalesce(e.id, p.id)
    order by max(x.jour) desc, s.id limit 500`.execute(tx)
  return rows.map((r) => ({
    genre: 'intervention',
    id: r.session,
    dit: `${r.sousTraite ? 'Sous-traitance' : 'Intervention'} dans ${r.numero}, ${r.intitule.slice(0, 100)}, ${formaterDuree(r.minutes)}`,
    siren: r.siren,
    noms: r.noms,
    jour: r.jour,
    montant: null,
    session: r.numero,
    compte: r.sousTraite ? '604' : '6226',
    prestation: true,
  }))
}
