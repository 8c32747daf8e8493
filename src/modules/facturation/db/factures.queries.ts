import { type RawBuilder, sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import type { Montant } from '#kernel/montant.ts'
import type { PieceId } from '#modules/documents/index.ts'
import type { Dispositif, DossierId, InscriptionId } from '#modules/inscriptions/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { EntrepriseId, TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { PageRequest } from '#web/pagination.ts'
import type { LigneADefaire } from '../domain/avoir.ts'
import type {
  FactureId,
  GenreFacture,
  Moyen,
  Periode,
  ProjetId,
  Provenance,
  ReglementId,
} from '../domain/facture.ts'
import type { AcompteOuvert } from '../domain/proposer.ts'

/** Une facture telle que les listes la montrent, reclassée par sa dernière affectation. */
export type FactureRangee = {
  readonly id: FactureId
  readonly activite: ActiviteId
  readonly enseigne: string
  readonly provenance: Provenance
  readonly genre: GenreFacture
  readonly outil: string
  readonly numero: string
  readonly piece: PieceId | null
  readonly emiseLe: DateCivile
  readonly echeance: DateCivile | null
  readonly payeur: string
  readonly payeurEntreprise: EntrepriseId | null
  readonly payeurPersonne: TiersId | null
  readonly source: Dispositif | null
  readonly subrogation: boolean
  readonly session: SessionId | null
  readonly dossier: DossierId | null
  readonly sessionNumero: string | null
  readonly intitule: string | null
  readonly ht: Montant
  readonly tva: Montant
  readonly ttc: Montant
  /** Négatif ou nul. */
  readonly avoirs: Montant
  readonly regle: Montant
  readonly retiree: boolean
  readonly relances: number
}

const base = sql`facturation.facture f
  join organisme.activite x on x.organisme_id = f.organisme_id and x.id = f.activite_id
  left join lateral (select a.facture_id, a.source, a.session_id, a.dossier_id, a.retiree from facturation.affectation a
    where a.organisme_id = f.organisme_id and a.facture_id = f.id order by a.rang desc limit 1) a on true
  left join sessions.session s on s.organisme_id = f.organisme_id
    and s.id = case when a.facture_id is null then f.session_id else a.session_id end`

const colonnes = sql`f.id, f.activite_id as activite, x.nom as enseigne, f.provenance, f.genre, f.outil, f.numero, f.piece_id as piece,
  f.emise_le as "emiseLe", f.echeance, f.payeur_nom as payeur, f.payeur_entreprise_id as "payeurEntreprise",
  f.payeur_personne_id as "payeurPersonne", f.subrogation,
  case when a.facture_id is null then f.source else a.source end as source,
  s.id as session, case when a.facture_id is null then f.dossier_id else a.dossier_id end as dossier,
  s.numero as "sessionNumero", s.intitule, f.total_ht_centimes as ht, f.total_tva_centimes as tva, f.total_ttc_centimes as ttc,
  coalesce((select sum(v.total_ttc_centimes) from facturation.facture v where v.organisme_id = f.organisme_id and v.corrige_id = f.id), 0)::bigint as avoirs,
  coalesce((select sum(i.montant_centimes) from facturation.imputation i where i.organisme_id = f.organisme_id and i.facture_id = f.id), 0)::bigint as regle,
  coalesce(a.retiree, false) as retiree,
  (select count(*) from facturation.relance r where r.organisme_id = f.organisme_id and r.facture_id = f.id)::int as relances`

export type FiltreEtat = 'due' | 'retard' | 'soldee' | 'avoir' | 'a-affecter' | 'ailleurs'
export type FiltreFactures = {
  /** Déjà replié ; le début du nom du payeur, ou du numéro. */
  readonly q?: string
  readonly etat?: FiltreEtat | undefined
  readonly payeurEntreprise?: EntrepriseId
  readonly payeurPersonne?: TiersId
  readonly session?: SessionId
  readonly dossier?: DossierId
}

const solde = sql`(f.total_ttc_centimes
  + coalesce((select sum(v.total_ttc_centimes) from facturation.facture v where v.organisme_id = f.organisme_id and v.corrige_id = f.id), 0)
  - coalesce((select sum(i.montant_centimes) from facturation.imputation i where i.organisme_id = f.organisme_id and i.facture_id = f.id), 0))`

const conditions = (f: FiltreFactures, le: DateCivile): RawBuilder<unknown> => {
  const q = f.q ?? ''
  const numero = q.toUpperCase()
  const etat = {
    due: sql`f.genre <> 'avoir' and coalesce(a.retiree, false) = false and ${solde} > 0`,
    retard: sql`f.genre <> 'avoir' and coalesce(a.retiree, false) = false and f.echeance < ${le}::date and ${solde} > 0`,
    soldee: sql`f.genre <> 'avoir' and ${solde} <= 0`,
    avoir: sql`f.genre = 'avoir'`,
    'a-affecter': sql`coalesce(a.retiree, false) = false and case when a.facture_id is null then f.source else a.source end is null`,
    ailleurs: sql`f.provenance = 'enregistree'`,
  } satisfies Record<FiltreEtat, RawBuilder<unknown>>
  return sql.join(
    [
      sql`f.organisme_id = (select app.organisme())`,
      ...(q === ''
        ? []
        : [
            sql`((f.pli >= ${q} and f.pli < ${`${q}\u{10ffff}`}) or (f.numero >= ${numero} and f.numero < ${`${numero}\u{10ffff}`}))`,
          ]),
      ...(f.etat ? [etat[f.etat]] : []),
      ...(f.payeurEntreprise ? [sql`f.payeur_entreprise_id = ${f.payeurEntreprise}::uuid`] : []),
      ...(f.payeurPersonne ? [sql`f.payeur_personne_id = ${f.payeurPersonne}::uuid`] : []),
      ...(f.session ? [sql`s.id = ${f.session}::uuid`] : []),
      ...(f.dossier
        ? [sql`case when a.facture_id is null then f.dossier_id else a.dossier_id end = ${f.dossier}::uuid`]
        : []),
    ],
    sql` and `,
  )
}

/** De la plus récente à la plus ancienne, le plus grand numéro d’un même jour d’abord ; une ligne de plus que la taille dit s’il en reste. */
export const listerFactures = async (
  tx: TenantTx,
  filtre: FiltreFactures,
  demande: PageRequest,
  taille: number,
  le: DateCivile,
): Promise<FactureRangee[]> => {
  const avant = demande.sens === 'avant'
  const [rang, id] = demande.cle ?? []
  const [jour, numero] = [String(rang).slice(0, 10), String(rang).slice(11)]
  const borne =
    rang === undefined
      ? sql`true`
      : avant
        ? sql`(f.emise_le, f.numero, f.id) > (${jour}::date, ${numero}, ${String(id)}::uuid)`
        : sql`(f.emise_le, f.numero, f.id) < (${jour}::date, ${numero}, ${String(id)}::uuid)`
  return (
    await sql<FactureRangee>`select ${colonnes} from ${base} where ${conditions(filtre, le)} and ${borne}
      order by f.emise_le ${avant ? sql`asc` : sql`desc`}, f.numero ${avant ? sql`asc` : sql`desc`}, f.id ${avant ? sql`asc` : sql`desc`} limit ${taille + 1}`.execute(
      tx,
    )
  ).rows
}

export type LigneDeFactureLue = LigneADefaire & { readonly inscription: InscriptionId | null }
export type FactureLue = FactureRangee & {
  readonly periode: Periode | null
  readonly projet: ProjetId | null
  readonly financementRang: number | null
  readonly corrige: { readonly id: FactureId; readonly numero: string } | null
  readonly lignes: readonly LigneDeFactureLue[]
  readonly sesAvoirs: readonly {
    readonly id: FactureId
    readonly numero: string
    readonly emiseLe: DateCivile
    readonly ttc: Montant
  }[]
  readonly reglements: readonly {
    readonly id: ReglementId
    readonly jour: DateCivile
    readonly moyen: Moyen
    readonly reference: string | null
    readonly impute: Montant
    readonly annule: boolean
  }[]
  readonly sesRelances: readonly {
    readonly niveau: number
    readonly envoyeeLe: Date
    readonly destinataire: string
  }[]
}

export const lireFacture = async (tx: TenantTx, id: FactureId): Promise<FactureLue | undefined> => {
  const [f] = (
    await sql<
      FactureRangee & {
        du: DateCivile | null
        au: DateCivile | null
        projet: ProjetId | null
        financementRang: number | null
        corrigeId: FactureId | null
        corrigeNumero: string | null
      }
    >`select ${colonnes}, f.periode_du as du, f.periode_au as au, f.projet_id as projet, f.financement_rang as "financementRang",
        o.id as "corrigeId", o.numero as "corrigeNumero"
      from ${base} left join facturation.facture o on o.organisme_id = f.organisme_id and o.id = f.corrige_id
      where f.id = ${id}::uuid`.execute(tx)
  ).rows
  if (!f) return undefined
  const { rows: lignes } = await sql<
    Omit<LigneDeFactureLue, 'heures' | 'minutesDefaites'> & { id: string }
  >`select l.id, l.rang, l.nature, l.libelle, l.inscription_id as inscription, l.acompte_id as acompte,
      l.quantite_millemes as quantite, l.unite, l.prix_centimes as prix, l.montant_ht_centimes as montant, l.taux_points as taux, l.bien,
      abs(coalesce((select sum(m.montant_ht_centimes) from facturation.ligne m
        join facturation.facture v on v.organisme_id = m.organisme_id and v.id = m.facture_id
        where v.organisme_id = l.organisme_id and v.corrige_id = l.facture_id and m.rang = l.rang), 0))::bigint as defait
    from facturation.ligne l where l.facture_id = ${id}::uuid order by l.rang`.execute(tx)
  const { rows: heures } = await sql<{
    ligne: string
    inscription: InscriptionId
    minutes: number
    rendues: number
  }>`
    select h.ligne_id as ligne, h.inscription_id as inscription, h.minutes,
      coalesce((select -sum(k.minutes) from facturation.heures k
        join facturation.ligne m on m.organisme_id = k.organisme_id and m.id = k.ligne_id
        join facturation.facture v on v.organisme_id = k.organisme_id and v.id = k.facture_id
        join facturation.ligne l on l.organisme_id = h.organisme_id and l.id = h.ligne_id
        where k.organisme_id = h.organisme_id and k.inscription_id = h.inscription_id and v.corrige_id = h.facture_id
          and m.rang = l.rang), 0)::int as rendues
    from facturation.heures h where h.facture_id = ${id}::uuid`.execute(tx)
  const { rows: sesAvoirs } = await sql<
    FactureLue['sesAvoirs'][number]
  >`select id, numero, emise_le as "emiseLe",
      total_ttc_centimes as ttc from facturation.facture where corrige_id = ${id}::uuid order by emise_le, id`.execute(
    tx,
  )
  const { rows: reglements } = await sql<
    FactureLue['reglements'][number]
  >`select r.id, r.jour, r.moyen, r.reference,
      sum(i.montant_centimes)::bigint as impute,
      exists (select from facturation.reglement n where n.organisme_id = r.organisme_id and n.annule_id = r.id) as annule
    from facturation.imputation i join facturation.reglement r on r.organisme_id = i.organisme_id and r.id = i.reglement_id
    where i.facture_id = ${id}::uuid and r.annule_id is null
    group by r.organisme_id, r.id, r.jour, r.moyen, r.reference order by r.jour, r.id`.execute(tx)
  const { rows: sesRelances } = await sql<
    FactureLue['sesRelances'][number]
  >`select niveau, envoyee_le as "envoyeeLe", destinataire
    from facturation.relance where facture_id = ${id}::uuid order by niveau`.execute(tx)
  const { du, au, corrigeId, corrigeNumero, ...reste } = f
  return {
    ...reste,
    periode: du && au ? { du, au } : null,
    corrige: corrigeId && corrigeNumero ? { id: corrigeId, numero: corrigeNumero } : null,
    lignes: lignes.map(({ id: ligne, ...l }) => {
      const siennes = heures.filter((h) => h.ligne === ligne)
      return {
        ...l,
        heures: siennes.map(({ inscription, minutes }) => ({ inscription, minutes })),
        minutesDefaites: new Map(siennes.map((h) => [h.inscription, h.rendues])),
      }
    }),
    sesAvoirs,
    reglements,
    sesRelances,
  }
}

export type DejaDuDossier = {
  readonly rang: number
  /** Formation et acomptes, avoirs ôtés, hors taxes : ce que ce payeur doit déjà. */
  readonly facture: Montant
  /** La formation seule. */
  readonly formation: Montant
  readonly minutes: ReadonlyMap<string, number>
  readonly acomptes: readonly AcompteOuvert[]
  readonly acomptesTTC: Montant
  /** Le dernier jour que ses factures de formation ont servi ; nul : aucune, ou toutes défaites par un avoir. */
  readonly jusquau: DateCivile | null
}

/** Ce qui est déjà facturé de chaque ligne de financement d’un dossier, ici ou ailleurs. */
export const dejaDuDossier = async (
  tx: TenantTx,
  dossier: DossierId,
): Promise<ReadonlyMap<number, DejaDuDossier>> => {
  // Une facture d'ailleurs ne dit pas quel financement elle règle : on le retrouve par le payeur et l'origine.
  const rangDe = sql`coalesce(p.financement_rang, (select n.rang from inscriptions.financement n
    where n.organisme_id = p.organisme_id and n.dossier_id = p.dossier_id and n.dispositif = p.origine
      and (p.payeur_entreprise_id is null or n.payeur_entreprise_id is not distinct from p.payeur_entreprise_id)
    order by n.rang limit 1))`
  const produits = sql<{
    rang: number | null
    facture: Montant
    formation: Montant
    jusquau: DateCivile | null
  }>`select ${rangDe} as rang, max(p.periode_au) filter (where p.nature = 'formation' and p.genre = 'facture') as jusquau,
      sum(p.montant_ht_centimes)::bigint as facture,
      coalesce(sum(p.montant_ht_centimes) filter (where p.nature = 'formation'), 0)::bigint as formation
    from facturation.produit p where p.dossier_id = ${dossier}::uuid and p.nature in ('formation', 'acompte')
    group by 1`.execute(tx)
  const heures = sql<{ rang: number | null; inscription: string; minutes: number }>`
    select f.financement_rang as rang, h.inscription_id as inscription, sum(h.minutes)::int as minutes
      from facturation.heures h join facturation.facture f on f.organisme_id = h.organisme_id and f.id = h.facture_id
     where f.dossier_id = ${dossier}::uuid group by 1, 2`.execute(tx)
  const ouverts = sql<AcompteOuvert & { rang: number | null; ttc: Montant }>`select f.id, f.numero,
      f.financement_rang as rang, max(l.taux_points)::int as taux, f.total_ttc_centimes as ttc,
      (f.total_ht_centimes
        + coalesce((select sum(v.total_ht_centimes) from facturation.facture v where v.organisme_id = f.organisme_id and v.corrige_id = f.id), 0)
        + coalesce((select sum(d.montant_ht_centimes) from facturation.ligne d where d.organisme_id = f.organisme_id and d.acompte_id = f.id), 0))::bigint as reste
    from facturation.facture f join facturation.ligne l on l.organisme_id = f.organisme_id and l.facture_id = f.id
    where f.dossier_id = ${dossier}::uuid and f.genre = 'acompte' and f.provenance = 'emise'
    group by f.organisme_id, f.id, f.numero, f.financement_rang, f.total_ttc_centimes, f.emise_le order by f.emise_le, f.id`.execute(
    tx,
  )
  const [{ rows }, { rows: minutes }, { rows: acomptes }] = await Promise.all([produits, heures, ouverts])
  const rangs = new Set([...rows, ...minutes, ...acomptes].flatMap((r) => (r.rang === null ? [] : [r.rang])))
  return new Map(
    [...rangs].map((rang) => {
      const somme = rows.find((r) => r.rang === rang)
      const siens = acomptes.filter((a) => a.rang === rang)
      return [
        rang,
        {
          rang,
          facture: somme?.facture ?? (0 as Montant),
          formation: somme?.formation ?? (0 as Montant),
          jusquau: (somme?.formation ?? 0) > 0 ? (somme?.jusquau ?? null) : null,
          minutes: new Map(minutes.filter((m) => m.rang === rang).map((m) => [m.inscription, m.minutes])),
          acomptes: siens
            .filter((a) => a.reste > 0)
            .map(({ id, numero, reste, taux }) => ({ id, numero, reste, taux })),
          acomptesTTC: siens.reduce((t, a) => t + a.ttc, 0) as Montant,
        },
      ]
    }),
  )
}

/** Le nom de chaque stagiaire dont cette facture porte des heures. */
export const nomsDesInscrits = async (
  tx: TenantTx,
  facture: FactureId,
): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await sql<{
    id: string
    nom: string
  }>`select distinct i.id, p.prenom || ' ' || p.nom as nom
    from facturation.heures h
    join inscriptions.inscription i on i.organisme_id = h.organisme_id and i.id = h.inscription_id
    join tiers.personne p on p.organisme_id = i.organisme_id and p.id = i.personne_id
    where h.facture_id = ${facture}::uuid`.execute(tx)
  return new Map(rows.map((r) => [r.id, r.nom]))
}

