/** Ce que le site de l'Union montre de la démonstration : nouvelles, annuaire, délégué·es, mentions. */
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { grille, logo, parcelles, rade } from './dessins.ts'
import type { Personne } from './rejouer.ts'

const id = (n: number): string => `018f4a00-7000-7000-8000-${String(n).padStart(12, '0')}`

/** Quatre nouvelles, illustrées quand elles sont parues ; la dernière attend son jour. */
const publierDesActualites = async (pole: string, anime: Personne, maintenant: Date): Promise<void> => {
  const aujourdhui = jourLocal(maintenant, ZONE_PAR_DEFAUT)
  // Décret 2026-728 : la phrase reste vraie, chargée un autre jour.
  const enVigueur =
    aujourdhui >= '2026-11-01' ? 'Depuis le 1er novembre 2026' : 'À partir du 1er novembre 2026'
  const jour = (n: number) => formaterDate(ajouterJours(aujourdhui, n), 'chiffres')
  const ecrits = [
    {
      titre: 'Grille qualité : 33 indicateurs, et rien à recommencer',
      chapo: `${enVigueur}, tout audit se tient sur le nouveau référentiel. Le pôle a comparé les deux textes ligne à ligne : ce qui s’ajoute tient en une page.`,
      corps:
        'La note, relue par trois coopératives, dit pour chaque indicateur ce qui change, à qui le demander et où le ranger.\n\n## Ce qui sert encore\n\n- vos preuves d’hier, presque toutes\n- vos procédures, si elles disent qui fait quoi\n\n## Ce qui s’ajoute\n\nUn indicateur, et quelques mots ailleurs. **Rien n’est à recommencer.** Prenez la note, corrigez-la, rendez-la.',
      etiquettes: 'qualité, outils',
      quand: undefined,
      photo: grille(),
      imageAlt: 'Dessin : trente-trois cases en rangs, une seule encore vide.',
    },
    {
      titre: 'Terre d’Appui ouvre sa deuxième ferme-école',
      chapo: 'Douze places, un an de parcours, un sociétariat ouvert aux communes voisines.',
      corps:
        'La première promotion se forme ces mois-ci. Les coopératives du pôle qui ont un terrain à partager peuvent écrire à Terre d’Appui.',
      etiquettes: 'coopératives, terrain',
      quand: jour(-14),
      photo: parcelles(),
      imageAlt: 'Dessin : des parcelles en courbes, un soleil bas derrière la colline.',
    },
    {
      titre: 'Un pôle au pays de Lorient',
      chapo:
        'Trois coopératives ont signé : elles se prêtent une salle, et iront ensemble voir les élus du territoire.',
      corps:
        'Le pôle est né de leurs signatures. Il s’est déjà réuni une fois, à Lorient, et son retour est en ligne. L’entrée est libre.',
      etiquettes: 'pôles, territoire',
      union: 'on',
      quand: jour(-9),
      photo: rade(),
      imageAlt: 'Dessin : trois voiles sur une rade, vues du quai.',
    },
    {
      titre: 'Ce que nous dirons aux élus du territoire',
      chapo:
        'Le pôle prépare une lettre commune : ce que des coopératives qui forment apportent, et ce qu’elles demandent.',
      corps: 'Le texte sera relu à la prochaine rencontre.',
      etiquettes: 'territoire',
      quand: jour(20),
    },
  ] as const
  for (const [i, { quand, ...a }] of ecrits.entries()) {
    const ici = `/poles/${pole}/actualites/${id(400 + i)}`
    await anime.envoyer(`/poles/${pole}/actualites/nouvelle`, { _jeton: id(400 + i), ...a, vue: '0' })
    await anime.envoyer(`${ici}/paraitre`, {
      ...('union' in a ? { union: a.union } : {}),
      ...(quand ? { jour: quand, a: '9 h' } : {}),
    })
  }
}

