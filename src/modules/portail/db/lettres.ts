/** La lettre : qui s'y abonne, à qui elle part. Une adresse est chiffrée par les clés de l'instance ; son empreinte dit qu'on l'a déjà. */
import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { PoleId } from '#modules/pole/index.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'

const empreinteDe = (keys: Keys, courriel: string) =>
  keys.digest('portail.abonne', courriel.trim().toLowerCase())

/** Ce qui concerne une personne abonnée. Vide : tout. Les pôles y sont par leur code. */
export type ChoixDeLettre = {
  readonly poles: readonly string[]
  readonly departements: readonly string[]
  readonly themes: readonly string[]
}

/** Demande la lettre à cette adresse ; déjà reçue, rien n'y change. Une tâche y écrit, et la page n'en sait rien. */
export const demanderLaLettre = async (
  tx: PublicTx,
  keys: Keys,
  id: string,
  courriel: string,
  choix: ChoixDeLettre,
  le: Date,
): Promise<void> => {
  await sql`select porte.demander_la_lettre(${id}::uuid, ${empreinteDe(keys, courriel)}::bytea,
      ${Buffer.from(keys.encrypt('portail.abonne', 'courriel', Buffer.from(courriel)))}::bytea, ${[...choix.poles]}::text[],
      ${[...choix.departements]}::text[], ${[...choix.themes]}::text[], ${le}::timestamptz)`.execute(tx)
}

export const lireAbonne = (keys: Keys, chiffre: Buffer | null): string | undefined => {
  const clair = chiffre && keys.decrypt('portail.abonne', 'courriel', chiffre)
  return clair ? Buffer.from(clair).toString() : undefined
}

export const choixDeLaLettre = async (
  tx: PublicTx,
  id: string,
): Promise<(ChoixDeLettre & { readonly etat: string }) | undefined> => {
  const { rows } = await sql<
    ChoixDeLettre & { etat: string }
  >`select etat, poles, departements, themes from porte.choix_de_la_lettre(${id}::uuid)`.execute(tx)
  return rows[0]
}

/** Faux : l'abonnement n'est pas actif. */
export const choisirLaLettre = async (tx: PublicTx, id: string, c: ChoixDeLettre): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.choisir_la_lettre(${id}::uuid, ${[...c.poles]}::text[], ${[...c.departements]}::text[], ${[...c.themes]}::text[]) as r`.execute(
    tx,
  )
  return rows[0]?.r ?? false
}

export const confirmerLaLettre = async (
  tx: PublicTx,
  id: string,
  preuve: string,
  le: Date,
): Promise<string | undefined> => {
  const { rows } = await sql<{
    r: string | null
  }>`select porte.confirmer_la_lettre(${id}::uuid, ${Buffer.from(preuve)}::bytea, ${le}::timestamptz) as r`.execute(
    tx,
  )
  return rows[0]?.r ?? undefined
}

export const finirLaLettre = async (tx: PublicTx, id: string, le: Date): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.finir_la_lettre(${id}::uuid, ${le}::timestamptz) as r`.execute(tx)
  return rows[0]?.r ?? false
}

export type Lettre = {
  readonly id: Id<'Lettre'>
  readonly objet: string
  readonly envoyeeLe: Date
  readonly par: string
  readonly departements: readonly string[]
  readonly themes: readonly string[]
}

/** À qui une lettre part, parmi celles et ceux qui suivent son pôle. Vide : à tous. */
export type Segment = Pick<Lettre, 'departements' | 'themes'>

export const lettresDuPole = async (tx: TenantTx, pole: PoleId): Promise<Lettre[]> =>
  (
    await sql<Lettre>`select id, objet, envoyee_le as "envoyeeLe", par, departements, themes from portail.lettre
      where pole_id = ${pole} order by envoyee_le desc limit 50`.execute(tx)
  ).rows

export const nombreDAbonnes = async (tx: TenantTx, pole: PoleId, s: Segment): Promise<number> => {
  const { rows } = await sql<{
    n: number
  }>`select porte.nombre_d_abonnes(${pole}::uuid, ${[...s.departements]}::text[], ${[...s.themes]}::text[]) as n`.execute(
    tx,
  )
  return rows[0]?.n ?? 0
}

export type ARemettre = {
  readonly abonnement: string
  readonly courriel: string
  readonly objet: string
  readonly contenu: string
}

/** L'ouvrier seul. */
export const lettreARemettre = async (
  tx: PublicTx,
  keys: Keys,
  lettre: string,
  limite: number,
): Promise<ARemettre[]> => {
  const { rows } = await sql<{
    abonnement: string
    chiffre: Buffer
    objet: string
    contenu: string
  }>`select abonnement, chiffre, objet, contenu from porte.lettre_a_remettre(${lettre}::uuid, ${limite}::integer)`.execute(
    tx,
  )
  return rows.flatMap(({ chiffre, ...r }) => {
    const clair = keys.decrypt('portail.abonne', 'courriel', chiffre)
    return clair ? [{ ...r, courriel: Buffer.from(clair).toString() }] : []
  })
}

export const noterRemise = async (
  tx: PublicTx,
  lettre: string,
  abonnement: string,
  le: Date,
): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.noter_remise(${lettre}::uuid, ${abonnement}::uuid, ${le}::timestamptz) as r`.execute(tx)
  return rows[0]?.r ?? false
}
