/** Les Tisserands : une CAE ; chaque enseigne prépare ses clients, l’équipe d’appui vise ce qui engage la coopérative. */

import { qualiteLegale } from './comptes.ts'
import {
  demanderVisa,
  emettreFacture,
  preparerFacture,
  reglerLesFactures,
  reprendreDAilleurs,
} from './factures.ts'
import {
  ajouterIntervenant,
  annoncer,
  type Creneau,
  completerEntreprise,
  convoquer,
  courrielDe,
  ecrireOffre,
  emettre,
  etablirReglement,
  inscrire,
  lejour,
  mener,
  ouvrirDossier,
  ouvrirLieu,
  planifier,
  rendreSignee,
  type Scene,
  signerPourLaMaison,
} from './gestes.ts'
import { jourOuvre, ouvrableApres } from './jours.ts'
import { importerLaCompta, vivreUneAnnee } from './les-tisserands-annee.ts'
import { faireMonterUneAmelioration, lireLaVeille } from './les-tisserands-qualite.ts'
import {
  agirPour,
  demanderMission,
  enseigneDuRapport,
  revoirLesHabilitations,
  signerLaConventionCommune,
  tenirLeComite,
  tenirUnAtelier,
  tirerLAuditInterne,
  vivreEnCooperative,
} from './les-tisserands-vie.ts'
import { envoyerLesLiens, feuillesDe, tenir } from './presences.ts'
import { dernier, type Personne } from './rejouer.ts'

const direction = 'Claire Vasseur'
const appui = 'Yann Prigent'
const gestion = 'Gaëlle Riou'
const salome = 'Salomé Diallo'
const bastien = 'Bastien Lourdel'
const [matin, apresMidi] = [
  [540, 720],
  [840, 1020],
] as const

/** Douze entrepreneurs salariés ; deux ont un compte, les autres interviennent dans leurs sessions. */
const entrepreneurs = [
  [
    'Salomé',
    'Diallo',
    'La Navette : écriture et récits de métier',
    'Master de lettres, dix ans d’ateliers d’écriture.',
  ],
  ['Bastien', 'Lourdel', 'Trame sonore : son et podcast', 'Réalisateur sonore, diplôme d’ingénieur du son.'],
  [
    'Morgane',
    'Tanguy',
    'Fil à plomb : bâti ancien',
    'Compagne tailleuse de pierre, quinze ans de chantiers.',
  ],
  ['Édouard', 'Quéré', 'Fil à plomb : bâti ancien', 'Charpentier, formateur au métier depuis 2014.'],
  ['Anaëlle', 'Cloarec', 'Chaîne et climat : transition', 'Docteure en sciences du climat.'],
  [
    'Hugo',
    'Ferrand',
    'Chaîne et climat : transition',
    'Ingénieur, bilans d’émissions pour les collectivités.',
  ],
  [
    'Lila',
    'Benamar',
    'Ourlet numérique : outils libres',
    'Développeuse, accompagnement au numérique depuis 2016.',
  ],
  [
    'Tristan',
    'Le Meur',
    'Ourlet numérique : outils libres',
    'Administrateur de systèmes, médiation numérique.',
  ],
  ['Capucine', 'Roudaut', 'Point de croix : textile', 'Diplôme des métiers d’art, broderie.'],
  ['Ismaël', 'Fall', 'Point de croix : textile', 'Modéliste, vingt ans d’atelier.'],
  ['Maëlys', 'Jaouen', 'La Navette : écriture et récits de métier', 'Comédienne, biographe.'],
  ['Gwenn', 'Salaün', 'Trame sonore : son et podcast', 'Monteuse son, enseignante à l’école de cinéma.'],
] as const

