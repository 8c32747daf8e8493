import { sql } from 'kysely'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import type { PersonneId } from '#kernel/id.ts'
import { instantDe, type Zone } from '#kernel/zones.ts'
import type { TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { EtatSession } from '../domain/etats.ts'
import type { ModaliteSeance } from '../domain/modalite.ts'
import type { SalleId, SessionId } from '../domain/ou-et-qui.ts'
import type { Plage } from '../domain/planning.ts'
import { fichesDeQuiAnime, nomDeQuiAnime, pliDeQuiAnime, prenomDeQuiAnime } from './qui-anime.ts'
import type { SeanceId } from './sessions.queries.ts'

/** Une demi-journée du planning, à la pendule de sa salle (`debutMinutes`) et en instants. */
export type SeancePlanifiee = {
  readonly id: SeanceId
  readonly jour: DateCivile
  readonly debutMinutes: number
  readonly finMinutes: number
  readonly debut: Date
  readonly fin: Date
  readonly session: SessionId
  readonly numero: string
  readonly intitule: string
  readonly etat: EtatSession
  readonly lieu: string
  readonly modalite: ModaliteSeance | null
  readonly salles: readonly { readonly id: SalleId; readonly nom: string }[]
  /** `compte` : à qui elle est, même quand sa fiche est d’une autre enseigne. */
  readonly intervenants: readonly {
    readonly id: TiersId
    readonly compte: PersonneId | null
    readonly nom: string
  }[]
}

export const MAX_SEANCES_PLANIFIEES = 3000

/**
 * Ce qui se tient du premier au dernier jour compris, dans l'ordre. `formateurId` : seulement ce que ce compte anime.
 * Une séance annulée, reportée ou interrompue n'y est pas : elle ne retient plus personne.
 */
export const seancesPlanifiees = async (
  tx: TenantTx,
  du: DateCivile,
  au: DateCivile,
  { formateurId }: { readonly formateurId?: PersonneId } = {},
): Promise<SeancePlanifiee[]> =>
  (
    await sql<SeancePlanifiee>`select x.id, x.jour, x.debut_minutes as "debutMinutes", x.fin_minutes as "finMinutes", x.debut, x.fin,
      s.id as session, s.numero, s.intitule, s.etat, coalesce(x.lieu, s.lieu) as lieu, x.modalite,
      (select coalesce(jsonb_agg(jsonb_build_object('id', l.salle_id, 'nom', r.nom) order by r.pli, r.id), '[]')
        from sessions.seance_salle l join sessions.salle r on r.organisme_id = l.organisme_id and r.id = l.salle_id
        where l.organisme_id = x.organisme_id and l.seance_id = x.id) as salles,
      (select coalesce(jsonb_agg(jsonb_build_object('id', a.personne_id, 'compte', a.compte_id, 'nom', trim(${prenomDeQuiAnime} || ' ' || ${nomDeQuiAnime}))
          order by ${pliDeQuiAnime}, a.personne_id), '[]')
        from sessions.affectation a ${fichesDeQuiAnime}
        where a.organisme_id = x.organisme_id and a.seance_id = x.id) as intervenants
    from sessions.seance x join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id
    where x.tenue and s.etat <> 'annulee'
      -- L'index est celui des instants ; deux jours de marge couvrent tous les fuseaux.
      and x.debut >= ${ajouterJours(du, -2)}::date and x.debut < ${ajouterJours(au, 3)}::date
      and x.jour between ${du} and ${au}
      and ${
        formateurId === undefined
          ? sql`true`
          : sql`(s.formateur_id = ${formateurId} or exists (select from sessions.affectation a
              where a.organisme_id = x.organisme_id and a.seance_id = x.id and a.compte_id = ${formateurId}))`
      }
    order by x.debut, x.id limit ${MAX_SEANCES_PLANIFIEES}`.execute(tx)
  ).rows

export type HeuresPrises = {
  readonly personnes: ReadonlyMap<string, readonly Plage[]>
  readonly salles: ReadonlyMap<string, readonly Plage[]>
}

/** Tout ce qui est pris du premier au dernier jour, de partout : la base ne dit ni par qui, ni pour quoi. */
export const heuresPrisesDePartout = async (
  tx: TenantTx,
  du: DateCivile,
  au: DateCivile,
  zone: Zone,
): Promise<HeuresPrises> => {
  const rendues = { personne: new Map<string, Plage[]>(), salle: new Map<string, Plage[]>() }
  const { rows } = await sql<{
    genre: 'personne' | 'salle'
    ressource: string
    du: Date
    au: Date
  }>`select genre, ressource, du, au
    from porte.heures_prises(${instantDe(du, 0, zone).instant}, ${instantDe(ajouterJours(au, 1), 0, zone).instant})`.execute(
    tx,
  )
  for (const l of rows) {
    const deja = rendues[l.genre].get(l.ressource)
    if (deja) deja.push({ du: l.du, au: l.au })
    else rendues[l.genre].set(l.ressource, [{ du: l.du, au: l.au }])
  }
  return { personnes: rendues.personne, salles: rendues.salle }
}
