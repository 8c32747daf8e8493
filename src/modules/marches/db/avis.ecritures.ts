import { sql } from 'kysely'
import { newId, type PublicTx, type TenantTx } from '#platform/db/index.ts'
import type { AvisLu } from '../domain/avis.ts'
import type { GenreDeSource } from '../domain/source.ts'
import type { Motif, ProfilDeVeille } from '../domain/veille.ts'

/** Ce qu’un relevé vient de lire. Rend combien sont neufs ou changés. */
export const releverAvis = async (tx: PublicTx, lus: readonly AvisLu[], le: Date): Promise<number> =>
  (
    await sql<{
      n: number
    }>`select porte.relever_avis(${JSON.stringify(lus)}::jsonb, ${le}::timestamptz) as n`.execute(tx)
  ).rows[0]?.n ?? 0

/** Un fichier que dépose qui administre l’instance, pour toutes. */
export const deposerAvis = async (tx: TenantTx, lus: readonly AvisLu[], le: Date): Promise<number> =>
  (
    await sql<{
      n: number
    }>`select porte.deposer_avis(${JSON.stringify(lus)}::jsonb, ${le}::timestamptz) as n`.execute(tx)
  ).rows[0]?.n ?? 0

export const noterReleve = async (
  tx: PublicTx,
  r: {
    readonly genre: GenreDeSource
    readonly echec: string | null
    readonly recus: number
    readonly rejets: number
  },
  le: Date,
): Promise<void> => {
  await sql`select porte.noter_releve(${le}::timestamptz, ${r.echec}::text, ${r.recus}::int4, ${r.rejets}::int4, ${r.genre})`.execute(
    tx,
  )
}

export const reglerSource = async (
  tx: TenantTx,
  s: { readonly genre: GenreDeSource; readonly adresse: string; readonly active: boolean },
  le: Date,
): Promise<void> => {
  await sql`select porte.regler_source_des_marches(${s.adresse}, ${s.active}, ${le}::timestamptz, ${s.genre})`.execute(
    tx,
  )
}

/** Range un avis apporté ; le même numéro, apporté de nouveau, remplace le premier. Faux : il n’a pas changé. */
export const apporterAvis = async (
  tx: TenantTx,
  lu: AvisLu,
  adresse: string | null,
  le: Date,
): Promise<boolean> => {
  const { idweb, nature, parution, limite } = lu.avis
  const { numAffectedRows } =
    await sql`insert into marches.avis_apporte as a (id, idweb, nature, parution, limite, contenu, adresse, recu_le)
      values (${newId(le)}::uuid, ${idweb}, ${nature}, ${parution}::date, ${limite}::timestamptz, ${JSON.stringify(lu)}::jsonb, ${adresse}::text, ${le}::timestamptz)
      on conflict (organisme_id, idweb) do update set nature = excluded.nature, parution = excluded.parution, limite = excluded.limite,
        contenu = excluded.contenu, recu_le = excluded.recu_le where a.contenu is distinct from excluded.contenu`.execute(
      tx,
    )
  return numAffectedRows === 1n
}

/** Faux : quelqu’un l’a changé depuis. `version` : celle qu’on a lue, 0 d’un profil neuf. */
export const poserProfil = async (
  tx: TenantTx,
  f: ProfilDeVeille,
  version: number,
  par: string,
  le: Date,
): Promise<boolean> =>
  (version === 0
    ? await sql`insert into marches.profil (rang, nom, departements, cpv, mots, exclure, jours, modifie_le)
        values (${f.rang}::int2, ${f.nom}, ${f.departements}::text[], ${f.cpv}::text[], ${f.mots}::text[], ${f.exclure}::text[], ${f.jours}::int2,
          ${le}::timestamptz)
        on conflict do nothing`.execute(tx)
    : await sql`update marches.profil set nom = ${f.nom}, departements = ${f.departements}::text[], cpv = ${f.cpv}::text[], mots = ${f.mots}::text[],
        exclure = ${f.exclure}::text[], jours = ${f.jours}::int2, version = version + 1, modifie_le = ${le}::timestamptz, modifie_par = ${par}::uuid
        where rang = ${f.rang}::int2 and version = ${version}`.execute(tx)
  ).numAffectedRows === 1n

/** Faux : quelqu’un l’a changé ou retiré depuis. */
export const oterProfil = async (tx: TenantTx, rang: number, version: number): Promise<boolean> =>
  (await sql`delete from marches.profil where rang = ${rang}::int2 and version = ${version}`.execute(tx))
    .numAffectedRows === 1n

export const poserSuivi = async (
  tx: TenantTx,
  s: {
    readonly idweb: string
    readonly etat: 'suivi' | 'laisse'
    readonly motif: Motif | null
    readonly precision: string
    readonly par: string
  },
  le: Date,
): Promise<void> => {
  await sql`insert into marches.suivi (idweb, etat, motif, precision_, le)
    values (${s.idweb}, ${s.etat}, ${s.motif}::text, ${s.precision}, ${le}::timestamptz)
    on conflict (organisme_id, idweb) do update set etat = excluded.etat, motif = excluded.motif, precision_ = excluded.precision_,
      le = excluded.le, par = ${s.par}::uuid`.execute(tx)
}

/** L’avis redevient à lire. Faux : il l’était. */
export const oterSuivi = async (tx: TenantTx, idweb: string): Promise<boolean> =>
  (await sql`delete from marches.suivi where idweb = ${idweb}`.execute(tx)).numAffectedRows === 1n

export const abonner = async (tx: TenantTx, compte: string, veut: boolean, le: Date): Promise<void> => {
  if (veut)
    await sql`insert into marches.abonne (compte_id, jusque) values (${compte}::uuid, ${le}::timestamptz) on conflict do nothing`.execute(
      tx,
    )
  else await sql`delete from marches.abonne where compte_id = ${compte}::uuid`.execute(tx)
}

/** Note jusqu’où la veille a été dite. Faux : un autre passage l’a déjà fait. */
export const noterVeilleDite = async (
  tx: TenantTx,
  compte: string,
  de: Date,
  jusque: Date,
): Promise<boolean> =>
  (
    await sql`update marches.abonne set jusque = ${jusque}::timestamptz where compte_id = ${compte}::uuid and jusque = ${de}::timestamptz`.execute(
      tx,
    )
  ).numAffectedRows === 1n
