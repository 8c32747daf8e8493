/** Ce que la coopérative a réglé de ses étapes, et ce qu’elle a armé après l’avoir lu. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import {
  asCode,
  type Code,
  type CodePropre,
  etapeDe,
  etapes,
  type Propre,
  type Reglage,
  type Reglee,
  regler,
} from '../domain/etapes.ts'

export type ReglageLu = Reglage & { readonly partoutVu: string | null; readonly partoutLe: Date | null }

export type EtapeReglee = Reglee & { readonly partoutVu: string | null; readonly partoutLe: Date | null }

/** Nos étapes, puis celles de la coopérative ; une étape retirée n’en est plus. */
export const lireReglages = async (tx: TenantTx): Promise<readonly EtapeReglee[]> => {
  const { rows } = await sql<
    ReglageLu & Partial<Omit<Propre, 'code'>>
  >`select r.code, r.active, r.ecart, r.relances, r.objet, r.corps, r.partout_vu as "partoutVu", r.partout_le as "partoutLe",
      p.nom, p.publics, p.ancre
    from etapes.reglage r left join etapes.propre p on p.organisme_id = r.organisme_id and p.code = r.code
    where r.organisme_id = (select app.organisme()) and p.retire_le is null
    order by p.cree_le, r.code`.execute(tx)
  const par = new Map(rows.map((r) => [r.code, r]))
  const propres = rows.flatMap((r) =>
    r.nom && r.publics && r.ancre
      ? [etapeDe({ code: r.code as CodePropre, nom: r.nom, publics: r.publics, ancre: r.ancre })]
      : [],
  )
  return [...etapes, ...propres].map((e) => ({
    ...regler(e, par.get(e.code)),
    partoutVu: par.get(e.code)?.partoutVu ?? null,
    partoutLe: par.get(e.code)?.partoutLe ?? null,
  }))
}

/**
 * L’empreinte de ce que l’on a lu avant d’armer : les mots, le jour, les rappels. Qu’un seul change, et ce qui fut armé ne l’est
 * plus : il faut le relire.
 */
export const empreinteDe = (e: Pick<Reglee, 'code' | 'ecart' | 'relances' | 'objet' | 'corps'>): string =>
  createHash('sha256')
    .update(JSON.stringify([e.code, e.ecart, [...e.relances], e.objet, e.corps]))
    .digest('hex')

export type Armement = {
  readonly code: Code
  readonly vu: string
  readonly le: Date
  readonly par: string | null
}

export const armementsDe = async (tx: TenantTx, session: string): Promise<readonly Armement[]> =>
  (await armementsEnCours(tx, [session])).get(session) ?? []

/** Ceux de ces sessions, par session. */
export const armementsEnCours = async (
  tx: TenantTx,
  sessions: readonly string[],
): Promise<ReadonlyMap<string, readonly Armement[]>> => {
  const { rows } = await sql<{
    session: string
    code: string
    vu: string
    le: Date
    par: string | null
  }>`select session_id as session, code, vu, arme_le as le, arme_par as par
      from etapes.armement where organisme_id = (select app.organisme()) and desarme_le is null
        and session_id = any (${`{${sessions.join(',')}}`}::uuid[])`.execute(tx)
  return Map.groupBy(
    rows.flatMap((a) => {
      const code = asCode(a.code)
      return code ? [{ ...a, code }] : []
    }),
    (a) => a.session,
  )
}

/** Celles qui partiront d’elles-mêmes : actives, lues, et inchangées depuis. */
export type Armee = 'session' | 'partout' | 'a-relire' | false

export const armeeDe = (e: EtapeReglee, armements: readonly Armement[]): Armee => {
  if (e.conduite !== 'ici' || !e.active) return false
  const vu = empreinteDe(e)
  const sienne = armements.find((a) => a.code === e.code)
  if (sienne?.vu === vu) return 'session'
  if (e.partoutVu === vu) return 'partout'
  return sienne || e.partoutVu ? 'a-relire' : false
}
