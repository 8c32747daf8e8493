/** La Fabrique du Lien : une CAE qui prête ses formateurs aux autres ; ils sont nombreux à intervenir, et leur disponibilité se lit au planning. */
import { jouerLesPas, pasDAutrefois } from './annee-passee.ts'
import { qualiteLegale } from './comptes.ts'
import { reglerLesFactures } from './factures.ts'
import {
  ajouterIntervenant,
  annoncer,
  ecrireOffre,
  etablirReglement,
  lejour,
  ouvrirLieu,
  planifier,
  type Scene,
  signerPourLaMaison,
} from './gestes.ts'
import { ouvrableApres } from './jours.ts'
import { malik as animateur, anneeDeLaFabrique, denis } from './la-fabrique-du-lien-annee.ts'
import { agirPour, revoir, tenirLeComite, tirerLAuditInterne } from './les-tisserands-vie.ts'
import { uniques } from './rejouer.ts'

const pretes = [
  [
    'Malik',
    'Benslimane',
    'Médiateur, dix ans d’animation de collectifs de travail.',
    'Décider et coopérer à plusieurs.',
  ],
  [
    'Rosalie',
    'Kermoal',
    'Ergothérapeute, formatrice d’adultes.',
    'Accueil du handicap, aménagement des parcours.',
  ],
  [
    'Denis',
    'Le Bihan',
    'Ancien conducteur de travaux, titre de formateur.',
    'Prévention et gestes du bâtiment.',
  ],
] as const

const direction = 'Hortense Quéméner'

export const laFabriqueDuLien = async (s: Scene): Promise<void> => {
  s.aller(-352)
  const [hortense, malik] = [await s.entrer(direction), await s.entrer('Malik Benslimane')]
  const salle = await ouvrirLieu(
    hortense,
    { nom: 'La Halle', adresse: '18 place du Champ-au-Roy', codePostal: '22200', ville: 'Guingamp' },
    [['Salle du métier à tisser', '12']],
  )
  for (const [prenom, nom, titres, rapport] of pretes) {
    await agirPour(hortense, nom === 'Le Bihan' ? 'Gros œuvre' : 'Passerelles')
    await ajouterIntervenant(
      hortense,
      {
        prenom,
        nom,
        ou: 'la-fabrique-du-lien',
        titres,
        rapport,
        compte: nom === 'Kermoal' ? '' : s.compte(`${prenom} ${nom}`),
      },
      [{ statut: 'entrepreneur-salarie', du: lejour(s, -700) }],
    )
  }
  await agirPour(hortense)
  const reglement = await etablirReglement(hortense, {
    qualite: qualiteLegale.SARL,
    incendie: 'Au signal, chacun rejoint la place. Les consignes sont affichées à l’entrée.',
    accident: 'Prévenir l’accueil, qui appelle le 15. La trousse de secours est derrière le comptoir.',
    materiel: 'Le matériel se range chaque soir, tel qu’il fut prêté.',
    nom: 'Hortense Quéméner',
    telephone: '02 96 00 00 16',
    courriel: 'contact@la-fabrique-du-lien.example',
    reclamations: 'reclamations@la-fabrique-du-lien.example',
    enVigueurLe: lejour(s, -350),
  })
  await signerPourLaMaison(hortense, reglement)
  await reglerLesFactures(hortense, 'La Fabrique du Lien', 'Saint-Brieuc')
  // Une part fixe et un seul taux, comme les publie une autre coopérative d’activité (Coopaname).
  await hortense.envoyer('/activites/baremes/poser', {
    contribution: 'Contribution coopérative',
    enseigne: '',
    depuis: lejour(s, -350),
    assiette: 'marge',
    fixe: '30',
    tranches: 'au-delà : 13,5',
  })
  const offre = await ecrireOffre(
    malik,
    {
      intitule: 'Animer un collectif de travail',
      objectif: 'Préparer, animer et conclure une réunion où l’on décide vraiment.',
      objectifs: 'Préparer un ordre du jour\nDistribuer la parole\nConclure et suivre',
      contenu: 'Rôles et règles\nPrises de décision\nComptes rendus et suites',
      publicVise: 'Salariés et associés de coopératives.',
      contact: 'Hortense Quéméner',
      contactCourriel: 'contact@la-fabrique-du-lien.example',
      contactTelephone: '02 96 00 00 16',
      nsf: '310',
      duree: '7 h',
      prix: '420',
    },
    { par: hortense },
  )
  const prevenir = await ecrireOffre(
    await s.entrer(denis),
    {
      intitule: 'Tenir un chantier sans accident',
      objectif: 'Repérer les risques d’un chantier et décider, à chaque pause, de ce qui les réduit.',
      objectifs: 'Faire le tour d’un chantier\nClasser les risques\nDécider à plusieurs',
      contenu: 'Risques : chutes, charges, bruit\nÉquipements et gestes\nLe point de cinq minutes',
      publicVise: 'Équipes de chantier.',
      contact: 'Hortense Quéméner',
      contactCourriel: 'contact@la-fabrique-du-lien.example',
      contactTelephone: '02 96 00 00 16',
      nsf: '344',
      duree: '3 h 30',
      prix: '290',
    },
    { par: hortense },
  )
  // Une année d’activité : le comité d’il y a un an, une session à chaque trimestre au moins, puis la revue de chaque habilitation.
  const dossiers = await tenirLeComite(s, hortense, {
    siegent: [direction, animateur, denis],
    pour: [animateur, denis],
    entretien: -352,
  })
  const connus = new Set<string>()
  await jouerLesPas(s, [
    ...anneeDeLaFabrique(s, { decider: offre, prevenir, salle }).flatMap((passee) =>
      pasDAutrefois(s, { dirige: direction, vise: direction, gere: direction }, passee, connus),
    ),
    {
      ecart: -30,
      faire: async () => {
        for (const dossier of dossiers.values()) await revoir(s, await s.entrer(direction), dossier, -30)
      },
    },
  ])
  s.aller(-10)
  const [rosalie = ''] = uniques(
    await hortense.lire('/personnes?q=kermoal'),
    /href="\/personnes\/([0-9a-f-]{36})"/g,
  )
  const planifierLe = (ecart: number, coanime: boolean) =>
    planifier(
      s,
      hortense,
      {
        offre,
        salle,
        lieu: '',
        formateurId: s.compte('Malik Benslimane'),
        formateur: 'Malik Benslimane',
        ...(coanime && { coanimateurId: rosalie }),
      },
      [
        [ouvrableApres(s.jour, ecart), '9 h', '12 h 30'],
        [ouvrableApres(s.jour, ecart), '13 h 30', '17 h'],
      ],
    )
  const session = await planifierLe(12, true)
  // La même, dans l’année qui vient.
  for (const ecart of [105, 230, 350]) await planifierLe(ecart, false)
  await annoncer(hortense, session)
  // Rosalie n’a pas de compte : son espace, ses dates et ses papiers tiennent dans un lien.
  await hortense.envoyer(`/personnes/${rosalie}/espace`, {})
  s.aller(-1)
  await tirerLAuditInterne(s, hortense)
  s.maintenant()
}
