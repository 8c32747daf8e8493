// Long parce que la journée d’une coopérative s’y raconte d’un trait, dans l’ordre des gestes.
/** Langue & Lien : le métier de tous les jours, entreprises, CPF et particulier ; une session aujourd’hui. */

import {
  emettreFacture,
  envoyerLaFacture,
  facturerDuConseil,
  importerLignes,
  preparerFacture,
  recevoir,
  reglerLesFactures,
  reprendreDAilleurs,
  saisirCharges,
} from './factures.ts'
import { facturerUneCommune, recevoirDesFournisseurs, suivreLesFactures } from './factures-electroniques.ts'
import {
  annoncer,
  type Creneau,
  changerUneDate,
  convoquer,
  courrielDe,
  ecrireOffre,
  emettre,
  fairePartir,
  inscrire,
  lejour,
  mener,
  ouvrirDossier,
  papierSigne,
  planifier,
  remettre,
  rendreSignee,
  type Scene,
  signerPourLaMaison,
} from './gestes.ts'
import { jourOuvre, ouvrable, ouvrableApres } from './jours.ts'
import { ouvrirLesEspaces, recevoirUneDemande } from './langue-et-lien-donnees.ts'
import { armerLesEnvois, ecrireAuGroupe, inviterLesClients } from './langue-et-lien-envois.ts'
import {
  direction,
  formateur,
  laisserEnChantier,
  opco,
  pedagogie,
  poserLaMaison,
} from './langue-et-lien-maison.ts'
import { accepterLaSerie, auPoste } from './langue-et-lien-poste.ts'
import {
  preparerAudit,
  recevoirUneReclamation,
  recueillirLesBesoins,
  suivreLePremier,
} from './langue-et-lien-qualite.ts'
import {
  evaluerLesAcquis,
  publierLaSatisfaction,
  recueillirLesAvis,
} from './langue-et-lien-questionnaires.ts'
import { afficherLaSalle, envoyerLesLiens, feuillesDe, signerALaTablette, tenir } from './presences.ts'
import { type Personne, uniques } from './rejouer.ts'

const accueil = 'Nadia Berrada'
const contact = {
  contact: 'Nadia Berrada',
  contactCourriel: 'contact@langue-et-lien.example',
  contactTelephone: '02 99 00 00 12',
}

/** Le matin et l’après-midi d’hier et d’aujourd’hui ; chargée le soir, la journée se tient le soir : il reste à signer. */
const [matin, apresMidi, soir] = [
  [540, 750],
  [810, 1020],
  [1080, 1320],
] as const
const heureDe = (m: number) => `${Math.floor(m / 60)} h${m % 60 === 0 ? '' : ` ${m % 60}`}`
const creneau = (ecart: number, [debut, fin]: readonly [number, number]): Creneau => [
  ecart,
  heureDe(debut),
  heureDe(fin),
]

