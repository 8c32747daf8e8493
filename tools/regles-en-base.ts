/**
 * Ce que la base doit savoir d’une règle du domaine. Une liste, une durée s’écrit une fois, en TypeScript ; une fonction de `db/portes/app` en
 * est tirée, que les portes et les murs lisent. La vérification « règles en SQL » refuse qu’ils en écrivent une autre.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { INDICATIF, SEPARATEURS } from '../src/kernel/chercher-numero.ts'
import { JOURS_D_ALERTE } from '../src/modules/cae/domain/habilitations.ts'
import { MOIS_AVANT_UNE_MISSION } from '../src/modules/cae/domain/missions.ts'
import { pasQuiEngagent } from '../src/modules/cae/domain/plafonds.ts'
import { type Duree, durees } from '../src/modules/comptes/domain/session.ts'
import { type Fiche, genres } from '../src/modules/documents/domain/genres.ts'
import { listeDroits, MOIS_POUR_REPONDRE } from '../src/modules/donnees/domain/demande.ts'
import { fondements } from '../src/modules/emargement/domain/entree.ts'
import { temoignagesEnCours } from '../src/modules/emargement/domain/registre.ts'
import { espacesDIntervenant } from '../src/modules/espaces/domain/espace.ts'
import { notesADistance } from '../src/modules/inscriptions/domain/a-distance.ts'
import { regimesAPiece, statutsAvecEmployeur } from '../src/modules/inscriptions/domain/dossier.ts'
import { JOURS_DE_MANCHE } from '../src/modules/marches/domain/acheteur.ts'
import { sensDAvis } from '../src/modules/marches/domain/conseil.ts'
import { GEL_HEURES } from '../src/modules/marches/domain/echeance.ts'
import { joursAuPlus } from '../src/modules/marches/domain/echeances.ts'
import { portentDesPrix } from '../src/modules/marches/domain/pieces.ts'
import { MOIS_D_UN_APPEL } from '../src/modules/mutualisation/domain/appels.ts'
import {
  HEURES_DE_DEMI_JOURNEE,
  JOURS_D_OPTION_DE_SALLE,
  MOIS_D_AVANCE,
  reservationsQuiTiennent,
  reservationsVives,
} from '../src/modules/mutualisation/domain/biens.ts'
import {
  JOURS_POUR_REPONDRE,
  JOURS_POUR_SIGNER,
  JOURS_POUR_VIRER,
  mouvementsQuiSeCorrigent,
} from '../src/modules/mutualisation/domain/courant.ts'
import { MINUTES_POUR_LIRE, termeDuDossier } from '../src/modules/mutualisation/domain/dossier-remis.ts'
import { MOIS_D_EQUITE } from '../src/modules/mutualisation/domain/equite.ts'
import {
  formesConfiees,
  JOURS_D_OPTION,
  missionsADecider,
  missionsConfiees,
  missionsQuiTiennentLHeure,
  missionsVives,
} from '../src/modules/mutualisation/domain/missions.ts'
import { MOIS_D_UN_RETOUR } from '../src/modules/mutualisation/domain/retours.ts'
import { JOURS_AVANT_DE_REDEMANDER, termes } from '../src/modules/mutualisation/domain/vivier.ts'
import { type Droit, droits, rolesSensibles } from '../src/modules/organisme/domain/droits.ts'
import { rafales } from '../src/modules/organisme/domain/rafales.ts'
import { decisionsQuiSAdoptent } from '../src/modules/pole/domain/depouiller.ts'
import { licencesOuvertes } from '../src/modules/pole/domain/livrable.ts'
import { etatsDUnPoleOuvert, mandatsDeVote } from '../src/modules/pole/domain/pole.ts'
import { rencontresDatees } from '../src/modules/pole/domain/rencontre.ts'
import { JOURS_SANS_PREUVE, MOIS_GARDES } from '../src/modules/portail/domain/durees.ts'
import { objetsNeutres } from '../src/modules/qualite/domain/affaires.ts'
import { phrasesCreuses } from '../src/modules/qualite/domain/force.ts'
import { missionsQuiCourent } from '../src/modules/qualite/domain/mission.ts'
import { formeDeCopie } from '../src/modules/qualite/domain/photo.ts'
import { licencesHeritees, licencesQuiSeReprennent } from '../src/modules/ressources/domain/ressources.ts'
import { JOURS_AVANT_DE_REDIRE, MOIS_D_UNE_TENSION } from '../src/modules/ressources/domain/tensions.ts'
import {
  etatsAcheves,
  etatsAnnonces,
  etatsFinis,
  etatsQuiSeTiennent,
  etatsTenus,
} from '../src/modules/sessions/domain/etats.ts'
import { ligneBpf, statuts } from '../src/modules/tiers/domain/statuts.ts'

/** Les rôles qui tiennent ce droit sur tout. */
const rolesQui = (droit: Droit): string[] =>
  Object.entries(droits[droit].par).flatMap(([role, cible]) => (cible === 'tout' ? [role] : []))