/** Le numéro et le jour des factures d’acompte qu’une autre déduit, par date. */
export const facturesCitees = async (
  tx: TenantTx,
  ids: readonly FactureId[],
): Promise<readonly { readonly numero: string; readonly emiseLe: DateCivile }[]> =>
  ids.length === 0
    ? []
    : (
        await sql<{ numero: string; emiseLe: DateCivile }>`select numero, emise_le as "emiseLe"
          from facturation.facture where id = any(${[...ids]}::uuid[]) order by emise_le, numero`.execute(tx)
      ).rows

/** Le fichier figé d’une facture émise ici, par son numéro. */
export const pieceDeLaFacture = async (
  tx: TenantTx,
  numero: string,
): Promise<{ readonly fichier: string } | undefined> =>
  (
    await sql<{ fichier: string }>`select p.fichier from facturation.facture f
      join documents.piece p on p.organisme_id = f.organisme_id and p.id = f.piece_id
      where f.organisme_id = (select app.organisme()) and f.outil = 'coforme' and f.numero = ${numero}`.execute(
      tx,
    )
  ).rows[0]

/** Les factures d’une enseigne dont un solde reste dû, et que personne n’a retirées. */
const duesDe = (activite: ActiviteId): RawBuilder<unknown> => sql`facturation.facture f
  where f.activite_id = ${activite} and f.genre <> 'avoir' and ${solde} > 0
    and not coalesce((select a.retiree from facturation.affectation a where a.organisme_id = f.organisme_id
      and a.facture_id = f.id order by a.rang desc limit 1), false)`

