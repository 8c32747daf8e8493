/** Langue & Lien, au poste : une demi-journée en salle sans réseau, une classe virtuelle, un travail rendu, une AFEST. */
import {
  ajouterEntreprise,
  convoquer,
  courrielDe,
  ecrireOffre,
  emettre,
  inscrire,
  lejour,
  mener,
  ouvrirDossier,
  planifier,
  rendreSignee,
  type Scene,
  signerPourLaMaison,
} from './gestes.ts'
import { jourOuvre } from './jours.ts'
import { formateur } from './langue-et-lien-maison.ts'
import { clore, feuillesDe, signerALaTablette, tenirSansReseau } from './presences.ts'
import type { Personne } from './rejouer.ts'

const [matin, soir] = [
  [540, 720],
  [1020, 1140],
] as const
const gens = [
  ['Rosa', 'Mendes'],
  ['Ibrahim', 'Sané'],
] as const

const options = (page: string): ReadonlyMap<string, string> =>
  new Map(
    [...page.matchAll(/<option value="([0-9a-f-]{36})"[^>]*>([^<]+)</g)].map(([, id = '', nom = '']) => [
      nom.trim(),
      id,
    ]),
  )

/** Ce que rend Zoom à la fin d’une classe virtuelle ; l’un s’y nomme comme son téléphone. */
const listeZoom = (jour: string): Blob => {
  const [j, m, a] = jour.split('/')
  const le = `${m}/${j}/${a}`
  const texte = `Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)
MENDES Rosa,,${le} 04:57:00 PM,${le} 07:00:00 PM,123
Galaxy de Ibrahim,,${le} 05:02:00 PM,${le} 07:00:00 PM,118
`
  return new File([texte], 'zoom.csv', { type: 'text/csv' })
}

const rendu = (qui: string): Blob =>
  new File([`Trois consignes réécoutées, et ce que ${qui} en a noté.\n`], 'consignes.txt', {
    type: 'text/plain',
  })

/**
 * Il y a trois et deux jours ouvrés : tout est prouvé, sauf l’évaluation d’une personne au poste, que les contrôles réclament.
 */
