// Long parce que les sept sortes de cas se lisent d’un trait, contrôle par contrôle.
/**
 * Les quatre-vingt-sept contrôles face aux sept cas qui ne doivent pas passer. Chaque cas fausse d’un coup, de la même façon, tout ce
 * qu’une coopérative complète a écrit ; `tombent` dit quels contrôles doivent alors avoir un trou, `tiennent` pourquoi les autres n’en ont
 * pas. La table entière se lit en unité (`cas.test.ts`), où ce que pèse une ligne de registre se juge aussi ; ce que la base seule sait
 * joindre et dater (une personne, un jour, un délai) se joue sur elle (`moteur.itest.ts`).
 */
import { type RawBuilder, sql } from 'kysely'
import type { Complet } from './complet.ts'

export const sortes = {
  court: 'trop court : « RAS » partout où quelqu’un écrit',
  personne: 'la mauvaise personne, la mauvaise structure',
  competence: 'la mauvaise compétence',
  date: 'le mauvais jour : à venir, ou avant qu’il y ait rien à dire',
  coche: 'seulement coché : plus un mot, plus un fichier',
  tard: 'trop tard',
  'une-fois': 'une fois pour toutes : il y a six ans',
} as const
export type Sorte = keyof typeof sortes

type Cas = {
  readonly fausse: (c: Complet) => readonly RawBuilder<unknown>[]
  readonly tombent: readonly string[]
  readonly tiennent: Readonly<Record<string, readonly string[]>>
}
const mots = (t: string) => t.split(/\s+/).filter((m) => m !== '')
const chez = (c: Complet) => sql`organisme_id = ${c.organisme}`

/** Chaque texte d’une ligne de registre vaut ce mot ; les choix, les cases, les nombres et les jours restent. */
const textes = (c: Complet, mot: string) =>
  sql`update qualite.registre r set titre = 'RAS', contenu = coalesce((select jsonb_object_agg(e.key, case when jsonb_typeof(e.value) = 'string' and e.key not in
      ('decision', 'niveau', 'mode', 'certifie', 'closeLe', 'origine', 'indicateur', 'effectif', 'repondants', 'delai', 'inscrits', 'presentes', 'recus', 'places', 'prix', 'duree')
      then ${JSON.stringify(mot)}::jsonb else e.value end) from jsonb_each(r.contenu) e), '{}') where ${chez(c)}`
const registre = (c: Complet, genres: string, quoi: RawBuilder<unknown>) =>
  sql`update qualite.registre set ${quoi} where ${chez(c)} and genre = any (${`{${mots(genres).join(',')}}`}::text[])`
const pieces = (c: Complet, genre: string, quand: string) =>
  sql`update documents.piece set emise_le = ${`${quand}T09:00:00Z`} where genre = ${genre} and objet_id = ${c.inscriptions[0]}`

/** Un geste du logiciel : ni ses mots, ni son jour ne s’écrivent. */
const gestes = mots('5b 9a 9b 11a 11b 10c 12b 17c 30a 30b 30c 30d 29b')

