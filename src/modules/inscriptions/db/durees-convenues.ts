import { sql } from 'kysely'
import type { Montant } from '#kernel/montant.ts'
import { genresQui } from '#modules/documents/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { dureeConvenue, type Promesse } from '../domain/duree-convenue.ts'
import { minutesDuPlan } from '../domain/duree-du-plan.ts'
import { lireHorsSeance } from './plan.queries.ts'

type LigneDePromesse = Promesse & {
  readonly dossier: string
  readonly convenu: Montant
  readonly signee: boolean
}

/** Les pièces qui valent, et ce que chacune promet. Les demi-journées seules : le reste de l’action a son plan. */
const promesses = async (tx: TenantTx, session: string): Promise<LigneDePromesse[]> =>
  (
    await sql<LigneDePromesse>`select d.id as dossier, d.prix_centimes as convenu, p.genre,
        (p.donnees::jsonb #>> '{prix,totalHT}')::bigint as prix,
        coalesce((select sum((x ->> 'minutes')::int) from jsonb_path_query(p.donnees::jsonb, '$.action.seances[*]') x), 0)::int as minutes,
        exists (select from documents.signature g where g.organisme_id = p.organisme_id and g.piece_id = p.id
          and g.acte = 'signature' and g.role = 'client') as signee
      from inscriptions.dossier d join documents.piece p on p.organisme_id = d.organisme_id and p.objet_id = d.id
      where d.organisme_id = (select app.organisme()) and d.session_id = ${session}::uuid
        and p.genre = any (${`{${genresQui('engage').join(',')}}`}::text[])
        and not exists (select from documents.piece r where r.organisme_id = p.organisme_id and r.remplace_id = p.id)`.execute(
      tx,
    )
  ).rows

const parDossier = (lues: readonly LigneDePromesse[]): ReadonlyMap<string, number> =>
  new Map(
    [...Map.groupBy(lues, (l) => l.dossier)].flatMap(([dossier, siennes]) => {
      const minutes = siennes[0] ? dureeConvenue(siennes[0].convenu, siennes) : null
      return minutes === null ? [] : [[dossier, minutes] as const]
    }),
  )

/** Par dossier de la session, les minutes de demi-journées que son prix paie ; absent : aucune pièce ne le dit. */
export const dureesConvenues = async (tx: TenantTx, session: string): Promise<ReadonlyMap<string, number>> =>
  parDossier(await promesses(tx, session))

/** Ce que le client a signé, et que seul un avenant change : demi-journées, et ce que le plan ajoute à distance ou au poste. */
export const convenuSigne = async (
  tx: TenantTx,
  session: string,
  dossier: string,
): Promise<{ readonly minutes: number; readonly plan: number } | undefined> => {
  const lues = (await promesses(tx, session)).filter((l) => l.dossier === dossier && l.genre !== 'devis')
  const minutes = parDossier(lues.filter((l) => l.signee)).get(dossier)
  if (minutes === undefined) return undefined
  return { minutes, plan: minutesDuPlan(await lireHorsSeance(tx, session)) }
}
