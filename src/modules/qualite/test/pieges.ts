// Long parce que les cas qui ne doivent pas passer s’y lisent d’un trait, contrôle par contrôle.
/**
 * Ce qui ne doit pas passer, et que la base seule peut dire : une mauvaise personne, un mauvais jour, une case cochée, un retard, une
 * fois pour toutes. Ce que valent les mots d’un registre est éprouvé dans `domain/force.test.ts`, sans base.
 */
import { type RawBuilder, sql } from 'kysely'
import { newId } from '#platform/db/index.ts'
import type { Complet } from './complet.ts'

type Piege = {
  readonly nom: string
  readonly codes: readonly string[]
  readonly fait: (c: Complet) => readonly RawBuilder<unknown>[]
  /** Ce n’est pas rien : quelqu’un l’a dit. */
  readonly declare?: true
}
const registre = (c: Complet, genre: string, quoi: RawBuilder<unknown>) =>
  sql`update qualite.registre set ${quoi} where organisme_id = ${c.organisme} and genre = ${genre}`
const sansFichier = (c: Complet, genre: string) =>
  sql`delete from qualite.jointe j using qualite.registre r where r.organisme_id = j.organisme_id and r.id = j.ligne_id and r.organisme_id = ${c.organisme}
    and r.genre = ${genre}`
const jointLe = (c: Complet, genre: string, le: string) =>
  sql`update qualite.jointe j set jointe_le = ${`${le}T09:00:00Z`} from qualite.registre r where r.organisme_id = j.organisme_id and r.id = j.ligne_id
    and r.organisme_id = ${c.organisme} and r.genre = ${genre}`
const entree = (c: Complet, quoi: RawBuilder<unknown>) =>
  sql`update qualite.entree set ${quoi} where inscription_id = ${c.inscriptions[0]}`
const vide = (mot: string, champ: string) =>
  sql`contenu = contenu || ${JSON.stringify({ [champ]: mot })}::jsonb`

/** Le suivi des stagiaires de l’ancienne session, finie le 16 mars. */
const suiviAncien = (c: Complet, genre: string, quoi: RawBuilder<unknown>) =>
  sql`update qualite.suivi set ${quoi} where genre = ${genre}
    and inscription_id in (select i.id from inscriptions.inscription i where i.session_id = ${c.ancienne})`

/** Lena devient indépendante, sans structure ; rien n’est plus écrit à son nom. */
const sansStructure = (c: Complet) => [
  sql`update sessions.affectation set confiee_a_id = null where organisme_id = ${c.organisme} and personne_id = ${c.lena}`,
  sql`update tiers.statut set statut = 'honoraires', entreprise_id = null where organisme_id = ${c.organisme} and personne_id = ${c.lena}`,
]

