import { sql } from 'kysely'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { GenreDEcrit } from '../domain/ecrits.ts'
import type { GroupementId } from '../domain/groupement.ts'

/** Ajoute une version. Faux : une autre vient d’être écrite. Lève (42501) si le moment ou la personne ne le permet pas. */
export const ajouterEcrit = async (
  tx: TenantTx,
  groupement: GroupementId,
  e: {
    readonly genre: GenreDEcrit
    readonly cle?: string
    readonly rang: number
    readonly contenu: unknown
    readonly motif?: string
  },
  le: Date,
): Promise<boolean> =>
  (
    await sql`insert into marches.ecrit (groupement_id, id, genre, cle, rang, contenu, motif, le)
      values (${groupement}::uuid, ${newId(le)}::uuid, ${e.genre}, ${e.cle ?? ''}, ${e.rang}, ${JSON.stringify(e.contenu)}::jsonb, ${e.motif ?? ''}, ${le}::timestamptz)
      on conflict do nothing`.execute(tx)
  ).numAffectedRows === 1n

export const scellerPrix = async (
  tx: TenantTx,
  id: GroupementId,
  engagement: Uint8Array,
  chiffre: Uint8Array,
  le: Date,
): Promise<string> =>
  (
    await sql<{
      r: string
    }>`select porte.sceller_prix(${id}::uuid, ${Buffer.from(engagement)}::bytea, ${Buffer.from(chiffre)}::bytea, ${le}::timestamptz) as r`.execute(
      tx,
    )
  ).rows[0]?.r ?? 'refuse'

export const leverLesScelles = async (
  tx: TenantTx,
  id: GroupementId,
  levee: string,
  motif: string,
  le: Date,
): Promise<string> =>
  (
    await sql<{
      r: string
    }>`select porte.lever_les_scelles(${id}::uuid, ${levee}::uuid, ${motif}, ${le}::timestamptz) as r`.execute(
      tx,
    )
  ).rows[0]?.r ?? 'refuse'

export const signerMarche = async (tx: TenantTx, id: GroupementId, jour: string, le: Date): Promise<string> =>
  (
    await sql<{
      r: string
    }>`select porte.groupement_signer(${id}::uuid, ${jour}::date, ${le}::timestamptz) as r`.execute(tx)
  ).rows[0]?.r ?? 'refuse'

/** Par son lien : « rendu », « deja », ou « refuse ». */
export const ecrireAvisRendu = async (
  tx: TenantTx,
  { sens, texte }: { readonly sens: string; readonly texte: string },
  le: Date,
): Promise<string> =>
  (
    await sql<{
      dit: string
    }>`select porte.rendre_avis(${sens}, ${texte}, ${le}::timestamptz) as dit`.execute(tx)
  ).rows[0]?.dit ?? 'refuse'
