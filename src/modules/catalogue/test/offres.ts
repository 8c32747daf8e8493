import { sql } from 'kysely'
import type { ActiviteId, OrganismeId } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'
import type { EtatOffre, Nature, OffreId } from '../domain/offre.ts'

export type OffreVoulue = {
  readonly organisme: OrganismeId
  readonly activite: ActiviteId
  readonly intitule: string
  readonly etat?: EtatOffre
  readonly nature?: Nature
  readonly minutes?: number
  readonly le?: Date
}

/** Pose une offre telle quelle, sous la maintenance : pour les essais et la démonstration, jamais pour une page. */
export const poserOffre = async (tx: MaintenanceTx, o: OffreVoulue): Promise<OffreId> => {
  const { etat = 'adoptee', nature = 'formation', minutes = 1_260, le = new Date('2026-01-05T09:00:00Z') } = o
  const id = newId<'Offre'>(le)
  await sql`insert into catalogue.offre (organisme_id, id, activite_id, etat, intitule, pli, objectif, contenu, nature,
      modalite, duree_minutes, adoptee_le, cree_le, modifiee_le)
    values (${o.organisme}, ${id}, ${o.activite}, ${etat}, ${o.intitule}, ${plier(o.intitule)}, 'Savoir faire.',
      'Trois ateliers.', ${etat === 'adoptee' ? nature : null}, 'presentiel', ${minutes},
      ${etat === 'adoptee' ? le : null}, ${le}, ${le})`.execute(tx)
  if (etat === 'adoptee')
    await sql`insert into catalogue.version (organisme_id, id, activite_id, offre_id, numero, contenu, intitule, nature,
        modalite, duree_minutes, figee_le)
      values (${o.organisme}, ${newId<'Version'>(le)}, ${o.activite}, ${id}, 1,
        ${JSON.stringify({ intitule: o.intitule, objectif: 'Savoir faire.', contenu: 'Trois ateliers.' })}::jsonb,
        ${o.intitule}, ${nature}, 'presentiel', ${minutes}, ${le})`.execute(tx)
  return id
}
