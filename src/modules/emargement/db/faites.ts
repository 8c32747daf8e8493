import { sql } from 'kysely'
import { composee, type TenantTx } from '#platform/db/index.ts'
import type { SessionId } from '../domain/ports.ts'
import type { InscriptionId, SeanceId } from '../domain/signer-demi-journee.ts'

export type Faites = {
  readonly closes: ReadonlySet<SeanceId>
  /** Combien de minutes avant le début on signe, par jour de la session. */
  readonly avances: ReadonlyMap<string, number>
  readonly certifiees: ReadonlySet<InscriptionId>
}

const faites = composee(
  (session: SessionId) => sql<{
    closes: SeanceId[]
    certifiees: InscriptionId[]
    avances: Record<string, number>
  }>`select
    array(select c.seance_id from sessions.seance x
        join emargement.cloture c on c.organisme_id = x.organisme_id and c.seance_id = x.id
      where x.session_id = ${session}::uuid) as closes,
    array(select c.inscription_id from inscriptions.inscription i
        join emargement.certificat c on c.organisme_id = i.organisme_id and c.inscription_id = i.id
      where i.session_id = ${session}::uuid) as certifiees,
    (select coalesce(jsonb_object_agg(j.jour, emargement.ouvre_avant((select app.organisme()), j.jour)), '{}')
      from (select distinct x.jour from sessions.seance x where x.session_id = ${session}::uuid) j
      -- Rien n’est réglé ici : la fonction, appelée pour chaque jour, dirait zéro à chacun.
      where exists (select from emargement.reglage)) as avances`,
)

/** D’une session, les séances dont la feuille est close et les inscriptions qui ont un certificat. */
export const lireFaites = async (tx: TenantTx, session: SessionId): Promise<Faites> => {
  const { rows } = await faites(tx, session)
  const [lue] = rows
  return {
    closes: new Set(lue?.closes),
    certifiees: new Set(lue?.certifiees),
    avances: new Map(Object.entries(lue?.avances ?? {})),
  }
}
