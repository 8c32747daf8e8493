import { sql } from 'kysely'
import { plier } from '#kernel/texte.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { enJson } from '../domain/contenu.ts'
import { codeNsf, libelleNsf } from '../domain/nsf.ts'
import type { OffreId } from '../domain/offre.ts'
import type { Version } from './versions.ts'

/** Retire la fiche en ligne. Faux s’il n’y en avait pas. */
export const retirerFiche = async (tx: TenantTx, offre: OffreId, le: Date): Promise<boolean> => {
  const { numAffectedRows } = await sql`update catalogue.fiche set retiree_le = greatest(${le}, publiee_le)
    where offre_id = ${offre} and retiree_le is null`.execute(tx)
  return numAffectedRows === 1n
}

/** Met cette version en ligne, à la place de celle qui y était. L’appelant a retenu l’offre et jugé ses rubriques. */
export const poserFiche = async (tx: TenantTx, v: Version, organismeNom: string, le: Date): Promise<void> => {
  await retirerFiche(tx, v.offre, le)
  const c = v.contenu
  const nsf = codeNsf(c.nsf[0]) ?? ''
  const recherche = plier([c.intitule, organismeNom, c.objectif, libelleNsf(nsf), c.certLibelle].join(' '))
  await sql`insert into catalogue.fiche (id, activite_id, offre_id, version_id, numero, organisme_nom, intitule, pli,
      recherche, nature, modalite, duree_minutes, prix_centimes, nsf, certification, echoit_le, contenu,
      publiee_le)
    values (${newId(le)}, ${v.activite}, ${v.offre}, ${v.id}, ${v.numero}, ${organismeNom},
      (select x.intitule from catalogue.version x where x.organisme_id = (select app.organisme()) and x.id = ${v.id}),
      ${plier(c.intitule)}, ${recherche}, ${v.nature}, ${c.modalite}, ${c.duree}, ${c.prix}, ${nsf}, ${c.certification}, ${c.certAu}::date,
      ${enJson(c)}::jsonb, ${le})`.execute(tx)
}
