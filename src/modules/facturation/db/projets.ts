import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { Montant } from '#kernel/montant.ts'
import type { Dispositif, DossierId, InscriptionId } from '#modules/inscriptions/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { EntrepriseId, TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { FactureId, GenreFacture, LigneDeFacture, ProjetId } from '../domain/facture.ts'

export type ProjetAEcrire = {
  readonly activite: ActiviteId
  readonly genre: GenreFacture
  readonly session: SessionId | null
  readonly dossier: DossierId | null
  readonly financementRang: number | null
  readonly payeurEntreprise: EntrepriseId | null
  readonly payeurPersonne: TiersId | null
  readonly source: Dispositif | null
  readonly subrogation: boolean
  readonly corrige: FactureId | null
  readonly motif: string | null
  readonly periode: { readonly du: DateCivile; readonly au: DateCivile } | null
  readonly reference: string | null
  readonly delaiJours: number
  /** Sur un avoir, chaque ligne garde le rang de celle qu’elle diminue. */
  readonly lignes: readonly (LigneDeFacture & { readonly rang?: number })[]
}

export type EtatProjet = 'ouvert' | 'a-viser' | 'emis' | 'abandonne'

export type LigneDeProjet = LigneDeFacture & { readonly rang: number }

export type ProjetLu = Omit<ProjetAEcrire, 'lignes'> & {
  readonly id: ProjetId
  /** BT-10 : le service d’un acheteur public. */
  readonly codeService: string | null
  readonly etat: EtatProjet
  readonly version: number
  readonly payeur: string
  readonly enseigne: string
  readonly creePar: PersonneId | null
  readonly creeLe: Date
  /** Quand le visa de cette version a été demandé ; à défaut, quand le projet est né. */
  readonly demandeLe: Date
  readonly facture: FactureId | null
  readonly visa: {
    readonly decision: 'accorde' | 'refuse'
    readonly motif: string | null
    /** Accordé, et il vaut : donné par deux personnes s’il en faut deux, conditions levées. */
    readonly vaut: boolean
    readonly conditions: string
  } | null
  readonly lignes: readonly LigneDeProjet[]
}

type Entete = Omit<ProjetLu, 'periode' | 'visa' | 'lignes'> & {
  readonly du: DateCivile | null
  readonly au: DateCivile | null
  readonly decision: 'accorde' | 'refuse' | null
  readonly motifVisa: string | null
  readonly vaut: boolean
  readonly conditions: string | null
}

const entetes = sql`select p.id, p.activite_id as activite, p.genre, p.session_id as session, p.dossier_id as dossier,
    p.financement_rang as "financementRang", p.payeur_entreprise_id as "payeurEntreprise", p.payeur_personne_id as "payeurPersonne",
    p.source, p.subrogation, p.corrige_id as corrige, p.motif, p.periode_du as du, p.periode_au as au, p.reference, p.code_service as "codeService",
    p.delai_jours as "delaiJours", p.etat, p.version, coalesce(e.nom, q.prenom || ' ' || q.nom) as payeur, x.nom as enseigne,
    p.cree_par as "creePar", p.cree_le as "creeLe", coalesce(p.a_viser_depuis, p.cree_le) as "demandeLe", f.id as facture,
    v.decision, v.motif as "motifVisa", v.conditions, coalesce(v.vaut, false) as vaut
  from facturation.projet p
    join organisme.activite x on x.organisme_id = p.organisme_id and x.id = p.activite_id
    left join tiers.entreprise e on e.organisme_id = p.organisme_id and e.id = p.payeur_entreprise_id
    left join tiers.personne q on q.organisme_id = p.organisme_id and q.id = p.payeur_personne_id
    left join facturation.facture f on f.organisme_id = p.organisme_id and f.projet_id = p.id
    cross join lateral porte.visa_du_projet(p.id) v`

const enProjet = (
  { du, au, decision, motifVisa, vaut, conditions, ...p }: Entete,
  lignes: readonly LigneDeProjet[],
): ProjetLu => ({
  ...p,
  periode: du && au ? { du, au } : null,
  visa: decision ? { decision, motif: motifVisa, vaut, conditions: conditions ?? '' } : null,
  lignes,
})

export const lireProjet = async (
  tx: TenantTx,
  id: ProjetId,
  { verrouiller = false } = {},
): Promise<ProjetLu | undefined> => {
  if (verrouiller)
    await sql`select 1 from facturation.projet where id = ${id}::uuid for no key update`.execute(tx)
  const [p] = (await sql<Entete>`${entetes} where p.id = ${id}::uuid`.execute(tx)).rows
  if (!p) return undefined
  const { rows } = await sql<
    Omit<LigneDeProjet, 'heures'> & { id: string }
  >`select l.id, l.rang, l.nature, l.libelle,
      l.inscription_id as inscription, l.acompte_id as acompte, l.quantite_millemes as quantite, l.unite, l.prix_centimes as prix,
      l.montant_ht_centimes as montant, l.taux_points as taux, l.bien
    from facturation.projet_ligne l where l.projet_id = ${id}::uuid order by l.rang`.execute(tx)
  const { rows: heures } = await sql<{
    ligne: string
    inscription: InscriptionId
    minutes: number
  }>`select ligne_id as ligne,
      inscription_id as inscription, minutes from facturation.projet_heures where projet_id = ${id}::uuid`.execute(
    tx,
  )
  return enProjet(
    p,
    rows.map(({ id: ligne, ...l }) => ({
      ...l,
      heures: heures
        .filter((h) => h.ligne === ligne)
        .map(({ inscription, minutes }) => ({ inscription, minutes })),
    })),
  )
}

export type ProjetEnCours = Omit<ProjetLu, 'lignes'> & { readonly ht: Montant }

/** Ce qui se prépare, le plus ancien d’abord : tout, ou un dossier. */
export const projetsEnCours = async (tx: TenantTx, dossier?: DossierId): Promise<ProjetEnCours[]> =>
  (
    await sql<
      Entete & { ht: Montant }
    >`select t.*, coalesce((select sum(l.montant_ht_centimes) from facturation.projet_ligne l
        where l.projet_id = t.id and l.organisme_id = (select app.organisme())), 0)::bigint as ht
      from (${entetes} where p.etat in ('ouvert', 'a-viser') and ${dossier ? sql`p.dossier_id = ${dossier}::uuid` : sql`true`}) t
      order by t."creeLe", t.id limit 200`.execute(tx)
  ).rows.map(({ ht, ...p }) => ({ ...enProjet(p, []), ht }))

/** Pourquoi qui lit ne donnerait pas seul le visa de ce projet (`porte.visa_de_projet_permis`) ; rien : il le peut. */
export const pourquoiPasViser = async (tx: TenantTx, id: ProjetId): Promise<string | null> =>
  (
    await sql<{
      pourquoi: string | null
    }>`select pourquoi from porte.visa_de_projet_permis(${id}::uuid)`.execute(tx)
  ).rows[0]?.pourquoi ?? null
