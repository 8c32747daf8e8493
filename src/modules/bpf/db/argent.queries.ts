/** L’argent d’un exercice : produits des conventions et des reprises, charges des reprises. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import { centimes, type Montant } from '#kernel/montant.ts'
import { etatsSuivis } from '#modules/emargement/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'

const liste = (ids: readonly string[]) => sql`${`{${ids.join(',')}}`}::uuid[]`

export type LigneProduit = {
  readonly id: string
  readonly libelle: string
  readonly financeur: string | null
  /** Euros, décimal exact. */
  readonly montant: string
  readonly session: Id<'Session'> | null
  readonly date: DateCivile | null
  readonly ecriture: string | null
  readonly activite: string
}

export const produitsRepris = async (tx: TenantTx, lots: readonly string[]): Promise<LigneProduit[]> =>
  lots.length === 0
    ? []
    : (
        await sql<LigneProduit>`select id::text as id, ref as libelle, financeur, montant::text as montant, session_id as session,
            acquis_le::text as date, ecriture::text as ecriture, activite_id as activite
          from bpf.produit_repris where reprise_id = any (${liste(lots)}) order by reprise_id, rang`.execute(
          tx,
        )
      ).rows

/** Les financements des dossiers dont quelqu'un tient sa place ou a une case établie, sur les sessions de l'exercice. */
export const produitsDesConventions = async (
  tx: TenantTx,
  sessions: readonly string[],
): Promise<(LigneProduit & { readonly dossier: Id<'Dossier'> })[]> =>
  (
    await sql<LigneProduit & { readonly dossier: Id<'Dossier'> }>`select f.id::text as id,
        coalesce(y.nom, z.prenom || ' ' || z.nom, '') as libelle, replace(f.dispositif, '-', '_') as financeur,
        (f.montant_ht_centimes / 100.0)::numeric(20, 2)::text as montant, d.session_id as session, null::text as date,
        null::text as ecriture, d.activite_id as activite, d.id as dossier
      from inscriptions.dossier d join inscriptions.financement f on f.organisme_id = d.organisme_id and f.dossier_id = d.id
        left join tiers.entreprise y on y.organisme_id = f.organisme_id and y.id = f.payeur_entreprise_id
        left join tiers.personne z on z.organisme_id = f.organisme_id and z.id = f.payeur_personne_id
      where d.session_id = any (${liste(sessions)}) and d.retracte_le is null and exists (select from inscriptions.inscription i
        where i.organisme_id = d.organisme_id and i.dossier_id = d.id
          and (i.etat in ${cesMots(etatsSuivis)}
            or exists (select from emargement.signature g where g.organisme_id = i.organisme_id and g.inscription_id = i.id)
            or exists (select from emargement.absence a where a.organisme_id = i.organisme_id and a.inscription_id = i.id)
            or exists (select from emargement.rectification x where x.organisme_id = i.organisme_id and x.inscription_id = i.id
              and x.etat in ('presente', 'absente'))))
      order by d.id, f.rang`.execute(tx)
  ).rows

export type LigneCharge = {
  readonly id: string
  readonly compte: string
  readonly montant: string
  readonly formateur: boolean
  readonly prestation: boolean
  readonly activite: string
  readonly libelle: string
}

export const chargesReprises = async (tx: TenantTx, lots: readonly string[]): Promise<LigneCharge[]> =>
  lots.length === 0
    ? []
    : (
        await sql<LigneCharge>`select id::text as id, compte, montant::text as montant, formateur, prestation,
            activite_id as activite, libelle
          from bpf.charge_reprise where reprise_id = any (${liste(lots)}) order by reprise_id, rang`.execute(
          tx,
        )
      ).rows

/** Ce que les reprises vives de ces jours, ni plus ni moins, comptent de charges. Zéro si aucune n’en parle. */
export const chargesReprisesDe = async (
  tx: TenantTx,
  e: { readonly du: DateCivile; readonly au: DateCivile },
): Promise<Montant> =>
  (
    await sql<{ total: Montant }>`select coalesce(round(sum(c.montant) * 100), 0)::bigint as total
      from bpf.reprise r join bpf.charge_reprise c on c.organisme_id = r.organisme_id and c.reprise_id = r.id
      where r.remplacee_le is null and r.debut = ${e.du}::date and r.fin = ${e.au}::date`.execute(tx)
  ).rows[0]?.total ?? centimes(0)
