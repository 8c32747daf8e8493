import { sql } from 'kysely'
import type { Database } from '#platform/db/index.ts'

/** Ce qui attend et ce qui coince, dans la file de tâches et au départ du courrier. `db` est celle de `coforme_worker`. */
export type EtatFile = {
  readonly taches: {
    readonly dues: number
    readonly enCours: number
    readonly aVenir: number
    /** Échouées, qui seront rejouées. */
    readonly enEchec: number
    /** Échouées, que plus rien ne rejoue : `relancerTaches`. */
    readonly mortes: number
    /** Depuis quand attend la plus ancienne des tâches dues. */
    readonly depuis: Date | null
  }
  readonly courriels: {
    readonly attente: number
    /** Ceux qu'un serveur d'envoi a déjà refusés pour le moment ; depuis quand, et son dernier code. */
    readonly retenus: number
    readonly depuis: Date | null
    readonly code: string | null
  }
}

export const etatDeLaFile = async (db: Database): Promise<EtatFile> => {
  const [taches] = await db.seule(
    sql<
      EtatFile['taches']
    >`select dues, en_cours as "enCours", a_venir as "aVenir", en_echec as "enEchec", mortes, plus_ancienne as depuis
      from porte.etat_de_la_file()`,
  )
  const [courriels] = await db.seule(
    sql<EtatFile['courriels']>`select attente, retenus, depuis, code from porte.courriels_en_attente()`,
  )
  if (!taches || !courriels) throw new Error('La file ne dit rien d’elle.')
  return { taches, courriels }
}

/** Rejoue dès maintenant tout ce qui a échoué, y compris ce que plus rien ne rejouait ; rend leur nombre. */
export const relancerTaches = async (db: Database): Promise<number> =>
  (await db.seule(sql<{ n: number }>`select porte.relancer_taches() as n`))[0]?.n ?? 0