export const auPoste = async (
  s: Scene,
  ines: Personne,
  nadia: Personne,
  maiwenn: Personne,
): Promise<void> => {
  const [salleLe, distanceLe] = [jourOuvre(s.jour, -3), jourOuvre(s.jour, -2)]
  s.aller(-24)
  const offre = await ecrireOffre(ines, {
    intitule: 'Comprendre une consigne au poste de travail',
    objectif: 'Comprendre une consigne orale dans le bruit, la reformuler et la suivre.',
    objectifs: 'Faire répéter\nReformuler une consigne\nSigner une fiche de poste comprise',
    contenu:
      'En salle : écouter, reformuler\nÀ distance : réécouter des consignes\nAu poste : faire, en parler',
    contact: 'Nadia Berrada',
    contactCourriel: 'contact@langue-et-lien.example',
    contactTelephone: '02 99 00 00 12',
    modalite: 'mixte',
    foadActivites:
      'Réécouter trois consignes enregistrées et noter ce qu’elles demandent ; une classe virtuelle pour les reprendre ensemble.',
    foadDuree: '2 h 45',
    foadAssistance: 'Tom Okafor répond par téléphone sous un jour ouvré.',
    nsf: '136',
    duree: '7 h 15',
    prix: '420',
  })
  const session = await planifier(
    s,
    ines,
    {
      offre,
      salle: '',
      lieu: 'Conserverie du Port, 4 quai des Salines, Saint-Malo',
      lienConnexion: 'https://visio.langue-et-lien.example/conserverie',
      formateurId: s.compte(formateur),
      formateur,
    },
    [
      [salleLe, '9 h', '12 h', 'presentiel'],
      [distanceLe, '17 h', '19 h', 'distance'],
    ],
  )
  const distance = `${session}/distance`
  for (const [genre, intitule, minutes] of [
    ['asynchrone', 'Réécouter trois consignes enregistrées, noter ce qu’elles demandent', '45 min'],
    ['situation', 'Tenir la ligne d’étiquetage, consignes données par la cheffe d’équipe', '1 h'],
    ['reflexion', 'Revenir sur les consignes : ce qui a été compris, ce qui a été redemandé', '30 min'],
  ] as const)
    await ines.envoyer(distance, { geste: 'prevoir', genre, intitule, minutes })
  const noter = (genre: string, ecart: number, champs: Readonly<Record<string, string | Blob>>) =>
    ines.envoyer(`${distance}/noter/${genre}`, { le: lejour(s, ecart), ...champs })
  await noter('assistant', -24, {
    intitule: 'Tom Okafor, formateur',
    canal: 'telephone',
    delaiHeures: '24',
  })
  await noter('afest-formateur', -24, { intitule: 'Maud Tanguy, cheffe d’équipe à la conserverie' })
  s.aller(-22)
  await noter('afest-analyse', -22, {
    intitule: 'Étiquetage : six consignes par heure, dans le bruit, dont deux de sécurité',
  })
  await ajouterEntreprise(
    nadia,
    {
      nom: 'Conserverie du Port',
      siret: '99900017700017',
      adresse: '4 quai des Salines',
      codePostal: '35400',
      ville: 'Saint-Malo',
      estClient: 'on',
    },
    ['Anne', 'Tanguy', 'Responsable du personnel'],
  )
  const dossier = await ouvrirDossier(nadia, session, {
    acheteur: 'entreprise',
    structure: 'Conserverie du Port',
    siret: '99900017700017',
    prenom: 'Anne',
    nom: 'Tanguy',
    courriel: courrielDe('Anne', 'Tanguy', 'clients'),
    qualite: 'Responsable du personnel',
    prix: '840',
  })
  await inscrire(nadia, dossier, gens)
  const convention = await emettre(nadia, dossier, 'convention')
  s.aller(-18)
  await signerPourLaMaison(maiwenn, convention)
  await rendreSignee(nadia, convention, ['Anne Tanguy', 'Responsable du personnel'], lejour(s, -18))
  s.aller(-12)
  await mener(ines, session, 'confirmee')
  await convoquer(nadia, session)

  // Le matin, à l’atelier : aucun réseau, le téléphone de qui forme fait signer, et rapporte le soir.
  const [atelier = '', virtuelle = ''] = await feuillesDe(s, formateur, session)
  await tenirSansReseau(s, formateur, atelier, [salleLe, ...matin])
  await mener(ines, session, 'en-cours')
  await signerALaTablette(s, formateur, virtuelle, { ecart: distanceLe, debut: soir[0] })
  s.aller(distanceLe, soir[1] + 10)
  await clore(s, formateur, virtuelle)
  const seance = virtuelle.split('/').pop() ?? ''
  const liste = await ines.envoyer(distance, {
    geste: 'recevoir',
    seance,
    liste: listeZoom(lejour(s, distanceLe)),
  })
  const lue = liste.split(/[?#]/)[0] ?? ''
  const qui = options(await ines.lire(lue))
  await ines.envoyer(lue, {
    'c[0].rang': '1',
    'c[0].qui': qui.get('Rosa Mendes') ?? '',
    'c[1].rang': '2',
    'c[1].qui': qui.get('Ibrahim Sané') ?? '',
  })
  const page = options(await ines.lire(`${distance}/noter/realisation`))
  const activite = [...page].find(([nom]) => nom.startsWith('Réécouter'))?.[1] ?? ''
  for (const [prenom, nom] of gens) {
    const inscription = page.get(`${prenom} ${nom}`) ?? ''
    await noter('echange', distanceLe, {
      inscription,
      canal: 'telephone',
      intitule: 'Point sur les consignes',
    })
    await noter('realisation', distanceLe, {
      inscription,
      prevue: activite,
      intitule: '',
      fichier: rendu(prenom),
    })
    await noter('evaluation', distanceLe, {
      inscription,
      intitule: 'Trois consignes reformulées',
      resultat: 'acquis',
    })
    await noter('afest-situation', distanceLe, {
      inscription,
      minutes: '1 h',
      intitule: 'Une heure à l’étiquetage',
    })
    await noter('afest-reflexion', distanceLe, {
      inscription,
      minutes: '30 min',
      intitule: 'Ce qui a été compris, ce qui a été redemandé',
    })
  }
  await noter('afest-evaluation', distanceLe, {
    inscription: page.get('Rosa Mendes') ?? '',
    intitule: 'Fiche de poste relue et signée',
    resultat: 'acquis',
  })
}

/** La direction accepte ce qui peut l’être, sous son nom : le constat ne s’efface pas, il dit pourquoi. */
export const accepterLaSerie = async (maiwenn: Personne, session: string): Promise<void> => {
  const constats = await maiwenn.lire(`${session}/controles`)
  const juger = /"(\/sessions\/[0-9a-f-]{36}\/controles\/juger\?regle=signatures-en-serie[^"]*)"/.exec(
    constats,
  )?.[1]
  if (juger)
    await maiwenn.envoyer(juger.replaceAll('&amp;', '&'), {
      motif: 'La tablette a fait le tour de la table pendant l’appel ; Tom était dans la salle.',
    })
}
