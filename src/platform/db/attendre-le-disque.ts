import { sql } from 'kysely'
import type { Database } from '#platform/db/tenant.ts'

type Barriere = { encours: Promise<unknown>; suivante: Promise<void> | undefined }
const barrieres = new WeakMap<Pick<Database, 'seule'>, Barriere>()

/**
 * Rend quand tout ce qui fut validé avant l'appel, même sans attendre (`porte.differer_le_disque`), est sur le disque. Une seule
 * écriture à la fois : qui arrive pendant l'une attend la suivante, avec tous ceux qui sont arrivés depuis. Une panne les atteint
 * tous : rien n'est acquitté, et qui recommence trouve ce que le disque a gardé.
 */
export const attendreLeDisque = (db: Pick<Database, 'seule'>): Promise<void> => {
  const b: Barriere = barrieres.get(db) ?? { encours: Promise.resolve(), suivante: undefined }
  barrieres.set(db, b)
  b.suivante ??= b.encours.then(
    () => partir(db, b),
    () => partir(db, b),
  )
  return b.suivante
}

const partir = async (db: Pick<Database, 'seule'>, b: Barriere): Promise<void> => {
  // Ceux qui arrivent d'ici la réponse ont pu valider après le départ de l'écriture : ils attendront la suivante.
  b.suivante = undefined
  const ecriture = db.seule(sql`select porte.attendre_le_disque()`)
  b.encours = ecriture
  await ecriture
}