export const pieges: readonly Piege[] = [
  {
    nom: 'une habilitation dont rien ne dit le terme',
    codes: ['7b'],
    declare: true,
    fait: (c) => [registre(c, 'habilitation', sql`expire_le = null`)],
  },
  {
    nom: 'un suivi écrit deux mois après la fin',
    codes: ['10a'],
    fait: (c) => [suiviAncien(c, 'point', sql`le = '2026-05-20'`)],
  },
  {
    nom: 'l’ajustement décidé à l’entrée, écrit deux mois après la fin',
    codes: ['10a'],
    fait: (c) => [
      sql`update qualite.entree set decision = 'adapter', decision_detail = 'Deux séances de plus' where inscription_id in
        (select i.id from inscriptions.inscription i where i.session_id = ${c.ancienne})`,
      suiviAncien(c, 'epreuve', sql`genre = 'ajustement', le = '2026-05-20'`),
    ],
  },
  {
    nom: 'la suite donnée au positionnement, réduite à « RAS »',
    codes: ['8b'],
    fait: (c) => [entree(c, sql`decision = 'adapter', decision_detail = 'RAS'`)],
  },
  {
    nom: 'le procès-verbal d’une seule des deux personnes inscrites à l’épreuve',
    codes: ['16b'],
    declare: true,
    fait: (c) => [registre(c, 'examen', vide('1', 'inscrits'))],
  },
  {
    nom: 'l’information, quand l’offre demande l’informatique',
    codes: ['21b'],
    fait: (c) => [
      registre(c, 'competences-requises', vide('informatique', 'competences')),
      sql`update tiers.intervenant set titres = 'Master en information', rapport = 'Enseigne l’information' where organisme_id = ${c.organisme}`,
      registre(c, 'cv', vide('Information et presse', 'domaines')),
    ],
  },
  {
    nom: 'décidé d’agir sur une offre, sans dire pourquoi',
    codes: ['24b'],
    fait: (c) => [registre(c, 'veille-metiers', vide('RAS', 'motif'))],
  },
  {
    nom: 'décidé d’agir sur une offre, sans rien nommer de changé',
    codes: ['24b'],
    fait: (c) => [registre(c, 'veille-metiers', vide('ok', 'effet'))],
  },
  {
    nom: 'un contrat-cadre dont rien ne dit le terme',
    codes: ['27a'],
    declare: true,
    fait: (c) => [registre(c, 'contrat-sous-traitance', sql`session_id = null, expire_le = null`)],
  },
  {
    nom: 'un contrat-cadre fini la veille',
    codes: ['27a'],
    fait: (c) => [registre(c, 'contrat-sous-traitance', sql`session_id = null, expire_le = '2026-11-11'`)],
  },
  {
    nom: 'un contrat-cadre pour une action que paie le CPF',
    codes: ['27a'],
    fait: (c) => [
      registre(c, 'contrat-sous-traitance', sql`session_id = null, expire_le = '2027-06-30'`),
      sql`update inscriptions.dossier set regime = 'cpf' where session_id = ${c.confiee}`,
    ],
  },
  {
    nom: 'une action dite nouvelle, et une session finie depuis huit mois',
    codes: ['2a'],
    fait: (c) => [
      sql`update catalogue.fiche set contenu = contenu - 'indicateursBase' || '{"sansResultat": true}' where organisme_id = ${c.organisme}`,
    ],
  },
  {
    nom: 'des résultats publiés sans un chiffre',
    codes: ['2a'],
    fait: (c) => [
      sql`update catalogue.fiche set contenu = contenu || '{"indicateurs": "Stagiaires très satisfaits", "indicateursBase": "Enquête de satisfaction"}'
        where organisme_id = ${c.organisme}`,
    ],
  },
  {
    nom: 'une veille reprise d’une autre coopérative, transmise, et pas encore adaptée',
    codes: ['23a', '23b', '23c', '24a', '24b'],
    declare: true,
    fait: (c) =>
      ['veille-legale', 'veille-metiers'].map((genre) =>
        registre(c, genre, vide('Les Formations du Large', 'repriseDe')),
      ),
  },
  {
    nom: 'un besoin « aucun besoin particulier »',
    codes: ['4a'],
    fait: (c) => [entree(c, sql`besoin = 'Aucun besoin particulier.'`)],
  },
  {
    nom: 'un contrat qui ne dit pas ce qu’il confie',
    codes: ['27a'],
    declare: true,
    fait: (c) => [registre(c, 'contrat-sous-traitance', vide('RAS', 'indicateurs'))],
  },
  {
    nom: 'des compétences récrites après la session, à la mesure de qui l’a animée',
    codes: ['21b'],
    fait: (c) => [
      registre(c, 'competences-requises', vide('allemand', 'competences')),
      sql`insert into qualite.registre (organisme_id, activite_id, id, rang, genre, titre, le, offre_id, contenu, inscrit_le)
        values (${c.organisme}, ${c.activite}, ${newId()}, 1, 'competences-requises', 'Ligne', '2026-11-20', ${c.offre}, '{"competences": "anglais"}',
          '2026-11-20T09:00:00Z')`,
    ],
  },
  {
    nom: 'Mon Compte Formation montre un autre prix que la fiche',
    codes: ['1d'],
    fait: (c) => [registre(c, 'mon-compte-formation', vide('1200', 'prix'))],
  },
  {
    nom: 'la formation de référence d’une personne qui n’est pas la référente',
    codes: ['26d'],
    fait: (c) => [registre(c, 'formation-referent', sql`responsable_id = ${c.comptes.hanh}`)],
  },
  {
    nom: 'un procès-verbal daté d’avant la fin de la session',
    codes: ['16b'],
    fait: (c) => [registre(c, 'examen', sql`le = '2026-01-20'`)],
  },
  {
    nom: 'une fiche retirée bien avant la session',
    codes: ['1b'],
    fait: (c) => [
      sql`update catalogue.fiche set publiee_le = '2025-01-05T09:00:00Z', retiree_le = '2025-02-01T09:00:00Z' where organisme_id = ${c.organisme}`,
    ],
  },
  {
    nom: 'l’inscription à l’épreuve d’un autre stagiaire',
    codes: ['16a'],
    fait: (c) => [
      sql`update qualite.suivi set inscription_id = ${c.inscriptions[1]} where inscription_id = ${c.inscriptions[0]} and genre = 'epreuve'`,
    ],
  },
  {
    nom: 'un résultat dont rien n’est publié',
    codes: ['2b'],
    declare: true,
    fait: (c) => [registre(c, 'resultat', vide('le site', 'adresse'))],
  },
  { nom: 'un besoin « RAS »', codes: ['4a'], fait: (c) => [entree(c, sql`besoin = 'RAS'`)] },
  { nom: 'un positionnement « ok »', codes: ['8a'], fait: (c) => [entree(c, sql`resultat = 'ok'`)] },
  {
    nom: 'un positionnement du lendemain',
    codes: ['8a'],
    fait: (c) => [entree(c, sql`positionne_le = '2026-11-11'`)],
  },
  {
    nom: 'des prérequis dits sans objet, quand l’offre en demande',
    codes: ['8c'],
    fait: (c) => [
      sql`update catalogue.offre set prerequis = 'Niveau B1 attesté' where id = ${c.offre}`,
      entree(c, sql`prerequis = 'sans-objet'`),
    ],
  },
  {
    nom: 'une habilitation dite, sans sa pièce',
    codes: ['7b'],
    declare: true,
    fait: (c) => [sansFichier(c, 'habilitation')],
  },
  {
    nom: 'un déroulé repris d’une autre coopérative, et pas encore adapté',
    codes: ['6a'],
    declare: true,
    fait: (c) => [registre(c, 'deroule', vide('Les Formations du Large', 'repriseDe'))],
  },
  {
    nom: 'un déroulé écrit qui oublie un objectif de l’offre',
    codes: ['6a'],
    declare: true,
    fait: (c) => [
      sansFichier(c, 'deroule'),
      registre(
        c,
        'deroule',
        vide(
          'Tour de table puis jeux de rôle au téléphone, vocabulaire du commerce, prononciation filmée, débat final, bilan écrit.',
          'sequences',
        ),
      ),
    ],
  },
  {
    nom: 'un tableau croisé sans offre',
    codes: ['7a'],
    fait: (c) => [registre(c, 'matrice-competences', sql`offre_id = null`)],
  },
  {
    nom: 'des résultats d’examen sans procès-verbal',
    codes: ['3a', '16b'],
    declare: true,
    fait: (c) => [sansFichier(c, 'examen')],
  },
  {
    nom: 'les résultats d’une autre session',
    codes: ['16b'],
    fait: (c) => [registre(c, 'examen', sql`session_id = ${c.session}`)],
  },
  {
    nom: 'une ressource mise à disposition après la session',
    codes: ['19a'],
    fait: (c) => [registre(c, 'ressource', sql`le = '2026-11-20'`)],
  },
  {
    nom: 'une ressource dont personne ne dit l’usage',
    codes: ['19a'],
    fait: (c) => [registre(c, 'ressource', vide('ok', 'usage'))],
  },
  {
    nom: 'la procédure remise le lendemain',
    codes: ['12e'],
    fait: (c) => [
      sql`update qualite.suivi set le = '2026-11-11' where inscription_id = ${c.inscriptions[0]} and genre = 'remise'`,
    ],
  },
  {
    nom: 'une procédure dite remise avant d’être écrite',
    codes: ['12e'],
    fait: (c) => [registre(c, 'procedure-violences', sql`le = '2026-11-20'`)],
  },
  {
    nom: 'la procédure remise à un autre stagiaire',
    codes: ['12e'],
    fait: (c) => [
      sql`update qualite.suivi set inscription_id = ${c.inscriptions[1]} where inscription_id = ${c.inscriptions[0]} and genre = 'remise'`,
    ],
  },
  {
    nom: 'une attestation qui dit que rien ne fut évalué, quand l’évaluation est faite',
    codes: ['11a'],
    fait: (c) => [
      sql`update documents.piece set donnees = replace(donnees, 'acquis"}', 'non-evalue"}') where genre = 'attestation' and objet_id = ${c.inscriptions[0]}`,
    ],
  },
  {
    nom: 'une relance d’avant, pour une absence d’après',
    codes: ['12a'],
    fait: (c) => [
      sql`update qualite.suivi set le = '2026-11-09' where inscription_id = ${c.inscriptions[1]} and genre = 'relance'`,
    ],
  },
  {
    nom: 'une relance écrite deux semaines après',
    codes: ['12a'],
    fait: (c) => [
      sql`update qualite.suivi set le = '2026-11-23' where inscription_id = ${c.inscriptions[1]} and genre = 'relance'`,
    ],
  },
  {
    nom: 'une procédure contre les violences que rien ne montre',
    codes: ['12c'],
    declare: true,
    fait: (c) => [registre(c, 'procedure-violences', vide('', 'texte'))],
  },
  {
    nom: 'un conseil sans procès-verbal',
    codes: ['20a'],
    declare: true,
    fait: (c) => [sansFichier(c, 'conseil')],
  },
  {
    nom: 'un curriculum vitæ dit, non joint',
    codes: ['21a'],
    declare: true,
    fait: (c) => [sansFichier(c, 'cv')],
  },
  {
    nom: 'des titres « RAS »',
    codes: ['21a', '21b'],
    fait: (c) => [sql`update tiers.intervenant set titres = 'RAS' where personne_id = ${c.tom}`],
  },
  {
    nom: 'des titres d’allemand pour une session d’anglais',
    codes: ['21b'],
    fait: (c) => [
      sql`update tiers.intervenant set titres = 'Master d’allemand', rapport = 'Enseigne l’allemand' where personne_id = ${c.tom}`,
      sql`update qualite.registre set contenu = '{"domaines": "Allemand des affaires"}' where organisme_id = ${c.organisme} and genre = 'cv' and personne_id = ${c.tom}`,
    ],
  },
  {
    nom: 'des compétences que l’offre ne demande nulle part',
    codes: ['21b'],
    declare: true,
    fait: (c) => [
      sql`delete from qualite.registre where organisme_id = ${c.organisme} and genre = 'competences-requises'`,
    ],
  },
  {
    nom: 'des compétences demandées après la session',
    codes: ['21b'],
    declare: true,
    fait: (c) => [registre(c, 'competences-requises', sql`le = '2026-11-20'`)],
  },
  {
    nom: 'l’attestation d’un seul formateur pour tout le personnel',
    codes: ['22a'],
    fait: (c) => [
      sql`delete from qualite.registre where organisme_id = ${c.organisme} and genre = 'developpement' and personne_id is null`,
    ],
  },
  {
    nom: 'un partenaire que l’on ne sait pas joindre',
    codes: ['26a'],
    declare: true,
    fait: (c) => [registre(c, 'partenaire-handicap', vide('Madame Martin', 'contact'))],
  },
  {
    nom: 'un partenaire d’un autre département que celui où l’on forme',
    codes: ['26a'],
    fait: (c) => [
      sql`update organisme.etablissement set code_postal = '35000' where organisme_id = ${c.organisme}`,
      registre(c, 'partenaire-handicap', vide('Morbihan', 'territoire')),
    ],
  },
  {
    nom: 'un recours « ok »',
    codes: ['26b'],
    fait: (c) => [registre(c, 'recours-handicap', vide('ok', 'objet'))],
  },
  {
    nom: 'une formation de référente qui ne nomme personne',
    codes: ['26d'],
    declare: true,
    fait: (c) => [registre(c, 'formation-referent', sql`responsable_id = null`)],
  },
  {
    nom: 'huit clauses cochées, et nul fichier',
    codes: ['27a'],
    declare: true,
    fait: (c) => [sansFichier(c, 'contrat-sous-traitance')],
  },
  {
    nom: 'un contrat joint neuf jours après le début',
    codes: ['27a'],
    declare: true,
    fait: (c) => [jointLe(c, 'contrat-sous-traitance', '2026-11-21')],
  },
  {
    nom: 'le contrat d’une autre structure',
    codes: ['27a'],
    fait: (c) => [registre(c, 'contrat-sous-traitance', sql`entreprise_id = ${c.financeur}`)],
  },
  {
    nom: 'un contrat sans partie',
    codes: ['27a'],
    fait: (c) => [registre(c, 'contrat-sous-traitance', sql`entreprise_id = null`)],
  },
  {
    nom: 'un indépendant sans structure, que rien ne contrôle',
    codes: ['27a', '27b', '27c'],
    fait: sansStructure,
  },
  {
    nom: 'un contrôle au numéro inventé',
    codes: ['27b'],
    declare: true,
    fait: (c) => [registre(c, 'controle-sous-traitant', vide('ok', 'nda'))],
  },
  {
    nom: 'une évaluation « RAS »',
    codes: ['27c'],
    fait: (c) => [registre(c, 'evaluation-sous-traitant', vide('RAS', 'constat'))],
  },
  {
    nom: 'la consigne d’une autre personne',
    codes: ['18c'],
    fait: (c) => [registre(c, 'consigne', sql`personne_id = ${c.tom}`)],
  },
  {
    nom: 'une consigne d’après',
    codes: ['18c'],
    declare: true,
    fait: (c) => [registre(c, 'consigne', sql`le = '2026-11-13'`)],
  },
  {
    nom: 'une réclamation répondue hors du délai que la coopérative publie',
    codes: ['31a'],
    fait: (c) => [
      registre(c, 'procedure-reclamation', vide('10', 'delai')),
      sql`update qualite.suite set le = '2026-10-13' where organisme_id = ${c.organisme} and genre = 'reponse'`,
    ],
  },
  {
    nom: 'une réclamation répondue, et jamais close',
    codes: ['31a'],
    fait: (c) => [sql`delete from qualite.suite where organisme_id = ${c.organisme} and genre = 'cloture'`],
  },
  {
    nom: 'une action close dont personne ne répond',
    codes: ['32a'],
    declare: true,
    fait: (c) => [registre(c, 'action', sql`responsable_id = null`)],
  },
  {
    nom: 'une action ouverte',
    codes: ['32a'],
    fait: (c) => [registre(c, 'action', sql`contenu = contenu - 'closeLe'`)],
  },
]