/** Il y a neuf jours : tout est clos, les avis sont là, il reste à émettre les certificats. */
const espagnol = async (s: Scene, salle: string, ines: Personne, nadia: Personne, maiwenn: Personne) => {
  const le = ouvrable(s.jour, -9)
  s.aller(-33)
  const offre = await ecrireOffre(ines, {
    ...contact,
    intitule: 'Espagnol des affaires, niveau B1',
    objectif: 'Conduire un entretien commercial en espagnol, du premier contact à l’accord.',
    objectifs: 'Préparer un entretien\nLe conduire\nConclure par écrit',
    contenu:
      'Prise de contact : se présenter, cerner un besoin\nNégociation : proposer, répondre, céder\nAccord : confirmer par écrit',
    nsf: '136',
    duree: '7 h',
    prix: '480',
  })
  const session = await planifier(
    s,
    ines,
    { offre, salle, lieu: '', formateurId: s.compte(formateur), formateur },
    [creneau(le, matin), creneau(le, apresMidi)],
  )
  s.aller(-28)
  await recevoirUneReclamation(s, nadia, maiwenn)
  const aubrac = await ouvrirDossier(nadia, session, {
    acheteur: 'entreprise',
    structure: 'Hôtel Aubrac',
    siret: '99900006000015',
    prenom: 'Jérôme',
    nom: 'Aubrac',
    courriel: courrielDe('Jérôme', 'Aubrac', 'clients'),
    qualite: 'Gérant',
    // Six personnes, au prix que dit le programme.
    prix: '2 880',
    reference: 'BC-2210',
  })
  await inscrire(nadia, aubrac, [
    ['Malo', 'Guérin'],
    ['Dalila', 'Amrani'],
    ['Corentin', 'Blaise'],
    ['Marguerite', 'Hoarau'],
    ['Nuno', 'Ferreira'],
    ['Mai', 'Lam'],
  ])
  const convention = await emettre(nadia, aubrac, 'convention')
  s.aller(-26)
  await signerPourLaMaison(maiwenn, convention)
  await rendreSignee(nadia, convention, ['Jérôme Aubrac', 'Gérant'], lejour(s, -26))
  s.aller(-14)
  await mener(ines, session, 'confirmee')
  await convoquer(nadia, session)
  const parcours = await recueillirLesBesoins(s, nadia, session, -15)
  const [un = '', deux = ''] = await feuillesDe(s, formateur, session)
  await tenir(s, formateur, un, [le, ...matin])
  await tenir(s, formateur, deux, [le, ...apresMidi])
  await mener(ines, session, 'en-cours', 'terminee')
  await suivreLePremier(s, ines, parcours, le)
  await recueillirLesAvis(nadia, session)
  await evaluerLesAcquis(await s.entrer(formateur), session)
  await publierLaSatisfaction(s, maiwenn, offre, -7)
  return aubrac
}

/** La comptable facture la session finie, reprend ce qu’un autre outil avait émis, et lit le relevé. */
const compter = async (s: Scene, aubrac: string, nadia: Personne) => {
  const lucie = await s.entrer('Lucie Hamon')
  await reglerLesFactures(lucie, 'Langue & Lien', 'Rennes')
  await reprendreDAilleurs(s, lucie, 'Louty', 'Hôtel Aubrac')
  await saisirCharges(s, lucie)
  const facture = await emettreFacture(lucie, await preparerFacture(nadia, aubrac))
  await envoyerLaFacture(lucie, facture, 'compta@hotel-aubrac.example')
  await recevoir(lucie, facture, '400', lejour(s, 0))
  await facturerDuConseil(s, lucie, 'Aubrac')
  await suivreLesFactures(s, lucie, facture, 'Aubrac')
  await facturerUneCommune(s, lucie, nadia)
  await recevoirDesFournisseurs(s, lucie)
  await importerLignes(lucie, 'releve', 'banque', [
    'date;libelle;montant',
    `${lejour(s, -1)};VIR SEPA HOTEL AUBRAC A-101;700,00`,
    `${lejour(s, -1)};PRLV LOYER QUAI LAMENNAIS;-420,00`,
  ])
}

