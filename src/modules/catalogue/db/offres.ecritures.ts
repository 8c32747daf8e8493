import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Adoptee } from '../domain/adopter.ts'
import { enJson, enRubriques } from '../domain/contenu.ts'
import type { Contenu, OffreId } from '../domain/offre.ts'
import type { Source } from '../domain/ports.ts'

const tableau = (valeurs: readonly string[]) => sql`${[...valeurs]}::text[]`

/** Faux si l'identifiant est déjà pris : le même formulaire, envoyé deux fois. */
export const creerOffre = async (
  tx: TenantTx,
  o: { readonly id: OffreId; readonly activite: ActiviteId; readonly le: Date; readonly source?: Source },
  c: Contenu,
): Promise<boolean> => {
  const { source: s } = o
  const { numAffectedRows } =
    await sql`insert into catalogue.offre (id, activite_id, etat, intitule, pli, objectif, resultats, contenu,
      public_vise, prerequis, methodes, evaluation, acces, accessibilite, certifiante, code_rncp, codes_nsf,
      codes_formacode, codes_rome, modalite, duree_minutes, duree_texte, prix_centimes, import_id, numero_source,
      empreinte_source, origine_siret, origine_nda, origine_nom, etrangere, rubriques, objectif_f3,
      niveau_f3, cree_le, modifiee_le)
    values (${o.id}, ${o.activite}, 'brouillon', ${c.intitule}, ${plier(c.intitule)}, ${c.objectif}, ${c.resultats},
      ${c.contenu}, ${c.publicVise}, ${c.prerequis}, ${c.methodes}, ${c.evaluation}, ${c.acces}, ${c.accessibilite},
      ${c.certifiante}, ${c.certification}, ${tableau(c.nsf)}, ${tableau(c.formacodes)}, ${tableau(c.rome)},
      ${c.modalite}, ${c.duree}, ${c.dureeTexte}, ${c.prix}, ${s?.importId ?? null}, ${s?.numero ?? null},
      ${s?.empreinte ?? null}, ${s?.origine.siret ?? null}, ${s?.origine.nda ?? null}, ${s?.origine.nom ?? null},
      ${s?.origine.etrangere ?? false}, ${enJson(enRubriques(c))}::jsonb, ${c.f3}, ${c.niveauF3}, ${o.le}, ${o.le})
    on conflict (organisme_id, id) do nothing`.execute(tx)
  return numAffectedRows === 1n
}

/** Corrige un brouillon, à la main ou d'après un fichier relu. Faux s'il n'en est plus un. */
export const modifierBrouillon = async (
  tx: TenantTx,
  id: OffreId,
  c: Contenu,
  le: Date,
  source?: Source,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`update catalogue.offre set intitule = ${c.intitule},
      pli = ${plier(c.intitule)}, objectif = ${c.objectif}, resultats = ${c.resultats}, contenu = ${c.contenu},
      public_vise = ${c.publicVise}, prerequis = ${c.prerequis}, methodes = ${c.methodes},
      evaluation = ${c.evaluation}, acces = ${c.acces}, accessibilite = ${c.accessibilite},
      certifiante = ${c.certifiante}, code_rncp = ${c.certification}, codes_nsf = ${tableau(c.nsf)},
      codes_formacode = ${tableau(c.formacodes)}, codes_rome = ${tableau(c.rome)}, modalite = ${c.modalite},
      duree_minutes = ${c.duree}, duree_texte = ${c.dureeTexte}, prix_centimes = ${c.prix},
      rubriques = ${enJson(enRubriques(c))}::jsonb, objectif_f3 = ${c.f3}, niveau_f3 = ${c.niveauF3}, modifiee_le = ${le}
      ${
        source
          ? sql`, import_id = ${source.importId}, empreinte_source = ${source.empreinte},
            origine_nda = ${source.origine.nda}, origine_nom = ${source.origine.nom}, etrangere = ${source.origine.etrangere}`
          : sql``
      }
    where id = ${id} and etat = 'brouillon'`.execute(tx)
  return numAffectedRows === 1n
}

export const poserAdoption = async (tx: TenantTx, id: OffreId, a: Adoptee, le: Date): Promise<void> => {
  await sql`update catalogue.offre set etat = 'adoptee', nature = ${a.nature}, duree_minutes = ${a.duree},
    reprise_motif = ${a.motif}, adoptee_le = ${le}, adoptee_par = app.personne(), modifiee_le = ${le}
    where id = ${id} and etat = 'brouillon'`.execute(tx)
}

export const poserRetrait = async (tx: TenantTx, id: OffreId, le: Date): Promise<void> => {
  await sql`update catalogue.offre set etat = 'retiree', modifiee_le = ${le} where id = ${id}`.execute(tx)
}

/** Faux si quelque chose y tient encore : la clé étrangère le dit, et rien n’est ôté. */
export const supprimerBrouillon = async (tx: TenantTx, id: OffreId): Promise<boolean> => {
  await sql`savepoint suppression`.execute(tx)
  try {
    const { numAffectedRows } =
      await sql`delete from catalogue.offre where organisme_id = (select app.organisme()) and id = ${id}`.execute(
        tx,
      )
    return numAffectedRows === 1n
  } catch (e) {
    if (!(typeof e === 'object' && e !== null && 'code' in e && e.code === '23503')) throw e
    await sql`rollback to savepoint suppression`.execute(tx)
    return false
  }
}

/** Faux si une autre offre vivante vient de la même source : le fichier a été relu depuis. */
export const poserReprise = async (tx: TenantTx, id: OffreId, le: Date): Promise<boolean> => {
  const { numAffectedRows } = await sql`update catalogue.offre o set etat = 'brouillon', modifiee_le = ${le}
    where o.id = ${id} and not exists (select from catalogue.offre p where p.activite_id = o.activite_id
      and p.numero_source = o.numero_source and p.id <> o.id and p.etat <> 'retiree'
      and p.origine_siret is not distinct from o.origine_siret)`.execute(tx)
  return numAffectedRows === 1n
}
