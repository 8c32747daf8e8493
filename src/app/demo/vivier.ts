/** Le vivier de la démonstration : quatre fiches écrites par leurs personnes, dont une publique, une demande acceptée, une autre qui attend, un accord retiré. */
import type { Personne } from './rejouer.ts'

export type GensDuVivier = {
  readonly tom: Personne
  readonly salome: Personne
  readonly ousmane: Personne
  readonly jo: Personne
  /** Qui demande. */
  readonly maiwenn: Personne
  readonly marion: Personne
}
type Savoir = readonly [
  intitule: string,
  nsf: string,
  niveau: string,
  genre: string,
  preuve: string,
  le: string,
]
type Fiche = {
  readonly qui: keyof GensDuVivier
  readonly dit: Readonly<Record<string, string | readonly string[]>>
  readonly savoirs: readonly Savoir[]
  readonly accords: readonly ('fiche' | 'disponibilites' | 'plancher' | 'publique')[]
}
const commun = {
  accroche: '',
  base: '',
  rayon: '',
  territoire: '',
  publics: '',
  langues: 'français',
  delai: '10',
  preparation: '',
  journee: '',
  plancher: '',
  portee: 'pole',
}
const fiches: readonly Fiche[] = [
  {
    qui: 'tom',
    dit: {
      ...commun,
      accroche: 'L’anglais du travail, pour celles et ceux qui reçoivent du public',
      base: 'Rennes',
      rayon: '80',
      modalites: ['salle', 'distance'],
      publics: 'salariés, agents publics',
      langues: 'anglais, français',
      jamais: ['3-apres'],
    },
    savoirs: [
      [
        'Anglais professionnel, accueil et téléphone',
        '136',
        'A2 à B2',
        'titre',
        'certificat d’enseignement, CELTA',
        '04/07/2016',
      ],
      [
        'Animer à deux voix, interculturel',
        '333',
        'équipes',
        'observation',
        'séance observée, grille jointe',
        '09/06/2026',
      ],
    ],
    accords: ['fiche', 'disponibilites'],
  },
  {
    qui: 'salome',
    dit: {
      ...commun,
      accroche: 'Écrire et publier à plusieurs, avec des outils libres',
      base: 'Brest',
      rayon: '60',
      territoire: 'Rennes et Quimper par le train',
      modalites: ['salle', 'distance', 'hybride'],
      publics: 'associations, bénévoles, équipes pédagogiques',
      journee: 'demi-journee',
      plancher: '480',
    },
    savoirs: [
      [
        'Outils libres de bureautique et de partage',
        '326',
        'débutants à confirmés',
        'reference',
        'quarante sessions depuis 2016',
        '',
      ],
      [
        'Accessibilité numérique des documents',
        '326',
        'rédactrices et rédacteurs',
        'attestation',
        'quatorze heures suivies',
        '12/03/2025',
      ],
      ['Français langue étrangère, en appui', '136', '', 'declare', '', ''],
    ],
    accords: ['fiche', 'disponibilites', 'plancher', 'publique'],
  },
  {
    qui: 'ousmane',
    dit: {
      ...commun,
      accroche: 'Agroécologie : du sol au marché',
      base: 'Lorient',
      rayon: '120',
      modalites: ['salle', 'afest'],
      publics: 'porteuses et porteurs de projet, salariés agricoles',
      journee: 'journee',
    },
    savoirs: [
      [
        'Conduire un sol vivant',
        '211',
        'projets d’installation',
        'titre',
        'brevet de technicien supérieur',
        '01/07/2012',
      ],
      ['Former en situation de travail', '333', 'fermes', 'declare', '', ''],
    ],
    accords: ['fiche'],
  },
  {
    qui: 'jo',
    dit: {
      ...commun,
      accroche: 'Menuiserie, du tracé à la pose',
      base: 'Nantes',
      rayon: '50',
      modalites: ['salle'],
      publics: 'reconversions',
    },
    savoirs: [
      ['Tracer et poser un escalier', '234', 'reconversions', 'titre', 'brevet professionnel', '30/06/2009'],
    ],
    accords: ['fiche'],
  },
]

export const ouvrirLeVivier = async (gens: GensDuVivier): Promise<void> => {
  const adresses = new Map<string, string>()
  for (const f of fiches) {
    const qui = gens[f.qui]
    await qui.envoyer('/vivier/ma-fiche/ecrire', f.dit)
    // Reprise, la fiche a déjà ses compétences.
    const deja = await qui.lire('/vivier/ma-fiche')
    for (const [intitule, nsf, niveau, genre, preuve, le] of f.savoirs)
      if (!deja.includes(intitule))
        await qui.envoyer('/vivier/ma-fiche/savoir', { intitule, nsf, niveau, genre, preuve, le })
    for (const genre of f.accords)
      await qui.envoyer('/vivier/ma-fiche/accord', { genre, version: '1', oui: 'oui' })
    adresses.set(
      f.qui,
      /href="(\/vivier\/[0-9a-f-]{36})"/.exec(await qui.lire('/vivier/ma-fiche'))?.[1] ?? '',
    )
  }
  await gens.maiwenn.envoyer(`${adresses.get('salome')}/joindre`, {
    message: 'Un atelier de deux demi-journées en janvier : publier un recueil d’apprenantes.',
  })
  const demande = /name="demande" value="([0-9a-f-]{36})"/.exec(
    await gens.salome.lire('/vivier/ma-fiche'),
  )?.[1]
  if (demande) await gens.salome.envoyer('/vivier/ma-fiche/repondre', { demande, oui: 'oui' })
  await gens.marion.envoyer(`${adresses.get('tom')}/joindre`, {
    message: 'Une journée d’anglais de chantier pour nos menuisières et menuisiers.',
  })
  // Jo reprend son accord : sa fiche ne se lit plus de personne.
  await gens.jo.envoyer('/vivier/ma-fiche/accord', { genre: 'fiche', version: '1', oui: 'non' })
}