/** Le jour ouvré d’avant, aujourd’hui, celui d’après : une entreprise et son OPCO, deux titulaires d’un CPF. */
const anglais = async (s: Scene, salle: string, ines: Personne, nadia: Personne, maiwenn: Personne) => {
  const tard = s.heure >= 17 * 60
  const hier = jourOuvre(s.jour, -1)
  const duJour = tard ? [soir] : [matin, apresMidi]
  s.aller(-32)
  const offre = await ecrireOffre(ines, {
    ...contact,
    intitule: 'Anglais professionnel : accueillir et répondre au téléphone',
    objectif: 'Accueillir une personne anglophone, au guichet et au téléphone, sans perdre le fil.',
    objectifs:
      'Accueillir et orienter\nRépondre au téléphone et prendre un message\nReformuler quand on n’a pas compris',
    contenu:
      'Accueil : saluer, orienter, faire patienter\nTéléphone : filtrer, noter, rappeler\nImprévus : faire répéter, reformuler',
    certifiante: 'on',
    f3: 'b',
    certification: 'RS6372',
    certLibelle: 'Communiquer en anglais à l’accueil (certification inventée pour la démonstration)',
    certificateur: 'Certificateur des langues du travail',
    certDu: lejour(s, -400),
    certAu: lejour(s, 700),
    certPasserelles: 'Aucune.',
    certDebouches: 'Postes d’accueil, en clinique et en hôtellerie.',
    certResultats: 'Première session de certification : pas encore de résultat.',
    nsf: '136',
    duree: tard ? '14 h 30' : '17 h 30',
    prix: '980',
  })
  s.aller(-30)
  const seances = [
    creneau(hier, matin),
    creneau(hier, apresMidi),
    ...duJour.map((c) => creneau(0, c)),
    creneau(jourOuvre(s.jour, 1), matin),
  ]
  const session = await planifier(
    s,
    ines,
    { offre, salle, lieu: '', formateurId: s.compte(formateur), formateur, effectifMin: '3' },
    seances,
  )
  s.aller(-25)
  const tilleuls = await ouvrirDossier(
    nadia,
    session,
    {
      acheteur: 'entreprise',
      structure: 'Clinique des Tilleuls',
      siret: '99900005200012',
      prenom: 'Solène',
      nom: 'Abgrall',
      courriel: courrielDe('Solène', 'Abgrall', 'clients'),
      qualite: 'Directrice des ressources humaines',
      prix: '2 940',
      objectif: 'Tenir l’accueil des urgences en anglais, de jour comme de nuit.',
    },
    [
      {
        dispositif: 'opco-plan',
        payeur: opco,
        montant: '2 100',
        accord: 'PDC-55120',
        accordLe: lejour(s, -26),
        subrogation: 'on',
      },
      { dispositif: 'entreprise' },
    ],
  )
  await inscrire(nadia, tilleuls, [
    ['Léonie', 'Fabre'],
    ['Agathe', 'Morvan'],
    ['Ousmane', 'Traoré'],
  ])
  const convention = await emettre(nadia, tilleuls, 'convention')
  const titulaires: string[] = []
  for (const [prenom, nom] of [
    ['Élodie', 'Œuvrard'],
    ['Samir', 'Belkacem'],
  ] as const) {
    const cpf = await ouvrirDossier(
      nadia,
      session,
      { acheteur: 'personne', prenom, nom, courriel: courrielDe(prenom, nom), prix: '980' },
      [
        {
          dispositif: 'cdc-cpf',
          payeur: 'Caisse des dépôts',
          accord: `1220417${nom.length}`,
          accordLe: lejour(s, -25),
        },
      ],
    )
    await inscrire(nadia, cpf, [[prenom, nom]])
    titulaires.push(cpf)
  }
  s.aller(-21)
  await signerPourLaMaison(maiwenn, convention)
  await rendreSignee(
    nadia,
    convention,
    ['Solène Abgrall', 'Directrice des ressources humaines'],
    lejour(s, -21),
  )
  // Sans l’habilitation du certificateur, la confirmation attendrait (indicateur 7).
  await ines.envoyer('/qualite/registres/habilitation/nouvelle', {
    rang: '0',
    titre: 'Certificateur des langues du travail',
    le: lejour(s, -120),
    expireLe: lejour(s, 975),
    offre,
    reference: 'Convention de partenariat 2026-14',
  })
  const [habilitation = ''] = uniques(
    await ines.lire('/qualite/registres/habilitation'),
    /href="(\/qualite\/registres\/habilitation\/lignes\/[0-9a-f-]{36})"/g,
  )
  await ines.envoyer(`${habilitation}/fichiers`, {
    fichier: papierSigne(['Certificateur des langues du travail', 'Convention de partenariat 2026-14']),
    fichierExpireLe: '',
  })
  s.aller(-8)
  await mener(ines, session, 'confirmee')
  await convoquer(nadia, session)
  return { session, duJour, hier, titulaires }
}

/** L’entrée d’une titulaire est déclarée à la plateforme ; celle de l’autre attend, sous trois jours ouvrés. */
const declarerUneEntree = async (nadia: Personne, [dossier]: readonly string[]) => {
  if (!dossier) return
  const [qui] = uniques(await nadia.lire(dossier), /name="qui" value="([0-9a-f-]{36})"/g)
  if (qui) await nadia.envoyer(dossier, { quoi: 'declarer-entree', qui, jour: '' })
}