const poserLaMaison = async (s: Scene, claire: Personne, yann: Personne): Promise<string> => {
  const salle = await ouvrirLieu(
    claire,
    {
      nom: 'Quai de la Navette',
      adresse: '4 quai de la Navette',
      codePostal: '29200',
      ville: 'Brest',
      capacite: '30',
    },
    [
      ['Grand atelier', '16'],
      ['Petit studio', '6'],
    ],
  )
  const reglement = await etablirReglement(claire, {
    qualite: qualiteLegale.SAS,
    incendie:
      'Au signal, chacun sort par le quai et rejoint le platane. Les consignes sont affichées dans chaque salle.',
    accident: 'Prévenir l’équipe d’appui, qui appelle le 15. La trousse de secours est dans le couloir.',
    materiel: 'Le matériel de chaque enseigne se rend tel qu’il a été prêté.',
    nom: direction,
    telephone: '02 98 00 00 14',
    courriel: 'contact@les-tisserands.example',
    reclamations: 'reclamations@les-tisserands.example',
    enVigueurLe: lejour(s, -390),
  })
  await signerPourLaMaison(claire, reglement)
  for (const [prenom, nom, rapport, titres] of entrepreneurs) {
    const complet = `${prenom} ${nom}`
    await agirPour(yann, enseigneDuRapport(rapport))
    const compte = complet === salome || complet === bastien ? s.compte(complet) : ''
    await ajouterIntervenant(yann, { prenom, nom, ou: 'les-tisserands', titres, rapport, compte }, [
      { statut: 'entrepreneur-salarie', du: lejour(s, -900) },
    ])
  }
  await agirPour(yann)
  return salle
}

/** Ce que la coopérative prélève : le barème publié par tranche d’une CAE, et le sien pour la formation (Optéos). */
const poserLesBaremes = async (s: Scene, yann: Personne): Promise<void> => {
  const commun = { contribution: 'Contribution coopérative', enseigne: '', depuis: lejour(s, -800), fixe: '' }
  await yann.envoyer('/activites/baremes/poser', {
    ...commun,
    assiette: 'marge',
    tranches: '30000 : 11,5\n60000 : 10,5\n90000 : 9,5\n120000 : 8,5\nau-delà : 7,5',
  })
  await yann.envoyer('/activites/baremes/poser', {
    ...commun,
    assiette: 'marge-formation',
    tranches: '20000 : 12\n40000 : 11,5\n60000 : 11\n80000 : 10\nau-delà : 9',
  })
}

/** Une entrepreneure écrit son offre, planifie sa session, et l’ouvre de nouveau dans l’année, à ces jours-là ; l’équipe d’appui publie. */
const preparer = async (
  s: Scene,
  [anime, nom]: readonly [Personne, string],
  yann: Personne,
  offre: Readonly<Record<string, string>> & { readonly intitule: string; readonly duree: string },
  ou: Readonly<Record<string, string>>,
  seances: readonly Creneau[],
  suites: readonly number[],
): Promise<string> => {
  const id = await ecrireOffre(
    anime,
    {
      contact: 'Gaëlle Riou',
      contactCourriel: 'contact@les-tisserands.example',
      contactTelephone: '02 98 00 00 14',
      ...offre,
    },
    { par: yann },
  )
  const planifierLe = (quand: readonly Creneau[]) =>
    planifier(s, anime, { offre: id, lieu: '', ...ou, formateurId: s.compte(nom), formateur: nom }, quand)
  const session = await planifierLe(seances)
  for (const dans of suites) {
    const premier = ouvrableApres(s.jour, dans)
    const second = ouvrableApres(s.jour, premier + 1)
    await planifierLe(
      seances.map(([, debut, fin], i) => [i < seances.length / 2 ? premier : second, debut, fin]),
    )
  }
  return session
}

