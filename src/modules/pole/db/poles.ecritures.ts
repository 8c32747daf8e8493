import { sql } from 'kysely'
import { affecter, type TenantTx } from '#platform/db/index.ts'
import type { Pole, PoleId } from './poles.ts'

/** Ce qu'un pôle dit de lui ; refusé par la base (aucune ligne) à qui n'anime pas. */
export const changerPole = async (
  tx: TenantTx,
  id: PoleId,
  dit: Partial<Pick<Pole, 'nom' | 'raison' | 'territoire' | 'courriel' | 'entree' | 'public' | 'etat'>>,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`update pole.pole set ${affecter({
    nom: dit.nom,
    raison: dit.raison,
    territoire: dit.territoire,
    courriel: dit.courriel,
    entree: dit.entree,
    public: dit.public,
    etat: dit.etat,
  })} where pole_id = ${id}`.execute(tx)
  return numAffectedRows === 1n
}
