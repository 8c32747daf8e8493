import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { ContenuDeConvention, Forme, Groupement, GroupementId, Necessite } from '../domain/groupement.ts'
import type { DemandeDeConventionId } from './convention.ts'

export const ouvrirGroupement = async (
  tx: TenantTx,
  g: Pick<Groupement, 'id' | 'lot' | 'idweb' | 'objet' | 'acheteur' | 'limite' | 'zone'>,
  malgre: boolean,
  le: Date,
): Promise<string> =>
  (
    await sql<{
      r: string
    }>`select porte.groupement_ouvrir(${g.id}::uuid, ${g.lot}, ${g.idweb}, ${g.objet}, ${g.acheteur}, ${g.limite}::timestamptz, ${g.zone}, ${le}::timestamptz, ${malgre}) as r`.execute(
      tx,
    )
  ).rows[0]?.r ?? 'refuse'

export const inviterAuGroupement = async (
  tx: TenantTx,
  id: GroupementId,
  organisme: string,
  le: Date,
): Promise<string> =>
  (
    await sql<{
      r: string
    }>`select porte.groupement_inviter(${id}::uuid, ${organisme}::uuid, ${le}::timestamptz) as r`.execute(tx)
  ).rows[0]?.r ?? 'refuse'

export const entrerAuGroupement = async (tx: TenantTx, id: GroupementId, le: Date): Promise<string> =>
  (
    await sql<{ r: string }>`select porte.groupement_accepter(${id}::uuid, ${le}::timestamptz) as r`.execute(
      tx,
    )
  ).rows[0]?.r ?? 'introuvable'

export const proposerAcces = async (
  tx: TenantTx,
  id: GroupementId,
  compte: string,
  le: Date,
): Promise<boolean> =>
  (
    await sql<{
      r: boolean
    }>`select porte.groupement_proposer_acces(${id}::uuid, ${compte}::uuid, ${le}::timestamptz) as r`.execute(
      tx,
    )
  ).rows[0]?.r ?? false

export const quitterGroupement = async (
  tx: TenantTx,
  id: GroupementId,
  motif: string,
  le: Date,
): Promise<string> =>
  (
    await sql<{
      r: string
    }>`select porte.groupement_quitter(${id}::uuid, ${motif}, ${le}::timestamptz) as r`.execute(tx)
  ).rows[0]?.r ?? 'refuse'

export const constituerGroupement = async (tx: TenantTx, id: GroupementId, le: Date): Promise<string> =>
  (
    await sql<{
      r: string
    }>`select porte.groupement_constituer(${id}::uuid, ${le}::timestamptz) as r`.execute(tx)
  ).rows[0]?.r ?? 'refuse'

/** Faux : quelqu’un l’a changée depuis, ou le dossier ne se compose plus. */
export const poserForme = async (tx: TenantTx, g: Groupement, forme: Forme): Promise<boolean> =>
  (
    await sql`update marches.groupement set forme = ${forme}, version = version + 1
      where groupement_id = ${g.id}::uuid and version = ${g.version}`.execute(tx)
  ).numAffectedRows === 1n

export const poserNecessite = async (
  tx: TenantTx,
  id: GroupementId,
  n: Pick<Necessite, 'motifs' | 'capableSeule' | 'texte'>,
  par: string,
  le: Date,
): Promise<void> => {
  await sql`insert into marches.necessite (groupement_id, motifs, capable_seule, texte, le)
    values (${id}::uuid, ${n.motifs}::text[], ${n.capableSeule}, ${n.texte}, ${le}::timestamptz)
    on conflict (groupement_id, organisme_id) do update set motifs = excluded.motifs, capable_seule = excluded.capable_seule,
      texte = excluded.texte, le = excluded.le, par = ${par}::uuid`.execute(tx)
}

type ConventionFigee = {
  readonly contenu: ContenuDeConvention
  /** Le JSON canonique du papier, et son SHA-256 : ce qui se signe. */
  readonly papier: string
  readonly empreinte: Uint8Array
}
/** Faux : une autre version vient d’être écrite. */
export const ajouterConvention = async (
  tx: TenantTx,
  id: GroupementId,
  version: number,
  { contenu, papier, empreinte }: ConventionFigee,
  le: Date,
): Promise<boolean> =>
  (
    await sql`insert into marches.convention (groupement_id, version, contenu, le, papier, empreinte)
      values (${id}::uuid, ${version}, ${JSON.stringify(contenu)}::jsonb, ${le}::timestamptz, ${papier}, ${Buffer.from(empreinte)}::bytea)
      on conflict do nothing`.execute(tx)
  ).numAffectedRows === 1n

export const ajouterAccord = async (
  tx: TenantTx,
  id: GroupementId,
  version: number,
  le: Date,
): Promise<boolean> =>
  (
    await sql`insert into marches.accord (groupement_id, version, le) values (${id}::uuid, ${version}, ${le}::timestamptz)
      on conflict do nothing`.execute(tx)
  ).numAffectedRows === 1n

export const reporterLimite = async (
  tx: TenantTx,
  id: GroupementId,
  limite: Date,
  le: Date,
): Promise<string> =>
  (
    await sql<{
      r: string
    }>`select porte.groupement_reporter(${id}::uuid, ${limite}::timestamptz, ${le}::timestamptz) as r`.execute(
      tx,
    )
  ).rows[0]?.r ?? 'refuse'

export const demanderSignature = async (
  tx: TenantTx,
  groupement: GroupementId,
  d: {
    readonly id: DemandeDeConventionId
    readonly nom: string
    readonly qualite: string
    readonly courriel: string
  },
  le: Date,
): Promise<string> =>
  (
    await sql<{
      r: string
    }>`select porte.demander_signature_de_convention(${groupement}::uuid, ${d.id}::uuid, ${d.nom}, ${d.qualite}, ${d.courriel}, ${le}::timestamptz) as r`.execute(
      tx,
    )
  ).rows[0]?.r ?? 'refuse'

type Reponse =
  | { readonly geste: 'code'; readonly code: Buffer }
  | { readonly geste: 'essai' }
  /** Tient la demande jusqu’à la fin de la transaction. */
  | { readonly geste: 'verrou' }
  | { readonly geste: 'refuser'; readonly dit: string }
  | {
      readonly geste: 'signer'
      readonly code: Buffer
      readonly nom: string
      readonly qualite: string
      readonly dit: string
    }
/** Par le lien qui a ouvert cette transaction. Faux : la convention ne se signe plus, ou le code n’est pas celui qui est parti. */
export const repondreALaConvention = async (tx: TenantTx, r: Reponse, le: Date): Promise<boolean> => {
  const tout = { code: null, nom: '', qualite: '', dit: '', ...r }
  return (
    (
      await sql<{
        r: boolean
      }>`select porte.repondre_a_la_convention(${tout.geste}, ${tout.code}::bytea, ${tout.nom}, ${tout.qualite}, ${tout.dit}, ${le}::timestamptz) as r`.execute(
        tx,
      )
    ).rows[0]?.r ?? false
  )
}

/** Faux : la personne n’est pas entrée dans ce dossier. */
export const noterUneLecture = async (tx: TenantTx, id: GroupementId, le: Date): Promise<boolean> =>
  (
    await sql<{ note: boolean }>`select porte.noter_lecture(${id}::uuid, ${le}::timestamptz) as note`.execute(
      tx,
    )
  ).rows[0]?.note === true
