import { sql } from 'kysely'
import { newId } from '#platform/db/index.ts'
import type { Semeur } from '../../../../test/base/graine.ts'
import type { AvisLu } from '../domain/avis.ts'

const le = '2026-01-05T09:00:00Z'
/** Un avis lu, entier : les pages le composent. */
const contenu = (idweb: string, objet: string) => {
  const lu: AvisLu = {
    avis: {
      idweb,
      procedure: null,
      objet,
      acheteur: { nom: 'Ville de Port-Liziec', siret: null },
      departements: ['35'],
      cpv: ['80500000'],
      parution: '2026-01-05',
      limite: '2036-01-05T11:00:00Z',
      nature: 'marche',
      lots: [],
      lies: [],
      attributions: [],
      signalements: [],
    },
    source: 'boamp',
    notice: null,
    pays: 'FRA',
    descripteurs: [],
    joursLimites: [],
  }
  return JSON.stringify(lu)
}

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
    // Mené par un identifiant propre à l’organisme, et lu d’une personne qui n’anime pas son pôle.
    const [lot, groupement] = [`26-1#${g.lettre}`, g.organisme]
    await sql`insert into compte.compte (id, courriel, prenom, nom) values (${g.repondante}, ${`${g.repondante}@exemple.example`}, 'Rose', ${`Repond ${g.lettre}`})`.execute(
      tx,
    )
    await sql`insert into compte.adhesion (organisme_id, compte_id, roles, toutes, acceptee_le) values (${g.organisme}, ${g.repondante}, '{responsable}', true, now())`.execute(
      tx,
    )
    const contenuDuRegard = Buffer.alloc(3101)
    await sql`insert into marches.ouverture (pole_id, id, organisme_id, juriste, lue_le, le, par)
      values (${g.pole}, ${newId()}, ${g.organisme}, ${`juriste de ${g.lettre}`}, '2026-01-05', ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into marches.regard (organisme_id, lot, rang, dit, limite, contenu, le, par)
      values (${g.organisme}, ${lot}, 1, 'ouvert', '2036-01-05', ${contenuDuRegard}, ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into marches.rapprochement (le) values (${le}) on conflict do nothing`.execute(tx)
    await sql`insert into marches.revelation (organisme_id, lot, le) values (${g.organisme}, ${lot}, ${le})`.execute(
      tx,
    )
    await sql`insert into marches.nommee (organisme_id, lot, avec_id, le) values (${g.organisme}, ${lot}, ${g.complice}, ${le})`.execute(
      tx,
    )
    await sql`insert into marches.membre (groupement_id, organisme_id, lot, mandataire, invite_le, accepte_le)
      values (${groupement}, ${g.organisme}, ${lot}, true, ${le}, ${le})`.execute(tx)
    await sql`insert into marches.acces (groupement_id, organisme_id, compte_id, lot, propose_le, du)
      values (${groupement}, ${g.organisme}, ${g.repondante}, ${lot}, ${le}, ${le})`.execute(tx)
    await sql`insert into marches.lecture (groupement_id, organisme_id, compte_id, jour, fois, premiere, derniere)
      values (${groupement}, ${g.organisme}, ${g.repondante}, '2026-01-05', 2, ${le}, ${le})`.execute(tx)
    await sql`insert into marches.groupement (groupement_id, organisme_id, lot, idweb, objet, acheteur, limite, forme, cree_le)
      values (${groupement}, ${g.organisme}, ${lot}, '26-1', ${`lot de ${g.lettre}`}, 'Région', '2036-01-05', 'conjoint', ${le})`.execute(
      tx,
    )
    await sql`insert into marches.necessite (groupement_id, organisme_id, motifs, capable_seule, texte, le, par)
      values (${groupement}, ${g.organisme}, '{volume}', false, ${`La raison, écrite en quarante signes au moins, de ${g.lettre}`}, ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into marches.convention (groupement_id, version, organisme_id, contenu, le, par)
      values (${groupement}, 1, ${g.organisme}, ${JSON.stringify({ clause: `de ${g.lettre}` })}::jsonb, ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into marches.accord (groupement_id, version, organisme_id, le, par)
      values (${groupement}, 1, ${g.organisme}, ${le}, ${g.personne})`.execute(tx)
    await sql`insert into marches.signature (groupement_id, id, organisme_id, version, nom, qualite, courriel, le, par)
      values (${groupement}, ${newId()}, ${g.organisme}, 1, ${`Gérante de ${g.lettre}`}, 'gérante', ${`gerante-${g.lettre}@exemple.example`}, ${le}, ${g.personne})`.execute(
      tx,
    )
    const octets = Buffer.alloc(32)
    await sql`insert into marches.coffre (organisme_id, id, genre, titre, nom, fichier, type, taille, le, par)
      values (${g.organisme}, ${newId()}, 'kbis', ${`Kbis de ${g.lettre}`}, 'kbis.pdf', ${'a'.repeat(64)}, 'application/pdf', 10, ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into marches.bloc (organisme_id, id, titre, texte, auteur, licence, le, par)
      values (${g.organisme}, ${newId()}, ${`Bloc de ${g.lettre}`}, 'Un texte de vingt signes au moins.', 'Rose', 'cc-by-sa', ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into marches.ecrit (groupement_id, id, organisme_id, genre, rang, contenu, le, par)
      values (${groupement}, ${newId()}, ${g.organisme}, 'capacite', 1, ${JSON.stringify({ denomination: `de ${g.lettre}` })}::jsonb, ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into marches.piece (groupement_id, id, organisme_id, exigence, nom, type, taille, empreinte, octets, le, par)
      values (${groupement}, ${newId()}, ${g.organisme}, 'kbis', 'kbis.pdf', 'application/pdf', 10, ${octets}, ${octets}, ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into marches.pli (groupement_id, rang, organisme_id, engagement, preuve, empreinte, le, par)
      values (${groupement}, 1, ${g.organisme}, ${octets}, ${octets}, ${octets}, ${le}, ${g.personne})`.execute(
      tx,
    )
    await sql`insert into marches.pli_chiffre (groupement_id, rang, organisme_id, chiffre)
      values (${groupement}, 1, ${g.organisme}, ${Buffer.alloc(8300)})`.execute(tx)
    await sql`insert into marches.levee (groupement_id, id, organisme_id, motif, jusque, le, par)
      values (${groupement}, ${newId()}, ${g.organisme}, 'agréger', 1, ${le}, ${g.personne})`.execute(tx)
  },
}
