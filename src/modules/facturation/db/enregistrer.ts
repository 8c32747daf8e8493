import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import type { Montant } from '#kernel/montant.ts'
import { plier } from '#kernel/texte.ts'
import type { Dispositif, DossierId } from '#modules/inscriptions/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { EntrepriseId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { ChargeDAilleurs } from '../domain/d-ailleurs.ts'
import type { ChargeId, FactureId, GenreFacture } from '../domain/facture.ts'

export type SessionTrouvee = { readonly id: SessionId; readonly activite: ActiviteId }

export const sessionDeNumero = async (tx: TenantTx, numero: string): Promise<SessionTrouvee | undefined> =>
  (
    await sql<SessionTrouvee>`select id, activite_id as activite from sessions.session
      where organisme_id = (select app.organisme()) and numero = ${numero.trim().toUpperCase()}`.execute(tx)
  ).rows[0]

/** L’entreprise de ce SIREN ; à défaut, la seule de ce nom. Deux homonymes : aucune, on ne devine pas. */
export const payeurDe = async (
  tx: TenantTx,
  qui: { readonly nom: string; readonly siren: string | null },
): Promise<EntrepriseId | null> => {
  const { rows } = await sql<{ id: EntrepriseId }>`select id from tiers.entreprise
    where organisme_id = (select app.organisme())
      and ${qui.siren ? sql`(siren = ${qui.siren} or left(siret, 9) = ${qui.siren})` : sql`pli = ${plier(qui.nom)}`} limit 2`.execute(
    tx,
  )
  return rows.length === 1 ? (rows[0]?.id ?? null) : null
}

/** Le dossier de cette session que ce payeur, et cette origine, désignent sans ambiguïté. */
export const dossierDe = async (
  tx: TenantTx,
  q: {
    readonly session: SessionId
    readonly payeur: EntrepriseId | null
    readonly source: Dispositif | null
  },
): Promise<DossierId | null> => {
  const { rows } = await sql<{ id: DossierId }>`select distinct d.id from inscriptions.dossier d
    left join inscriptions.financement f on f.organisme_id = d.organisme_id and f.dossier_id = d.id
    where d.session_id = ${q.session}::uuid
      and ${q.payeur ? sql`(d.entreprise_id = ${q.payeur}::uuid or f.payeur_entreprise_id = ${q.payeur}::uuid)` : sql`f.dispositif = ${q.source}`}
    limit 2`.execute(tx)
  return rows.length === 1 ? (rows[0]?.id ?? null) : null
}

export type FactureConnue = {
  readonly id: FactureId
  readonly activite: ActiviteId
  readonly genre: GenreFacture
  readonly ht: Montant
  /** Toutes taxes comprises, avoirs ôtés. */
  readonly reste: Montant
  readonly outil: string
}

/** La facture de ce numéro, que personne n’a retirée ; aucune si deux outils l’ont donné. */
export const factureDeNumero = async (
  tx: TenantTx,
  numero: string,
  outil?: string,
): Promise<FactureConnue | undefined> => {
  const { rows } =
    await sql<FactureConnue>`select f.id, f.activite_id as activite, f.genre, f.total_ht_centimes as ht, f.outil,
      (f.total_ttc_centimes + coalesce((select sum(v.total_ttc_centimes) from facturation.facture v
        where v.organisme_id = f.organisme_id and v.corrige_id = f.id), 0))::bigint as reste
    from facturation.facture f where f.organisme_id = (select app.organisme()) and f.numero = ${numero}
      and ${outil ? sql`f.outil = ${outil}` : sql`true`}
      and (select a.retiree from facturation.affectation a where a.organisme_id = f.organisme_id and a.facture_id = f.id
        order by a.rang desc limit 1) is not true limit 2`.execute(tx)
  return rows.length === 1 ? rows[0] : undefined
}

export type ChargeAEcrire = Omit<ChargeDAilleurs, 'session'> & {
  readonly id: ChargeId
  readonly activite: ActiviteId
  readonly session: SessionId | null
  readonly outil: string | null
  readonly le: Date
}

export type ChargeRangee = {
  readonly id: ChargeId
  readonly jour: DateCivile
  readonly compte: string
  readonly libelle: string
  readonly fournisseur: string | null
  readonly montant: Montant
  readonly formateur: boolean
  readonly prestation: boolean
  readonly part: number
  readonly session: string | null
  readonly sessionId: SessionId | null
  readonly retiree: boolean
  readonly enseigne: string
}

