import type { Hono } from 'hono'
import { ajouterJours, type DateCivile, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { Env } from '#web/env.ts'
import { motDePasseDemo } from './comptes.ts'

/**
 * La démonstration se joue par les pages mêmes : chaque donnée est passée par un formulaire, ses règles et son
 * journal. Une personne, sa session, et des envois ; un refus arrête tout, car il dirait une démonstration fausse.
 */
export type Personne = {
  lire(url: string): Promise<string>
  /** Envoie un formulaire, et rend l'adresse où la page renvoie. */
  envoyer(url: string, champs: Readonly<Record<string, string>>): Promise<string>
}

export const entrer = async (app: Hono<Env>, origine: string, courriel: string): Promise<Personne> => {
  let temoin = ''
  const demander = (url: string, init: RequestInit = {}) =>
    Promise.resolve(
      app.request(`${origine}${url}`, { ...init, headers: { cookie: temoin, origin: origine } }),
    )
  const envoyer = async (url: string, champs: Readonly<Record<string, string>>): Promise<string> => {
    const reponse = await demander(url, { method: 'POST', body: new URLSearchParams(champs) })
    if (reponse.status !== 303) {
      const dit = /role="alert"[\s\S]*?<\/section>/.exec(await reponse.text())?.[0].replace(/<[^>]+>/g, ' ')
      throw new Error(`La démonstration est refusée par ${url} (${reponse.status})\u00a0: ${dit ?? ''}`)
    }
    temoin =
      reponse.headers
        .getSetCookie()
        .find((l) => l.includes('coforme='))
        ?.split(';')[0] ?? temoin
    return reponse.headers.get('location') ?? ''
  }
  await envoyer('/connexion', { courriel, motDePasse: motDePasseDemo })
  return { envoyer, lire: async (url) => (await demander(url)).text() }
}

type Stagiaire = readonly [prenom: string, nom: string, employeur: string]
type Seance = readonly [ecart: number, debut: string, fin: string]
type SessionDemo = {
  readonly intitule: string
  readonly objectif: string
  /** Spécialité du cadre F-4. */
  readonly nsf: string
  readonly duree: string
  readonly prix: string
  readonly formateur: string
  readonly lieu: string
  /** Jours autour d'aujourd'hui. */
  readonly seances: readonly Seance[]
  readonly stagiaires: readonly Stagiaire[]
  /** Toutes ses feuilles sont closes : il ne reste qu'à émettre les certificats. */
  readonly finie?: true
}

export const sessionsDemo: Readonly<Record<string, readonly SessionDemo[]>> = {
  'langue-et-lien': [
    {
      intitule: 'Anglais professionnel : accueillir et répondre au téléphone',
      nsf: '136',
      objectif: 'Accueillir une personne anglophone, au guichet et au téléphone, sans perdre le fil.',
      duree: '17 h 30',
      prix: '980',
      formateur: 'Tom Okafor',
      lieu: 'Salle Duras, 12 rue du Chapeau-Rouge, Rennes',
      seances: [
        [-1, '9 h', '12 h 30'],
        [-1, '13 h 30', '17 h'],
        [0, '9 h', '12 h 30'],
        [0, '13 h 30', '17 h'],
        [1, '9 h', '12 h 30'],
      ],
      stagiaires: [
        ['Léonie', 'Fabre', 'Clinique des Tilleuls'],
        ['Agathe', 'Morvan', 'Clinique des Tilleuls'],
        ['Ousmane', 'Traoré', 'Clinique des Tilleuls'],
        ['Élodie', 'Œuvrard', ''],
        ['Samir', 'Belkacem', ''],
      ],
    },
    {
      intitule: 'Français langue étrangère, niveau A2',
      nsf: '136',
      objectif: 'Comprendre une consigne de travail et se faire comprendre dans l’équipe.',
      duree: '10 h',
      prix: '640',
      formateur: 'Inès Carvalho',
      lieu: 'Blanchisserie du Canal, Rennes',
      seances: [
        [7, '9 h 30', '11 h 30'],
        [14, '9 h 30', '11 h 30'],
      ],
      stagiaires: [['Yelena', 'Petrova', 'Blanchisserie du Canal']],
    },
    {
      intitule: 'Espagnol des affaires, niveau B1',
      nsf: '136',
      objectif: 'Conduire un entretien commercial en espagnol, du premier contact à l’accord.',
      duree: '7 h',
      prix: '480',
      formateur: 'Tom Okafor',
      lieu: 'Salle Duras, 12 rue du Chapeau-Rouge, Rennes',
      seances: [
        [-6, '9 h', '12 h 30'],
        [-6, '13 h 30', '17 h'],
      ],
      stagiaires: [
        ['Malo', 'Guérin', 'Hôtel Aubrac'],
        ['Dalila', 'Amrani', 'Hôtel Aubrac'],
      ],
      finie: true,
    },
  ],
  'les-tisserands': [
    {
      intitule: 'Animer un atelier d’écriture',
      nsf: '131',
      objectif: 'Préparer et conduire un atelier d’écriture pour des adultes.',
      duree: '7 h',
      prix: '420',
      formateur: 'Salomé Diallo',
      lieu: 'La Navette, Brest',
      seances: [
        [0, '9 h', '12 h'],
        [0, '14 h', '17 h'],
      ],
      stagiaires: [
        ['Maud', 'Kervella', ''],
        ['Idris', 'Lambert', ''],
      ],
    },
  ],
  'terre-d-appui': [
    {
      intitule: 'Reconnaître et réduire les déchets d’un chantier',
      nsf: '343',
      objectif: 'Trier à la source et tenir le registre des déchets d’un chantier.',
      duree: '14 h',
      prix: '560',
      formateur: 'Ousmane Sarr',
      lieu: 'Hangar des Communs, Lorient',
      seances: [
        [3, '9 h', '12 h 30'],
        [3, '13 h 30', '17 h'],
      ],
      stagiaires: [['Nolwenn', 'Cadiou', '']],
    },
  ],
}

const dernier = (url: string): string => url.split('?')[0]?.split('/').pop() ?? ''

const planifier = async (
  qui: Personne,
  s: SessionDemo,
  jour: DateCivile,
  comptes: ReadonlyMap<string, string>,
): Promise<string> => {
  const offre = dernier(
    await qui.envoyer('/catalogue/nouvelle', {
      intitule: s.intitule,
      objectif: s.objectif,
      objectifs: 'Préparer une situation de travail\nLa mener de bout en bout\nEn tirer ce qui se reprend',
      contenu: 'Mises en situation\nRetours en groupe\nReprise individuelle',
      resultats: 'Une situation de travail menée de bout en bout, observée par la personne qui anime.',
      publicVise: 'Toute personne qui en a besoin dans son travail.',
      prerequis: 'Aucun.',
      methodes: 'En petit groupe, à partir des situations apportées.',
      moyensTechniques: 'Une salle équipée, un support remis à chacun.',
      encadrement: 'Une personne pour douze stagiaires au plus.',
      formateurs: 'Formatrices et formateurs du métier, dix ans de pratique au moins.',
      suivi: 'Émargement par demi-journée, point à mi-parcours.',
      evaluation: 'Mise en situation observée, en fin de parcours.',
      sanction: 'Attestation de fin de formation.',
      acces: 'Sur inscription, après un entretien.',
      delaiAcces: 'Deux semaines avant le début',
      financement: 'OPCO, employeur, France Travail, ou à ses frais.',
      contact: 'L’accueil de la coopérative',
      contactCourriel: 'accueil@cooperative.example',
      accessibilite: 'Parlez-en à la personne référente : chaque parcours s’adapte.',
      referentHandicap: 'La personne référente handicap, par l’accueil',
      sansResultat: 'on',
      f3: 'd',
      nsf: s.nsf,
      modalite: 'presentiel',
      duree: s.duree,
      prix: s.prix,
    }),
  )
  await qui.envoyer(`/catalogue/${offre}/adopter`, {
    nature: 'formation',
    duree: s.duree,
    geste: 'publier',
  })
  const seances = s.seances.flatMap(([ecart, debut, fin], i) => [
    [`seances[${i}].date`, formaterDate(ajouterJours(jour, ecart), 'chiffres')],
    [`seances[${i}].debut`, debut],
    [`seances[${i}].fin`, fin],
  ])
  const adresse = await qui.envoyer('/sessions/nouvelle', {
    offre,
    lieu: s.lieu,
    zone: ZONE_PAR_DEFAUT,
    formateur: s.formateur,
    // Le compte de qui anime : sans lui, la session n'est la sienne pour personne.
    formateurId: comptes.get(s.formateur) ?? '',
    capacite: '12',
    // Aujourd'hui peut tomber un dimanche ou un jour férié.
    motif: 'Démonstration : la journée doit montrer quelque chose.',
    ...Object.fromEntries(seances),
  })
  const session = adresse.split('?')[0] ?? adresse
  await qui.envoyer(`${session}/etat/ouverte`, { motif: '' })
  const apprenants = s.stagiaires.flatMap(([prenom, nom, employeur], i) => [
    [`apprenants[${i}].prenom`, prenom],
    [`apprenants[${i}].nom`, nom],
    [
      `apprenants[${i}].courriel`,
      `${prenom}.${nom}@stagiaires.example`.normalize('NFKD').replace(/[^\w.@]/g, ''),
    ],
    [`apprenants[${i}].employeur`, employeur],
  ])
  await qui.envoyer(`${session}/inscriptions/nouvelle`, Object.fromEntries(apprenants))
  return session
}

const uniques = (texte: string, motif: RegExp): readonly string[] => [
  ...new Set([...texte.matchAll(motif)].flatMap((m) => m[1] ?? [])),
]

/**
 * Les demi-journées d'hier, attestées comme après une panne de réseau : la première est close, il manque une personne
 * à la seconde. Personne n'a signé de sa main, et la feuille le dit. D'une session finie, tout est attesté et clos.
 */
const attester = async (qui: Personne, session: string, hier: number, finie: boolean): Promise<void> => {
  const feuilles = uniques(await qui.lire(session), /"(\/sessions\/[0-9a-f-]{36}\/seances\/[0-9a-f-]{36})"/g)
  for (const [rang, feuille] of feuilles.slice(0, hier).entries()) {
    const inscrits = uniques(await qui.lire(feuille), /name="inscription" value="([0-9a-f-]{36})"/g)
    const presents = finie || rang === 0 ? inscrits : inscrits.slice(1)
    for (const inscription of presents)
      await qui.envoyer(feuille, {
        geste: 'regulariser',
        inscription,
        motif: 'Réseau coupé dans la salle : présence constatée, feuille de papier gardée.',
      })
    if (finie || rang === 0) await qui.envoyer(feuille, { geste: 'clore' })
  }
}

/** Un catalogue, des sessions autour d'aujourd'hui, des stagiaires, et la journée d'hier attestée. */
export const jouerParcours = async (
  qui: Personne,
  code: string,
  maintenant: Date,
  comptes: ReadonlyMap<string, string>,
  /** Le formateur de la session, entré sous son compte : lui seul tient sa feuille. */
  formateurNomme: (nom: string) => Promise<Personne>,
): Promise<void> => {
  const jour = jourLocal(maintenant, ZONE_PAR_DEFAUT)
  for (const voulue of sessionsDemo[code] ?? []) {
    const session = await planifier(qui, voulue, jour, comptes)
    const hier = voulue.seances.filter(([ecart]) => ecart < 0).length
    if (hier > 0) await attester(await formateurNomme(voulue.formateur), session, hier, voulue.finie ?? false)
  }
}