/** Deux délégué·es inventé·es : l'une tient la Bretagne, l'autre tout ce que personne ne tient. Et qui publie ce site. */
const nommerDelegues = async (anime: Personne): Promise<void> => {
  await anime.envoyer('/instance/union/delegues', {
    _jeton: id(700),
    nom: 'Soazig Kerbrat',
    courriel: 'soazig.kerbrat@union-regionale.example',
    departements: '22, 29, 35, 56',
  })
  await anime.envoyer('/instance/union/delegues', {
    _jeton: id(701),
    nom: 'Djibril Faye',
    courriel: 'djibril.faye@union-regionale.example',
    departements: '',
  })
  await anime.envoyer('/instance/union/mentions', {
    nom: 'Union régionale de démonstration',
    editeur: 'Union régionale de démonstration, 1 place des Communs, 35000 Rennes',
    directeur: 'Maïwenn Le Goff',
    hebergeur: 'Une machine de démonstration, chez vous',
    contact: 'bonjour@union-regionale.example',
  })
}

/** Les fiches de l'annuaire, chacune écrite par sa coopérative, dans l'ordre où elles se présentent. */
const fiches: readonly Readonly<Record<string, string>>[] = [
  {
    description: 'Des langues pour le travail, apprises en petits groupes, en entreprise ou chez nous.',
    themes: 'langues, interculturel',
    publics: 'salariés, demandeurs d’emploi',
    departements: '22, 35, 56',
    nsf: '136',
    effectif: '6-9',
  },
  {
    description:
      'Douze entrepreneuses et entrepreneurs qui forment, sous six enseignes et un seul numéro de déclaration.',
    themes: 'écriture, numérique, bilan de compétences',
    publics: 'indépendants, salariés, associations',
    departements: '22, 29, 56',
    nsf: '326',
    effectif: '10-19',
  },
  {
    description: 'Une ferme-école : on y apprend la terre en la travaillant, d’une saison à l’autre.',
    themes: 'agroécologie, environnement',
    publics: 'demandeurs d’emploi, personnes en reconversion',
    departements: '44, 56',
    nsf: '211',
    effectif: '6-9',
  },
  {
    description: 'Un atelier de menuiserie qui forme pour d’autres organismes, et de plus en plus en direct.',
    themes: 'menuiserie, sécurité au travail',
    publics: 'salariés du bâtiment',
    departements: '35, 53',
    nsf: '234',
    effectif: '1-5',
  },
  {
    description:
      'Animer, décider, se former à plusieurs : des formations pour celles et ceux qui font vivre un collectif.',
    themes: 'animation, vie coopérative',
    publics: 'salariés et associés de coopératives, bénévoles',
    departements: '22, 29',
    nsf: '310',
    effectif: '1-5',
  },
  {
    description:
      'Former à distance, et former celles et ceux qui forment : des séquences que chacun termine.',
    themes: 'formation de formateurs, numérique',
    publics: 'formatrices et formateurs, organismes de formation',
    departements: '22, 35, 50',
    nsf: '333',
    effectif: '1-5',
  },
]
const logos = ['bulles', 'trame', 'feuille'] as const

/** `autres` : Les Tisserands, Terre d'Appui, Atelier des Savoirs. */
export const annoncerLUnion = async (
  pole: string,
  anime: Personne,
  autres: readonly Personne[],
  maintenant: Date,
): Promise<void> => {
  await publierDesActualites(pole, anime, maintenant)
  await nommerDelegues(anime)
  await publierDesFiches([anime, ...autres])
}

/** La fiche de chacune, dans l’ordre où elles se présentent ; `depuis` : la première de la suite. */
export const publierDesFiches = async (gens: readonly Personne[], depuis = 0): Promise<void> => {
  for (const [i, qui] of gens.entries()) {
    const fiche = fiches[depuis + i]
    const genre = logos[depuis + i]
    if (fiche)
      await qui.envoyer('/cooperative/annuaire', {
        ...fiche,
        qualiopi: 'AF',
        qualiopiSource: 'declaree',
        publique: 'on',
        ...(genre ? { logo: logo(genre) } : {}),
      })
  }
}
