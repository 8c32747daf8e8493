/** Atelier des Savoirs : une petite Scop qui forme surtout pour d’autres organismes ; une session y mêle ses clients et les leurs. */

import { emettreFacture, preparerFacture, reglerLesFactures, reprendreDAilleurs } from './factures.ts'
import {
  ajouterEntreprise,
  ajouterIntervenant,
  annoncer,
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
import { ouvrable, ouvrableApres } from './jours.ts'
import { feuillesDe, tenir } from './presences.ts'
import { type Personne, uniques } from './rejouer.ts'

const direction = 'Marion Teyssier'
const formateur = 'Jo Lemaître'
const gestion = 'Farida Ouali'
const donneur = 'Institut Kerlann Formation'
const [matin, apresMidi] = [
  [540, 750],
  [810, 1020],
] as const

const poserLaMaison = async (s: Scene, marion: Personne, farida: Personne): Promise<string> => {
  const salle = await ouvrirLieu(
    marion,
    {
      nom: 'Les Forges',
      adresse: '7 impasse des Forges',
      codePostal: '44000',
      ville: 'Nantes',
      capacite: '20',
    },
    [['Salle des plans', '12']],
  )
  const reglement = await etablirReglement(marion, {
    incendie:
      'Au signal, chacun sort par la cour et rejoint le porche. Les consignes sont affichées dans la salle.',
    accident: 'Prévenir la personne qui forme, qui appelle le 15. La trousse de secours est à l’entrée.',
    materiel: 'Les machines ne se mettent en marche qu’avec la personne qui forme.',
    nom: direction,
    telephone: '02 40 00 00 15',
    courriel: 'contact@atelier-des-savoirs.example',
    enVigueurLe: lejour(s, -40),
  })
  await signerPourLaMaison(marion, reglement)
  await ajouterEntreprise(
    farida,
    {
      nom: donneur,
      siret: '99900011000018',
      adresse: '22 avenue du Campus',
      codePostal: '35170',
      ville: 'Bruz',
      estOf: 'on',
      nda: '53 35 99911 35',
      estClient: 'on',
    },
    ['Benoît', 'Helias', 'Responsable des partenariats'],
  )
  await ajouterEntreprise(farida, {
    nom: 'Menuiserie Kervern',
    siret: '99900013600013',
    adresse: '3 chemin de la Scierie',
    codePostal: '44110',
    ville: 'Châteaubriant',
    estClient: 'on',
  })
  await ajouterEntreprise(farida, {
    nom: 'Portage de l’Ouest',
    siret: '99900012800010',
    adresse: '1 rue du Relais',
    codePostal: '44000',
    ville: 'Nantes',
  })
  const ou = 'atelier-des-savoirs'
  const le = (ecart: number) => lejour(s, ecart)
  await ajouterIntervenant(
    farida,
    {
      prenom: 'Marion',
      nom: 'Teyssier',
      ou,
      compte: s.compte(direction),
      titres: 'Architecte, quinze ans de formation au dessin technique.',
    },
    [{ statut: 'dirigeant', du: le(-2000) }],
  )
  await ajouterIntervenant(
    farida,
    {
      prenom: 'Jo',
      nom: 'Lemaître',
      ou,
      compte: s.compte(formateur),
      titres: 'Menuisier, titre de formateur d’adultes.',
      rapport: 'Lecture de plans, traçage, sécurité en atelier.',
    },
    [
      { statut: 'honoraires', du: le(-900), au: le(-300) },
      { statut: 'salarie', du: le(-299) },
    ],
  )
  await ajouterIntervenant(
    farida,
    { prenom: 'Sacha', nom: 'Moreau', ou, titres: 'Métreuse, dix ans de bureau d’études.' },
    [{ statut: 'portage', du: le(-400), chez: 'Portage de l’Ouest' }],
  )
  await ajouterIntervenant(
    farida,
    { prenom: 'Rémi', nom: 'Daoulas', ou, titres: 'Formateur en prévention, habilité par son organisme.' },
    [{ statut: 'sous-traitant-of', du: le(-200), chez: donneur }],
  )
  await ajouterIntervenant(
    farida,
    { prenom: 'Odile', nom: 'Kermarrec', ou, titres: 'Ébéniste retraitée, transmission du geste.' },
    [{ statut: 'benevole', du: le(-150) }],
  )
  return salle
}

export const atelierDesSavoirs = async (s: Scene): Promise<void> => {
  const [passee, prochaine] = [ouvrable(s.jour, -9), ouvrableApres(s.jour, 8)]
  s.aller(-42)
  const [marion, farida] = [await s.entrer(direction), await s.entrer(gestion)]
  const salle = await poserLaMaison(s, marion, farida)
  const contact = {
    contact: 'Farida Ouali',
    contactCourriel: 'contact@atelier-des-savoirs.example',
    contactTelephone: '02 40 00 00 15',
  }
  const plans = await ecrireOffre(marion, {
    ...contact,
    intitule: 'Lire un plan d’exécution',
    objectif: 'Lire un plan de menuiserie et en tirer une liste de débit.',
    objectifs: 'Reconnaître les vues\nLire les cotes\nÉtablir le débit',
    contenu: 'Vues et coupes : les reconnaître\nCotes : les lire, les vérifier\nDébit : établir la liste',
    nsf: '234',
    duree: '7 h',
    prix: '390',
  })
  const securite = await ecrireOffre(marion, {
    ...contact,
    intitule: 'Travailler en sécurité à l’atelier',
    objectif: 'Mettre en marche, régler et arrêter une machine sans se mettre en danger.',
    objectifs: 'Repérer un danger\nRégler une machine\nArrêter et signaler',
    contenu: 'Dangers : les repérer\nRéglages : les vérifier\nIncident : arrêter, signaler',
    nsf: '344',
    duree: '7 h',
    prix: '350',
  })

  s.aller(-30)
  const qui = { formateurId: s.compte(formateur), formateur, lieu: '' }
  const melee = await planifier(s, marion, { offre: plans, salle, ...qui }, [
    [passee, '9 h', '12 h 30'],
    [passee, '13 h 30', '17 h'],
  ])
  s.aller(-26)
  const recu = await ouvrirDossier(farida, melee, {
    acheteur: 'organisme-formation',
    structure: donneur,
    siret: '99900011000018',
    prenom: 'Benoît',
    nom: 'Helias',
    courriel: courrielDe('Benoît', 'Helias', 'clients'),
    qualite: 'Responsable des partenariats',
    prix: '900',
    reference: 'ST-3301',
  })
  await inscrire(
    farida,
    recu,
    [
      ['Aya', 'Konaté'],
      ['Florian', 'Gicquel'],
      ['Meryem', 'Azzouzi'],
    ],
    { remis: false },
  )
  const direct = await ouvrirDossier(farida, melee, {
    acheteur: 'entreprise',
    structure: 'Menuiserie Kervern',
    siret: '99900013600013',
    prenom: 'Goulven',
    nom: 'Kervern',
    courriel: courrielDe('Goulven', 'Kervern', 'clients'),
    qualite: 'Gérant',
    prix: '780',
  })
  await inscrire(farida, direct, [
    ['Thibault', 'Nédélec'],
    ['Sarah', 'Pichon'],
  ])
  const convention = await emettre(farida, direct, 'convention')
  s.aller(-22)
  await signerPourLaMaison(marion, convention)
  await rendreSignee(farida, convention, ['Goulven Kervern', 'Gérant'], lejour(s, -22))
  s.aller(-16)
  await mener(marion, melee, 'confirmee')
  await convoquer(farida, melee)
  const [un = '', deux = ''] = await feuillesDe(s, formateur, melee)
  await tenir(s, formateur, un, [passee, ...matin])
  await tenir(s, formateur, deux, [passee, ...apresMidi], { sauf: ['Gicquel'] })
  await mener(marion, melee, 'en-cours', 'terminee')

  s.aller(-7)
  const suite = await planifier(s, marion, { offre: securite, salle, ...qui }, [
    [prochaine, '9 h', '12 h 30'],
    [prochaine, '13 h 30', '17 h'],
  ])
  await annoncer(marion, suite)
  const langues = await ouvrirDossier(farida, suite, {
    acheteur: 'organisme-formation',
    structure: 'Langue & Lien',
    siret: '99900001100018',
    prenom: 'Maïwenn',
    nom: 'Le Goff',
    courriel: 'maiwenn@langue-et-lien.example',
    qualite: 'Gérante',
    prix: '1 050',
    reference: 'ST-LL-07',
  })
  await inscrire(
    farida,
    langues,
    [
      ['Yelena', 'Petrova'],
      ['Tesfaye', 'Haile'],
      ['Dmytro', 'Koval'],
    ],
    { remis: false },
  )

  // Une absence établie est annoncée à qui a confié la personne ; Jo ne sera pas là la semaine d’après.
  s.aller(-6)
  await farida.envoyer(`${melee}/assiduite`, {})
  const [jo] = uniques(await farida.lire('/personnes?q=lemaitre'), /href="\/personnes\/([0-9a-f-]{36})"/g)
  if (jo) await farida.envoyer(`/personnes/${jo}/conges`, { du: lejour(s, 15), au: lejour(s, 19) })

  // La session mêlée est finie : ses clients ont leurs certificats, le donneur d’ordre attend ses extraits.
  s.maintenant()
  await farida.envoyer(`${melee}/feuille-emargement`, {})
  await farida.envoyer(`${melee}/certificats`, {})
  const [premier] = uniques(
    await farida.lire(`${melee}/certificats`),
    /"(\/sessions\/[0-9a-f-]{36}\/certificats\/[0-9a-f-]{36}\/extrait)"/g,
  )
  if (premier) await farida.envoyer(premier, { contrat: 'ST-3301', prefet: 'de la région Bretagne' })
  // Le client direct est facturé ; le donneur d’ordre reste à facturer.
  await reglerLesFactures(farida, 'Atelier des Savoirs', 'Nantes')
  await reprendreDAilleurs(s, farida, 'comptabilite', 'Menuiserie Kervern')
  await emettreFacture(farida, await preparerFacture(farida, direct))
  // Les contrôles passent d’ordinaire la nuit : ici, tout de suite.
  await farida.envoyer('/controles', {})
}