export const listes: Readonly<Record<string, readonly string[]>> = {
  'roles-qui-administrent': rolesQui('membres.gerer'),
  'roles-qui-effacent': rolesQui('donnees.effacer'),
  'roles-qui-deleguent': rolesQui('delegations.donner'),
  'roles-qui-visent': rolesQui('pieces.viser'),
  'roles-sensibles': rolesSensibles,
  // Sur ce qui est à soi aussi : la base tient à part de quelle enseigne l’on est.
  'roles-des-missions': Object.keys(droits['missions.tenir'].par),
  'mouvements-qui-se-corrigent': mouvementsQuiSeCorrigent,
  'roles-des-echanges': rolesQui('echanges.tenir'),
  'roles-qui-lisent-les-echanges': rolesQui('echanges.lire'),
  'roles-qui-lisent-les-factures': rolesQui('facturation.lire'),
  'roles-du-bilan': rolesQui('bpf.lire'),
  'roles-qui-facturent': rolesQui('facturation.preparer'),
  'roles-du-vivier': rolesQui('vivier.lire'),
  'roles-qui-demandent-au-vivier': rolesQui('vivier.demander'),
  'roles-des-fiches-du-vivier': rolesQui('vivier.ecrire'),
  'roles-des-appels': rolesQui('appels.tenir'),
  'roles-des-achats': rolesQui('achats.tenir'),
  'roles-des-ressources': rolesQui('ressources.tenir'),
  'roles-qui-lisent-le-pole': rolesQui('pole.lire'),
  'roles-qui-participent-au-pole': rolesQui('pole.participer'),
  'roles-qui-signent': rolesQui('documents.signer'),
  'roles-des-salles': rolesQui('salles.tenir'),
  'reservations-qui-tiennent': reservationsQuiTiennent,
  'reservations-vives': reservationsVives,
  'formes-confiees': formesConfiees,
  'pas-qui-engagent': pasQuiEngagent,
  'missions-a-decider': missionsADecider,
  'missions-confiees': missionsConfiees,
  'missions-qui-tiennent-l-heure': missionsQuiTiennentLHeure,
  'missions-vives': missionsVives,
  'roles-des-marches': rolesQui('marches.repondre'),
  'pieces-qui-portent-des-prix': portentDesPrix,
  'sens-d-avis': Object.keys(sensDAvis),
  'roles-de-la-veille': rolesQui('marches.lire'),
  'roles-des-habilitations': Object.keys(droits['habilitations.suivre'].par),
  'roles-qui-suivent-les-habilitations': rolesQui('habilitations.suivre'),
  'affaires-protegees': Object.keys(objetsNeutres),
  'copies-montrees': [formeDeCopie],
  'droits-des-personnes': listeDroits,
  'espaces-d-intervenant': espacesDIntervenant,
  'fondements-d-effacement': Object.keys(fondements),
  'licences-heritees': licencesHeritees,
  'licences-ouvertes': licencesOuvertes,
  'licences-qui-se-reprennent': licencesQuiSeReprennent,
  'mandats-de-vote': mandatsDeVote,
  'decisions-qui-s-adoptent': decisionsQuiSAdoptent,
  'missions-qui-courent': missionsQuiCourent,
  'notes-a-distance': notesADistance,
  'phrases-creuses': phrasesCreuses,
  'poles-ouverts': etatsDUnPoleOuvert,
  'regimes-a-piece': regimesAPiece,
  'rencontres-datees': rencontresDatees,
  'sessions-achevees': etatsAcheves,
  'sessions-annoncees': etatsAnnonces,
  'sessions-finies': etatsFinis,
  'sessions-qui-se-tiennent': etatsQuiSeTiennent,
  'sessions-tenues': etatsTenus,
  'statuts-avec-employeur': statutsAvecEmployeur,
  'statuts-externes': Object.keys(statuts).filter((s) => ligneBpf(s as keyof typeof statuts) === 'externe'),
  'temoignages-en-cours': temoignagesEnCours,
}

