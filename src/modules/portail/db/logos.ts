import { sql } from 'kysely'
import type { OrganismeId } from '#kernel/id.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'

export type Logo = {
  readonly type: 'image/webp' | 'image/svg+xml'
  readonly octets: Uint8Array
  /** En points ; rien pour un tracé, qui n'a pas de taille à lui. */
  readonly largeur: number | null
  readonly hauteur: number | null
}

export type LogoEnListe = Pick<Logo, 'largeur' | 'hauteur'> & { readonly cle: string }

/** Le logo de l'organisme de la transaction, publié ou non. */
export const lireLogo = async (tx: TenantTx): Promise<(LogoEnListe & Pick<Logo, 'type'>) | undefined> =>
  (
    await sql<LogoEnListe & Pick<Logo, 'type'>>`select cle, largeur, hauteur, type from portail.logo`.execute(
      tx,
    )
  ).rows[0]

/** Pour qui le relit avant de publier sa fiche. */
export const octetsDuLogo = async (tx: TenantTx, cle: string): Promise<Logo | undefined> =>
  (await sql<Logo>`select type, octets, largeur, hauteur from portail.logo where cle = ${cle}`.execute(tx))
    .rows[0]

/** Les logos de ces coopératives, si leur fiche est publiée. */
export const logosPublics = async (
  tx: PublicTx,
  organismes: readonly OrganismeId[],
): Promise<ReadonlyMap<string, LogoEnListe>> => {
  if (organismes.length === 0) return new Map()
  const { rows } = await sql<
    LogoEnListe & { id: OrganismeId }
  >`select id, cle, largeur, hauteur from porte.logos_publics(${[...organismes]}::uuid[])`.execute(tx)
  return new Map(rows.map((r) => [r.id as string, r]))
}

export const logoPublic = async (
  tx: PublicTx,
  code: string,
  cle: string,
): Promise<Pick<Logo, 'type' | 'octets'> | undefined> => {
  const { rows } = await sql<{
    type: Logo['type']
    octets: Buffer
  }>`select type, octets from porte.logo_public(${code}, ${cle})`.execute(tx)
  return rows[0]
}