export const cas: Readonly<Record<Sorte, Cas>> = {
  court: {
    fausse: (c) => [
      textes(c, 'RAS'),
      sql`update qualite.entree set besoin = 'RAS', resultat = 'RAS' where ${chez(c)}`,
      sql`update qualite.suivi set texte = 'RAS' where ${chez(c)}`,
      sql`update qualite.suite set texte = 'RAS' where ${chez(c)} and texte is not null`,
      sql`update inscriptions.dossier set objectif = 'RAS' where ${chez(c)}`,
      sql`update inscriptions.inscription set motif = 'RAS' where ${chez(c)} and motif is not null`,
      sql`update sessions.session set lieu = 'RAS', motif = case when motif is not null then 'RAS' end where ${chez(c)}`,
      sql`update tiers.intervenant set titres = 'RAS', rapport = 'RAS' where ${chez(c)}`,
      sql`update catalogue.offre set evaluation = 'RAS', rubriques = '{"objectifs": ["RAS"]}' where ${chez(c)}`,
      sql`update catalogue.fiche f set contenu = (select jsonb_object_agg(e.key, case when e.key = 'certAu' then e.value when jsonb_typeof(e.value) = 'string'
        then '"RAS"'::jsonb when jsonb_typeof(e.value) = 'array' then '["RAS"]'::jsonb else e.value end) from jsonb_each(f.contenu) e) where ${chez(c)}`,
    ],
    tombent:
      mots(`1a 1c 1d 2a 2b 3a 3b 4a 4b 5a 8a 10a 12a 12c 14a 16b 17a 17b 18b 18c 19a 20a 21a 21b 21c 23a 23b 23c 24a 24b 25a 26a 26b 27a 27b 27c 28b 29a 30e 31a
      31b 31c 32a 32b 32c 33a 33b 33c`),
    tiennent: {
      'un geste du logiciel, dont personne n’écrit les mots': [...gestes, ...mots('1b 6b 18a 18d 19b 28a')],
      'un choix, où il n’y a rien à rédiger': mots('8b 8c'),
      'les mots en sont chiffrés, la base ne les lit pas : ils se refusent en les écrivant':
        mots('10b 12d 26c'),
      'le document joint dit ce que la ligne ne dit pas': mots('6a 7a 7b 22a 22b 26d'),
      'la trace d’une remise, d’une inscription : son jour suffit': mots('12e 16a'),
    },
  },
  personne: {
    fausse: (c) => [
      // La personne d’un autre dossier : un stagiaire, qui n’anime rien.
      sql`update qualite.registre set personne_id = case when personne_id is not null then (select x.personne_id from inscriptions.inscription x where x.id = ${c.abandon}) end,
        entreprise_id = case entreprise_id when ${c.structure}::uuid then ${c.financeur}::uuid when ${c.financeur}::uuid then ${c.structure}::uuid else entreprise_id end,
        responsable_id = case when responsable_id is not null then ${c.comptes.ines}::uuid end where ${chez(c)}`,
      ...(['qualite.entree', 'qualite.suivi', 'inscriptions.remise'] as const).flatMap((t) => [
        sql`delete from ${sql.table(t)} where inscription_id = ${c.abandon}`,
        sql`update ${sql.table(t)} set inscription_id = ${c.abandon} where inscription_id = ${c.inscriptions[0]}`,
      ]),
      sql`update documents.piece set objet_id = ${c.abandon} where objet_id = ${c.inscriptions[0]}`,
    ],
    tombent: mots('4a 8a 8b 8c 9a 9b 10a 11a 11b 12e 16a 18c 21a 21c 22a 22b 26d 27a 27b 27c 30e'),
    tiennent: {
      'la coopérative, l’offre ou la session tout entière : personne n’y est nommé':
        mots(`1a 1b 1c 1d 2a 2b 3a 3b 5a 6a 6b 7a 7b 10c 12b 12c 14a 16b 17a 17b 17c 18a 18b 18d
        19a 20a 23a 23b 23c 24a 24b 25a 26a 26b 28b 29a 31b 31c 32a 32b 32c 33a 33b 33c`),
      'la base lie la pièce, la réponse ou l’affaire à la personne : on ne les donne pas à une autre': mots(
        '4b 5b 10b 12a 12d 19b 26c 28a 29b 30a 30b 30c 30d 31a',
      ),
      'ses titres restent les siens': mots('21b'),
    },
  },
  competence: {
    fausse: (c) => [
      sql`update tiers.intervenant set titres = 'Master d’allemand', rapport = 'Enseigne l’allemand' where ${chez(c)}`,
      sql`update qualite.registre set contenu = '{"domaines": "Allemand des affaires"}' where ${chez(c)} and genre = 'cv'`,
    ],
    tombent: ['21b'],
    tiennent: {
      'aucune compétence n’y est en jeu : 21b seul compare ce que l’offre demande à ce que dit le dossier':
        mots(`1a 1b 1c 1d 2a 2b 3a 3b 4a 4b 5a 5b 6a 6b 7a
        7b 8a 8b 8c 9a 9b 10a 10b 10c 11a 11b 12a 12b 12c 12d 12e 14a 16a 16b 17a 17b 17c 18a 18b 18c 18d 19a 19b 20a 21a 21c 22a 22b 23a 23b 23c 24a 24b
        25a 26a 26b 26c 26d 27a 27b 27c 28a 28b 29a 29b 30a 30b 30c 30d 30e 31a 31b 31c 32a 32b 32c 33a 33b 33c`),
    },
  },
  date: {
    fausse: (c) => [
      sql`update qualite.registre set le = '2026-12-24', contenu = case when contenu ? 'closeLe' then contenu || '{"closeLe": "2026-12-24"}' else contenu end where ${chez(c)}`,
      sql`update qualite.entree set recueilli_le = '2026-11-20', positionne_le = '2026-11-20' where ${chez(c)}`,
      sql`update qualite.suivi set le = '2026-01-10' where ${chez(c)}`,
      pieces(c, 'convocation', '2026-11-20'),
      pieces(c, 'attestation', '2026-01-10'),
      pieces(c, 'certificat-realisation', '2026-01-10'),
      sql`update inscriptions.remise set remis_le = '2026-11-20T09:00:00Z' where ${chez(c)}`,
      sql`update emargement.element_probant set le = case when genre like 'afest%' then '2026-11-20'::date else '2026-01-10'::date end where ${chez(c)}`,
      sql`update catalogue.fiche set publiee_le = '2026-11-23T09:00:00Z' where ${chez(c)}`,
      sql`update catalogue.version set figee_le = '2026-01-01T09:00:00Z' where ${chez(c)}`,
    ],
    tombent:
      mots(`1b 1c 1d 2b 3a 4a 6a 7a 7b 8a 8c 9a 9b 10a 11a 11b 12a 12c 12e 14a 16b 17b 18b 18c 19a 19b 20a 21a 21b 21c 22a 22b 23a 24a 25a 26a 26b 26d 27a 27b
      27c 28a 28b 29a 30e 31c 32a 32b 32c 33a 33b 33c`),
    tiennent: {
      'publiée d’hier, la fiche informe aujourd’hui': mots('1a 2a 3b 5a'),
      'un geste du logiciel, qui n’accepte pas un autre jour': mots(
        '4b 5b 6b 10c 12b 17a 17c 18a 18d 29b 30a 30b 30c 30d 31b',
      ),
      'la suite donnée est un choix : son jour est celui du positionnement (8a)': mots('8b'),
      'le geste refuse une suite à venir, ou d’avant l’affaire': mots('10b 12d 26c 31a'),
      'plus tôt que le premier jour vaut': mots('16a'),
      'aucune ligne n’est plus en vigueur : 23a et 24a le disent': mots('23b 23c 24b'),
    },
  },
  coche: {
    fausse: (c) => [
      textes(c, ''),
      sql`delete from qualite.jointe where ${chez(c)}`,
      sql`update qualite.entree set resultat = '' where ${chez(c)}`,
      sql`update catalogue.fiche set contenu = '{"sansResultat": true}' where ${chez(c)}`,
      sql`update catalogue.offre set evaluation = '', rubriques = '{}' where ${chez(c)}`,
      sql`update inscriptions.dossier set objectif = '' where ${chez(c)}`,
      sql`update tiers.intervenant set titres = '', rapport = '' where ${chez(c)}`,
    ],
    tombent:
      mots(`1a 1c 1d 2a 2b 3a 3b 4b 5a 6a 7a 7b 8a 12c 14a 16b 17b 18b 18c 19a 20a 21a 21b 21c 22a 22b 23a 23b 23c 24a 24b 25a 26a 26b 26d 27a 27b 27c 28b 29a
      30e 31c 32a 32b 32c 33a 33b 33c`),
    tiennent: {
      'un geste du logiciel, qui laisse sa pièce, sa signature ou son heure': [
        ...gestes,
        ...mots('1b 6b 17a 18a 18d 19b 28a 31b'),
      ],
      'des mots de la personne, que ce cas laisse (voir « trop court »)': mots('4a 10a 12a 31a'),
      'la grille n’en demande que le statut, daté et signé de qui le dit': mots('8b 8c 10b 12d 26c'),
      'la trace d’une remise, d’une inscription : son jour et son auteur': mots('12e 16a'),
    },
  },
  tard: {
    fausse: (c) => [
      sql`update qualite.entree set recueilli_le = '2026-11-20', positionne_le = '2026-11-20' where ${chez(c)}`,
      sql`update qualite.suivi set le = '2026-11-23' where ${chez(c)}`,
      sql`update qualite.suite set le = '2026-11-24' where ${chez(c)}`,
      pieces(c, 'convocation', '2026-11-20'),
      sql`update inscriptions.remise set remis_le = '2026-11-20T09:00:00Z' where ${chez(c)}`,
      sql`update emargement.element_probant set le = '2026-11-20' where ${chez(c)} and genre like 'afest%'`,
      sql`update catalogue.fiche set publiee_le = '2026-11-23T09:00:00Z' where ${chez(c)}`,
      registre(
        c,
        'consigne contrat-sous-traitance habilitation competences-requises ressource',
        sql`le = '2026-11-20'`,
      ),
      sql`update qualite.jointe set jointe_le = '2026-11-21T09:00:00Z' where ${chez(c)}`,
    ],
    tombent: mots('1b 1d 4a 7b 8a 8c 9a 9b 10a 12a 12e 16a 18c 19a 21b 27a 28a 31a'),
    tiennent: {
      'ce qui vaut aujourd’hui vaut, de quelque jour qu’il soit cette année':
        mots(`1a 1c 2a 2b 3a 3b 5a 6a 7a 12c 14a 17b 18b 20a 21a 21c 22a 22b 23a 23b 23c 24a 24b 25a
        26a 26b 26d 27b 27c 28b 29a 30e 31c 32a 32b 32c 33a 33b 33c`),
      'un geste du logiciel, qui n’accepte pas un jour d’après ; son retard se dit tant qu’il manque': mots(
        '4b 5b 6b 10c 11a 11b 12b 17a 17c 18a 18d 19b 29b 30a 30b 30c 30d 31b',
      ),
      'la suite donnée est un choix : son jour est celui du positionnement (8a)': mots('8b'),
      'traité, même tard : la grille demande une date, et la montre': mots('10b 12d 26c'),
      'un procès-verbal vient après l’épreuve': mots('16b'),
    },
  },
  'une-fois': {
    fausse: (c) => [
      sql`update qualite.registre set le = le - interval '6 years', contenu = case when contenu ? 'closeLe' then contenu || '{"closeLe": "2020-09-20"}' else contenu end where ${chez(c)}`,
      sql`update qualite.jointe set jointe_le = jointe_le - interval '6 years' where ${chez(c)}`,
      sql`update catalogue.fiche set publiee_le = '2020-01-05T09:00:00Z' where ${chez(c)}`,
      sql`update qualite.suivi set le = le - interval '6 years' where ${chez(c)}`,
      sql`delete from qualite.entree where inscription_id <> ${c.inscriptions[1]} and ${chez(c)}`,
    ],
    tombent:
      mots(`1a 1c 1d 2a 2b 3a 4a 8a 8b 8c 10a 12a 12c 14a 16b 17b 18b 20a 21a 21c 22a 22b 23a 24a 25a 26a 26b 26d 27b 27c 28b 29a 30e 31c 32a 32b 32c 33a
      33b 33c`),
    tiennent: {
      'en ligne depuis six ans, la fiche l’était au premier jour': mots('1b'),
      'l’enregistrement de la certification a sa propre fin': mots('3b'),
      'vaut tant que l’offre est la même, ou jusqu’au jour que dit la pièce': mots('5a 6a 7a 7b 19a 21b'),
      'propre à cette session, à ce stagiaire : rien d’avant ne s’y rattache': [
        ...mots(
          '4b 5b 6b 9a 9b 10b 10c 11a 11b 12b 12d 12e 16a 17a 17c 18a 18c 18d 19b 26c 27a 28a 29b 30a 30b 30c 30d 31a 31b',
        ),
      ],
      'aucune ligne n’est plus de l’année : 23a et 24a le disent': mots('23b 23c 24b'),
    },
  },
}
