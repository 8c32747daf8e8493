/** Ce que la comptabilité lit : les faits à passer, le plan choisi, les arrêtés, ce qui est passé. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import type { Montant } from '#kernel/montant.ts'
import type { Zone } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { EcriturePassee, Faits } from '../domain/comptabilite/arreter.ts'
import type { Auxiliaire, LigneDEcriture, Origine } from '../domain/comptabilite/ecrire.ts'
import type { Analytique } from '../domain/comptabilite/exporter.ts'
import { type CleDeCompte, type Journal, type Plan, planPropose } from '../domain/comptabilite/plan.ts'
import type { GenreFacture, Moyen, Nature } from '../domain/facture.ts'

export type ClotureId = Id<'Cloture'>

export const lirePlan = async (tx: TenantTx): Promise<Plan> => {
  const { rows } = await sql<{
    cle: CleDeCompte
    numero: string
    libelle: string
  }>`select cle, numero, libelle
    from facturation.compte_choisi where organisme_id = (select app.organisme())`.execute(tx)
  return { ...planPropose, ...Object.fromEntries(rows.map(({ cle, ...c }) => [cle, c])) }
}

export type ClotureLue = {
  readonly id: ClotureId
  readonly au: DateCivile
  readonly arreteeLe: Date
  readonly ecritures: number
}
/** De la plus récente à la plus ancienne. */
export const clotures = async (tx: TenantTx): Promise<readonly ClotureLue[]> =>
  (
    await sql<ClotureLue>`select c.id, c.au, c.arretee_le as "arreteeLe",
        (select count(distinct p.numero) from facturation.ecriture_passee p
          where p.organisme_id = c.organisme_id and p.cloture_id = c.id)::int as ecritures
      from facturation.cloture c where c.organisme_id = (select app.organisme()) order by c.au desc`.execute(
      tx,
    )
  ).rows

/** Le dernier jour arrêté, et le dernier numéro passé. `verrouiller` : un arrêté après l’autre. */
export const dernierArrete = async (
  tx: TenantTx,
  { verrouiller = false } = {},
): Promise<{ readonly au: DateCivile | null; readonly numero: number }> => {
  if (verrouiller)
    await sql`select pg_advisory_xact_lock(4833, hashtext((select app.organisme())::text))`.execute(tx)
  const [r] = (
    await sql<{ au: DateCivile | null; numero: number }>`select
      (select max(c.au) from facturation.cloture c where c.organisme_id = (select app.organisme())) as au,
      coalesce((select max(p.numero) from facturation.ecriture_passee p
        where p.organisme_id = (select app.organisme())), 0)::int as numero`.execute(tx)
  ).rows
  return r ?? { au: null, numero: 0 }
}

/** Un compte de tiers par payeur : sa fiche, ou son nom quand il n’en a pas. */
const auxiliaire = (genre: 'E' | 'P' | 'F', id: string | null, nom: string): Auxiliaire => ({
  numero:
    id === null
      ? `N${
          nom
            .normalize('NFD')
            .replaceAll(/[^A-Za-z0-9]/g, '')
            .toUpperCase()
            .slice(0, 17) || 'DIVERS'
        }`
      : `${genre}${id.replaceAll('-', '').slice(-10).toUpperCase()}`,
  nom: nom.slice(0, 200),
})
const payeur = (r: { entreprise: string | null; personne: string | null; nom: string }): Auxiliaire =>
  auxiliaire(r.personne === null ? 'E' : 'P', r.entreprise ?? r.personne, r.nom)

/**
 * Les factures émises ici, tous les règlements, les charges saisies ici, jusqu’à ce jour compris ; et la facture émise après dont la
 * prestation a commencé avant : une fin d’exercice l’attend à établir. Ce qui vient d’un autre outil est déjà dans la comptabilité que
 * cet outil a servie. `zone` : la pendule qui dit le jour d’un retrait.
 */
