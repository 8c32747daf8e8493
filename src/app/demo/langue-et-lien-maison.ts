/** Langue & Lien chez elle : ses lieux, ses gens, ses clients, et ce qu’elle n’a pas fini. */
import {
  ajouterEntreprise,
  ajouterIntervenant,
  etablirReglement,
  lejour,
  ouvrirLieu,
  type Scene,
  signerPourLaMaison,
} from './gestes.ts'
import type { Personne } from './rejouer.ts'

export const direction = 'Maïwenn Le Goff'
export const pedagogie = 'Inès Carvalho'
export const formateur = 'Tom Okafor'
export const opco = 'OPCO du Littoral'

/** Les lieux, le règlement, les intervenants et les clients ; rend la grande salle. */
export const poserLaMaison = async (s: Scene, maiwenn: Personne, nadia: Personne): Promise<string> => {
  const salle = await ouvrirLieu(
    maiwenn,
    {
      nom: 'Le Chapeau-Rouge',
      adresse: '12 rue du Chapeau-Rouge',
      codePostal: '35000',
      ville: 'Rennes',
      capacite: '40',
    },
    [
      ['Salle Duras', '14'],
      ['Salle Senghor', '8'],
    ],
  )
  const reglement = await etablirReglement(maiwenn, {
    incendie:
      'Au signal, chacun sort par l’escalier A et rejoint la place du Calvaire. Les consignes sont affichées à chaque palier.',
    accident: 'Prévenir l’accueil, qui appelle le 15. La trousse de secours est à l’accueil, salle du bas.',
    materiel:
      'Le matériel se rend dans l’état où il a été prêté. Rien ne sort des salles sans l’accord de l’accueil.',
    nom: direction,
    telephone: '02 99 00 00 12',
    courriel: 'contact@langue-et-lien.example',
    reclamations: 'reclamations@langue-et-lien.example',
    enVigueurLe: lejour(s, -34),
  })
  await signerPourLaMaison(maiwenn, reglement)
  const ou = 'langue-et-lien'
  await ajouterIntervenant(
    nadia,
    {
      prenom: 'Tom',
      nom: 'Okafor',
      ou,
      compte: s.compte(formateur),
      titres:
        'Master de langues étrangères appliquées (anglais, espagnol, italien), CELTA, douze ans de formation d’adultes.',
      rapport: 'Enseigne l’anglais professionnel, l’espagnol des affaires et l’italien des débutants.',
    },
    [{ statut: 'salarie', du: '01/09/2021' }],
  )
  await ajouterIntervenant(
    nadia,
    {
      prenom: 'Inès',
      nom: 'Carvalho',
      ou,
      compte: s.compte(pedagogie),
      titres: 'Master de didactique du français langue étrangère, seize ans de pratique.',
      rapport: 'Bâtit et anime les parcours de français.',
    },
    [{ statut: 'dirigeant', du: '01/01/2019' }],
  )
  await ajouterIntervenant(
    nadia,
    {
      prenom: 'Lena',
      nom: 'Brandt',
      ou,
      titres: 'Interprète de conférence, allemand et néerlandais.',
      rapport: 'Allemand de l’hôtellerie.',
    },
    [{ statut: 'honoraires', du: '01/03/2024' }],
  )
  const entreprises = [
    [
      'Clinique des Tilleuls',
      '99900005200012',
      '8 allée des Tilleuls',
      ['Solène', 'Abgrall', 'Directrice des ressources humaines'],
    ],
    ['Hôtel Aubrac', '99900006000015', '2 quai Lamennais', ['Jérôme', 'Aubrac', 'Gérant']],
    ['Blanchisserie du Canal', '99900007800017', '31 quai Ouest', ['Karine', 'Le Dantec', 'Directrice']],
  ] as const
  for (const [nom, siret, adresse, qui] of entreprises)
    await ajouterEntreprise(
      nadia,
      { nom, siret, adresse, codePostal: '35000', ville: 'Rennes', estClient: 'on' },
      qui,
    )
  await ajouterEntreprise(nadia, {
    nom: opco,
    adresse: '40 boulevard de la Mer',
    codePostal: '35400',
    ville: 'Saint-Malo',
    financeur: 'opco',
  })
  return salle
}

/** Ce qui reste à faire : une offre à finir, que le catalogue dit incomplète, et une personne écrite deux fois. */
export const laisserEnChantier = async (ines: Personne, nadia: Personne): Promise<void> => {
  await ines.envoyer('/catalogue/nouvelle', {
    intitule: 'Allemand de l’hôtellerie',
    objectif: 'Recevoir une clientèle germanophone, de la réservation au départ.',
    nsf: '136',
    duree: '21 h',
  })
  await nadia.envoyer('/personnes/nouvelle', {
    prenom: 'Malo',
    nom: 'Guerin',
    courriel: 'm.guerin@hotel-aubrac.example',
  })
}
