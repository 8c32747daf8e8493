import { sql } from 'kysely'
import type { Id, PersonneId } from '#kernel/id.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { PoleId } from './poles.ts'
import type { Groupe } from './suites.ts'
import {
  type Dossier,
  type DossierId,
  type Fichier,
  type Livrable,
  type LivrableId,
  type Participant,
  type Personne,
  type Relecture,
  type VersionDeLivrable,
  verrouillerLivrable,
} from './travaux.ts'

/** Entre dans le groupe, pour soi. Faux : on en était. */
export const entrerAuGroupe = async (
  tx: TenantTx,
  pole: PoleId,
  groupe: Groupe['id'],
  p: Pick<Participant, 'compte' | 'nom'>,
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`insert into pole.participant (pole_id, groupe_id, compte_id, nom, du)
    values (${pole}, ${groupe}, ${p.compte}, ${p.nom}, ${le}) on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export const sortirDuGroupe = async (
  tx: TenantTx,
  pole: PoleId,
  groupe: Groupe['id'],
  compte: PersonneId,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`delete from pole.participant
    where pole_id = ${pole} and groupe_id = ${groupe} and compte_id = ${compte}`.execute(tx)
  return numAffectedRows === 1n
}

/** Ajoute la version suivante. */
export const ajouterVersion = async (
  tx: TenantTx,
  pole: PoleId,
  l: LivrableId,
  v: Pick<VersionDeLivrable, 'note' | 'licence' | 'dateLe' | 'valableAu' | 'lien' | 'par'> & {
    readonly fichier: (Fichier & { readonly empreinte: Buffer }) | undefined
  },
  le: Date,
): Promise<void> => {
  await verrouillerLivrable(tx, l)
  const f = v.fichier
  await sql`insert into pole.livrable_version (pole_id, id, livrable_id, version, note, licence, date_le, valable_au, lien, fichier_nom, fichier_type,
      taille, empreinte, octets, par, le)
    select ${pole}::uuid, ${newId(le)}::uuid, ${l}::uuid, coalesce(max(version), 0) + 1, ${v.note}, ${v.licence}, ${v.dateLe}::date, ${v.valableAu}::date, ${v.lien},
      ${f?.nom ?? null}::text, ${f?.type ?? null}::text, ${f?.octets.length ?? null}::integer, ${f?.empreinte ?? null}::bytea,
      ${f ? Buffer.from(f.octets) : null}::bytea, ${v.par}, ${le}::timestamptz
      from pole.livrable_version where pole_id = ${pole}::uuid and livrable_id = ${l}::uuid`.execute(tx)
}

/** Faux : il était déjà là (le même envoi, deux fois). */
export const creerLivrable = async (tx: TenantTx, pole: PoleId, l: Livrable, le: Date): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into pole.livrable (pole_id, id, groupe_id, dossier_id, titre, cree_le)
    values (${pole}, ${l.id}, ${l.groupe}, ${l.dossier}, ${l.titre}, ${le}) on conflict do nothing`.execute(
      tx,
    )
  return numAffectedRows === 1n
}

/** Faux : cette personne a déjà relu cette version. */
export const relire = async (
  tx: TenantTx,
  pole: PoleId,
  r: { readonly id: Id<'Relecture'> } & Pick<Relecture, 'livrable' | 'version' | 'avis' | 'mot' | 'par'>,
  le: Date,
): Promise<boolean> => {
  const { rows } = await sql<{ id: string }>`
    insert into pole.relecture (pole_id, id, livrable_id, version_id, version, avis, mot, par, le)
    select v.pole_id, ${r.id}::uuid, v.livrable_id, v.id, v.version, ${r.avis}, ${r.mot}, ${r.par}, ${le}::timestamptz
      from pole.livrable_version v
     where v.pole_id = ${pole}::uuid and v.livrable_id = ${r.livrable}::uuid and v.version = ${r.version}
    on conflict do nothing returning id`.execute(tx)
  return rows.length === 1
}

/** Faux : la personne n'est pas de ce groupe, ou l'identifiant est celui d'un autre dossier. */
export const ouvrirDossier = async (
  tx: TenantTx,
  pole: PoleId,
  groupe: Groupe['id'],
  d: Pick<Dossier, 'id' | 'nom' | 'objet'> & { readonly par: string },
  le: Date,
): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.ouvrir_dossier(${pole}::uuid, ${groupe}::uuid, ${d.id}::uuid, ${d.nom}, ${d.objet}, ${d.par}, ${le}::timestamptz) as r`.execute(
    tx,
  )
  return rows[0]?.r ?? false
}

/** Rien : ce dossier ne s'ouvre pas à qui le demande. */
export const donnerAcces = async (
  tx: TenantTx,
  pole: PoleId,
  id: DossierId,
  a: Personne,
  le: Date,
): Promise<'faite' | 'deja' | 'pas-du-groupe' | undefined> => {
  const { rows } = await sql<{
    r: 'faite' | 'deja' | 'pas-du-groupe' | null
  }>`select porte.donner_acces(${pole}::uuid, ${id}::uuid, ${a.organisme}::uuid, ${a.compte}::uuid, ${le}::timestamptz) as r`.execute(
    tx,
  )
  return rows[0]?.r ?? undefined
}

/** Rien : ce dossier ne s'ouvre pas à qui le demande. */
export const retirerAcces = async (
  tx: TenantTx,
  pole: PoleId,
  id: DossierId,
  a: Personne,
  le: Date,
): Promise<'faite' | 'derniere' | 'absente' | undefined> => {
  const { rows } = await sql<{
    r: 'faite' | 'derniere' | 'absente' | null
  }>`select porte.retirer_acces(${pole}::uuid, ${id}::uuid, ${a.organisme}::uuid, ${a.compte}::uuid, ${le}::timestamptz) as r`.execute(
    tx,
  )
  return rows[0]?.r ?? undefined
}