export const lireFaits = async (tx: TenantTx, au: DateCivile, zone: Zone): Promise<Faits> => {
  const { rows: lignes } = await sql<{
    id: string
    activite: string
    session: string | null
    numero: string
    genre: GenreFacture
    emiseLe: DateCivile
    du: DateCivile | null
    fin: DateCivile | null
    entreprise: string | null
    personne: string | null
    nom: string
    nature: Nature
    remise: boolean
    montant: Montant
    taux: number
  }>`select f.id, f.activite_id as activite, case when a.facture_id is null then f.session_id else a.session_id end as session,
      f.numero, f.genre, f.emise_le as "emiseLe", f.periode_du as du, f.periode_au as fin, f.payeur_entreprise_id as entreprise,
      f.payeur_personne_id as personne, f.payeur_nom as nom, l.nature, l.montant_ht_centimes as montant, l.taux_points as taux,
      f.genre = 'avoir' and l.nature = 'formation' and not exists (select from facturation.heures h
        where h.organisme_id = l.organisme_id and h.ligne_id = l.id) as remise
    from facturation.facture f
      join facturation.ligne l on l.organisme_id = f.organisme_id and l.facture_id = f.id
      left join lateral (select x.facture_id, x.session_id from facturation.affectation x
        where x.organisme_id = f.organisme_id and x.facture_id = f.id order by x.rang desc limit 1) a on true
    where f.organisme_id = (select app.organisme()) and f.provenance = 'emise'
      and (f.emise_le <= ${au}::date or f.periode_du <= ${au}::date)
    order by f.emise_le, f.id, l.rang`.execute(tx)
  const { rows: reglements } = await sql<{
    id: string
    activite: string
    jour: DateCivile
    montant: Montant
    moyen: Moyen
    reference: string | null
    entreprise: string | null
    personne: string | null
    nom: string
  }>`select r.id, r.activite_id as activite, r.jour, r.montant_centimes as montant, r.moyen, r.reference,
      r.payeur_entreprise_id as entreprise, r.payeur_personne_id as personne, r.payeur_nom as nom
    from facturation.reglement r where r.organisme_id = (select app.organisme()) and r.jour <= ${au}::date
    order by r.jour, r.id`.execute(tx)
  const { rows: charges } = await sql<{
    id: string
    activite: string
    session: string | null
    jour: DateCivile
    compte: string
    libelle: string
    fournisseur: string | null
    personne: string | null
    montant: Montant
    piece: string | null
    retireeLe: DateCivile | null
  }>`select c.id, c.activite_id as activite, c.session_id as session, c.jour, c.compte, c.libelle, c.fournisseur,
      c.personne_id as personne, c.montant_ht_centimes as montant, c.numero as piece,
      (c.retiree_le at time zone ${zone})::date as "retireeLe"
    from facturation.charge c where c.organisme_id = (select app.organisme()) and c.outil is null and c.jour <= ${au}::date
    order by c.jour, c.id`.execute(tx)
  return {
    factures: [...Map.groupBy(lignes, (l) => l.id).values()].flatMap((siennes) => {
      const [f] = siennes
      if (!f) return []
      const { id, activite, session, numero, genre, emiseLe, du, fin } = f
      return [
        {
          id,
          activite,
          session,
          numero,
          genre,
          emiseLe,
          periode: du && fin ? { du, au: fin } : null,
          payeur: payeur(f),
          lignes: siennes.map(({ nature, remise, montant, taux }) => ({ nature, remise, montant, taux })),
        },
      ]
    }),
    reglements: reglements.map((r) => ({ ...r, session: null, payeur: payeur(r) })),
    charges: charges.map(({ fournisseur, personne, ...c }) => ({
      ...c,
      fournisseur: auxiliaire('F', personne, fournisseur ?? (personne ? 'Intervenant' : 'Divers')),
    })),
  }
}

type Rangee = {
  activite: string
  numero: number
  origine: Origine
  de: string
  cle: string
  journal: Journal
  jour: DateCivile
  piece: string
  pieceLe: DateCivile
  session: string | null
  compte: string
  compteLibelle: string
  auxiliaire: string | null
  auxiliaireNom: string | null
  libelle: string
  debit: Montant
  credit: Montant
  valideeLe: DateCivile
  enseigne: string
  sessionNumero: string | null
  site: string | null
}

/** Les écritures passées, dans l’ordre de leurs numéros : toutes, celles d’un arrêté, ou celles d’une suite de jours. */
export const ecrituresPassees = async (
  tx: TenantTx,
  quoi: { readonly cloture?: ClotureId; readonly du?: DateCivile; readonly au?: DateCivile } = {},
): Promise<readonly (EcriturePassee & { readonly analytique: Analytique })[]> => {
  const { rows } =
    await sql<Rangee>`select p.activite_id as activite, p.numero, p.origine, p.origine_id as de, p.cle, p.journal, p.jour,
      p.piece, p.piece_le as "pieceLe", p.session_id as session, p.compte, p.compte_libelle as "compteLibelle", p.auxiliaire,
      p.auxiliaire_nom as "auxiliaireNom", p.libelle, p.debit_centimes as debit, p.credit_centimes as credit,
      p.validee_le as "valideeLe", x.nom as enseigne, s.numero as "sessionNumero", s.lieu as site
    from facturation.ecriture_passee p
      join organisme.activite x on x.organisme_id = p.organisme_id and x.id = p.activite_id
      left join sessions.session s on s.organisme_id = p.organisme_id and s.id = p.session_id
    where p.organisme_id = (select app.organisme())
      and ${quoi.cloture ? sql`p.cloture_id = ${quoi.cloture}::uuid` : sql`true`}
      and ${quoi.du ? sql`p.jour >= ${quoi.du}::date` : sql`true`}
      and ${quoi.au ? sql`p.jour <= ${quoi.au}::date` : sql`true`}
    order by p.numero, p.rang`.execute(tx)
  return [...Map.groupBy(rows, (r) => r.numero).values()].flatMap((siennes) => {
    const [e] = siennes
    if (!e) return []
    const { activite, numero, origine, de, cle, journal, jour, piece, pieceLe, session, valideeLe } = e
    return [
      {
        activite,
        numero,
        origine,
        de,
        cle,
        journal,
        jour,
        piece,
        pieceLe,
        session,
        valideeLe,
        analytique: { enseigne: e.enseigne, session: e.sessionNumero ?? '', site: e.site ?? '' },
        lignes: siennes.map(
          (l): LigneDEcriture => ({
            compte: { numero: l.compte, libelle: l.compteLibelle },
            ...(l.auxiliaire && l.auxiliaireNom
              ? { auxiliaire: { numero: l.auxiliaire, nom: l.auxiliaireNom } }
              : {}),
            libelle: l.libelle,
            debit: l.debit,
            credit: l.credit,
          }),
        ),
      },
    ]
  })
}
