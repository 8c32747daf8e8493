/**
 * L’action longue de Terre d’Appui : plus de cinq cents heures, entrées d’un tableau, une semaine déjà tenue ; ses délégués sont élus
 * entre la vingtième et la quarantième heure, et une procédure disciplinaire commence, dans ses délais.
 */
import { ajouterJours, type DateCivile, ecartEnJours, formaterDate } from '#kernel/dates.ts'
import { joursDits } from '#modules/sessions/index.ts'
import { ecrireOffre, inscrire, lejour, mener, ouvrirDossier, type Scene } from './gestes.ts'
import { ouvrableApres } from './jours.ts'
import { feuillesDe, tenir } from './presences.ts'
import { chemin, type Personne, uniques } from './rejouer.ts'

const formateur = 'Ousmane Sarr'
const titre = 'Devenir ouvrier de la rénovation écologique'
const journee = [
  [540, 750],
  [810, 1020],
] as const
/** Elle commence cinq jours plus tôt, et laisse libres les deux jours où la même personne anime ailleurs. */
const [debut, pause, fin] = [-5, 2, 117] as const
/** Les deux jours ouvrés où elle s’interrompt : la même personne anime la session des déchets de chantier. */
export const joursDuChantier = (jour: DateCivile): readonly [number, number] => {
  const premier = ouvrableApres(jour, pause + 1)
  return [premier, ouvrableApres(jour, premier + 1)]
}

/** Le tableau de la Région, tel qu’on le reçoit : une référence, deux périodes, la journée entière. */
const tableau = (s: Scene): Blob =>
  new File(
    [
      'Référence;Formation;Date de début;Date de fin;Horaires;Formateur;Salle;Places\n',
      `PRF-56-014;${titre};${lejour(s, debut)};${lejour(s, pause)};journée;${formateur};Atelier bois;8\n`,
      `PRF-56-014;;${lejour(s, joursDuChantier(s.jour)[1] + 1)};${lejour(s, fin)};journée;;;\n`,
    ],
    'actions-de-la-region.csv',
    { type: 'text/csv' },
  )
/** Les colonnes du tableau, à leur rang. */
const colonnes = ['reference', 'offre', 'date', 'dateFin', 'horaires', 'intervenant', 'salle', 'capacite']

const importer = async (s: Scene, agathe: Personne): Promise<string> => {
  const lecture = chemin(await agathe.envoyer('/sessions/importer', { fichier: tableau(s) }))
  await agathe.envoyer(lecture, {
    geste: 'importer',
    ...Object.fromEntries(colonnes.map((nom, rang) => [nom, String(rang)])),
  })
  const [session] = uniques(await agathe.lire(lecture), /href="(\/sessions\/[0-9a-f-]{36})"/g)
  if (!session) throw new Error('La démonstration n’a pas su importer l’action longue.')
  return session
}

export const actionLongue = async (s: Scene): Promise<void> => {
  s.aller(-9)
  const agathe = await s.entrer('Agathe Pons')
  await ecrireOffre(agathe, {
    intitule: titre,
    objectif: 'Poser une ossature, isoler et enduire avec des matériaux d’ici, dans les règles de l’art.',
    objectifs: 'Préparer un chantier\nPoser et isoler\nEnduire et finir\nRendre compte',
    contenu: 'Chantier et sécurité\nOssature et isolants\nEnduits de terre et de chaux\nStage de chantier',
    publicVise: 'Personnes en recherche d’emploi.',
    financement: 'Région.',
    contactCourriel: 'contact@terre-d-appui.example',
    nsf: '230',
    duree: '520 h',
    prix: '4 200',
  })
  const session = await importer(s, agathe)
  await agathe.envoyer(`${session}/etat/ouverte`, { motif: '' })
  s.aller(-8)
  const dossier = await ouvrirDossier(
    agathe,
    session,
    { acheteur: 'entreprise', structure: 'Conseil régional d’Armorique', prix: '12 600' },
    [
      {
        dispositif: 'region',
        payeur: 'Conseil régional d’Armorique',
        accord: 'PRF-56-014',
        accordLe: lejour(s, -20),
      },
    ],
  )
  await inscrire(
    agathe,
    dossier,
    [
      ['Ewen', 'Tanguy'],
      ['Fatoumata', 'Barry'],
      ['Yuna', 'Le Meur'],
    ],
    { statut: 'recherche-emploi' },
  )
  const passes = joursDits(ajouterJours(s.jour, debut), ajouterJours(s.jour, -1), 'metropole')
  const [premier, , troisieme] = passes
  if (!premier) return
  s.aller(ecartEnJours(s.jour, premier), 500)
  await mener(agathe, session, 'confirmee')
  const feuilles = await feuillesDe(s, formateur, session)
  // Trois journées au plus sont signées ici : assez pour la vingtième heure.
  for (const [i, jour] of passes.slice(0, 3).entries()) {
    const ecart = ecartEnJours(s.jour, jour)
    for (const [k, [du, au]] of journee.entries())
      await tenir(s, formateur, feuilles[i * 2 + k] ?? '', [ecart, du, au], {
        sauf: i === 2 ? ['Tanguy'] : [],
      })
    if (i === 0) await mener(agathe, session, 'en-cours')
  }
  if (!troisieme) return
  const ici = ecartEnJours(s.jour, troisieme)
  s.aller(ici, 1_030)
  const election = await agathe.lire(`${session}/delegues`)
  const inscriptions = uniques(election, /<option value="([0-9a-f-]{36})"/g)
  const [un = '', deux = ''] = inscriptions
  await agathe.envoyer(`${session}/delegues`, {
    genre: 'election',
    tenuLe: formaterDate(troisieme, 'chiffres'),
    heure: '16 h 30',
    tours: '1',
    electeurs: '3',
    votants: '3',
    titulaire: un,
    voixTitulaire: '2',
    suppleant: deux,
    voixSuppleant: '2',
  })
  const procedure = chemin(
    await agathe.envoyer(`${session}/discipline`, {
      inscription: inscriptions[2] ?? un,
      griefs: 'A quitté l’atelier deux fois sans prévenir, machine en marche, malgré un rappel oral.',
      presence: 'non',
    }),
  )
  await agathe.envoyer(procedure, {
    genre: 'griefs',
    le: formaterDate(troisieme, 'chiffres'),
    remise: 'decharge',
  })
}
