import { sql } from 'kysely'
import type { ActiviteId, Id } from '#kernel/id.ts'
import type { Refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import {
  type Conditions,
  type Constat,
  type Cote,
  direRefusDeMission,
  type EtatMission,
  type MissionId,
  type MissionLue,
} from '../domain/missions.ts'

export type MissionDemandee = Conditions & {
  readonly id: MissionId
  readonly genre: MissionLue['genre']
  readonly acheteuse: ActiviteId
  readonly vendeuse: ActiviteId
  readonly cote: Cote
  readonly objet: string
  readonly session?: Id<'Session'> | null
  readonly cadre?: MissionId | null
  readonly corrige?: MissionId | null
  readonly du: string
  readonly au: string | null
  readonly motif?: string
  readonly intervenant?: Id<'Tiers'> | null
}

/** Ce que la base refuse revient avec sa phrase, sans défaire le reste de la transaction. */
const essayer = async (tx: TenantTx, ecrire: () => Promise<boolean>): Promise<Result<boolean, Refus>> => {
  await sql`savepoint mission`.execute(tx)
  try {
    return ok(await ecrire())
  } catch (erreur) {
    const refus = direRefusDeMission(erreur)
    if (!refus) throw erreur
    await sql`rollback to savepoint mission`.execute(tx)
    return ko(refus)
  }
}

/** Faux : un double envoi, la mission est déjà demandée. */
export const ajouterMission = (tx: TenantTx, m: MissionDemandee, le: Date): Promise<Result<boolean, Refus>> =>
  essayer(tx, async () => {
    const { numAffectedRows } =
      await sql`insert into cae.mission (id, genre, acheteuse_id, vendeuse_id, cote, objet, session_id, cadre_id, corrige_id, cle,
          tarif_centimes, taux_points, du, au, motif, demandee_le, intervenant_id)
        values (${m.id}::uuid, ${m.genre}, ${m.acheteuse}::uuid, ${m.vendeuse}::uuid, ${m.cote}, ${m.objet}, ${m.session ?? null}::uuid,
          ${m.cadre ?? null}::uuid, ${m.corrige ?? null}::uuid, ${m.cle}, ${m.tarif}, ${m.taux}, ${m.du}::date, ${m.au}::date,
          ${m.motif ?? ''}, ${le}, ${m.intervenant ?? null}::uuid)
        on conflict (organisme_id, id) do nothing`.execute(tx)
    return numAffectedRows === 1n
  })

export type Pas = {
  readonly de: EtatMission
  readonly vers: EtatMission
  readonly le: Date
  readonly motif?: string
  readonly intervenant?: Id<'Tiers'> | null
  readonly constat?: Constat & { readonly cote: Cote }
}

/** Mène une mission d’un état à l’autre. Faux : elle n’est plus dans l’état qu’on a lu. */
export const avancerMission = (
  tx: TenantTx,
  id: MissionId,
  { de, vers, le, motif, intervenant, constat }: Pas,
): Promise<Result<boolean, Refus>> =>
  essayer(tx, async () => {
    const { numAffectedRows } =
      await sql`update cae.mission set etat = ${vers}, motif = coalesce(${motif ?? null}, motif),
        intervenant_id = coalesce(${intervenant ?? null}::uuid, intervenant_id),
        minutes = coalesce(${constat?.minutes ?? null}, minutes),
        demi_journees = coalesce(${constat?.demiJournees ?? null}, demi_journees),
        base_centimes = coalesce(${constat?.base ?? null}, base_centimes),
        constat_cote = coalesce(${constat?.cote ?? null}, constat_cote),
        repondue_le = case when ${de} = 'demandee' then ${le}::timestamptz else repondue_le end,
        constatee_le = case when ${vers} = 'constatee' then ${le}::timestamptz else constatee_le end,
        confirmee_le = case when ${vers} = 'confirmee' then ${le}::timestamptz else confirmee_le end
      where id = ${id}::uuid and etat = ${de}`.execute(tx)
    return numAffectedRows === 1n
  })
