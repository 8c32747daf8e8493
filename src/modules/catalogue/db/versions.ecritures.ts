import { sql } from 'kysely'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { enJson, lireContenu } from '../domain/contenu.ts'
import { codeNsf } from '../domain/nsf.ts'
import type { OffreAdoptee } from '../domain/offre.ts'
import type { VersionFigee } from './versions.ts'

/** Fige l’offre telle qu’elle vient d’être adoptée. L’appelant a retenu l’offre : deux adoptions se suivent. */
export const figerVersion = async (tx: TenantTx, o: OffreAdoptee, le: Date): Promise<VersionFigee> => {
  const id = newId<'Version'>(le)
  const { rows } = await sql<{
    numero: number
  }>`insert into catalogue.version (id, activite_id, offre_id, numero, contenu,
      intitule, nature, modalite, duree_minutes, prix_centimes, nsf, objectif_f3, niveau_f3, figee_le)
    select ${id}, ${o.activite}, ${o.id}, coalesce(max(v.numero), 0) + 1, ${enJson(lireContenu(o))}::jsonb, ${o.intitule},
      ${o.nature}, ${o.modalite}, ${o.duree}, ${o.prix}, ${codeNsf(o.nsf[0]) ?? null}, ${o.f3}, ${o.niveauF3}, ${le}
      from catalogue.version v where v.offre_id = ${o.id}
    returning numero`.execute(tx)
  return { id, numero: rows[0]?.numero ?? 1 }
}
