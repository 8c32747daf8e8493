import { sql } from 'kysely'
import { newId } from '#platform/db/index.ts'
import type { Semeur } from '../../../../test/base/graine.ts'

const le = '2026-01-05T09:00:00Z'
const contenu = (idweb: string, objet: string) => JSON.stringify({ avis: { idweb, objet, nature: 'marche' } })

export const semeurMarches: Semeur = {
  module: 'marches',
  async semer(tx, g) {
    await sql`insert into marches.avis (idweb, nature, contenu, recu_le) values ('26-1', 'marche', ${contenu('26-1', 'public')}::jsonb, ${le})
      on conflict do nothing`.execute(tx)
    await sql`insert into marches.source (adresse, modifiee_le) values ('https://avis.example/records', ${le}) on conflict do nothing`.execute(
      tx,
    )
    const idweb = `ecrit-${g.lettre}`
    await sql`insert into marches.avis_apporte (organisme_id, id, idweb, nature, contenu, recu_le, recu_par)
      values (${g.organisme}, ${newId()}, ${idweb}, 'marche', ${contenu(idweb, `avis de ${g.lettre}`)}::jsonb, ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into marches.profil (organisme_id, mots, modifie_le, modifie_par) values (${g.organisme}, ${[`mot de ${g.lettre}`]}::text[], ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into marches.suivi (organisme_id, idweb, etat, motif, precision_, le, par)
      values (${g.organisme}, '26-1', 'laisse', 'autre', ${`motif de ${g.lettre}`}, ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into marches.abonne (organisme_id, compte_id, jusque) values (${g.organisme}, ${g.personne}, ${le})`.execute(
      tx,
    )
  },
}
