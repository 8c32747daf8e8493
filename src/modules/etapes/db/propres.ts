/** Les étapes qu’une coopérative ajoute aux nôtres : écrites, renommées, retirées, remises. Son jour et ses mots sont dans son réglage. */
import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { CodePropre } from '../domain/etapes.ts'

export type Retiree = { readonly code: CodePropre; readonly nom: string; readonly le: Date }

export const etapesRetirees = async (tx: TenantTx): Promise<Retiree[]> =>
  (
    await sql<Retiree>`select code, nom, retire_le as le from etapes.propre
      where organisme_id = (select app.organisme()) and retire_le is not null order by retire_le desc, code limit 100`.execute(
      tx,
    )
  ).rows

/** Combien la coopérative en tient : au-delà, la matrice ne se lirait plus. */
export const compterPropres = async (tx: TenantTx): Promise<number> =>
  (
    await sql<{ n: number }>`select count(*)::int4 as n from etapes.propre
      where organisme_id = (select app.organisme()) and retire_le is null`.execute(tx)
  ).rows[0]?.n ?? 0

/** Même retirée, elle a un nom ; rien : elle n’est pas d’ici. */
export const nomDePropre = async (tx: TenantTx, code: CodePropre): Promise<string | undefined> =>
  (
    await sql<{ nom: string }>`select nom from etapes.propre
      where organisme_id = (select app.organisme()) and code = ${code}`.execute(tx)
  ).rows[0]?.nom
