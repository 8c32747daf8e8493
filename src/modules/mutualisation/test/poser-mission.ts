/** Une mission posée à l’état voulu, avec son appel et sa réponse ; et ce que sa coopérative tient d’une personne : titres, curriculum vitæ, formation. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'
import type { ReponseId } from '../domain/appels.ts'
import type { MissionId } from '../domain/missions.ts'

type Qui = { readonly organisme: OrganismeId; readonly personne: PersonneId }

/** Un appel à une seule date, et la réponse d’une personne d’une autre coopérative, 620 € hors taxes. Minutes du jour à Paris. */
export const poserReponse = async (
  tx: MaintenanceTx,
  {
    pole,
    recoit,
    envoie,
    jours,
    debut,
    fin,
    centimes = 62_000,
  }: {
    readonly pole: string
    readonly recoit: Qui
    readonly envoie: Qui
    readonly jours: readonly DateCivile[]
    readonly debut: number
    readonly fin: number
    readonly centimes?: number
  },
): Promise<ReponseId> => {
  const [appel, reponse] = [newId(), newId() as ReponseId]
  await sql`insert into mutualisation.appel (organisme_id, id, pole_id, objet, publics, attendus, exigences, lieu, debut_minutes, fin_minutes, dirige, payeur,
      prix_genre, vu_de, jusqu_au, publie_le, publie_par)
    values (${recoit.organisme}, ${appel}, ${pole}, 'Une journée d’outils libres', 'Public secret', 'Attendu secret', 'Exigence secrète', 'Rennes', ${debut}, ${fin},
      'envoyeur', 'entreprise', 'a-proposer', 'pole', now() + interval '7 days', now(), ${recoit.personne})`.execute(
    tx,
  )
  await sql`insert into mutualisation.appel_date (organisme_id, appel_id, rang, jours) values (${recoit.organisme}, ${appel}, 1, ${jours}::date[])`.execute(
    tx,
  )
  await sql`insert into mutualisation.reponse (organisme_id, id, appel_organisme_id, appel_id, compte_id, part, rangs, prix_centimes, statut, par, faite_le,
      faite_par)
    values (${envoie.organisme}, ${reponse}, ${recoit.organisme}, ${appel}, ${envoie.personne}, 'tout', '{1}', ${centimes}, 'salarie', 'personne', now(),
      ${envoie.personne})`.execute(tx)
  return reponse
}

/** Un jour, de 9 h à 17 h à Paris, 620 € hors taxes ; `faite` : constatée à 0 %. Les mots de l’appel et du contrat se reconnaissent. */
export const poserMission = async (
  tx: MaintenanceTx,
  {
    pole,
    recoit,
    envoie,
    etat,
    jour,
    forme = 'sous-traitance',
    centimes = 62_000,
  }: {
    readonly pole: string
    readonly recoit: Qui
    readonly envoie: Qui
    readonly etat: 'option' | 'ferme' | 'faite'
    readonly jour: DateCivile
    readonly forme?: string
    readonly centimes?: number
  },
): Promise<MissionId> => {
  const mission = newId() as MissionId
  const reponse = await poserReponse(tx, {
    pole,
    recoit,
    envoie,
    jours: [jour],
    debut: 540,
    fin: 1020,
    centimes,
  })
  const signee = etat !== 'option'
  await sql`insert into mutualisation.mission (organisme_id, id, de_organisme_id, reponse_id, compte_id, rang, creneaux, forme, etat, choisie_le, choisie_par,
      classement, visa_personne_le, visa_coop_le, visa_coop_par, expire_le, empreinte, signe_recoit_le, signe_envoie_le, ferme_le)
    values (${envoie.organisme}, ${mission}, ${recoit.organisme}, ${reponse}, ${envoie.personne}, 1,
      tstzmultirange(tstzrange((${jour}::date + time '09:00') at time zone 'Europe/Paris', (${jour}::date + time '17:00') at time zone 'Europe/Paris')),
      ${forme}, ${signee ? 'ferme' : 'option'}, now(), ${recoit.personne}, '[]', now(), ${signee ? new Date() : null}, ${signee ? envoie.personne : null},
      now() + interval '9 days', ${signee ? Buffer.alloc(32, 1) : null}, ${signee ? new Date() : null}, ${signee ? new Date() : null},
      ${signee ? new Date() : null})`.execute(tx)
  if (signee)
    await sql`insert into mutualisation.contrat_de_mission (organisme_id, mission_id, texte, etabli_le)
      values (${envoie.organisme}, ${mission}, 'Texte du contrat', now())`.execute(tx)
  if (etat === 'faite')
    await sql`update mutualisation.mission set etat = 'faite', fait_minutes = 420, fait_centimes = ${centimes}, fait_taux = 0, suivi_stagiaires = 2, suivi_minutes = 840, constat_recoit_le = now(),
        constat_envoie_le = now() where organisme_id = ${envoie.organisme} and id = ${mission}`.execute(tx)
  return mission
}

/** Sa fiche d’intervenante, un curriculum vitæ joint, une formation suivie ; rend la clé de chaque pièce. */
export const poserDossier = async (
  tx: MaintenanceTx,
  chez: { readonly organisme: OrganismeId; readonly activite: ActiviteId; readonly compte: PersonneId },
  pdf: string,
): Promise<{ readonly cv: string; readonly formation: string }> => {
  const [fiche, cv, formation] = [newId(), newId(), newId()]
  const { organisme, activite, compte } = chez
  await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
    values (${organisme}, ${fiche}, ${activite}, 'Lila', 'Benamar', 'benamar lila', now())`.execute(tx)
  await sql`insert into tiers.intervenant (organisme_id, activite_id, personne_id, compte_id, titres, rapport, cree_le)
    values (${organisme}, ${activite}, ${fiche}, ${compte}, 'Master de didactique des langues', 'Enseigne le français depuis dix ans', now())`.execute(
    tx,
  )
  for (const [id, genre, titre, contenu] of [
    [cv, 'cv', 'Curriculum vitæ 2026', { domaines: 'français, outils libres' }],
    [
      formation,
      'developpement',
      'Accessibilité des documents',
      { duree: '14 h', apport: 'Titrer et décrire ce que l’on publie, dès la première version.' },
    ],
  ] as const)
    await sql`insert into qualite.registre (organisme_id, activite_id, id, rang, genre, titre, le, personne_id, contenu, inscrit_le)
      values (${organisme}, ${activite}, ${id}, 1, ${genre}, ${titre}, current_date - 30, ${fiche}, ${JSON.stringify(contenu)}::jsonb, now())`.execute(
      tx,
    )
  await sql`insert into plateforme.fichier (organisme_id, empreinte, type, taille, octets)
    values (${organisme}, sha256(convert_to(${pdf}, 'UTF8')), 'application/pdf', ${Buffer.byteLength(pdf)}, convert_to(${pdf}, 'UTF8'))`.execute(
    tx,
  )
  await sql`insert into qualite.jointe (organisme_id, id, activite_id, ligne_id, nom, fichier, type, taille, jointe_le)
    values (${organisme}, ${newId()}, ${activite}, ${cv}, 'cv.pdf', encode(sha256(convert_to(${pdf}, 'UTF8')), 'hex'), 'application/pdf',
      ${Buffer.byteLength(pdf)}, now())`.execute(tx)
  return { cv, formation }
}
