/** Ce qui attend un visa : une pièce émise, le projet d’une facture, posés au prix et à l’âge voulus. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'

/** Où la pièce se range, et qui l’émet. */
export type Chez = {
  readonly organisme: OrganismeId
  readonly activite: ActiviteId
  readonly par: PersonneId
}
type Voulue = {
  readonly genre: string
  /** Hors taxes ; rien : son prix ne se lit pas. */
  readonly centimes: number | null
  readonly ilYAHeures?: number
  readonly numero?: string
}

/** Une pièce émise par cette personne. */
export const poserPieceAViser = async (
  tx: MaintenanceTx,
  { organisme, activite, par }: Chez,
  { genre, centimes, ilYAHeures = 5, numero }: Voulue,
) => {
  const id = newId()
  const nom = numero ?? `P-${id.slice(-12)}`
  await sql`insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages, libelle, pli, objet_genre, objet_id, emise_le, emise_par)
    values (${organisme}, ${id}, ${activite}, ${genre}, ${nom}, 'essai.v1', ${centimes === null ? '{"prix":{}}' : `{"prix":{"totalHT":${centimes}}}`},
      ${randomBytes(32)}, ${randomBytes(32).toString('hex')}, 1, 'Atelier', 'atelier', 'essai', ${newId()},
      now() - make_interval(hours => ${ilYAHeures}), ${par})`.execute(tx)
  return { id, numero: nom }
}

/** Le projet d’une facture, d’un acompte ou d’un avoir, préparé par cette personne pour Paula Payeuse. */
export const poserProjetAViser = async (
  tx: MaintenanceTx,
  { organisme, activite, par }: Chez,
  {
    genre,
    centimes,
    ilYAHeures = 192,
    etat = 'a-viser',
  }: Omit<Voulue, 'numero'> & { readonly etat?: string },
): Promise<string> => {
  const [id, ht] = [newId(), centimes ?? 0]
  const { rows } = await sql<{ id: string }>`select id from tiers.personne
    where organisme_id = ${organisme} and activite_id = ${activite} and pli = 'payeuse paula' limit 1`.execute(
    tx,
  )
  const payeur = rows[0]?.id ?? newId()
  await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
    values (${organisme}, ${payeur}, ${activite}, 'Paula', 'Payeuse', 'payeuse paula', now()) on conflict do nothing`.execute(
    tx,
  )
  await sql`insert into facturation.projet (organisme_id, id, activite_id, genre, payeur_personne_id, corrige_id, motif, delai_jours, etat, cree_le, cree_par, a_viser_depuis)
    values (${organisme}, ${id}, ${activite}, ${genre}, ${payeur}, ${genre === 'avoir' ? newId() : null}, ${genre === 'avoir' ? 'trop facturé' : null}, 30, ${etat},
      now() - make_interval(hours => ${ilYAHeures + 24}), ${par}, now() - make_interval(hours => ${ilYAHeures}))`.execute(
    tx,
  )
  await sql`insert into facturation.projet_ligne (organisme_id, id, activite_id, projet_id, rang, nature, libelle, quantite_millemes, unite, prix_centimes, montant_ht_centimes, taux_points)
    values (${organisme}, ${newId()}, ${activite}, ${id}, 0, 'hors-formation', 'Conseil', 1000, 'forfait', ${ht}, ${genre === 'avoir' ? -ht : ht}, 0)`.execute(
    tx,
  )
  return id
}
