import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, Id } from '#kernel/id.ts'
import type { Montant } from '#kernel/montant.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { ObjetDit } from '../domain/cycle/attendues.ts'
import type { CodeStatut } from '../domain/cycle/statuts.ts'
import type { RegleRompue } from '../domain/electronique/regle.ts'
import type { ChargeId } from '../domain/facture.ts'

export type RecueId = Id<'FactureRecue'>

export type RecueLue = {
  readonly id: RecueId
  readonly activite: ActiviteId
  readonly fichier: string
  readonly nomFichier: string
  readonly pdf: boolean
  /** Venue par la plateforme : la réponse y repart. */
  readonly flux: string | null
  /** Venue par la boîte aux lettres : qui l’envoie n’est pas vérifié. */
  readonly parBoite: boolean
  readonly recueLe: Date
  readonly genre: string
  readonly numero: string
  readonly emiseLe: DateCivile | null
  readonly echeance: DateCivile | null
  readonly fournisseur: string
  readonly siren: string | null
  readonly ht: Montant
  readonly tva: Montant
  readonly ttc: Montant
  readonly fautes: readonly RegleRompue[]
  readonly charge: ChargeId | null
  /** Ce que la personne y a reconnu : une mission, une intervention, une salle. */
  readonly objet: string | null
  /** Ce que la coopérative a répondu, et l’annulation que le fournisseur en dit : lui-même n’approuve pas sa facture. */
  readonly codes: readonly CodeStatut[]
}
const colonnes = sql`r.id, r.activite_id as activite, r.fichier, r.nom_fichier as "nomFichier", r.pdf, r.flux, r.par_boite as "parBoite", r.recue_le as "recueLe", r.genre,
  r.numero, r.emise_le as "emiseLe", r.echeance, r.fournisseur, r.siren, r.ht_centimes as ht, r.tva_centimes as tva, r.ttc_centimes as ttc,
  r.fautes, r.charge_id as charge, r.objet_dit as objet,
  coalesce((select jsonb_agg(s.code order by s.le, s.id) from facturation.statut s
    where s.organisme_id = r.organisme_id and s.recue_id = r.id and (s.dit or s.code = 220)), '[]'::jsonb) as codes`

/** De la plus récente à la plus ancienne. */
export const listerRecues = async (tx: TenantTx, taille = 200): Promise<readonly RecueLue[]> =>
  (
    await sql<RecueLue>`select ${colonnes} from facturation.recue r
      where r.organisme_id = (select app.organisme()) order by r.recue_le desc, r.id desc limit ${taille}`.execute(
      tx,
    )
  ).rows

/** `verrouiller` : on va y répondre. */
export const lireRecue = async (
  tx: TenantTx,
  id: RecueId,
  { verrouiller = false } = {},
): Promise<RecueLue | undefined> => {
  // Verrouillée d’abord, lue ensuite : ce qui attendait voit la réponse de l’autre.
  if (verrouiller)
    await sql`select 1 from facturation.recue where organisme_id = (select app.organisme()) and id = ${id}::uuid for no key update`.execute(
      tx,
    )
  return (
    await sql<RecueLue>`select ${colonnes} from facturation.recue r
      where r.organisme_id = (select app.organisme()) and r.id = ${id}::uuid`.execute(tx)
  ).rows[0]
}

/**
 * Les factures reçues pour une mission, de la plus ancienne à la plus récente ; à leur suite, celles du même fournisseur depuis ce jour dont
 * personne n’a encore dit ce qu’elles paient (`dite` : faux).
 */
export const recuesDUneMission = async (
  tx: TenantTx,
  mission: string,
  f: { readonly siren: string; readonly depuis: DateCivile },
): Promise<readonly (Pick<RecueLue, 'id' | 'numero' | 'ttc'> & { readonly dite: boolean })[]> =>
  (
    await sql<
      Pick<RecueLue, 'id' | 'numero' | 'ttc'> & { readonly dite: boolean }
    >`select r.id, r.numero, r.ttc_centimes as ttc, r.objet_id is not null as dite from facturation.recue r
      where r.organisme_id = (select app.organisme()) and (r.objet_genre = 'mission' and r.objet_id = ${mission}::uuid
        or r.objet_id is null and r.siren = ${f.siren} and r.emise_le >= ${f.depuis}::date)
      order by r.objet_id is null, r.emise_le, r.id limit 50`.execute(tx)
  ).rows

/** La facture de ce numéro, de ce fournisseur : la plus récente. */
export const recueDeNumero = async (
  tx: TenantTx,
  q: { readonly numero: string; readonly siren: string | null },
): Promise<{ readonly id: RecueId; readonly activite: ActiviteId; readonly empreinte: string } | undefined> =>
  (
    await sql<{
      id: RecueId
      activite: ActiviteId
      empreinte: string
    }>`select id, activite_id as activite, empreinte from facturation.recue
      where organisme_id = (select app.organisme()) and numero = ${q.numero} and siren is not distinct from ${q.siren}
      order by recue_le desc limit 1`.execute(tx)
  ).rows[0]

/** Les factures approuvées qui disent déjà payer l’un de ces objets (« genre:id »), de la plus ancienne à la plus récente. */
export const objetsDejaDits = async (tx: TenantTx, cles: readonly string[]): Promise<readonly ObjetDit[]> =>
  (
    await sql<ObjetDit>`select objet_genre || ':' || objet_id as cle, numero, siren, fournisseur from facturation.recue
      where organisme_id = (select app.organisme()) and objet_id is not null and objet_genre || ':' || objet_id = any (${cles}::text[])
      order by recue_le, id`.execute(tx)
  ).rows

export type ChargeProche = {
  readonly id: ChargeId
  readonly jour: DateCivile
  readonly libelle: string
  readonly compte: string
}
/** Les charges déjà saisies que cette facture dit peut-être : même montant hors taxes, à moins de soixante jours. */
export const chargesProches = async (
  tx: TenantTx,
  r: { readonly ht: Montant; readonly jour: DateCivile },
): Promise<readonly ChargeProche[]> =>
  (
    await sql<ChargeProche>`select c.id, c.jour, c.libelle, c.compte from facturation.charge c
      where c.organisme_id = (select app.organisme()) and c.retiree_le is null and c.montant_ht_centimes = ${r.ht}::bigint
        and c.jour between ${r.jour}::date - 60 and ${r.jour}::date + 60
        and not exists (select from facturation.recue x where x.organisme_id = c.organisme_id and x.charge_id = c.id)
      order by c.jour desc, c.id limit 10`.execute(tx)
  ).rows

/** Comment la dernière charge de ce fournisseur fut comptée : la suivante se propose pareil. */
export const habitudeDeCharge = async (
  tx: TenantTx,
  fournisseur: string,
): Promise<{ readonly compte: string; readonly prestation: boolean } | undefined> =>
  (
    await sql<{
      compte: string
      prestation: boolean
    }>`select compte, prestation_formation as prestation from facturation.charge
      where organisme_id = (select app.organisme()) and retiree_le is null and fournisseur = ${fournisseur}
      order by jour desc, id desc limit 1`.execute(tx)
  ).rows[0]
