import { sql } from 'kysely'
import { plier } from '#kernel/texte.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Fiche } from './annuaire.ts'

export const garderFiche = async (
  tx: TenantTx,
  f: Fiche,
  de: { readonly nom: string; readonly ville: string },
  le: Date,
): Promise<void> => {
  const pli = plier(
    [de.nom, f.siegeMasque ? '' : de.ville, f.themes.join(' '), f.publics, f.description].join(' '),
  )
  await sql`insert into portail.fiche (description, themes, publics, departements, nsf, formacodes, effectif, creee_en, qualiopi,
      qualiopi_source, qualiopi_le, siege_masque, contact, tri, pli, publiee_le, modifiee_le)
    values (${f.description}, ${[...f.themes]}, ${f.publics}, ${[...f.departements]}, ${[...f.nsf]}, ${[...f.formacodes]}, ${f.effectif},
      ${f.creeeEn}, ${[...f.qualiopi]}, ${f.qualiopiSource}, ${f.qualiopiLe}, ${f.siegeMasque}, ${f.contact}, ${plier(de.nom)}, ${pli},
      ${f.publieeLe}, ${le})
    on conflict (organisme_id) do update set (description, themes, publics, departements, nsf, formacodes, effectif, creee_en, qualiopi,
        qualiopi_source, qualiopi_le, siege_masque, contact, tri, pli, publiee_le, modifiee_le)
      = (excluded.description, excluded.themes, excluded.publics, excluded.departements, excluded.nsf, excluded.formacodes,
        excluded.effectif, excluded.creee_en, excluded.qualiopi, excluded.qualiopi_source, excluded.qualiopi_le, excluded.siege_masque,
        excluded.contact, excluded.tri, excluded.pli, excluded.publiee_le, excluded.modifiee_le)`.execute(tx)
}