export const lesTisserands = async (s: Scene): Promise<void> => {
  const avant = jourOuvre(s.jour, -2)
  const studio = ouvrableApres(s.jour, 16)
  const montage = ouvrableApres(s.jour, studio + 1)
  s.aller(-390)
  const [claire, yann] = [await s.entrer(direction), await s.entrer(appui)]
  const salle = await poserLaMaison(s, claire, yann)
  await poserLesBaremes(s, yann)
  await reglerLesFactures(yann, 'Les Tisserands', 'Brest')
  const dossiers = await tenirLeComite(s, yann, {
    siegent: [direction, appui],
    pour: [salome, bastien, 'Capucine Roudaut', 'Ismaël Fall'],
    entretien: -390,
  })
  const encaissees = await vivreUneAnnee(s, { claire, yann }, () => revoirLesHabilitations(s, yann, dossiers))
  s.aller(-42)
  const [gaelle, elle, lui] = [await s.entrer(gestion), await s.entrer(salome), await s.entrer(bastien)]
  await agirPour(gaelle)
  await agirPour(elle, 'La Navette')
  // Salomé vise elle-même ses devis, jusqu’à 1 500 € ; au-dessus, l’équipe d’appui.
  await yann.envoyer('/visas/plafonds', {
    personne:
      new RegExp(`<option value="([0-9a-f-]{36})"[^>]*>${salome}`).exec(
        await yann.lire('/visas/plafonds'),
      )?.[1] ?? '',
    pour: 'soi',
    genres: 'devis',
    montant: '1 500',
    cumul: '4 500',
    du: lejour(s, -42),
    au: '',
  })

  s.aller(-36)
  await vivreEnCooperative(s, { claire, yann })
  const atelier = await preparer(
    s,
    [elle, salome],
    yann,
    {
      intitule: 'Animer un atelier d’écriture',
      objectif: 'Préparer et conduire un atelier d’écriture pour des adultes.',
      objectifs: 'Choisir une consigne\nTenir le temps et l’écoute\nRelire sans blesser',
      contenu:
        'Consignes : en inventer, en adapter\nAnimation : temps, silence, écoute\nLecture : retours qui servent',
      nsf: '131',
      duree: '12 h',
      prix: '720',
    },
    { salle },
    [
      [avant, '9 h', '12 h'],
      [avant, '14 h', '17 h'],
      [0, '9 h', '12 h'],
      [0, '14 h', '17 h'],
    ],
    [110, 340],
  )
  s.aller(-30)
  const mediatheque = await ouvrirDossier(elle, atelier, {
    acheteur: 'entreprise',
    structure: 'Médiathèque de l’Estuaire',
    siret: '99900008600010',
    prenom: 'Annaïck',
    nom: 'Poulain',
    courriel: courrielDe('Annaïck', 'Poulain', 'clients'),
    qualite: 'Directrice',
    prix: '1 440',
  })
  await inscrire(elle, mediatheque, [
    ['Maud', 'Kervella'],
    ['Idris', 'Lambert'],
  ])
  await completerEntreprise(gaelle, {
    nom: 'Médiathèque de l’Estuaire',
    siret: '99900008600010',
    adresse: '1 place des Marées',
    codePostal: '29200',
    ville: 'Brest',
  })
  const signee = await emettre(gaelle, mediatheque, 'convention')
  s.aller(-28)
  await yann.envoyer(`/visas/${dernier(signee)}`, { geste: 'accorder', motif: '' })
  await signerPourLaMaison(claire, signee)
  s.aller(-26)
  const [navette, trame] = ['La Navette', 'Trame sonore'] as const
  const recueil = await demanderMission(
    s,
    elle,
    [navette, trame],
    ['Enregistrer un recueil de récits', -25, '480'],
  )
  await lui.envoyer(`${recueil}/accorder`, { intervenant: '' })
  s.aller(-24)
  await lui.envoyer(`${recueil}/constater`, { heures: '7 h', demiJournees: '2' })
  await elle.envoyer(`${recueil}/confirmer`, {})
  await rendreSignee(gaelle, signee, ['Annaïck Poulain', 'Directrice'], lejour(s, -24))
  s.aller(-12)
  await tenirUnAtelier(s, yann)
  await signerLaConventionCommune(s, yann, elle)
  s.aller(-10)
  await mener(yann, atelier, 'confirmee')
  await convoquer(gaelle, atelier)

  const podcast = await preparer(
    s,
    [lui, bastien],
    yann,
    {
      intitule: 'Réaliser un podcast de bout en bout',
      objectif: 'Écrire, enregistrer et monter un épisode de dix minutes.',
      objectifs: 'Écrire un conducteur\nEnregistrer une voix\nMonter et diffuser',
      contenu: 'Écriture : conducteur et angle\nPrise de son : voix et ambiances\nMontage : rythme et mixage',
      nsf: '323',
      duree: '14 h',
      prix: '1 050',
    },
    { lieu: 'Studio du Port, Brest' },
    [
      [studio, '9 h 30', '12 h 30'],
      [studio, '13 h 30', '17 h 30'],
      [montage, '9 h 30', '12 h 30'],
      [montage, '13 h 30', '17 h 30'],
    ],
    [225],
  )
  await annoncer(yann, podcast)
  s.aller(-6)
  // L’une est à confirmer, l’autre vient : « Entre enseignes » a ses trois temps.
  const voix = await demanderMission(s, elle, [navette, trame], ['Poser sa voix en atelier', -3, '560'])
  await lui.envoyer(`${voix}/accorder`, { intervenant: '' })
  const geste = await demanderMission(s, lui, [trame, navette], ['Raconter un geste de métier', 9, '640'])
  await elle.envoyer(`${geste}/accorder`, { intervenant: '' })
  const radio = await ouvrirDossier(lui, podcast, {
    acheteur: 'entreprise',
    structure: 'Radio des Abers',
    siret: '99900009400014',
    prenom: 'Loïc',
    nom: 'Guivarc’h',
    courriel: courrielDe('Loïc', 'Guivarch', 'clients'),
    qualite: 'Président',
    prix: '2 100',
  })
  await inscrire(lui, radio, [
    ['Enora', 'Le Roux'],
    ['Paul', 'Mevel'],
  ])
  await completerEntreprise(gaelle, {
    nom: 'Radio des Abers',
    siret: '99900009400014',
    adresse: '6 rue du Phare',
    codePostal: '29870',
    ville: 'Lannilis',
  })
  await emettre(gaelle, radio, 'devis')
  await emettre(gaelle, radio, 'convention')
  const iroise = await ouvrirDossier(lui, podcast, {
    acheteur: 'entreprise',
    structure: 'Association Paroles d’Iroise',
    siret: '99900010200015',
    prenom: 'Soazig',
    nom: 'Calvez',
    courriel: courrielDe('Soazig', 'Calvez', 'clients'),
    qualite: 'Coordinatrice',
    prix: '600',
  })
  await inscrire(lui, iroise, [['Nino', 'Abily']])
  s.aller(-5)
  await completerEntreprise(gaelle, {
    nom: 'Association Paroles d’Iroise',
    siret: '99900010200015',
    adresse: '12 rue des Embruns',
    codePostal: '29217',
    ville: 'Le Conquet',
  })
  const refusee = await emettre(gaelle, iroise, 'convention')
  await yann.envoyer(`/visas/${dernier(refusee)}`, {
    geste: 'refuser',
    motif:
      'Le prix est sous le tarif de l’offre : 600 € au lieu de 1 050 €. À revoir avec la cliente, ou à motiver.',
  })

  const feuilles = await feuillesDe(s, salome, atelier)
  await tenir(s, salome, feuilles[0] ?? '', [avant, ...matin])
  await tenir(s, salome, feuilles[1] ?? '', [avant, ...apresMidi])
  await mener(yann, atelier, 'en-cours')
  // La veille : chargée le soir, la démonstration aurait aujourd’hui des demi-journées sans statut, qui retiennent une facture.
  s.aller(-1)
  await lui.envoyer(`${voix}/constater`, { heures: '3 h 30', demiJournees: '1' })
  // L’une a son visa, l’autre l’attend : rien n’engage la coopérative avant.
  await importerLaCompta(s, yann, encaissees)
  await reprendreDAilleurs(s, yann, 'enDI', 'Médiathèque de l’Estuaire')
  await emettreFacture(yann, await preparerFacture(await s.entrer(salome), mediatheque))
  await demanderVisa(lui, await preparerFacture(lui, radio, 'acompte'))
  await lireLaVeille(s, claire, [
    [yann, ''],
    [gaelle, 'Le modèle est remplacé dans le dossier commun.'],
    [await s.entrer(salome), 'Je le joins à la prochaine journée que je confie.'],
  ])
  await faireMonterUneAmelioration(claire, await s.entrer(salome))
  await tirerLAuditInterne(s, claire)
  s.maintenant()
  for (const [i, [, fin]] of [matin, apresMidi].entries())
    if (s.heure < fin + 120) await envoyerLesLiens(s, salome, feuilles[2 + i] ?? '')
}
