import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { newId } from '#platform/db/index.ts'
import type { Semeur } from '../../../../test/base/graine.ts'

/** Une ligne de chaque table des comptes, pour un organisme. */
export const semeurComptes: Semeur = {
  module: 'comptes',
  async semer(tx, g) {
    const visite = newId()
    const jeton = () => randomBytes(32)
    await sql`insert into compte.compte (id, courriel, prenom, nom, sel, parametres, derivee)
      values (${g.personne}, ${`${g.personne}@exemple.example`}, 'Rosa', ${`Graine ${g.lettre}`}, ${randomBytes(16)},
        'argon2id m=19456 t=2 p=1', ${jeton()})`.execute(tx)
    await sql`insert into compte.adhesion (organisme_id, compte_id, roles, toutes, acceptee_le)
      values (${g.organisme}, ${g.personne}, '{administration}', true, now())`.execute(tx)
    await sql`insert into support.session (id, organisme_id, agent_id, motif, expire_le)
      values (${visite}, ${g.organisme}, ${g.personne}, 'un motif assez long', now() + interval '10 minutes')`.execute(
      tx,
    )
    await sql`insert into support.trace (session_id, chemin) values (${visite}, '/sessions')`.execute(tx)
    await sql`insert into compte.secours (compte_id, empreinte) values (${g.personne}, ${jeton()})`.execute(
      tx,
    )
    await sql`insert into compte.lien (jeton, usage, compte_id, organisme_id, expire_le)
      values (${jeton()}, 'invitation', ${g.personne}, ${g.organisme}, now() + interval '1 day')`.execute(tx)
    await sql`insert into compte.exigence (organisme_id, second_facteur_du) values (${g.organisme}, '2099-01-01')`.execute(
      tx,
    )
    await sql`insert into support.accord (organisme_id, expire_le, donne_par)
      values (${g.organisme}, now() + interval '1 day', ${g.personne})`.execute(tx)
    // Jamais sauvegardées : la maintenance ne les voit pas, les portes si.
    await sql`set local role coforme_porte`.execute(tx)
    await sql`insert into compte.session (jeton, compte_id, organisme_id, etat, expire_le)
      values (${jeton()}, ${g.personne}, ${g.organisme}, 'ouverte', now() + interval '1 hour')`.execute(tx)
    await sql`insert into compte.appareil (compte_id, empreinte) values (${g.personne}, ${jeton()})`.execute(
      tx,
    )
    await sql`insert into compte.echec (cle, nombre) values (${jeton()}, 1)`.execute(tx)
    await sql`set local role coforme_maintenance`.execute(tx)
  },
}
