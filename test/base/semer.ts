import { sql } from 'kysely'
import { semeurBpf } from '#modules/bpf/test/semer.ts'
import { semeurCae } from '#modules/cae/test/semer.ts'
import { semeurControles } from '#modules/controles/test/semer.ts'
import { semeurDocuments } from '#modules/documents/test/semer.ts'
import { semeurDonnees } from '#modules/donnees/test/semer.ts'
import { semeurEmargement } from '#modules/emargement/test/semer.ts'
import { semeurEspaces } from '#modules/espaces/test/semer.ts'
import { semeurEtapes } from '#modules/etapes/test/semer.ts'
import { semeurFacturation } from '#modules/facturation/test/semer.ts'
import { semeurMarches } from '#modules/marches/test/semer.ts'
import { semeurMutualisation } from '#modules/mutualisation/test/semer.ts'
import { semeurPole } from '#modules/pole/test/semer.ts'
import { semeurPortail } from '#modules/portail/test/semer.ts'
import { semeurQualite } from '#modules/qualite/test/semer.ts'
import { semeurQuestionnaires } from '#modules/questionnaires/test/semer.ts'
import { semeurRessources } from '#modules/ressources/test/semer.ts'
import { semeurStagiaires } from '#modules/stagiaires/test/semer.ts'
import { newId } from '#platform/db/new-id.ts'
import type { MaintenanceTx } from '#platform/db/tenant.ts'
import { semeurComptes } from '../../src/modules/comptes/test/semer.ts'
import type { Graine, Semeur } from './graine.ts'
import { parcours } from './semeurs/parcours.ts'

export type { Graine, Semeur } from './graine.ts'

const temoin: Semeur = {
  module: 'temoin',
  async semer(tx, g) {
    const [x, y] = g.activites
    await sql`insert into temoin.activite (organisme_id, id, nom) values (${g.organisme}, ${x}, 'X'), (${g.organisme}, ${y}, 'Y')`.execute(
      tx,
    )
    for (const [activite, nom] of [
      [x, 'X'],
      [y, 'Y'],
    ] as const) {
      const dossier = newId()
      await sql`insert into temoin.dossier (organisme_id, id, activite_id, titre)
        values (${g.organisme}, ${dossier}, ${activite}, ${`dossier ${nom} de ${g.lettre}`})`.execute(tx)
      await sql`insert into temoin.piece (organisme_id, id, activite_id, dossier_id, texte)
        values (${g.organisme}, ${newId()}, ${activite}, ${dossier}, 'pièce')`.execute(tx)
      await sql`insert into temoin.invitation values (${g.organisme}, ${dossier}, ${g.personne})`.execute(tx)
      for (const publiee of ['2026-01-01', null]) {
        await sql`insert into temoin.offre (organisme_id, id, activite_id, titre, publiee_le)
          values (${g.organisme}, ${newId()}, ${activite}, 'offre', ${publiee})`.execute(tx)
      }
    }
    const fiche = newId()
    await sql`insert into temoin.preuve values (${g.organisme}, ${newId()}, 'preuve')`.execute(tx)
    await sql`insert into temoin.fiche_publiee values (${g.organisme}, ${fiche}, 'fiche')`.execute(tx)
    await sql`insert into temoin.fiche_remise (organisme_id, de_organisme_id, fiche_id, resume, du)
      values (${g.complice}, ${g.organisme}, ${fiche}, 'fiche', '2026-01-01')`.execute(tx)
    await sql`insert into temoin.adhesion values (${g.organisme}, ${g.pole}, '2026-01-01')`.execute(tx)
    await sql`insert into temoin.reunion values (${g.pole}, ${newId()}, ${g.organisme}, 'réunion')`.execute(
      tx,
    )
    await sql`insert into temoin.compte values (${newId()}, ${`${g.lettre}@exemple.fr`}, sha256(${g.lettre}::bytea))`.execute(
      tx,
    )
    // Commune à tous : une seule fois suffit.
    await sql`insert into temoin.commune values ('35238', 'Rennes') on conflict do nothing`.execute(tx)
  },
}

const socle: Semeur = {
  module: 'socle',
  async semer(tx, g) {
    for (const activite of g.activites) {
      await sql`insert into journal.geste (organisme_id, id, activite_id, fait_le, par, module, geste, phrase)
        values (${g.organisme}, ${newId()}, ${activite}, '2026-01-05T09:00:00Z', ${g.personne}, 'socle', 'semer',
          ${`{personne:${g.personne}} a semé.`})`.execute(tx)
    }
  },
}

const plateforme: Semeur = {
  module: 'plateforme',
  async semer(tx, g) {
    const octets = Buffer.from(`fichier de ${g.lettre}`)
    await sql`insert into plateforme.fichier (organisme_id, empreinte, type, taille, octets)
      values (${g.organisme}, sha256(${octets}::bytea), 'text/plain', ${octets.length}, ${octets}::bytea)`.execute(
      tx,
    )
    await sql`insert into plateforme.brouillon (organisme_id, personne_id, cle, valeurs)
      values (${g.organisme}, ${g.personne}, 'essai', '{"nom":["x"]}')`.execute(tx)
    // Jamais sauvegardées : la maintenance ne les voit pas, les portes si.
    await sql`set local role coforme_porte`.execute(tx)
    await sql`insert into plateforme.courriel (id, organisme_id, chiffre) values (${newId()}, ${g.organisme}, '\\x01')`.execute(
      tx,
    )
    await sql`insert into plateforme.limite values (sha256(${g.lettre}::bytea), 1, now() + interval '1 day')`.execute(
      tx,
    )
    await sql`insert into plateforme.temoin (empreinte) values (sha256('essai')) on conflict do nothing`.execute(
      tx,
    )
    await sql`set local role coforme_maintenance`.execute(tx)
  },
}

/** Chaque module ajoute le sien (`semeurs/<module>.ts`), après ceux dont il lit les lignes. */
export const semeurs: readonly Semeur[] = [
  ...parcours,
  socle,
  plateforme,
  temoin,
  semeurComptes,
  semeurDocuments,
  semeurEmargement,
  semeurQuestionnaires,
  semeurCae,
  semeurControles,
  semeurFacturation,
  semeurBpf,
  semeurPole,
  semeurMutualisation,
  semeurRessources,
  semeurMarches,
  semeurQualite,
  semeurDonnees,
  semeurStagiaires,
  semeurEtapes,
  semeurEspaces,
  semeurPortail,
]

export const graine = (lettre: 'A' | 'B'): Graine => ({
  lettre,
  organisme: newId(),
  activites: [newId(), newId()],
  personne: newId(),
  repondante: newId(),
  pole: newId(),
  complice: newId(),
})

export const semer = async (tx: MaintenanceTx, g: Graine): Promise<void> => {
  for (const semeur of semeurs) await semeur.semer(tx, g)
}
