import { sql } from 'kysely'
import type { PersonneId } from '#kernel/id.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { SalleId, SessionId } from '../domain/ou-et-qui.ts'
import { animeePar } from './animee-par.ts'

/** Ce qu'une demi-journée prendrait : une salle, ou une personne (sa fiche, son compte, ou les deux). */
export type OccupationVoulue = {
  readonly seance: string
  /** Comment le dire à qui planifie : « La salle Duras », « Tom Okafor ». */
  readonly nom: string
  readonly salle?: SalleId | undefined
  readonly personne?: TiersId | undefined
  readonly compte?: PersonneId | undefined
  readonly du: Date
  readonly au: Date
}

const tableau = (valeurs: readonly (string | undefined)[]) =>
  `{${valeurs.map((v) => (v === undefined ? 'NULL' : `"${v}"`)).join(',')}}`

/** Celles qui sont prises, d'où que ce soit ; la base ne dit ni par qui, ni pour quoi. */
export const occupees = async (
  tx: TenantTx,
  demandes: readonly OccupationVoulue[],
  sauf: SessionId | null,
): Promise<OccupationVoulue[]> => {
  if (demandes.length === 0) return []
  const { rows } = await sql<{ pris: boolean | null }>`
    select porte.occupe(d.salle, d.personne, d.compte, d.du, d.au, ${sauf}::uuid) as pris
    from unnest(${tableau(demandes.map((d) => d.salle))}::uuid[], ${tableau(demandes.map((d) => d.personne))}::uuid[],
      ${tableau(demandes.map((d) => d.compte))}::uuid[], ${tableau(demandes.map((d) => d.du.toISOString()))}::timestamptz[],
      ${tableau(demandes.map((d) => d.au.toISOString()))}::timestamptz[])
      with ordinality as d (salle, personne, compte, du, au, rang) order by d.rang`.execute(tx)
  return demandes.filter((_, i) => rows[i]?.pris === true)
}

/** La session qui occupe, si on la voit d'ici, de ses seules sessions si `deQui` le dit : sinon rien, et « occupé » est tout ce que l'on dira. */
export const occupantVisible = async (
  tx: TenantTx,
  d: OccupationVoulue,
  sauf: SessionId | null,
  deQui: PersonneId | null,
): Promise<{ numero: string; intitule: string } | undefined> =>
  (
    await sql<{ numero: string; intitule: string }>`select s.numero, s.intitule
      from sessions.seance x join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id
      where x.tenue and x.debut < ${d.au} and x.fin > ${d.du} and s.id is distinct from ${sauf}::uuid
        and ${
          d.salle === undefined
            ? sql`exists (select from sessions.affectation a where a.organisme_id = x.organisme_id and a.seance_id = x.id
                and (a.personne_id = ${d.personne ?? null}::uuid or a.compte_id = ${d.compte ?? null}::uuid))`
            : sql`exists (select from sessions.seance_salle a where a.organisme_id = x.organisme_id and a.seance_id = x.id
                and a.salle_id = ${d.salle})`
        }
        and (${deQui}::uuid is null or ${animeePar('s', deQui)})
      order by x.debut, s.id limit 1`.execute(tx)
  ).rows[0]

const codeDe = (erreur: unknown): string | undefined =>
  typeof erreur === 'object' && erreur !== null && 'code' in erreur && typeof erreur.code === 'string'
    ? erreur.code
    : undefined

/**
 * Pourquoi la base défait une écriture : l’heure est prise ; une session qui se tient recevrait qui n’y est pas habilité (CAE), ou une personne prêtée
 * dont le dossier 21/22 n’est pas remis.
 */
export type RefusDeLaBase = 'occupe' | 'non-habilite' | 'sans-dossier'
const contraintes: Readonly<Record<string, RefusDeLaBase>> = {
  session_habilitation: 'non-habilite',
  session_dossier_remis: 'sans-dossier',
}
const refusDeLaBase = (erreur: unknown): RefusDeLaBase | undefined => {
  const { code, constraint } = erreur as { code?: string; constraint?: string }
  return code === '23P01' ? 'occupe' : code === '23514' ? contraintes[constraint ?? ''] : undefined
}

/**
 * Fait ce travail, ou rien : si la base répond que l'heure est prise (quelqu'un vient de la prendre), tout ce que le
 * travail avait écrit est défait, et la transaction continue. Deux gestes qui se bloquent : l'un recommence, une fois.
 */
export const sansChevauchement = async <T>(
  tx: TenantTx,
  travail: () => Promise<T>,
): Promise<Result<T, RefusDeLaBase>> => {
  for (let reste = 1; ; reste--) {
    await sql`savepoint reserver`.execute(tx)
    try {
      const rendu = await travail()
      // Il renonce : rien de ce qu’il a commencé ne reste.
      if (rendu === false) await sql`rollback to savepoint reserver`.execute(tx)
      await sql`release savepoint reserver`.execute(tx)
      return ok(rendu)
    } catch (erreur) {
      const refuse = refusDeLaBase(erreur)
      if (!refuse && !(codeDe(erreur) === '40P01' && reste > 0)) throw erreur
      await sql`rollback to savepoint reserver`.execute(tx)
      await sql`release savepoint reserver`.execute(tx)
      if (refuse) return ko(refuse)
    }
  }
}

export type Prise = {
  readonly seance: string
  readonly debut: Date
  readonly salle?: SalleId | undefined
  readonly personne?: TiersId | undefined
  readonly compte?: PersonneId | null | undefined
  /** Temps d'intervention ; d'une salle, sans effet. */
  readonly minutes: number
  readonly confieeA?: string | null | undefined
}

/** Les demi-journées de cette session que l'émargement a figées. */
export const seancesFigees = async (tx: TenantTx, session: SessionId): Promise<ReadonlySet<string>> =>
  new Set(
    (await sql<{ figees: string[] }>`select porte.seances_figees(${session}::uuid) as figees`.execute(tx))
      .rows[0]?.figees ?? [],
  )
