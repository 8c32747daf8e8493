/** Terre d’Appui : des chantiers, un public en recherche d’emploi, la Région et France Travail. */
import { actionLongue, joursDuChantier } from './action-longue.ts'
import { emettreFacture, preparerFacture, reglerLesFactures, reprendreDAilleurs } from './factures.ts'
import {
  ajouterIntervenant,
  annoncer,
  completerEntreprise,
  courrielDe,
  ecrireOffre,
  inscrire,
  lejour,
  ouvrirDossier,
  ouvrirLieu,
  planifier,
  type Scene,
} from './gestes.ts'

export const terreDAppui = async (s: Scene): Promise<void> => {
  s.aller(-30)
  const agathe = await s.entrer('Agathe Pons')
  const salle = await ouvrirLieu(
    agathe,
    { nom: 'Hangar des Communs', adresse: '9 rue des Communs', codePostal: '56100', ville: 'Lorient' },
    [
      ['Plateau technique', '14'],
      ['Atelier bois', '10'],
    ],
  )
  await ajouterIntervenant(
    agathe,
    {
      prenom: 'Ousmane',
      nom: 'Sarr',
      ou: 'terre-d-appui',
      compte: s.compte('Ousmane Sarr'),
      titres: 'Compagnon maçon, titre professionnel de formateur d’adultes, douze ans de chantiers.',
      rapport: 'Forme aux métiers de la rénovation écologique.',
    },
    [{ statut: 'salarie', du: '01/03/2020' }],
  )
  const offre = await ecrireOffre(agathe, {
    intitule: 'Reconnaître et réduire les déchets d’un chantier',
    objectif: 'Trier à la source et tenir le registre des déchets d’un chantier.',
    objectifs: 'Reconnaître les filières\nTrier sans ralentir le chantier\nTenir le registre',
    contenu: 'Filières et contenants\nTri en situation\nRegistre et bordereaux',
    publicVise: 'Personnes en recherche d’emploi, salariés du bâtiment.',
    financement: 'Région, France Travail, OPCO.',
    contactCourriel: 'contact@terre-d-appui.example',
    nsf: '343',
    duree: '14 h',
    prix: '560',
  })
  s.aller(-20)
  const [un, deux] = joursDuChantier(s.jour)
  const session = await planifier(
    s,
    agathe,
    { offre, salle, lieu: '', formateurId: s.compte('Ousmane Sarr'), formateur: 'Ousmane Sarr' },
    [
      [un, '9 h', '12 h 30'],
      [un, '13 h 30', '17 h'],
      [deux, '9 h', '12 h 30'],
      [deux, '13 h 30', '17 h'],
    ],
  )
  await annoncer(agathe, session)
  s.aller(-12)
  const region = await ouvrirDossier(
    agathe,
    session,
    {
      acheteur: 'entreprise',
      structure: 'Conseil régional d’Armorique',
      prenom: 'Gildas',
      nom: 'Rozec',
      courriel: courrielDe('Gildas', 'Rozec', 'clients'),
      qualite: 'Chef du service de la formation',
      prix: '1 680',
    },
    [
      {
        dispositif: 'region',
        payeur: 'Conseil régional d’Armorique',
        accord: 'AR-EMPLOI-0417',
        accordLe: '',
      },
    ],
  )
  await inscrire(
    agathe,
    region,
    [
      ['Nolwenn', 'Cadiou'],
      ['Amadou', 'Keïta'],
      ['Rozenn', 'Le Bris'],
    ],
    { statut: 'recherche-emploi' },
  )
  // Une part se suit à distance : la personne sait avant de commencer ce qu’il y a à faire et qui l’aide.
  await agathe.envoyer(`${session}/distance`, {
    geste: 'prevoir',
    genre: 'asynchrone',
    intitule: 'Lire la fiche des filières et classer vingt photos de déchets',
    minutes: '1 h 30',
  })
  await agathe.envoyer(`${session}/distance/noter/assistant`, {
    le: lejour(s, -12),
    intitule: 'Ousmane Sarr, formateur',
    canal: 'courriel',
    delaiHeures: '24',
  })
  await completerEntreprise(agathe, {
    nom: 'Conseil régional d’Armorique',
    siret: '99900014400017',
    adresse: '2 place de la Région',
    codePostal: '35000',
    ville: 'Rennes',
    financeur: 'region',
  })
  await actionLongue(s)
  s.maintenant()
  await reglerLesFactures(agathe, 'Terre d’Appui', 'Lorient')
  await reprendreDAilleurs(s, agathe, 'tableur', 'Lorient Agglomération')
  await emettreFacture(agathe, await preparerFacture(agathe, region, 'acompte'))
}