/** Ce que les clients d’une enseigne doivent encore, toutes taxes comprises, en centimes ; et par combien de factures. */
export const duParEnseigne = async (
  tx: TenantTx,
  activite: ActiviteId,
): Promise<{ readonly montant: number; readonly factures: number }> => {
  const { rows } = await sql<{ montant: number; factures: number }>`
    select coalesce(sum(${solde}), 0)::float8 as montant, count(*)::int4 as factures from ${duesDe(activite)}`.execute(
    tx,
  )
  return rows[0] ?? { montant: 0, factures: 0 }
}

export type FactureDue = Pick<FactureRangee, 'id' | 'numero' | 'payeur' | 'echeance'> & {
  readonly solde: number
  readonly ht: number
  readonly ttc: number
}
/** Les mêmes, une à une et toutes, de la plus anciennement échue : leur somme est ce qu’une sortie attend. */
export const facturesDuesDeLEnseigne = async (tx: TenantTx, activite: ActiviteId): Promise<FactureDue[]> =>
  (
    await sql<FactureDue>`select f.id, f.numero, f.payeur_nom as payeur, f.echeance::text as echeance, ${solde}::float8 as solde,
        f.total_ht_centimes::float8 as ht, f.total_ttc_centimes::float8 as ttc from ${duesDe(activite)}
     order by f.echeance nulls first, f.id`.execute(tx)
  ).rows