/** Dans deux semaines : une convention partie à la signature. Dans un mois : un particulier, son contrat, son échéancier. */
const aVenir = async (s: Scene, salle: string, ines: Personne, nadia: Personne, maiwenn: Personne) => {
  s.aller(-12)
  const fle = await ecrireOffre(ines, {
    ...contact,
    intitule: 'Français langue étrangère, niveau A2',
    objectif: 'Comprendre une consigne de travail et se faire comprendre dans l’équipe.',
    objectifs: 'Comprendre une consigne\nDire ce qu’on a fait\nDemander de l’aide',
    contenu:
      'Consignes : lire, écouter, reformuler\nJournée de travail : raconter, noter\nÉquipe : demander, proposer',
    nsf: '136',
    duree: '10 h',
    prix: '640',
  })
  const session = await planifier(
    s,
    ines,
    {
      offre: fle,
      salle: '',
      lieu: 'Blanchisserie du Canal, 31 quai Ouest, Rennes',
      formateurId: s.compte(pedagogie),
      formateur: pedagogie,
    },
    [13, 20, 27, 34, 41].map((j) => [ouvrableApres(s.jour, j), '9 h 30', '11 h 30'] as const),
  )
  const canal = await ouvrirDossier(nadia, session, {
    acheteur: 'entreprise',
    structure: 'Blanchisserie du Canal',
    siret: '99900007800017',
    prenom: 'Karine',
    nom: 'Le Dantec',
    courriel: courrielDe('Karine', 'Le Dantec', 'clients'),
    qualite: 'Directrice',
    prix: '1 280',
  })
  await inscrire(nadia, canal, [
    ['Yelena', 'Petrova'],
    ['Tesfaye', 'Haile'],
  ])
  await emettre(nadia, canal, 'devis')
  const convention = await emettre(nadia, canal, 'convention')
  await signerPourLaMaison(maiwenn, convention)

  const conversation = await ecrireOffre(ines, {
    ...contact,
    intitule: 'Italien, premiers échanges',
    objectif: 'Se présenter, demander son chemin et comprendre la réponse.',
    objectifs: 'Se présenter\nDemander et comprendre\nRaconter sa journée',
    contenu: 'Rencontres : saluer, se présenter\nEn ville : demander, remercier\nLe soir : raconter',
    nsf: '136',
    duree: '14 h',
    prix: '560',
  })
  const soirs = await planifier(
    s,
    ines,
    {
      offre: conversation,
      salle,
      lieu: '',
      formateurId: s.compte(formateur),
      formateur,
      rythme: 'un soir par semaine',
    },
    [28, 35, 42, 49, 56, 63, 70].map((j) => [ouvrableApres(s.jour, j), '18 h', '20 h'] as const),
  )
  await annoncer(ines, soirs)
  s.aller(-4)
  // Le contrat d'un particulier dit son adresse (C. conso., R221-1).
  await nadia.envoyer('/personnes/nouvelle', {
    prenom: 'Lucas',
    nom: 'Marchetti',
    courriel: courrielDe('Lucas', 'Marchetti'),
    adresse: '5 rue des Dames',
    codePostal: '35000',
    ville: 'Rennes',
  })
  const lucas = await ouvrirDossier(
    nadia,
    soirs,
    {
      acheteur: 'personne',
      individuel: 'on',
      circonstance: 'etablissement',
      prenom: 'Lucas',
      nom: 'Marchetti',
      courriel: courrielDe('Lucas', 'Marchetti'),
      prix: '560',
    },
    [{ dispositif: 'particulier' }],
  )
  await inscrire(nadia, lucas, [['Lucas', 'Marchetti']], { statut: 'particulier' })
  await nadia.envoyer(`${lucas}/echeancier`, {
    version: (/name="version" value="(\d+)"/.exec(await nadia.lire(`${lucas}/echeancier`)) ?? [])[1] ?? '0',
    // Trente pour cent, puis le solde au fil des soirs (L6353-6).
    ...Object.fromEntries(
      (
        [
          [14, '168'],
          [42, '72'],
          [49, '80'],
          [56, '80'],
          [63, '80'],
          [70, '80'],
        ] as const
      ).flatMap(([j, montant], i) => [
        [`echeances[${i}].jour`, lejour(s, ouvrableApres(s.jour, j))],
        [`echeances[${i}].montant`, montant],
      ]),
    ),
  })
  const contrat = await emettre(nadia, lucas, 'contrat')
  s.aller(-3)
  await signerPourLaMaison(maiwenn, contrat)
  await rendreSignee(nadia, contrat, ['Lucas Marchetti', 'stagiaire'], lejour(s, -3))
  await nadia.envoyer(lucas, { quoi: 'definitif' })
  // Le dernier soir est avancé au jour ouvré d’avant : Lucas l'apprend, et son contrat signé attend l'avenant, émis et pas encore envoyé.
  s.aller(-2)
  await changerUneDate(ines, soirs, 6, lejour(s, ouvrable(s.jour, ouvrableApres(s.jour, 70) - 1)))
  await emettre(nadia, lucas, 'contrat', {
    objetAvenant: 'La dernière soirée est avancée.',
  })
  return { session, convention }
}

