// Long parce que les trous plantés s’y lisent d’un trait, face aux contrôles.
/**
 * Une coopérative à qui rien ne manque, puis un fait ôté à la fois : le moteur trouve le trou, nomme le contrôle et la
 * personne, et rien d’autre ne change. Il ne lit pas la liste qui suit : elle parle à la base, il la relit.
 */
import fc from 'fast-check'
import { type RawBuilder, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { listerFaits, mesurer, regles } from '../db/mesures.queries.ts'
import type { Mesure } from '../domain/controle.ts'
import { controles } from '../domain/controles/index.ts'
import { composerScore, controlesDe } from '../domain/moteur.ts'
import { lireEquipe } from '../lecture/lire-score.ts'
import { ouvrirPreuves } from '../lecture/ouvrir.ts'
import { cas, type Sorte, sortes } from './cas.ts'
import { type Complet, cadreComplet, jourComplet, poserComplet } from './complet.ts'
import { aidesFausses, enGroupes, pieges, recueDeNouveau } from './pieges.ts'

const base = await baseNeuve()
const regarde = { jour: jourComplet, cadre: cadreComplet }
const lire = (c: Complet) =>
  base.enTantQue(c.organisme, { personne: c.comptes.maiwenn }, (tx) => mesurer(tx, regarde))
const poser = (nature: 'formation' | 'apprentissage' = 'formation', sans?: 'signature') =>
  base.maintenance((tx) => poserComplet(tx, nature, sans))

type Ote = (c: Complet) => RawBuilder<unknown>
type Trou = {
  readonly nom: string
  readonly ote: Ote
  /** Les contrôles que ce seul fait tenait. */
  readonly codes: readonly string[]
  readonly qui: string
  readonly apprentissage?: true
  readonly sans?: 'signature'
  /** Le fait que ce trou récrit au lieu de l’ôter : de deux qui récrivent le même, seul le dernier resterait. */
  readonly recrit?: 'decision'
}
const ligne =
  (genre: string, ou: Ote = () => sql`true`): Ote =>
  (c) =>
    sql`delete from qualite.registre where organisme_id = ${c.organisme} and genre = ${genre} and ${ou(c)}`
const tait =
  (genre: string, cle: string, ou: Ote = () => sql`true`): Ote =>
  (c) =>
    sql`update qualite.registre set contenu = contenu - ${cle}::text where organisme_id = ${c.organisme} and genre = ${genre} and ${ou(c)}`
const fiche =
  (cle: string): Ote =>
  (c) =>
    sql`update catalogue.fiche set contenu = contenu - ${cle}::text where organisme_id = ${c.organisme}`
const piece =
  (genre: string): Ote =>
  (c) =>
    sql`delete from documents.piece where genre = ${genre} and objet_id = ${c.inscriptions[0]}`
const entree =
  (valeurs: RawBuilder<unknown>): Ote =>
  (c) =>
    sql`update qualite.entree set ${valeurs} where inscription_id = ${c.inscriptions[0]}`

const suite =
  (genre: string): Ote =>
  (c) =>
    sql`delete from qualite.suite where organisme_id = ${c.organisme} and genre = ${genre}`

/** Les envois du questionnaire de ce genre au premier stagiaire (à chaud), ou de la session ancienne. */
const envois =
  (genre: string, rang = 1): Ote =>
  (c) =>
    sql`delete from questionnaires.envoi e using questionnaires.demande d, questionnaires.campagne k
      where d.organisme_id = e.organisme_id and d.id = e.demande_id and k.organisme_id = d.organisme_id and k.id = d.campagne_id
        and k.organisme_id = ${c.organisme} and k.genre = ${genre} and e.rang >= ${rang}
        and (k.session_id = ${c.ancienne} or d.inscription_id = ${c.inscriptions[0]}) and (${genre} <> 'chaud' or d.inscription_id = ${c.inscriptions[0]})`

const trous: readonly Trou[] = [
  { nom: 'le délai d’accès d’une fiche', ote: fiche('delaiAcces'), codes: ['1a'], qui: 'Inès' },
  {
    nom: 'la version vendue d’une session',
    ote: (c) => sql`update sessions.session set version_id = null where id = ${c.session}`,
    codes: ['1b', '6b'],
    qui: 'Tom',
  },
  { nom: 'la relecture des messages', ote: ligne('relecture-messages'), codes: ['1c'], qui: 'Hanh' },
  {
    nom: 'le relevé de Mon Compte Formation',
    ote: ligne('mon-compte-formation'),
    codes: ['1d'],
    qui: 'Hanh',
  },
  { nom: 'le calcul du résultat d’une fiche', ote: fiche('indicateursBase'), codes: ['2a'], qui: 'Inès' },
  { nom: 'le résultat publié', ote: ligne('resultat'), codes: ['2b'], qui: 'Hanh' },
  { nom: 'les débouchés d’une certification', ote: fiche('certDebouches'), codes: ['3b'], qui: 'Inès' },
  {
    nom: 'le jour du recueil, reporté après le début',
    ote: entree(sql`recueilli_le = '2026-11-11'`),
    codes: ['4a', '8c'],
    qui: 'Nadia',
  },
  {
    nom: 'l’objectif du client',
    ote: (c) => sql`update inscriptions.dossier set objectif = null where id = ${c.dossier}`,
    codes: ['4b'],
    qui: 'Nadia',
  },
  { nom: 'les objectifs de l’offre', ote: fiche('objectifs'), codes: ['5a'], qui: 'Inès' },
  // La base garde une signature constatée : on ne l’ôte pas, elle n’a jamais eu lieu.
  {
    nom: 'la signature de la convention',
    sans: 'signature',
    ote: () => sql`select 1`,
    codes: ['5b'],
    qui: 'Nadia',
  },
  {
    nom: 'une heure vendue de plus',
    ote: (c) => sql`update catalogue.version set duree_minutes = 900 where organisme_id = ${c.organisme}`,
    codes: ['6b'],
    qui: 'Tom',
  },
  { nom: 'le déroulé', ote: ligne('deroule'), codes: ['6a'], qui: 'Inès' },
  { nom: 'le tableau des compétences', ote: ligne('matrice-competences'), codes: ['7a'], qui: 'Inès' },
  { nom: 'l’adresse où se lisent les taux', ote: tait('examen', 'adresse'), codes: ['3a'], qui: 'Inès' },
  {
    nom: 'l’inscription à l’épreuve',
    ote: (c) =>
      sql`delete from qualite.suivi where inscription_id = ${c.inscriptions[0]} and genre = 'epreuve'`,
    codes: ['16a'],
    qui: 'Nadia',
  },
  { nom: 'les résultats de l’épreuve', ote: ligne('examen'), codes: ['3a', '16b'], qui: 'Inès' },
  { nom: 'la ressource', ote: ligne('ressource'), codes: ['19a'], qui: 'Inès' },
  {
    nom: 'la remise de la procédure',
    ote: (c) =>
      sql`delete from qualite.suivi where inscription_id = ${c.inscriptions[0]} and genre = 'remise'`,
    codes: ['12e'],
    qui: 'Nadia',
  },
  { nom: 'l’habilitation du certificateur', ote: ligne('habilitation'), codes: ['7b'], qui: 'Inès' },
  { nom: 'le résultat du positionnement', ote: entree(sql`resultat = ''`), codes: ['8a'], qui: 'Tom' },
  {
    nom: 'la suite donnée au positionnement',
    ote: entree(sql`decision = null`),
    codes: ['8b'],
    qui: 'Tom',
    recrit: 'decision',
  },
  {
    nom: 'la vérification des prérequis',
    ote: entree(sql`prerequis = 'non-verifies'`),
    codes: ['8c'],
    qui: 'Nadia',
  },
  { nom: 'une convocation', ote: piece('convocation'), codes: ['9a'], qui: 'Nadia' },
  {
    nom: 'la remise du règlement',
    ote: (c) => sql`delete from inscriptions.remise where inscription_id = ${c.inscriptions[0]}`,
    codes: ['9b'],
    qui: 'Nadia',
  },
  {
    nom: 'le suivi d’un dossier',
    ote: (c) =>
      sql`delete from qualite.suivi where inscription_id = ${c.inscriptions[0]} and genre not in ('remise', 'epreuve')`,
    codes: ['10a'],
    qui: 'Tom',
  },
  {
    nom: 'l’ajustement qu’on avait décidé',
    ote: entree(sql`decision = 'adapter', decision_detail = 'Deux séances de plus'`),
    codes: ['10a'],
    qui: 'Tom',
    recrit: 'decision',
  },
  {
    nom: 'la clôture d’une feuille',
    ote: (c) => sql`delete from emargement.cloture where seance_id = ${c.seance}`,
    codes: ['10c', '12b'],
    qui: 'Tom',
  },
  { nom: 'l’attestation', ote: piece('attestation'), codes: ['11a'], qui: 'Tom' },
  {
    nom: 'le résultat d’un objectif',
    ote: (c) =>
      sql`update documents.piece set donnees = replace(donnees, 'acquis"}', 'non-evalue"}') where genre = 'attestation' and objet_id = ${c.inscriptions[0]}`,
    codes: ['11a'],
    qui: 'Tom',
  },
  { nom: 'le certificat de réalisation', ote: piece('certificat-realisation'), codes: ['11b'], qui: 'Nadia' },
  {
    nom: 'la relance d’une absence',
    ote: (c) =>
      sql`delete from qualite.suivi where inscription_id = ${c.inscriptions[1]} and genre = 'relance'`,
    codes: ['12a'],
    qui: 'Nadia',
  },
  {
    nom: 'le motif d’un abandon',
    ote: (c) => sql`update inscriptions.inscription set motif = '' where id = ${c.abandon}`,
    codes: ['12a'],
    qui: 'Nadia',
  },
  {
    nom: 'la remise de la procédure violences',
    ote: tait('procedure-violences', 'remise'),
    codes: ['12c'],
    qui: 'Hanh',
  },
  {
    nom: 'l’accompagnement des apprentis',
    ote: ligne('accompagnement-apprentis'),
    codes: ['14a'],
    qui: 'Inès',
  },
  {
    nom: 'le lien d’une session à distance',
    ote: (c) => sql`update sessions.session set modalite = 'distance' where id = ${c.session}`,
    codes: ['17a'],
    qui: 'Tom',
  },
  { nom: 'la vérification d’un lieu', ote: ligne('lieu'), codes: ['17b'], qui: 'Nadia' },
  {
    nom: 'qui répond d’une session confiée',
    ote: (c) => sql`update sessions.session set formateur_id = null where id = ${c.confiee}`,
    codes: ['18a'],
    qui: 'Inès',
  },
  { nom: 'les décisions d’une réunion', ote: tait('reunion', 'decisions'), codes: ['18b'], qui: 'Inès' },
  { nom: 'la consigne à l’externe', ote: ligne('consigne'), codes: ['18c'], qui: 'Inès' },
  {
    nom: 'l’accord d’une mission d’une autre enseigne',
    ote: (c) =>
      sql`update cae.mission set repondue_le = '2026-12-01T09:00:00Z' where organisme_id = ${c.organisme}`,
    codes: ['18d'],
    qui: 'Inès',
  },
  { nom: 'le conseil de perfectionnement', ote: ligne('conseil'), codes: ['20a'], qui: 'Maïwenn' },
  {
    nom: 'un curriculum vitæ',
    ote: ligne('cv', (c) => sql`personne_id = ${c.tom}`),
    codes: ['21a'],
    qui: 'Nadia',
  },
  {
    nom: 'le rapport des titres à la prestation',
    ote: (c) => sql`update tiers.intervenant set rapport = '' where personne_id = ${c.tom}`,
    codes: ['21b'],
    qui: 'Inès',
  },
  {
    nom: 'l’évaluation d’un intervenant',
    ote: ligne('evaluation-intervenant', (c) => sql`personne_id = ${c.lena}`),
    codes: ['21c'],
    qui: 'Inès',
  },
  { nom: 'le développement d’un salarié', ote: ligne('developpement'), codes: ['22a'], qui: 'Maïwenn' },
  { nom: 'l’entretien d’un salarié', ote: ligne('entretien'), codes: ['22b'], qui: 'Maïwenn' },
  {
    nom: 'la veille du printemps',
    ote: ligne('veille-legale', () => sql`le = '2026-04-20'`),
    codes: ['23a'],
    qui: 'Hanh',
  },
  {
    nom: 'le motif d’une décision de veille',
    ote: tait('veille-legale', 'motif', () => sql`le = '2026-07-20'`),
    codes: ['23a'],
    qui: 'Hanh',
  },
  {
    nom: 'la diffusion d’une veille',
    ote: tait('veille-legale', 'diffusion', () => sql`le = '2026-07-20'`),
    codes: ['23b'],
    qui: 'Hanh',
  },
  {
    nom: 'le document qu’une veille a changé',
    ote: tait('veille-legale', 'effet'),
    codes: ['23c'],
    qui: 'Hanh',
  },
  {
    nom: 'le motif des décisions de veille des métiers',
    ote: tait('veille-metiers', 'motif'),
    codes: ['24a', '24b'],
    qui: 'Inès',
  },
  {
    nom: 'la version qui suivait une décision',
    ote: (c) => sql`update catalogue.version set figee_le = '2026-01-01T09:00:00Z' where id = ${c.version}`,
    codes: ['24b'],
    qui: 'Inès',
  },
  { nom: 'la veille pédagogique', ote: ligne('veille-pedagogie'), codes: ['25a'], qui: 'Inès' },
  { nom: 'le partenaire du handicap', ote: ligne('partenaire-handicap'), codes: ['26a'], qui: 'Nadia' },
  { nom: 'le recours à un partenaire', ote: ligne('recours-handicap'), codes: ['26b'], qui: 'Nadia' },
  { nom: 'la formation de la référente', ote: ligne('formation-referent'), codes: ['26d'], qui: 'Maïwenn' },
  {
    nom: 'le contrat de sous-traitance',
    ote: ligne('contrat-sous-traitance'),
    codes: ['27a'],
    qui: 'Maïwenn',
  },
  {
    nom: 'une clause du contrat',
    ote: (c) =>
      sql`update qualite.registre set contenu = jsonb_set(contenu, '{clauses}', (contenu -> 'clauses') - 'prix') where organisme_id = ${c.organisme} and genre = 'contrat-sous-traitance'`,
    codes: ['27a'],
    qui: 'Maïwenn',
  },
  {
    nom: 'le contrôle du sous-traitant',
    ote: ligne('controle-sous-traitant'),
    codes: ['27b'],
    qui: 'Maïwenn',
  },
  {
    nom: 'l’évaluation du sous-traitant',
    ote: ligne('evaluation-sous-traitant'),
    codes: ['27c'],
    qui: 'Maïwenn',
  },
  { nom: 'l’échange avec le métier', ote: ligne('partenaire-metier'), codes: ['28b'], qui: 'Inès' },
  { nom: 'l’insertion des apprentis', ote: ligne('insertion'), codes: ['29a'], qui: 'Inès' },
  { nom: 'l’envoi d’un questionnaire à chaud', ote: envois('chaud'), codes: ['30a'], qui: 'Nadia' },
  { nom: 'le rappel d’un questionnaire à chaud', ote: envois('chaud', 2), codes: ['30a'], qui: 'Nadia' },
  { nom: 'l’envoi du questionnaire à froid', ote: envois('froid'), codes: ['30b'], qui: 'Nadia' },
  { nom: 'la sollicitation de l’entreprise', ote: envois('entreprise'), codes: ['30c'], qui: 'Nadia' },
  {
    nom: 'le bilan de la personne qui a formé',
    ote: (c) =>
      sql`update questionnaires.demande set repondue_le = null where organisme_id = ${c.organisme} and inscription_id is null and dossier_id is null`,
    codes: ['30d'],
    qui: 'Tom',
  },
  {
    nom: 'la question sur les moyens',
    ote: (c) =>
      sql`update questionnaires.campagne set contenu = '{"questions":[]}' where organisme_id = ${c.organisme} and genre = 'chaud' and session_id = ${c.ancienne}`,
    codes: ['17c'],
    qui: 'Nadia',
  },
  {
    nom: 'la situation à six mois',
    ote: envois('insertion'),
    codes: ['29b'],
    qui: 'Nadia',
    apprentissage: true,
  },
  { nom: 'la sollicitation du financeur', ote: ligne('financeur'), codes: ['30e'], qui: 'Hanh' },
  {
    nom: 'une activité à distance rendue',
    ote: (c) =>
      sql`delete from emargement.element_probant where organisme_id = ${c.organisme} and inscription_id = ${c.inscriptions[0]}`,
    codes: ['19b'],
    qui: 'Tom',
  },
  {
    nom: 'l’analyse de l’activité de travail, annulée',
    ote: (c) =>
      sql`insert into emargement.element_probant (organisme_id, id, activite_id, session_id, genre, le, intitule, annule_id, note_le)
        select e.organisme_id, gen_random_uuid(), e.activite_id, e.session_id, 'annulation', e.le, 'Annulée', e.id, e.note_le
        from emargement.element_probant e where e.organisme_id = ${c.organisme} and e.genre = 'afest-analyse'`,
    codes: ['28a'],
    qui: 'Nadia',
  },
  {
    nom: 'le motif d’une annulation, réduit à rien',
    ote: (c) => sql`update sessions.session set motif = '' where id = ${c.annulee}`,
    codes: ['31b'],
    qui: 'Tom',
  },
  { nom: 'la procédure de réclamation', ote: ligne('procedure-reclamation'), codes: ['31c'], qui: 'Hanh' },
  { nom: 'l’effet d’une action', ote: tait('action', 'effet'), codes: ['32a'], qui: 'Hanh' },
  { nom: 'la mesure d’un risque élevé', ote: tait('risque', 'mesure'), codes: ['32b'], qui: 'Hanh' },
  { nom: 'la revue annuelle', ote: ligne('revue'), codes: ['32c'], qui: 'Maïwenn' },
  { nom: 'l’accusé d’une réclamation', ote: suite('accuse'), codes: ['31a'], qui: 'Hanh' },
  { nom: 'la réponse à une réclamation', ote: suite('reponse'), codes: ['31a'], qui: 'Hanh' },
  { nom: 'la mesure d’un signalement', ote: suite('mesure'), codes: ['12d'], qui: 'Maïwenn' },
  { nom: 'la mise en œuvre d’une adaptation', ote: suite('mise-en-oeuvre'), codes: ['10b'], qui: 'Nadia' },
  {
    nom: 'la décision d’une adaptation, et donc sa mesure',
    ote: (c) =>
      sql`delete from qualite.suite where organisme_id = ${c.organisme} and genre in ('accorder', 'mise-en-oeuvre')`,
    codes: ['10b', '26c'],
    qui: 'Nadia',
  },
  {
    nom: 'la campagne des enseignements',
    ote: ligne('enseignements'),
    codes: ['33a', '33b', '33c'],
    qui: 'Inès',
    apprentissage: true,
  },
  {
    nom: 'l’adaptation d’une campagne reprise d’une autre coopérative',
    ote: (c) =>
      sql`update qualite.registre set contenu = contenu || '{"repriseDe": "Les Formations du Large"}' where organisme_id = ${c.organisme} and genre = 'enseignements'`,
    codes: ['33a', '33b', '33c'],
    qui: 'Inès',
    apprentissage: true,
  },
  {
    nom: 'le partage de la campagne',
    ote: tait('enseignements', 'partage'),
    codes: ['33b'],
    qui: 'Inès',
    apprentissage: true,
  },
  {
    nom: 'la comparaison des campagnes',
    ote: tait('enseignements', 'effet'),
    codes: ['33c'],
    qui: 'Inès',
    apprentissage: true,
  },
]

const troues = (m: readonly Mesure[]) =>
  m
    .filter((x) => x.tenus < x.total)
    .map((x) => x.code)
    .sort()

const ordinaires = trous.filter((t) => !t.apprentissage && !t.sans)
/** De deux à `max` trous ordinaires qui se plantent dans n’importe quel ordre, pour le même reste. */
const tirage = (max: number) =>
  fc
    .uniqueArray(fc.nat(ordinaires.length - 1), {
      minLength: 2,
      maxLength: max,
      selector: (r) => ordinaires[r]?.recrit ?? r,
    })
    .map((rangs) => rangs.flatMap((r) => ordinaires[r] ?? []))

describe('le moteur de preuves', () => {
  it('chaque contrôle a sa règle, ou la raison écrite de ne pas en avoir ; jamais les deux', () => {
    expect(controles).toHaveLength(87)
    // Une raison est une phrase : elle dit ce qui manque au logiciel, ou au texte.
    expect(
      controles
        .filter((c) => c.attend !== undefined && !/^[A-ZÀÉ].{20,}\.$/.test(c.attend))
        .map((c) => c.code),
    ).toEqual([])
    // Ceux qu’aucun fait ne porte encore. La liste ne s’allonge pas sans qu’on le voie.
    expect(controles.filter((c) => c.attend).map((c) => c.code)).toEqual(
      '13a 13b 14b 15a 15b 19c 20b'.split(' '),
    )
    expect(new Set(controles.map((c) => c.code)).size).toBe(87)
    expect(
      controles.filter((c) => (c.attend === undefined) !== Object.hasOwn(regles, c.code)).map((c) => c.code),
    ).toEqual([])
    expect(Object.keys(regles).filter((code) => !controles.some((c) => c.code === code))).toEqual([])
  })
  it('ne trouve rien à redire à une coopérative complète, et chaque règle y a quelque chose à lire', async () => {
    const mesures = [...(await lire(await poser())), ...(await lire(await poser('apprentissage')))]
    expect(troues(mesures)).toEqual([])
    expect(
      Object.keys(regles).filter((code) => !mesures.some((m) => m.code === code && m.tenus > 0)),
    ).toEqual([])
  })
  it('tout fait tenu d’une coopérative complète s’ouvre : il dit quelque chose, sans exception', async () => {
    for (const nature of ['formation', 'apprentissage'] as const) {
      const c = await poser(nature)
      const preuves = await base.enTantQue(c.organisme, { personne: c.comptes.maiwenn }, async (tx) =>
        ouvrirPreuves(tx, await listerFaits(tx, regarde, Object.keys(regles), { tenus: true, max: 10_000 })),
      )
      const muettes = preuves.filter((p) => p.contenu.length === 0)
      expect([...new Set(muettes.map((p) => p.fait.code))]).toEqual([])
      // Et en mots : aucun code de la base ne se lit.
      const lus = new Set(preuves.flatMap((p) => p.contenu.flatMap((x) => x)))
      expect(
        [...lus].filter((t) => /^[a-z]+(-[a-z]+)+$|\b(verifies|autoevaluation|apres-midi)\b/.test(t)),
      ).toEqual([])
    }
  })
  it('ce qu’on ouvre d’une fiche est ce que son contrôle y a lu : ses rubriques, ses résultats, sa certification', async () => {
    const c = await poser()
    const ouvrir = (code: string) =>
      base.enTantQue(c.organisme, { personne: c.comptes.maiwenn }, async (tx) => {
        const preuves = await ouvrirPreuves(tx, await listerFaits(tx, regarde, [code], { tenus: true }))
        return preuves.flatMap((p) =>
          p.contenu.map(([nom, valeur]) => `${nom} : ${valeur}`.replace(/\s+/g, ' ')),
        )
      })
    const rubriques = await ouvrir('1a')
    for (const r of [
      'Prérequis',
      'Délai d’accès',
      'Financement',
      'Reconnaissance',
      'Méthodes',
      'Évaluation',
      'Accessibilité',
      'Contact',
      'Objectif',
    ])
      expect(
        rubriques.map((x) => x.split(' : ')[0]),
        r,
      ).toContain(r)
    expect(await ouvrir('2a')).toEqual(
      expect.arrayContaining([
        'Résultats : Satisfaction : 92 %',
        expect.stringMatching(/^Calcul : 12 réponses sur 13 stagiaires/),
      ]),
    )
    expect(await ouvrir('3b')).toEqual(
      expect.arrayContaining([
        'Enregistrée jusqu’au : 01/01/2028',
        'Passerelles : Aucune.',
        'Débouchés : Accueil.',
        'Suites : Première session.',
      ]),
    )
    // Une offre vendue sans fiche garde ses objectifs dans ses rubriques : ils s’ouvrent aussi.
    await base.maintenance(async (tx) => {
      await sql`update catalogue.offre set rubriques = '{"objectifs": ["Accueillir seule"]}' where organisme_id = ${c.organisme}`.execute(
        tx,
      )
      await sql`update catalogue.fiche set retiree_le = '2026-11-01T09:00:00Z' where organisme_id = ${c.organisme}`.execute(
        tx,
      )
    })
    expect(await ouvrir('5a')).toEqual(['Objectifs : Accueillir seule', 'Évaluation : Mise en situation.'])
    await base.maintenance((tx) =>
      sql`update catalogue.fiche set retiree_le = null where organisme_id = ${c.organisme}`.execute(tx),
    )
    // Une action nouvelle n’a pas de résultat : la preuve le dit, au lieu de montrer autre chose.
    await base.maintenance(async (tx) => {
      await sql`update catalogue.fiche set contenu = contenu - 'indicateurs' - 'indicateursBase' || '{"sansResultat": true}' where organisme_id = ${c.organisme}`.execute(
        tx,
      )
      await sql`update sessions.session set etat = 'confirmee' where organisme_id = ${c.organisme} and etat = 'terminee'`.execute(
        tx,
      )
    })
    expect(await ouvrir('2a')).toContain('Résultats : action nouvelle, sans résultat encore')
  })
  it('un trou est planté pour chaque règle', () => {
    expect(Object.keys(regles).filter((code) => !trous.some((t) => t.codes.includes(code)))).toEqual([])
  })
  it.each(trous)('sans $nom : trouve $codes, et rien d’autre', async (t) => {
    const c = await poser(t.apprentissage ? 'apprentissage' : 'formation', t.sans)
    await base.maintenance((tx) => t.ote(c).execute(tx))
    const apres = await lire(c)
    expect(troues(apres)).toEqual([...t.codes].sort())
    const equipe = await base.enTantQue(c.organisme, { personne: c.comptes.maiwenn }, (tx) => lireEquipe(tx))
    for (const m of apres.filter((x) => t.codes.includes(x.code))) {
      const controle = controles.find((x) => x.code === m.code)
      expect(m.pire?.quoi).toBeTruthy()
      expect(controle && m.pire && equipe.nommer(m.pire.qui, controle.agit)).toBe(`${t.qui} X`)
    }
  })
  it.each(enGroupes(pieges))('ne passe pas : $nom', async ({ pieges: tous }) => {
    const c = await poser('formation')
    await base.maintenance(async (tx) => {
      for (const t of tous) for (const q of t.fait(c)) await q.execute(tx)
    })
    const apres = await lire(c)
    const rates = tous.filter((t) => t.codes.some((code) => !troues(apres).includes(code)))
    expect(rates.map((t) => t.nom)).toEqual([])
    const declares = new Set(apres.filter((m) => m.declares > 0).map((m) => m.code))
    expect(
      tous.filter((t) => t.declare && t.codes.some((code) => !declares.has(code))).map((t) => t.nom),
    ).toEqual([])
  })
  it.each(Object.keys(sortes) as Sorte[])(
    '%s : chaque contrôle que la table dit tombe, les autres tiennent',
    async (sorte) => {
      const tombes = new Set<string>()
      for (const nature of ['formation', 'apprentissage'] as const) {
        const c = await poser(nature)
        await base.maintenance(async (tx) => {
          for (const q of cas[sorte].fausse(c)) await q.execute(tx)
        })
        for (const code of troues(await lire(c))) tombes.add(code)
      }
      expect([...tombes].toSorted()).toEqual(cas[sorte].tombent.toSorted())
    },
  )
  it('ce qui n’est pas un trou n’en est pas un', async () => {
    const c = await poser('formation')
    for (const t of aidesFausses) {
      const avant = troues(await lire(c))
      await base.maintenance(async (tx) => {
        for (const q of t.fait(c)) await q.execute(tx)
      })
      expect(troues(await lire(c)), t.nom).toEqual([...new Set([...avant, ...(t.sauf ?? [])])].sort())
    }
  })
  it('tant que le délai court, ce qu’on a reçu hier n’est ni un trou, ni une preuve', async () => {
    const c = await poser('formation')
    const comptes = async () =>
      (await lire(c)).flatMap((m) =>
        ['10b', '12d', '26c'].includes(m.code) ? [[m.code, m.tenus, m.total]] : [],
      )
    const avant = await comptes()
    await base.maintenance(async (tx) => {
      for (const genre of ['signalement', 'adaptation'])
        await recueDeNouveau(c.organisme, genre, '2026-11-23').execute(tx)
    })
    expect(await comptes()).toEqual(avant)
    await base.maintenance((tx) =>
      sql`update qualite.affaire set recu_le = '2026-11-02' where organisme_id = ${c.organisme} and recu_le = '2026-11-23'`.execute(
        tx,
      ),
    )
    expect(troues(await lire(c))).toEqual(['10b', '12d', '26c'])
  })
  it('« RAS » à la place de chaque mot de chaque registre : aucun contrôle qu’un registre porte ne tient', async () => {
    const c = await poser('apprentissage')
    await base.maintenance(async (tx) => {
      await sql`delete from qualite.jointe where organisme_id = ${c.organisme}`.execute(tx)
      await sql`update qualite.registre r set titre = 'RAS', contenu = coalesce((select jsonb_object_agg(e.key, case when jsonb_typeof(e.value) = 'string' and e.key not in
          ('decision', 'niveau', 'mode', 'certifie', 'closeLe', 'origine', 'indicateur', 'effectif', 'delai') then '"RAS"'::jsonb else e.value end)
          from jsonb_each(r.contenu) e), '{}') where r.organisme_id = ${c.organisme}`.execute(tx)
    })
    const tiennent = (await lire(c)).filter(
      (m) => m.tenus > 0 && controles.find((x) => x.code === m.code)?.registre,
    )
    expect(tiennent.map((m) => m.code)).toEqual([])
  })
  it('une session mixte dont une demi-journée se suit à distance demande son lien, comme une session à distance', async () => {
    const c = await poser('formation')
    const trouve17a = async () => troues(await lire(c)).includes('17a')
    await base.maintenance(async (tx) => {
      await sql`update sessions.session set modalite = 'mixte' where id = ${c.session}`.execute(tx)
      // Les siennes sont émargées, et ne changent plus : une de plus.
      await sql`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin, modalite)
        select organisme_id, ${newId()}::uuid, activite_id, session_id, jour, 'soiree', 1140, 1200, jour + interval '18 hours', jour + interval '19 hours', 'distance'
        from sessions.seance where session_id = ${c.session} order by debut desc limit 1`.execute(tx)
    })
    expect(await trouve17a()).toBe(true)
    await base.maintenance((tx) =>
      sql`update sessions.session set lien_connexion = 'https://visio.example/a' where id = ${c.session}`.execute(
        tx,
      ),
    )
    expect(await trouve17a()).toBe(false)
  })
  it('plusieurs trous tirés au hasard : leur réunion, exactement, et les indicateurs qu’ils touchent', async () => {
    await fc.assert(
      fc.asyncProperty(tirage(6), async (tires) => {
        const c = await poser()
        await base.maintenance(async (tx) => {
          for (const t of tires) await t.ote(c).execute(tx)
        })
        const mesures = await lire(c)
        const attendus = [...new Set(tires.flatMap((t) => t.codes))].sort()
        expect(troues(mesures).filter((code) => !attendus.includes(code))).toEqual([])
        expect(attendus.filter((code) => !troues(mesures).includes(code))).toEqual([])
        const score = composerScore(cadreComplet, mesures, [], jourComplet)
        const touches = score?.indicateurs.filter((j) => j.pire).map((j) => j.indicateur.numero) ?? []
        const voulus = new Set(
          attendus.flatMap(
            (code) =>
              score?.indicateurs.find((j) =>
                controlesDe(j.indicateur.numero, '2026-728').some((x) => x.code === code),
              )?.indicateur.numero ?? [],
          ),
        )
        expect(touches).toEqual([...voulus].sort((a, b) => a - b))
      }),
      { numRuns: 8 },
    )
  })
  it('les comptes disent ce que disent les lignes : combien, tenues, de quand, et la pire', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(trous.length - 1), { minLength: 1, maxLength: 8 }),
        async (rangs) => {
          const c = await poser('apprentissage')
          await base.maintenance(async (tx) => {
            for (const r of rangs) await trous[r]?.ote(c).execute(tx)
          })
          const codes = Object.keys(regles)
          const [mesures, lignes] = await base.enTantQue(
            c.organisme,
            { personne: c.comptes.maiwenn },
            async (tx) => [
              await mesurer(tx, regarde),
              await listerFaits(tx, regarde, codes, { max: 100_000 }),
            ],
          )
          // Sur deux connexions, comme une page en trouve une de libre : les mêmes comptes.
          const aDeux = await base.worker.withTenant({ genre: 'tache', organisme: c.organisme }, (tx) =>
            mesurer(tx, regarde),
          )
          const rang = (m: { code: string }) => codes.indexOf(m.code)
          const ranges = mesures.toSorted((a, b) => rang(a) - rang(b))
          expect(aDeux?.toSorted((a, b) => rang(a) - rang(b))).toEqual(ranges)
          const jours = (x: typeof lignes) => x.flatMap((l) => l.le ?? []).sort()
          const refaites = codes.flatMap((code) => {
            const x = lignes.filter((l) => l.code === code)
            const tenues = x.filter((l) => l.tenu)
            const cle = (l: (typeof x)[number]) => `${l.jour ?? ''} ${l.objet}`
            const manque = x.filter((l) => !l.tenu).toSorted((a, b) => (cle(a) < cle(b) ? -1 : 1))[0]
            const { code: _, objet, session, qui, jour, quoi } = manque ?? {}
            return x.length === 0
              ? []
              : {
                  code,
                  total: x.length,
                  tenus: tenues.length,
                  declares: x.filter((l) => l.declare).length,
                  du: jours(tenues)[0] ?? null,
                  au: jours(tenues).at(-1) ?? null,
                  apresCoup: tenues.filter((l) => l.tard).length,
                  pire: manque ? { code, objet, session, qui, jour, quoi } : null,
                }
          })
          expect(ranges).toEqual(refaites)
        },
      ),
      { numRuns: 12 },
    )
  })
  it('suivi fait après fait, dans un ordre ou dans l’autre, ou recompté de rien : le même score', async () => {
    // Deux coopératives n’ont pas les mêmes identifiants : ce qui se compare est tout le reste.
    const sansNoms = (mesures: readonly Mesure[]) =>
      mesures.map(({ pire, ...m }) => ({ ...m, quoi: pire?.quoi, jour: pire?.jour }))
    await fc.assert(
      fc.asyncProperty(tirage(5), async (faits) => {
        const [suivie, derriere] = [await poser(), await poser()]
        for (const t of faits) {
          await base.maintenance((tx) => t.ote(suivie).execute(tx))
          await lire(suivie)
        }
        await base.maintenance(async (tx) => {
          for (const t of faits.toReversed()) await t.ote(derriere).execute(tx)
        })
        expect(sansNoms(await lire(suivie))).toEqual(sansNoms(await lire(derriere)))
      }),
      { numRuns: 8 },
    )
  })
  it('un fait ôté puis récrit rend le score d’avant : recompter de rien ou suivre les faits, c’est tout un', async () => {
    const c = await poser()
    const avant = await lire(c)
    await base.maintenance((tx) =>
      sql`update qualite.entree set decision = null where inscription_id = ${c.inscriptions[0]}`.execute(tx),
    )
    expect(troues(await lire(c))).toEqual(['8b'])
    await base.maintenance((tx) =>
      sql`update qualite.entree set decision = 'aucune' where inscription_id = ${c.inscriptions[0]}`.execute(
        tx,
      ),
    )
    expect(await lire(c)).toEqual(avant)
  })
  it('l’organisme d’à côté n’y est pour rien, et une personne sans portée ne voit aucun fait', async () => {
    const [a, b] = [await poser(), await poser()]
    const avant = await lire(a)
    await base.maintenance((tx) =>
      sql`delete from qualite.registre where organisme_id = ${b.organisme}`.execute(tx),
    )
    expect(await lire(a)).toEqual(avant)
  })
})
