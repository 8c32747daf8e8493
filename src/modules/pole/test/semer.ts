import { sql } from 'kysely'
import { newId } from '#platform/db/index.ts'
import type { Semeur } from '../../../../test/base/graine.ts'

const le = '2026-01-05T09:00:00Z'

/** Un pôle entier par organisme : chaque table a une ligne, le pôle de l'autre n'en voit aucune. */
export const semeurPole: Semeur = {
  module: 'pole',
  async semer(tx, g) {
    const [reunion, theme, enjeu, decision, groupe] = [newId(), newId(), newId(), newId(), newId()]
    const [dossier, livrable, version] = [newId(), newId(), newId()]
    await sql`insert into pole.pole (pole_id, organisme_id, code, genre, nom, etat, public, cree_le)
      values (${g.pole}, ${g.organisme}, ${`pole-${g.pole.slice(-8)}`}, 'metier', ${`Pôle ${g.lettre}`}, 'actif', false, ${le})`.execute(
      tx,
    )
    await sql`insert into pole.adhesion (pole_id, organisme_id, etat, demandee_le, du)
      values (${g.pole}, ${g.organisme}, 'active', ${le}, '2026-01-05')`.execute(tx)
    // Un second membre : une porte qui dirait trop des pôles le dirait de lui.
    await sql`insert into pole.adhesion (pole_id, organisme_id, etat, demandee_le, du)
      values (${g.pole}, ${g.complice}, 'active', ${le}, '2026-01-05')`.execute(tx)
    await sql`insert into pole.mandat (pole_id, organisme_id, compte_id, role, nom, du)
      values (${g.pole}, ${g.organisme}, ${g.personne}, 'animation', 'P', ${le})`.execute(tx)
    await sql`insert into pole.reunion (pole_id, id, organisme_id, rang, titre, format, etat, debut, fin, cree_le)
      values (${g.pole}, ${reunion}, ${g.organisme}, 1, 'R', 'visio', 'convoquee', ${le}, '2026-01-05T11:00:00Z', ${le})`.execute(
      tx,
    )
    await sql`insert into pole.reponse values (${g.pole}, ${reunion}, ${g.organisme}, ${g.personne}, 'P', 'oui', ${le})`.execute(
      tx,
    )
    await sql`insert into pole.envoi values (${g.pole}, ${reunion}, ${g.personne}, ${g.organisme}, ${le})`.execute(
      tx,
    )
    await sql`insert into pole.presence values (${g.pole}, ${reunion}, ${g.organisme}, ${g.organisme}, 1)`.execute(
      tx,
    )
    await sql`insert into pole.point values (${g.pole}, ${reunion}, ${newId()}, ${g.organisme}, 'point', 10, 'P', ${le})`.execute(
      tx,
    )
    await sql`insert into pole.theme values (${g.pole}, ${theme}, ${g.organisme}, ${reunion}, 'thème', ${le})`.execute(
      tx,
    )
    await sql`insert into pole.enjeu values (${g.pole}, ${enjeu}, ${g.organisme}, ${reunion}, 'enjeu', 'P', ${le})`.execute(
      tx,
    )
    await sql`insert into pole.rangement values (${g.pole}, ${enjeu}, ${theme}, ${g.organisme})`.execute(tx)
    await sql`insert into pole.amendement values (${g.pole}, ${reunion}, ${newId()}, ${g.organisme}, 'A', 'P', ${le})`.execute(
      tx,
    )
    await sql`insert into pole.groupe (pole_id, id, organisme_id, nom, mandat, cree_le)
      values (${g.pole}, ${groupe}, ${g.organisme}, 'G', 'M', ${le})`.execute(tx)
    await sql`insert into pole.engagement (pole_id, id, organisme_id, quoi, qui, cree_le)
      values (${g.pole}, ${newId()}, ${g.organisme}, 'Q', 'P', ${le})`.execute(tx)
    await sql`insert into pole.decision (pole_id, id, organisme_id, genre, titre, options, etat, ferme_le, ouverte_le, cree_le)
      values (${g.pole}, ${decision}, ${g.organisme}, 'proposition', 'D', '{oui,non}', 'ouverte', '2027-01-01', ${le}, ${le})`.execute(
      tx,
    )
    await sql`insert into pole.electeur (pole_id, decision_id, organisme_id) values (${g.pole}, ${decision}, ${g.organisme})`.execute(
      tx,
    )
    await sql`insert into pole.voix (pole_id, decision_id, organisme_id, choix, compte_id, le)
      values (${g.pole}, ${decision}, ${g.organisme}, '{1,0}', ${g.personne}, ${le})`.execute(tx)
    await sql`insert into pole.participant values (${g.pole}, ${groupe}, ${g.organisme}, ${g.personne}, 'P', ${le})`.execute(
      tx,
    )
    await sql`insert into pole.dossier (pole_id, id, groupe_id, organisme_id, nom, ouvert_le)
      values (${g.pole}, ${dossier}, ${groupe}, ${g.organisme}, 'D', ${le})`.execute(tx)
    await sql`insert into pole.acces (pole_id, dossier_id, organisme_id, compte_id, nom, du, par_id)
      values (${g.pole}, ${dossier}, ${g.organisme}, ${g.personne}, 'P', ${le}, ${g.personne})`.execute(tx)
    await sql`insert into pole.livrable (pole_id, id, groupe_id, dossier_id, organisme_id, titre, cree_le)
      values (${g.pole}, ${livrable}, ${groupe}, ${dossier}, ${g.organisme}, 'L', ${le})`.execute(tx)
    await sql`insert into pole.livrable_version (pole_id, id, livrable_id, version, organisme_id, compte_id, licence, date_le, lien, par, le)
      values (${g.pole}, ${version}, ${livrable}, 1, ${g.organisme}, ${g.personne}, 'pole', '2026-01-05', 'https://exemple.example/', 'P', ${le})`.execute(
      tx,
    )
    await sql`insert into pole.relecture (pole_id, id, livrable_id, version_id, version, organisme_id, compte_id, avis, par, le)
      values (${g.pole}, ${newId()}, ${livrable}, ${version}, 1, ${g.organisme}, ${g.personne}, 'bon', 'P', ${le})`.execute(
      tx,
    )
    await sql`insert into pole.creneau (pole_id, reunion_id, rang, organisme_id, decision_id, debut, fin)
      values (${g.pole}, ${reunion}, 1, ${g.organisme}, ${decision}, ${le}, '2026-01-05T11:00:00Z')`.execute(
      tx,
    )
    await sql`insert into pole.pesee (pole_id, reunion_id, organisme_id, themes, points, par, le)
      values (${g.pole}, ${reunion}, ${g.organisme}, ${[theme]}::uuid[], '{3}', 'P', ${le})`.execute(tx)
    await sql`insert into pole.avis values (${g.pole}, ${`vote-ouvert:${decision}`}, ${g.personne}, ${g.organisme}, ${le})`.execute(
      tx,
    )
    await sql`insert into pole.abonne values (${g.pole}, ${g.organisme}, ${g.personne}, ${le})`.execute(tx)
    await sql`insert into pole.veille (pole_id, id, organisme_id, genre, titre, source, parue_le, resume, par, le)
      values (${g.pole}, ${newId()}, ${g.organisme}, 'legale', 'Un décret', 'JO', '2026-01-05', 'Ce que dit le décret.', 'P', ${le})`.execute(
      tx,
    )
    await sql`insert into pole.propos (pole_id, decision_id, id, organisme_id, texte, par, le)
      values (${g.pole}, ${decision}, ${newId()}, ${g.organisme}, 'Q', 'P', ${le})`.execute(tx)
    const proposition = newId()
    await sql`insert into pole.proposition (id, organisme_id, compte_id, code, genre, nom, raison, departement, entree, par, etat, proposee_le)
      values (${proposition}, ${g.organisme}, ${g.personne}, ${`prop-${g.pole.slice(-8)}`}, 'metier', 'Nom', 'Dix signes au moins', '35', 'libre', 'P', 'ouverte', ${le})`.execute(
      tx,
    )
    await sql`insert into pole.soutien (proposition_id, organisme_id, compte_id, nom, le)
      values (${proposition}, ${g.organisme}, ${g.personne}, 'P', ${le})`.execute(tx)
    await sql`insert into pole.reglage (signatures, modifie_le) values (3, ${le}) on conflict do nothing`.execute(
      tx,
    )
    const contenu = JSON.stringify({
      titre: 'Retour',
      chapo: '',
      pole: 'Un pôle',
      code: '',
      courriel: '',
      rang: 1,
      jour: '2026-01-05',
      hote: '',
      recit: '',
      cooperatives: [],
      personnes: 0,
      invites: '',
      sujets: [],
      decisions: [],
      engagements: [],
      groupes: [],
      prochaine: null,
    })
    for (const publie of [le, null])
      await sql`insert into pole.retour (organisme_id, id, pole_id, reunion_id, version, adresse, contenu, publie_le)
        values (${g.organisme}, ${newId()}, ${g.pole}, ${reunion}, ${publie ? 1 : 2}, 'retour', ${contenu}::jsonb, ${publie})`.execute(
        tx,
      )
  },
}