export const langueEtLien = async (s: Scene): Promise<void> => {
  s.aller(-35)
  const [maiwenn, ines, nadia] = await Promise.all([
    s.entrer(direction),
    s.entrer(pedagogie),
    s.entrer(accueil),
  ])
  const salle = await poserLaMaison(s, maiwenn, nadia)
  await preparerAudit(s, maiwenn, ines)
  const aubrac = await espagnol(s, salle, ines, nadia, maiwenn)
  await auPoste(s, ines, nadia, maiwenn)
  const { session, duJour, hier, titulaires } = await anglais(s, salle, ines, nadia, maiwenn)
  const { session: fle, convention } = await aVenir(s, salle, ines, nadia, maiwenn)
  const feuilles = await feuillesDe(s, formateur, session)
  // La tablette fait le tour de la table pendant l’appel : les contrôles le relèvent, et la direction l’accepte.
  await tenir(s, formateur, feuilles[0] ?? '', [hier, ...matin], { serie: true })
  await mener(ines, session, 'en-cours')
  // Hier après-midi : une personne n'a pas signé, il reste à statuer.
  await signerALaTablette(
    s,
    formateur,
    feuilles[1] ?? '',
    { ecart: hier, debut: apresMidi[0] },
    { sauf: ['Traoré'] },
  )
  s.maintenant()
  await declarerUneEntree(nadia, titulaires)
  await compter(s, aubrac, nadia)
  await laisserEnChantier(ines, nadia)
  await remettre(nadia, fle)
  await armerLesEnvois(nadia, fle)
  await inviterLesClients(nadia)
  await ecrireAuGroupe(nadia, session, courrielDe('Léonie', 'Fabre'))
  // Le besoin se demande avant l’entrée : chaque lien se lit dans le courrier, et on y répond vraiment.
  await nadia.envoyer(`${fle}/questionnaires`, { genre: 'besoin', relancer: 'on' })
  await fairePartir(nadia, convention, [
    'Karine Le Dantec',
    'Directrice',
    courrielDe('Karine', 'Le Dantec', 'clients'),
  ])
  // Aujourd'hui : les liens partent à tout le monde, la salle a son code ; qui est déjà là signe à la tablette.
  for (const [i, [debut, fin]] of duJour.entries()) {
    const feuille = feuilles[2 + i] ?? ''
    if (s.heure >= debut && s.heure < fin + 120) {
      await signerALaTablette(
        s,
        formateur,
        feuille,
        { ecart: 0, debut, jusque: s.heure },
        { sauf: ['Œuvrard', 'Belkacem', 'Traoré'] },
      )
      s.maintenant()
    }
    if (s.heure < fin + 120) await envoyerLesLiens(s, formateur, feuille)
    // Le code de la salle s’affiche dès douze heures avant : l’écran est prêt à projeter.
    if (s.heure < fin + 120 && debut - s.heure < 12 * 60) await afficherLaSalle(s, formateur, feuille)
  }
  await recevoirUneDemande(s, maiwenn, 'Traoré')
  await ouvrirLesEspaces(nadia, ['Traoré', 'Karine Le Dantec'])
  await nadia.envoyer('/controles', {})
  await accepterLaSerie(maiwenn, session)
}
