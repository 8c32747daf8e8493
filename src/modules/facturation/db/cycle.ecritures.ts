import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { EntrepriseId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { CodeStatut, Encaisse, Voie } from '../domain/cycle/statuts.ts'
import type { FactureId } from '../domain/facture.ts'
import type { DepotId, Exigence, StatutId } from './cycle.ts'

/** Faux : un dépôt est déjà ouvert pour cette facture. */
export const ajouterDepot = async (
  tx: TenantTx,
  d: {
    readonly id: DepotId
    readonly activite: ActiviteId
    readonly facture: FactureId
    readonly voie: Voie
    readonly reference: string | null
    readonly le: Date
    readonly deposeLe: Date | null
  },
): Promise<boolean> =>
  (
    await sql`insert into facturation.depot (id, activite_id, facture_id, voie, reference, demande_le, depose_le)
      values (${d.id}::uuid, ${d.activite}::uuid, ${d.facture}::uuid, ${d.voie}, ${d.reference}, ${d.le}::timestamptz,
        ${d.deposeLe}::timestamptz) on conflict do nothing`.execute(tx)
  ).numAffectedRows === 1n

/** Un seul essai à la fois : faux si un autre est en route depuis moins de deux minutes, ou si tout est dit. */
export const prendreDepot = async (tx: TenantTx, id: DepotId, le: Date): Promise<boolean> =>
  (
    await sql`update facturation.depot set essaye_le = ${le}::timestamptz, essais = essais + 1
      where organisme_id = (select app.organisme()) and id = ${id}::uuid and flux is null and clos_le is null
        and (essaye_le is null or essaye_le <= ${le}::timestamptz - interval '2 minutes')`.execute(tx)
  ).numAffectedRows === 1n

export const noterDepot = async (
  tx: TenantTx,
  id: DepotId,
  d: { readonly flux: string; readonly empreinte: string; readonly le: Date },
): Promise<void> => {
  await sql`update facturation.depot set flux = ${d.flux}, empreinte = ${d.empreinte}, depose_le = ${d.le}::timestamptz, echec = null
    where organisme_id = (select app.organisme()) and id = ${id}::uuid and flux is null`.execute(tx)
}

/**
 * `clos` : la refaire n’y changerait rien. Sinon, l’essai suivant est libre tout de suite ; `rienPris` : cet essai-ci n’a rien pu y faire
 * entrer, il ne compte plus. `flux` : celui que la plateforme refuse. Ce qu’elle a déjà accepté, ou gardé sous un autre flux, ne se ferme pas ;
 * un flux que seule une personne a dit (sans empreinte) ne vaut pas contre ce que la plateforme répond.
 */
export const noterEchecDeDepot = async (
  tx: TenantTx,
  id: DepotId,
  e: {
    readonly phrase: string
    readonly clos: Date | null
    readonly rienPris?: boolean
    readonly flux?: string
  },
): Promise<void> => {
  await sql`update facturation.depot set echec = ${e.phrase.slice(0, 500)}, clos_le = ${e.clos}::timestamptz,
      essaye_le = null, essais = greatest(essais - ${e.rienPris ? 1 : 0}::integer, 0)
    where organisme_id = (select app.organisme()) and id = ${id}::uuid and clos_le is null and prise_le is null
      and (flux is null or empreinte is null or flux = ${e.flux ?? null}::text)`.execute(tx)
}

/** Ses contrôles passés, la plateforme l’a prise ; un incident d’avant ne se dit plus, ce qu’une personne avait vu reste. */
export const noterPrise = async (tx: TenantTx, id: DepotId, le: Date): Promise<void> => {
  await sql`update facturation.depot set prise_le = ${le}::timestamptz, echec = case when empreinte is null or clos_le is not null then echec end
    where organisme_id = (select app.organisme()) and id = ${id}::uuid and prise_le is null`.execute(tx)
}

/** Faux : il est parti, ou déjà clos. */
export const arreterDepot = async (tx: TenantTx, id: DepotId, le: Date): Promise<boolean> =>
  (
    await sql`update facturation.depot set clos_le = ${le}::timestamptz
      where organisme_id = (select app.organisme()) and id = ${id}::uuid and clos_le is null and flux is null and essais = 0
        and depose_le is null`.execute(tx)
  ).numAffectedRows === 1n

/** Ce que la personne a vu chez eux d’un dépôt sans réponse. Faux : un essai est en route, ou la plateforme en a répondu. */
export const trancherDepotEssaye = async (
  tx: TenantTx,
  id: DepotId,
  d: { readonly flux: string | null; readonly dit: string; readonly le: Date },
): Promise<boolean> =>
  (
    await sql`update facturation.depot set echec = ${d.dit.slice(0, 500)},
        ${d.flux === null ? sql`clos_le = ${d.le}::timestamptz` : sql`flux = ${d.flux}, depose_le = ${d.le}::timestamptz`}
      where organisme_id = (select app.organisme()) and id = ${id}::uuid and clos_le is null and flux is null and essais > 0
        and depose_le is null and (essaye_le is null or essaye_le <= ${d.le}::timestamptz - interval '2 minutes')`.execute(
      tx,
    )
  ).numAffectedRows === 1n

type StatutAEcrire = {
  readonly id: StatutId
  readonly activite: ActiviteId
  readonly facture: FactureId | null
  readonly recue: string | null
  readonly code: CodeStatut
  readonly le: Date
  readonly apprisLe: Date
  readonly motifCode: string | null
  readonly motif: string | null
  readonly encaisse: readonly Encaisse[]
  readonly dit: boolean
  readonly flux: string | null
  readonly rang: number
  readonly aEnvoyer: boolean
}
/** Un message lu deux fois n’ajoute rien. */
export const ajouterStatut = async (tx: TenantTx, s: StatutAEcrire): Promise<void> => {
  await sql`insert into facturation.statut (id, activite_id, facture_id, recue_id, code, le, appris_le, motif_code, motif, encaisse, dit, flux,
      rang, a_envoyer)
    values (${s.id}::uuid, ${s.activite}::uuid, ${s.facture}::uuid, ${s.recue}::uuid, ${s.code}::smallint, ${s.le}::timestamptz,
      ${s.apprisLe}::timestamptz, ${s.motifCode}, ${s.motif}, ${JSON.stringify(s.encaisse)}::jsonb, ${s.dit}, ${s.flux},
      ${s.rang}::smallint, ${s.aEnvoyer}) on conflict do nothing`.execute(tx)
}

/** Un seul essai à la fois, comme d’un dépôt. */
export const prendreStatut = async (tx: TenantTx, id: StatutId, le: Date): Promise<boolean> =>
  (
    await sql`update facturation.statut set essaye_le = ${le}::timestamptz
      where organisme_id = (select app.organisme()) and id = ${id}::uuid and envoye_le is null and echec is null
        and (essaye_le is null or essaye_le <= ${le}::timestamptz - interval '2 minutes')`.execute(tx)
  ).numAffectedRows === 1n

/** Un échec nul rend la main : il se refera. `duFlux` : la plateforme refuse, à ses contrôles, ce qu’elle avait d’abord pris. */
export const noterStatutEnvoye = async (
  tx: TenantTx,
  id: StatutId,
  s:
    | { readonly flux: string | null; readonly le: Date }
    | { readonly echec: string | null; readonly duFlux?: string },
): Promise<void> => {
  const duFlux = ('duFlux' in s ? s.duFlux : null) ?? null
  await sql`update facturation.statut set ${'flux' in s ? sql`flux = ${s.flux}, envoye_le = ${s.le}::timestamptz` : sql`essaye_le = null, echec = ${s.echec?.slice(0, 500) ?? null}`}
    where organisme_id = (select app.organisme()) and id = ${id}::uuid
      and (envoye_le is null or coalesce(flux, ${duFlux}::text) = ${duFlux}::text)`.execute(tx)
}

export const direExigence = async (
  tx: TenantTx,
  entreprise: EntrepriseId,
  e: Exigence,
  le: Date,
): Promise<void> => {
  await sql`insert into facturation.exigence (entreprise_id, engagement, service, dite_le)
      values (${entreprise}::uuid, ${e.engagement}, ${e.service}, ${le}::timestamptz)
    on conflict (organisme_id, entreprise_id) do update set engagement = excluded.engagement, service = excluded.service,
      dite_le = excluded.dite_le, dite_par = excluded.dite_par`.execute(tx)
}
