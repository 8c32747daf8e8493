import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id, PersonneId } from '#kernel/id.ts'
import { asZone, ZONE_PAR_DEFAUT, type Zone } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { SalleId } from '../domain/ou-et-qui.ts'
import { animeePar } from './animee-par.ts'

export type Salle = {
  readonly id: SalleId
  readonly nom: string
  readonly places: number | null
  readonly fermeeLe: DateCivile | null
  readonly etablissement: Id<'Etablissement'>
  readonly nomEtablissement: string
  readonly ville: string
  readonly zone: Zone
  /** L'établissement est fermé : la salle ne se propose plus. */
  readonly lieuFerme: boolean
}

const colonnes = sql`s.id, s.nom, s.places, s.fermee_le::text as "fermeeLe", s.etablissement_id as etablissement,
  e.nom as "nomEtablissement", e.ville, e.zone, (e.ferme_le is not null) as "lieuFerme"
  from sessions.salle s join organisme.etablissement e on e.organisme_id = s.organisme_id and e.id = s.etablissement_id`

const enSalle = (l: Omit<Salle, 'zone'> & { zone: string }): Salle => ({
  ...l,
  zone: asZone(l.zone) ?? ZONE_PAR_DEFAUT,
})

/** Par établissement, puis par nom. `ouvertes` : celles que l'on propose encore. */
export const listerSalles = async (
  tx: TenantTx,
  { q = '', ouvertes = false }: { readonly q?: string; readonly ouvertes?: boolean } = {},
): Promise<Salle[]> =>
  (
    await sql<Omit<Salle, 'zone'> & { zone: string }>`select ${colonnes}
      where ${ouvertes ? sql`s.fermee_le is null and e.ferme_le is null` : sql`true`}
        and ${q === '' ? sql`true` : sql`strpos(s.pli, ${q}) > 0`}
      order by e.nom, e.id, s.pli, s.id limit 500`.execute(tx)
  ).rows.map(enSalle)

export const lireSalle = async (tx: TenantTx, id: SalleId): Promise<Salle | undefined> => {
  const { rows } = await sql<
    Omit<Salle, 'zone'> & { zone: string }
  >`select ${colonnes} where s.id = ${id}`.execute(tx)
  return rows[0] && enSalle(rows[0])
}

/** Une heure prise de la salle, au jour dit : la session si on la voit, sinon rien de plus que « occupée ». */
export type HeurePrise = {
  readonly debut: Date
  readonly fin: Date
  readonly session: Id<'Session'>
  readonly numero: string
  readonly intitule: string
  readonly formateur: string
}

/** Ce qui se tient dans la salle entre ces instants, de ce que l'on voit d'ici ; de ses seules sessions, si `deQui` le dit. */
export const heuresPrises = async (
  tx: TenantTx,
  salle: SalleId,
  du: Date,
  au: Date,
  deQui: PersonneId | null,
): Promise<HeurePrise[]> =>
  (
    await sql<HeurePrise>`select x.debut, x.fin, s.id as session, s.numero, s.intitule, s.formateur
      from sessions.seance_salle l
        join sessions.seance x on x.organisme_id = l.organisme_id and x.id = l.seance_id
        join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id
      where l.salle_id = ${salle} and x.tenue and x.debut < ${au} and x.fin > ${du}
        and (${deQui}::uuid is null or ${animeePar('s', deQui)})
      order by x.debut, x.id`.execute(tx)
  ).rows
