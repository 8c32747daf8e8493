import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import type { Exercice } from '#modules/organisme/index.ts'
import { etatsAFacturer } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type {
  BaremePose,
  ChargeLue,
  EcritureDeCompte,
  InterneLu,
  LigneFacturee,
  Reglage,
} from '../domain/compte.ts'

/** Les lignes de factures et d’avoirs qui comptent, émises dans l’exercice, par jour puis par numéro. */
export const lignesFacturees = async (
  tx: TenantTx,
  activite: ActiviteId,
  e: Exercice,
): Promise<readonly (LigneFacturee & { readonly corrigeLe: DateCivile | null })[]> =>
  (
    await sql<LigneFacturee & { corrigeLe: DateCivile | null }>`
      select p.facture_id as facture, p.numero, p.emise_le::text as le, p.nature, p.montant_ht_centimes::float8 as montant,
          p.session_id as session, s.nature as "natureDeSession", p.corrige_id as corrige, c.emise_le::text as "corrigeLe"
        from facturation.produit p
          left join sessions.session s on s.organisme_id = p.organisme_id and s.id = p.session_id
          left join facturation.facture c on c.organisme_id = p.organisme_id and c.id = p.corrige_id
       where p.activite_id = ${activite} and p.emise_le between ${e.debut}::date and ${e.fin}::date
       order by p.emise_le, p.numero, p.facture_id, p.rang`.execute(tx)
  ).rows

export const chargesDeLActivite = async (
  tx: TenantTx,
  activite: ActiviteId,
  e: Exercice,
): Promise<readonly ChargeLue[]> =>
  (
    await sql<ChargeLue>`select id, jour::text as le, compte, libelle, montant_ht_centimes::float8 as montant,
        prestation_formation or formateur as formation, session_id as session
      from facturation.charge where activite_id = ${activite} and retiree_le is null
        and jour between ${e.debut}::date and ${e.fin}::date order by jour, id`.execute(tx)
  ).rows

/** Les minutes de formation tenues dans l’exercice, par enseigne, jusqu’à cet instant. */
export const minutesTenues = async (
  tx: TenantTx,
  e: Exercice,
  maintenant: Date,
): Promise<ReadonlyMap<ActiviteId, number>> =>
  new Map(
    (
      await sql<{
        activite: ActiviteId
        minutes: number
      }>`select activite_id as activite, sum(fin_minutes - debut_minutes)::int4 as minutes
        from sessions.seance b where tenue and fin <= ${maintenant}::timestamptz and jour between ${e.debut}::date and ${e.fin}::date
          and exists (select from sessions.session s where s.organisme_id = b.organisme_id and s.id = b.session_id and s.etat <> 'brouillon')
        group by activite_id`.execute(tx)
    ).rows.map((r) => [r.activite, r.minutes]),
  )

export const ecrituresDeLActivite = async (
  tx: TenantTx,
  activite: ActiviteId,
  e: Exercice,
): Promise<readonly EcritureDeCompte[]> =>
  (
    await sql<EcritureDeCompte>`select compte, sum(debit_centimes)::float8 as debit, sum(credit_centimes)::float8 as credit
      from facturation.ecriture where activite_id = ${activite} and jour between ${e.debut}::date and ${e.fin}::date group by compte`.execute(
      tx,
    )
  ).rows

/** Ce que l’enseigne a reçu et donné par des bons confirmés dans l’exercice. */
export const internesDeLActivite = async (
  tx: TenantTx,
  activite: ActiviteId,
  e: Exercice,
): Promise<readonly InterneLu[]> =>
  (
    await sql<InterneLu>`select montant_centimes::float8 as montant, session_id as session from cae.ecriture_interne
      where activite_id = ${activite}
        and (confirmee_le at time zone 'Europe/Paris')::date between ${e.debut}::date and ${e.fin}::date`.execute(
      tx,
    )
  ).rows

/** Les barèmes en place, par contribution et par jour ; ceux de toutes, et ceux de cette enseigne. */
export const listerBaremes = async (
  tx: TenantTx,
  activite: ActiviteId | null,
): Promise<readonly (BaremePose & { readonly activite: ActiviteId | null })[]> => {
  const { rows } = await sql<{
    id: BaremePose['id']
    contribution: string
    activite: ActiviteId | null
    depuis: string
    assiette: BaremePose['assiette']
    seuils: number[]
    taux: number[]
    fixeMensuel: number
  }>`select id, contribution, enseigne_id as activite, depuis::text as depuis, assiette, seuils::float8[] as seuils, taux,
      fixe_mensuel_centimes::float8 as "fixeMensuel"
    from cae.bareme where retire_le is null
      and (${activite}::uuid is null or enseigne_id is null or enseigne_id = ${activite}::uuid)
    order by contribution, assiette, depuis, enseigne_id nulls first`.execute(tx)
  return rows.map(({ seuils, taux, ...b }) => ({
    ...b,
    propre: b.activite !== null,
    tranches: taux.map((t, i) => ({ jusqua: seuils[i] ?? null, taux: t })),
  }))
}

/** Ce que la coopérative a tranché ; rien : elle n’a rien réglé, les défauts valent. */
export const lireReglage = async (
  tx: TenantTx,
): Promise<(Reglage & { readonly version: number }) | undefined> =>
  (
    await sql<Reglage & { version: number }>`select cumul, avoir, seuils, natures_exclues as "naturesExclues",
        comptes_deduits as "comptesDeduits", comptes_tresorerie as "comptesTresorerie", comptes_a_venir as "comptesAVenir", version
      from cae.reglage`.execute(tx)
  ).rows[0]

/** Ce qu’une session confirmée laisse attendre : le prix de ses dossiers, moins ce qui en est facturé ; au jour où elle finit. */
export const prevuDeLActivite = async (
  tx: TenantTx,
  activite: ActiviteId,
  e: Exercice,
): Promise<readonly { readonly le: string; readonly montant: number; readonly session: string }[]> =>
  (
    await sql<{ le: string; montant: number; session: string }>`
      select s.dernier_jour::text as le, s.id as session, sum(greatest(0, d.prix_centimes - coalesce((select sum(p.montant_ht_centimes)
          from facturation.produit p where p.organisme_id = d.organisme_id and p.dossier_id = d.id), 0)))::float8 as montant
        from sessions.session s join inscriptions.dossier d on d.organisme_id = s.organisme_id and d.session_id = s.id
       where s.activite_id = ${activite} and s.etat in ${cesMots(etatsAFacturer)} and d.retracte_le is null
         and s.dernier_jour between ${e.debut}::date and ${e.fin}::date
       group by s.id, s.dernier_jour order by s.dernier_jour, s.id`.execute(tx)
  ).rows.filter((p) => p.montant > 0)

/** Les sessions nommées : numéro et intitulé, de l’enseigne seulement. */
export const nomsDeSessions = async (
  tx: TenantTx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{
    id: string
    nom: string
  }>`select id, numero || ' ' || intitule as nom from sessions.session
    where id = any (${`{${ids.join(',')}}`}::uuid[])`.execute(tx)
  return new Map(rows.map((r) => [r.id, r.nom]))
}
