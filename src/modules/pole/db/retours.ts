import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { RetourSur } from '../domain/retour-sur.ts'
import type { PoleId } from './poles.ts'
import type { ReunionId } from './reunions.ts'

export type RetourPublie = {
  readonly id: Id<'Retour'>
  readonly adresse: string
  readonly publieLe: Date
  readonly contenu: RetourSur
}

/** Publie une version de plus, et retire la précédente : l'ancienne reste en base, le public ne lit que la dernière. */
export const publierRetour = async (
  tx: TenantTx,
  r: {
    readonly id: Id<'Retour'>
    readonly pole: PoleId
    readonly reunion: ReunionId
    readonly adresse: string
    readonly contenu: RetourSur
  },
  le: Date,
): Promise<void> => {
  // Le même envoi, deux fois : la version est déjà en ligne.
  const deja = await tx.selectFrom('pole.retour').select('id').where('id', '=', r.id).executeTakeFirst()
  if (deja) return
  const derniere = await tx
    .selectFrom('pole.retour')
    .select((e) => e.fn.max('version').as('version'))
    .where('reunion_id', '=', r.reunion)
    .executeTakeFirst()
  await sql`select porte.retirer_retours(${r.pole}::uuid, ${r.reunion}::uuid, ${le}::timestamptz)`.execute(tx)
  await tx
    .insertInto('pole.retour')
    .values({
      id: r.id,
      pole_id: r.pole,
      reunion_id: r.reunion,
      version: Number(derniere?.version ?? 0) + 1,
      adresse: r.adresse,
      contenu: JSON.stringify(r.contenu),
      publie_le: le,
    })
    .execute()
}

/** Un retour tel qu'une liste le montre : sans son récit, qui pèse le plus. */
export type RetourEnListe = Omit<RetourPublie, 'contenu'> & { readonly contenu: Omit<RetourSur, 'recit'> }

/** Les retours publiés, le plus récent d'abord, d'un pôle ou de tous : lus sans organisme. */
export const retoursPublies = async (
  tx: PublicTx,
  { limite = 50, code }: { readonly limite?: number; readonly code?: string } = {},
): Promise<RetourEnListe[]> => {
  const lus = await tx
    .selectFrom('pole.retour')
    .select(['id', 'adresse', 'publie_le', sql<RetourEnListe['contenu']>`contenu - 'recit'`.as('contenu')])
    .$if(code !== undefined, (q) => q.where(sql<boolean>`contenu ->> 'code' = ${code ?? ''}`))
    .orderBy('publie_le', 'desc')
    .orderBy('id', 'desc')
    .limit(limite)
    .execute()
  return lus.map((l) => ({
    id: l.id as Id<'Retour'>,
    adresse: l.adresse,
    publieLe: l.publie_le ?? new Date(0),
    contenu: l.contenu,
  }))
}

export const retourParAdresse = async (tx: PublicTx, adresse: string): Promise<RetourPublie | undefined> => {
  const l = await tx
    .selectFrom('pole.retour')
    .select(['id', 'adresse', 'publie_le', 'contenu'])
    .where('adresse', '=', adresse)
    .orderBy('publie_le', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (
    l && {
      id: l.id as Id<'Retour'>,
      adresse: l.adresse,
      publieLe: l.publie_le ?? new Date(0),
      contenu: l.contenu as unknown as RetourSur,
    }
  )
}

/** Le retour en ligne d'une rencontre, pour la coopérative qui l'a publié : les autres le lisent sans organisme, comme tout le monde. */
export const retourDeLaReunion = async (
  tx: TenantTx,
  pole: PoleId,
  reunion: ReunionId,
): Promise<RetourPublie | undefined> => {
  const l = await tx
    .selectFrom('pole.retour')
    .select(['id', 'adresse', 'publie_le', 'contenu'])
    .where('pole_id', '=', pole)
    .where('reunion_id', '=', reunion)
    .where('retire_le', 'is', null)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (
    l && {
      id: l.id as Id<'Retour'>,
      adresse: l.adresse,
      publieLe: l.publie_le ?? new Date(0),
      contenu: l.contenu as unknown as RetourSur,
    }
  )
}