export const jourDeCharge = async (tx: TenantTx, id: ChargeId): Promise<DateCivile | undefined> =>
  (await sql<{ jour: DateCivile }>`select jour from facturation.charge where id = ${id}::uuid`.execute(tx))
    .rows[0]?.jour

export const listerCharges = async (
  tx: TenantTx,
  f: { readonly du: DateCivile; readonly au: DateCivile; readonly session?: SessionId },
): Promise<ChargeRangee[]> =>
  (
    await sql<ChargeRangee>`select c.id, c.jour, c.compte, c.libelle, c.fournisseur, c.montant_ht_centimes as montant, c.formateur,
        c.prestation_formation as prestation, c.part_formation_points as part, s.numero as session, c.session_id as "sessionId",
        c.retiree_le is not null as retiree, x.nom as enseigne
      from facturation.charge c join organisme.activite x on x.organisme_id = c.organisme_id and x.id = c.activite_id left join sessions.session s on s.organisme_id = c.organisme_id and s.id = c.session_id
      where c.jour between ${f.du}::date and ${f.au}::date and ${f.session ? sql`c.session_id = ${f.session}::uuid` : sql`true`}
      order by c.jour desc, c.id desc limit 5000`.execute(tx)
  ).rows

export type ExerciceLu = {
  readonly debut: DateCivile
  readonly fin: DateCivile
  readonly chiffreAffaires: Montant
  readonly produitsFormation: Montant | null
  readonly version: number
}

export const listerExercices = async (tx: TenantTx): Promise<ExerciceLu[]> =>
  (
    await sql<ExerciceLu>`select debut, fin, chiffre_affaires_centimes as "chiffreAffaires",
        produits_formation_centimes as "produitsFormation", version from facturation.exercice order by debut desc`.execute(
      tx,
    )
  ).rows

/** Ce qui demande un regard : sans dossier, à affecter, ou sans doute comptée deux fois. */
export type AVerifier = {
  readonly id: FactureId
  readonly numero: string
  readonly outil: string
  readonly payeur: string
  readonly emiseLe: DateCivile
  readonly ht: Montant
  readonly quoi: 'sans-dossier' | 'a-affecter' | 'double'
  readonly autre: string | null
}

export const facturesAVerifier = async (tx: TenantTx): Promise<AVerifier[]> =>
  (
    await sql<AVerifier>`with p as (
        select organisme_id, facture_id, min(numero) as numero, min(outil) as outil, min(payeur_nom) as payeur, min(emise_le) as emise_le,
            sum(montant_ht_centimes)::bigint as ht, bool_or(origine is null) as sans_origine,
            bool_and(dossier_id is null) and bool_or(nature = 'formation') as sans_dossier, (array_agg(dossier_id))[1] as dossier_id,
            (array_agg(session_id))[1] as session_id, min(genre) as genre, min(provenance) as provenance
          from facturation.produit group by organisme_id, facture_id)
      select p.facture_id as id, p.numero, p.outil, p.payeur, p.emise_le as "emiseLe", p.ht, 'a-affecter' as quoi, null as autre
        from p where p.sans_origine
      union all
      select p.facture_id, p.numero, p.outil, p.payeur, p.emise_le, p.ht, 'sans-dossier', null from p where p.sans_dossier
      union all
      -- La même somme, pour le même payeur, de deux outils : à moins de quarante jours, ou pour la même session quelle que
      -- soit la date ; ou le même numéro deux fois.
      select p.facture_id, p.numero, p.outil, p.payeur, p.emise_le, p.ht, 'double', min(q.outil || ' ' || q.numero)
        from p join p q on q.organisme_id = p.organisme_id and q.facture_id <> p.facture_id and q.genre = p.genre and q.outil <> p.outil
          and ((q.numero = p.numero) or (q.ht = p.ht and q.payeur = p.payeur and (abs(q.emise_le - p.emise_le) <= 40
            or q.session_id = p.session_id)))
        where p.provenance = 'enregistree' group by 1, 2, 3, 4, 5, 6
      order by 7, 5, 2 limit 1000`.execute(tx)
  ).rows
