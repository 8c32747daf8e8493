import { sql } from 'kysely'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { PlateformeReglee } from './plateforme.ts'

type APoser = Pick<PlateformeReglee, 'nom' | 'flux' | 'annuaire' | 'jeton' | 'client' | 'poseeLe'> & {
  readonly secret: Uint8Array
}

/** Une plateforme neuve, ou une autre adresse, se lit depuis le jour où on la règle ; l’adresse d’appel donnée à l’ancienne s’arrête. */
export const poserPlateforme = async (tx: TenantTx, p: APoser): Promise<void> => {
  await sql`insert into facturation.plateforme (nom, flux, annuaire, jeton, client, secret, posee_le, lue_jusqua)
      values (${p.nom}, ${p.flux}, ${p.annuaire}, ${p.jeton}, ${p.client}, ${Buffer.from(p.secret)}, ${p.poseeLe}::timestamptz,
        ${p.poseeLe}::timestamptz)
    on conflict (organisme_id) do update set nom = excluded.nom, flux = excluded.flux, annuaire = excluded.annuaire,
      jeton = excluded.jeton, client = excluded.client, secret = excluded.secret, posee_le = excluded.posee_le,
      posee_par = excluded.posee_par, echec = null,
      appel = case when plateforme.flux = excluded.flux and plateforme.client = excluded.client then plateforme.appel end,
      lue_jusqua = case when plateforme.flux = excluded.flux then least(plateforme.lue_jusqua, excluded.posee_le) else excluded.posee_le end`.execute(
    tx,
  )
}

export const oterPlateforme = async (tx: TenantTx): Promise<boolean> =>
  (await sql`delete from facturation.plateforme where organisme_id = (select app.organisme())`.execute(tx))
    .numAffectedRows === 1n

/** Ce que la plateforme date d’après cette relève n’est pas encore lu. */
export const noterReleve = async (
  tx: TenantTx,
  r: { readonly le: Date; readonly jusqua: Date | null; readonly echec: string | null },
): Promise<void> => {
  await sql`update facturation.plateforme set essayee_le = ${r.le}::timestamptz, echec = ${r.echec}::text,
      relevee_le = case when ${r.echec}::text is null then ${r.le}::timestamptz else relevee_le end,
      lue_jusqua = least(greatest(lue_jusqua, ${r.jusqua}::timestamptz), ${r.le}::timestamptz)
    where organisme_id = (select app.organisme())`.execute(tx)
}

/** Ce qui est lu le reste ; ce qui fut écarté se relit, et dit ce qu’il est devenu. */
export const garderFlux = async (
  tx: TenantTx,
  f: {
    readonly flux: string
    readonly le: Date
    readonly genre: 'facture' | 'statut' | 'autre'
    readonly suite: string
    readonly ecarte: boolean
  },
): Promise<void> => {
  await sql`insert into facturation.flux_lu (flux, lu_le, genre, suite, ecarte)
      values (${f.flux}, ${f.le}::timestamptz, ${f.genre}, ${f.suite.slice(0, 500)}, ${f.ecarte})
    on conflict (organisme_id, flux) do update set suite = excluded.suite, ecarte = excluded.ecarte where flux_lu.ecarte`.execute(
    tx,
  )
}

/** Ce que l’on compte puis envoie, un essai qui commence, une plateforme qui change : chacun son tour. */
export const verrouillerPlateforme = async (tx: TenantTx): Promise<void> => {
  await sql`select 1 from facturation.plateforme where organisme_id = (select app.organisme()) for update`.execute(
    tx,
  )
}

/** `appel` : l’empreinte du secret, ou rien pour ne plus être appelé. Faux si aucune plateforme n’est réglée. */
export const poserAppel = async (tx: TenantTx, appel: Buffer | null): Promise<boolean> =>
  (
    await sql`update facturation.plateforme set appel = ${appel} where organisme_id = (select app.organisme())`.execute(
      tx,
    )
  ).numAffectedRows === 1n

/** Faux : personne ne tient ce secret. */
export const demanderReleveParAppel = async (tx: PublicTx, secret: string): Promise<boolean> =>
  (
    await sql<{
      connu: boolean
    }>`select porte.appel_de_plateforme(${Buffer.from(secret, 'base64url')}) as connu`.execute(tx)
  ).rows[0]?.connu === true