const minutes = (n: Duree['totaleMin']) => `${n} minutes`
export const dureesEnBase: Readonly<Record<string, string>> = {
  'lire-un-dossier': minutes(MINUTES_POUR_LIRE),
  'session-inactive': minutes(durees.ordinaire.inactiviteMin),
  'session-entiere': minutes(durees.ordinaire.totaleMin),
  'session-retenue-inactive': minutes(durees.retenue.inactiviteMin),
  'session-retenue-entiere': minutes(durees.retenue.totaleMin),
  'message-sans-preuve': `${JOURS_SANS_PREUVE.message} days`,
  'lettre-sans-preuve': `${JOURS_SANS_PREUVE.lettre} days`,
  'message-garde': `${MOIS_GARDES} months`,
  'reponse-a-une-demande': `${MOIS_POUR_REPONDRE} months`,
  'ecriture-proposee': `${JOURS_POUR_REPONDRE} days`,
  'releve-a-signer': `${JOURS_POUR_SIGNER} days`,
  'contact-refuse': `${JOURS_AVANT_DE_REDEMANDER} days`,
  'alerte-d-habilitation': `${JOURS_D_ALERTE} days`,
  option: `${JOURS_D_OPTION} days`,
  'option-de-salle': `${JOURS_D_OPTION_DE_SALLE} days`,
  'mission-d-avance': `${MOIS_AVANT_UNE_MISSION} months`,
  'reservation-d-avance': `${MOIS_D_AVANCE} months`,
  'demi-journee': `${HEURES_DE_DEMI_JOURNEE} hours`,
  equite: `${MOIS_D_EQUITE} months`,
  'manque-redit': `${JOURS_AVANT_DE_REDIRE} days`,
  tension: `${MOIS_D_UNE_TENSION} months`,
  'appel-garde': `${MOIS_D_UN_APPEL} months`,
  'retour-garde': `${MOIS_D_UN_RETOUR} months`,
  'virement-a-confirmer': `${JOURS_POUR_VIRER} days`,
  'gel-du-dossier': `${GEL_HEURES} hours`,
  'echeance-croyable': `${joursAuPlus} days`,
  'manche-de-prix': `${JOURS_DE_MANCHE} days`,
}

/** Une virgule ou une espace se protège de guillemets, une apostrophe se double. */
const enTableau = (mots: readonly string[]): string =>
  `'{${mots.map((m) => (/[ ,]/.test(m) ? `"${m}"` : m).replaceAll("'", "''")).join(',')}}'::text[]`
const cas = (lignes: readonly (readonly [string, string])[]): string =>
  lignes.map(([nom, valeur]) => `    when '${nom}' then ${valeur}`).join('\n')

/** Ce qu’une personne emporte en une heure sans surprendre ; un lien, lui, se compte pour sa coopérative. */
const rafalesEnBase = Object.entries(rafales).flatMap(([genre, { max }]) =>
  genre === 'lien' ? [] : [[genre, String(max)] as const],
)

const ligneDeGenre = ([genre, fiche]: readonly [string, Fiche]): string => {
  const { engage, conserve, sensible, espaces } = fiche
  return `    ('${genre}', ${engage}, ${conserve.plancher}, ${conserve.siSignee ?? false}, ${sensible}, '{${espaces.join(',')}}'::text[])`
}

/**
 * Un nom que personne n’a dit rend null : la condition est fausse, et la vérification l’a refusé avant. Sans « set » : PostgreSQL la déplie où
 * on l’appelle, et ses noms sont liés à la création (`begin atomic`). Appelée, elle coûtait douze microsecondes et plus (ADR 21), deux fois par page.
 */
const fonction = (nom: string, recoit: string, rend: string, lignes: string, phrase: string): string =>
  `-- Tiré du domaine par tools/regles-en-base.ts (node tools/generes.ts) : ne se change pas ici.
create or replace function app.${nom}(${recoit} text) returns ${rend}
language sql immutable parallel safe begin atomic
  select case ${recoit}
${lignes}
  end;
end;
comment on function app.${nom} is '${phrase}';
grant execute on function app.${nom} to coforme_app, coforme_porte, coforme_owner, coforme_maintenance;
`

