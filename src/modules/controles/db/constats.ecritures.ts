import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Jugement } from '../domain/juger.ts'
import type { AGarder, Passage } from './constats.ts'

export const ajouterJugement = async (
  tx: TenantTx,
  j: Omit<Jugement, 'le'> & {
    readonly id: string
    readonly activite: ActiviteId
    readonly session: SessionId
    readonly le: Date
  },
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into controles.jugement (id, activite_id, session_id, regle, cle, empreinte, decision, motif, le, par_nom)
    values (${j.id}::uuid, ${j.activite}::uuid, ${j.session}::uuid, ${j.regle}, ${j.cle}, ${j.empreinte}, ${j.decision}, ${j.motif}, ${j.le}, ${j.parNom})
    on conflict do nothing`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}

/** Ouvre ce qui est neuf, revoit ce qui demeure, referme ce qui n’est plus. */
export const synchroniser = async (
  tx: TenantTx,
  session: SessionId,
  activite: ActiviteId,
  constats: readonly AGarder[],
  le: Date,
): Promise<{ readonly nouveaux: number; readonly refermes: number }> => {
  const texte = JSON.stringify(constats.map((c) => ({ id: newId(le), ...c })))
  const lus = sql`jsonb_to_recordset(${texte}::jsonb) as x (id uuid, regle text, cle text, gravite text, phrase text, empreinte text, ou text)`
  await sql`update controles.constat c set vu_le = ${le}, gravite = x.gravite, phrase = x.phrase, empreinte = x.empreinte, ou = x.ou
    from ${lus} where c.organisme_id = (select app.organisme()) and c.session_id = ${session}::uuid and c.referme_le is null
      and c.regle = x.regle and c.cle = x.cle`.execute(tx)
  const fermes =
    await sql`update controles.constat c set referme_le = greatest(${le}::timestamptz, c.ouvert_le)
    where c.organisme_id = (select app.organisme()) and c.session_id = ${session}::uuid and c.referme_le is null
      and not exists (select from ${lus} where x.regle = c.regle and x.cle = c.cle)`.execute(tx)
  const ouverts =
    await sql`insert into controles.constat (id, activite_id, session_id, regle, cle, gravite, phrase, empreinte, ou, ouvert_le, vu_le)
    select x.id, ${activite}::uuid, ${session}::uuid, x.regle, x.cle, x.gravite, x.phrase, x.empreinte, x.ou, ${le}, ${le} from ${lus}
    where not exists (select from controles.constat c where c.organisme_id = (select app.organisme()) and c.session_id = ${session}::uuid
      and c.referme_le is null and c.regle = x.regle and c.cle = x.cle)`.execute(tx)
  return { nouveaux: Number(ouverts.numAffectedRows ?? 0n), refermes: Number(fermes.numAffectedRows ?? 0n) }
}

/** Les sessions qui ne se revoient plus, mais gardent des constats ouverts : annulées, archivées, ou trop vieilles. */
export const refermerLesAutres = async (
  tx: TenantTx,
  vues: readonly SessionId[],
  le: Date,
): Promise<number> => {
  const { numAffectedRows } =
    await sql`update controles.constat set referme_le = greatest(${le}::timestamptz, ouvert_le)
    where organisme_id = (select app.organisme()) and referme_le is null and not (session_id = any (${`{${vues.join(',')}}`}::uuid[]))`.execute(
      tx,
    )
  return Number(numAffectedRows ?? 0n)
}

export const ajouterPassage = async (tx: TenantTx, p: Passage): Promise<void> => {
  await sql`insert into controles.passage (id, le, sessions, passes, nouveaux, refermes)
    values (${newId(p.le)}::uuid, ${p.le}, ${p.sessions}::int4, ${p.passes}::int4, ${p.nouveaux}::int4, ${p.refermes}::int4)`.execute(
    tx,
  )
}