/** Des cas qui ne touchent pas les mêmes contrôles se posent ensemble : quelques coopératives au lieu de trente. */
export const enGroupes = (
  tous: readonly Piege[],
): { readonly nom: string; readonly pieges: readonly Piege[] }[] => {
  const groupes: Piege[][] = []
  for (const t of tous) {
    const libre = groupes.find((g) => !g.some((x) => x.codes.some((code) => t.codes.includes(code))))
    if (libre) libre.push(t)
    else groupes.push([t])
  }
  return groupes.map((g) => ({ nom: g.map((t) => t.nom).join(' ; '), pieges: g }))
}

/** Ce qui n’est pas un trou, et qu’on prenait pour un trou. */
export const aidesFausses: readonly (Omit<Piege, 'codes'> & { readonly sauf?: readonly string[] })[] = [
  {
    nom: 'la feuille, que personne n’a close, d’une demi-journée où personne n’est attendu : la seule inscrite arrive le lendemain',
    fait: (c) => [
      sql`update inscriptions.inscription set arrivee_le = '2026-11-13' where session_id = ${c.confiee} and etat = 'inscrit'`,
      sql`delete from emargement.cloture k using sessions.seance z where z.organisme_id = k.organisme_id and z.id = k.seance_id and z.session_id = ${c.confiee}`,
    ],
  },
  {
    nom: 'une arrivée en route : tout ce que l’entrée demande est de la veille, et d’après le premier jour de la session',
    fait: (c) => [
      sql`update inscriptions.inscription set arrivee_le = '2026-11-13' where id = ${c.inscriptions[0]}`,
      entree(
        c,
        sql`recueilli_le = '2026-11-12', positionne_le = '2026-11-12', inscrit_le = '2026-11-12T09:00:00Z'`,
      ),
      sql`update documents.piece set emise_le = '2026-11-12T09:00:00Z' where genre = 'convocation' and objet_id = ${c.inscriptions[0]}`,
      sql`update inscriptions.remise set remis_le = '2026-11-12T09:00:00Z' where inscription_id = ${c.inscriptions[0]}`,
      sql`update qualite.suivi set le = '2026-11-12' where inscription_id = ${c.inscriptions[0]} and genre = 'remise'`,
    ],
  },
  {
    nom: 'qui n’arrive que la semaine prochaine, et n’est pas encore convoqué',
    fait: (c) => [
      sql`update inscriptions.inscription set arrivee_le = '2026-11-30' where id = ${c.inscriptions[1]}`,
      sql`delete from documents.piece where genre = 'convocation' and objet_id = ${c.inscriptions[1]}`,
    ],
  },
  {
    nom: 'un contrat-cadre, sans session, dont le terme vient après l’intervention',
    fait: (c) => [registre(c, 'contrat-sous-traitance', sql`session_id = null, expire_le = '2027-06-30'`)],
  },
  {
    nom: 'un suivi pendant l’action, un autre avant qu’elle commence, un troisième six mois après',
    fait: (c) => [
      suiviAncien(c, 'remise', sql`genre = 'entretien'`),
      suiviAncien(c, 'epreuve', sql`genre = 'entretien', le = '2026-09-20'`),
    ],
    // L’inscription à l’épreuve n’est plus écrite.
    sauf: ['16a'],
  },
  {
    nom: 'un partenaire du département où l’on forme, parmi d’autres',
    fait: (c) => [
      sql`update organisme.etablissement set code_postal = '35000' where organisme_id = ${c.organisme}`,
      registre(c, 'partenaire-handicap', vide('Morbihan, Ille-et-Vilaine', 'territoire')),
    ],
  },
  {
    nom: 'un déroulé écrit, sans fichier, qui dit l’objectif de l’offre',
    fait: (c) => [
      sansFichier(c, 'deroule'),
      registre(
        c,
        'deroule',
        vide(
          'Accueil téléphonique en jeux de rôle, vocabulaire du commerce, prononciation filmée, débat final, bilan écrit ensemble, correction croisée.',
          'sequences',
        ),
      ),
    ],
  },
  {
    nom: 'une action close avant son échéance, et l’échéance passée',
    fait: (c) => [registre(c, 'action', sql`expire_le = '2026-09-25'`)],
  },
  {
    nom: 'une action ouverte il y a deux ans, close cette année',
    fait: (c) => [registre(c, 'action', sql`le = '2024-09-01'`)],
  },
  {
    nom: 'des prérequis non vérifiés, quand l’offre dit n’en avoir aucun',
    fait: (c) => [
      sql`update catalogue.offre set prerequis = 'Aucun prérequis.' where id = ${c.offre}`,
      entree(c, sql`prerequis = 'non-verifies'`),
    ],
  },
  {
    nom: 'une durée vendue que font les demi-journées et le travail à distance',
    fait: (c) => [
      sql`update catalogue.version set duree_minutes = 480 where organisme_id = ${c.organisme}`,
      // Les sessions sans activité à distance gardent leur durée : une autre version, la leur.
      sql`insert into catalogue.version (organisme_id, id, activite_id, offre_id, numero, contenu, intitule, nature, duree_minutes, figee_le)
      select organisme_id, ${c.abandon}::uuid, activite_id, offre_id, 2, contenu, intitule, nature, 420, figee_le from catalogue.version where id = ${c.version}`,
      sql`update sessions.session set version_id = ${c.abandon} where organisme_id = ${c.organisme} and id <> ${c.session}`,
    ],
  },
  {
    nom: 'la consigne donnée au second jour à qui vient le second jour',
    fait: (c) => {
      const seance = newId()
      return [
        sql`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin)
          values (${c.organisme}, ${seance}, ${c.activite}, ${c.confiee}, '2026-11-11', 'matin', 540, 750, '2026-11-11T08:00:00Z', '2026-11-11T11:30:00Z')`,
        sql`insert into sessions.affectation (organisme_id, id, activite_id, seance_id, personne_id, compte_id, minutes)
          values (${c.organisme}, ${newId()}, ${c.activite}, ${seance}, ${c.tom}, ${c.comptes.tom}, 210)`,
        registre(c, 'consigne', sql`le = '2026-11-12'`),
      ]
    },
    // La demi-journée de plus n’est pas close.
    sauf: ['10c', '12b'],
  },
  {
    nom: 'des titres écrits sur la seconde fiche de la même personne',
    fait: (c) => {
      const seconde = newId()
      return [
        sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
        values (${c.organisme}, ${seconde}, ${c.activite}, 'Tom', 'Y', 'y', '2026-02-01T09:00:00Z')`,
        sql`insert into tiers.fusion (organisme_id, id, activite_id, garde_id, absorbe_id, le)
        values (${c.organisme}, ${newId()}, ${c.activite}, ${c.tom}, ${seconde}, '2026-02-02T09:00:00Z')`,
        sql`update qualite.registre set personne_id = ${seconde} where organisme_id = ${c.organisme} and personne_id = ${c.tom}`,
      ]
    },
  },
  {
    nom: 'une réclamation reçue hier : elle n’est ni traitée, ni en faute',
    fait: (c) => [
      sql`insert into qualite.affaire (organisme_id, id, activite_id, genre, auteur, objet, recit, recu_le, inscrit_le)
      values (${c.organisme}, ${newId()}, ${c.activite}, 'reclamation', 'stagiaire', 'Salle froide', ${Buffer.alloc(64)}, '2026-11-23', '2026-11-23T09:00:00Z')`,
    ],
  },
  {
    nom: 'une demi-journée qu’assure un cotraitant, par quelqu’un du dehors',
    fait: (c) => {
      const seance = newId()
      return [
        sql`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin, cotraitant_id)
          select organisme_id, ${seance}::uuid, activite_id, session_id, jour, 'soiree', 1140, 1200, jour + interval '18 hours', jour + interval '19 hours',
            ${c.structure}::uuid from sessions.seance where session_id = ${c.session} order by debut desc limit 1`,
        sql`insert into sessions.affectation (organisme_id, id, activite_id, seance_id, personne_id, minutes)
          values (${c.organisme}, ${newId()}, ${c.activite}, ${seance}, ${c.lena}, 60)`,
      ]
    },
    // La demi-journée de plus n’est pas close.
    sauf: ['10c', '12b'],
  },
  {
    nom: 'un accusé en retard, et l’action close qui l’a corrigé',
    fait: (c) => [
      sql`update qualite.suite set le = '2026-10-11' where organisme_id = ${c.organisme} and genre = 'accuse'`,
      sql`update qualite.registre r set origine_id = a.id from qualite.affaire a where r.organisme_id = ${c.organisme} and r.genre = 'action'
      and a.organisme_id = r.organisme_id and a.genre = 'reclamation'`,
    ],
  },
]

/** La même affaire que celle de ce genre, reçue un autre jour. À passer à la maintenance. */
export const recueDeNouveau = (organisme: string, genre: string, jour: string): RawBuilder<unknown> =>
  sql`insert into qualite.affaire (organisme_id, id, activite_id, genre, auteur, objet, session_id, inscription_id, recit, recu_le, inscrit_le)
    select organisme_id, ${newId()}::uuid, activite_id, genre, auteur, objet, session_id, inscription_id, recit, ${jour}::date, ${jour}::date
      from qualite.affaire where organisme_id = ${organisme} and genre = ${genre}`