const fichiers: Readonly<Record<string, string>> = {
  'db/portes/app/app.liste.sql': fonction(
    'liste',
    'p_nom',
    'text[]',
    cas(Object.entries(listes).map(([nom, mots]) => [nom, enTableau(mots)])),
    'Une liste du domaine, par son nom.',
  ),
  'db/portes/app/app.duree.sql': fonction(
    'duree',
    'p_nom',
    'interval',
    cas(Object.entries(dureesEnBase).map(([nom, duree]) => [nom, `interval '${duree}'`])),
    'Une durée du domaine, par son nom.',
  ),
  'db/portes/app/app.rafale.sql': fonction(
    'rafale',
    'p_genre',
    'integer',
    cas(rafalesEnBase),
    'Ce qu’une personne emporte en une heure sans surprendre, par genre de sortie.',
  ),
  'db/portes/app/app.version_du_terme.sql': fonction(
    'version_du_terme',
    'p_nom',
    'integer',
    cas(Object.entries({ ...termes, dossier: termeDuDossier }).map(([nom, t]) => [nom, String(t.version)])),
    'La version d’aujourd’hui d’un texte que l’on accepte au vivier, par son nom.',
  ),
  // Sans argument, stable : un mur l’appelle une fois par instruction (`(select app.objets_neutres())`).
  'db/portes/app/app.objets_neutres.sql': `-- Tiré du domaine par tools/regles-en-base.ts (node tools/generes.ts) : ne se change pas ici.
create or replace function app.objets_neutres() returns jsonb
language sql stable parallel safe set search_path = '' begin atomic
  select '${JSON.stringify(objetsNeutres)}'::jsonb;
end;
comment on function app.objets_neutres is 'Par genre d’affaire protégée, le seul objet que la base garde en clair.';
grant execute on function app.objets_neutres to coforme_app, coforme_porte, coforme_owner, coforme_maintenance;
`,
  'db/portes/app/app.fiches_de_genres.sql': `-- Tiré de documents/domain/genres.ts par tools/regles-en-base.ts (node tools/generes.ts) : ne se change pas ici.
create or replace function app.fiches_de_genres()
returns table (genre text, engage boolean, plancher integer, si_signee boolean, sensible boolean, espaces text[])
language sql stable parallel safe set search_path = '' begin atomic
  values
${Object.entries<Fiche>(genres).map(ligneDeGenre).join(',\n')};
end;
comment on function app.fiches_de_genres is 'Par genre de pièce : ce qu’il engage, les années avant lesquelles il ne s’efface pas (s’il est signé, ou toujours), s’il est sensible, les espaces sans compte où il se lit.';
grant execute on function app.fiches_de_genres to coforme_app, coforme_porte, coforme_maintenance;
`,
  'db/portes/tiers/tiers.telephone_compose.sql': `-- Tiré de kernel/chercher-numero.ts par tools/regles-en-base.ts (node tools/generes.ts) : ne se change pas ici.
-- Les chiffres d’un téléphone, tel qu’on le compose en France : « +33 (0)6 12 34 56 78 » est 0612345678.
create or replace function tiers.telephone_compose(p_telephone text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select regexp_replace(regexp_replace(regexp_replace(coalesce(p_telephone, ''), '${SEPARATEURS}', '', 'g'), '${INDICATIF}', '0'), '\\D', '', 'g')
$$;
grant execute on function tiers.telephone_compose to coforme_app, coforme_porte, coforme_maintenance;
`,
}

const nom = 'db/portes, ce que la base tient du domaine'
export const reglesEnBase = {
  nom,
  async verifier(racine: string): Promise<string | undefined> {
    const tard = Object.entries(fichiers).filter(([f, texte]) => {
      try {
        return readFileSync(join(racine, f), 'utf8') !== texte
      } catch {
        return true
      }
    })
    return tard.length === 0 ? undefined : `${tard.map(([f]) => f).join(', ')} : ne suit plus le domaine.`
  },
  async generer(racine: string): Promise<void> {
    for (const [f, texte] of Object.entries(fichiers)) writeFileSync(join(racine, f), texte)
  },
}
