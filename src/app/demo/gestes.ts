/** Les gestes que les récits de la démonstration ont en commun, chacun par sa page. */
import { ajouterJours, type DateCivile, formaterDate } from '#kernel/dates.ts'
import { ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { champsDe, chemin, dernier, type Personne, uniques } from './rejouer.ts'

/** Où se joue un récit : le jour, l'horloge qu'on y déplace, et qui y entre. */
export type Scene = {
  /** Le jour de la démonstration. */
  readonly jour: DateCivile
  /** L'heure qu'il est ce jour-là, en minutes. */
  readonly heure: number
  /** Place l'horloge à ce jour autour d'aujourd'hui, à neuf heures ou à la minute dite, et à la seconde. Jamais en arrière. */
  aller(ecart: number, minutes?: number, secondes?: number): void
  /** Revient à l'instant où la démonstration se charge. */
  maintenant(): void
  /** La personne de ce nom, connectée à son compte. */
  entrer(nom: string): Promise<Personne>
  /** Sa connexion est finie : poser une tablette ferme celle de qui la pose. */
  sortir(nom: string): void
  /** Quelqu'un sans compte, devant un appareil. */
  appareil(): Personne
  /** L'identifiant du compte de cette personne. */
  compte(nom: string): string
}

type Champs = Readonly<Record<string, string>>

export const lejour = (s: Scene, ecart: number): string =>
  formaterDate(ajouterJours(s.jour, ecart), 'chiffres')

export const courrielDe = (prenom: string, nom: string, ou = 'stagiaires'): string =>
  `${prenom}.${nom}@${ou}.example`
    .normalize('NFKD')
    .replace(/œ/gi, 'oe')
    .replace(/[^\w.@-]/g, '')
    .toLowerCase()

/** Ce que toute offre dit avant l'inscription ; chaque récit remplace ce qui lui est propre. */
const offreOrdinaire: Champs = {
  resultats: 'Une situation de travail menée de bout en bout, observée par la personne qui anime.',
  publicVise: 'Toute personne qui en a besoin dans son travail.',
  prerequis: 'Aucune connaissance préalable.',
  methodes: 'En petit groupe, à partir des situations que chacun apporte.',
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
  contactTelephone: '02 99 00 00 00',
  accessibilite: 'Parlez-en à la personne référente : chaque parcours s’adapte.',
  // Une personne nommée : « pour tout besoin lié à un handicap, … répond » se lit alors comme une phrase (RNQ, indicateur 26).
  referentHandicap: 'Soazig Perrot',
  sansResultat: 'on',
  f3: 'd',
  modalite: 'presentiel',
}

/** Écrit une offre ; `geste` : « publier » la met en ligne, « adopter » ne la donne qu'à planifier. */
export const ecrireOffre = async (
  qui: Personne,
  champs: Champs & { readonly intitule: string; readonly duree: string },
  { geste = 'publier', par = qui }: { readonly geste?: 'publier' | 'adopter'; readonly par?: Personne } = {},
): Promise<string> => {
  const offre = dernier(await qui.envoyer('/catalogue/nouvelle', { ...offreOrdinaire, ...champs }))
  await par.envoyer(`/catalogue/${offre}/adopter`, { nature: 'formation', duree: champs.duree, geste })
  return offre
}

/** `modalite` : d’une session mixte, la sienne. */
export type Creneau = readonly [
  ecart: number,
  debut: string,
  fin: string,
  modalite?: 'presentiel' | 'distance',
]

/** Planifie et ouvre aux inscriptions ; rend l'adresse de la session. */
export const planifier = async (
  s: Scene,
  qui: Personne,
  champs: Champs & { readonly offre: string },
  seances: readonly Creneau[],
): Promise<string> => {
  const rangs = seances.flatMap(([ecart, debut, fin, modalite], i) => [
    [`seances[${i}].date`, lejour(s, ecart)],
    [`seances[${i}].debut`, debut],
    [`seances[${i}].fin`, fin],
    ...(modalite ? [[`seances[${i}].modalite`, modalite]] : []),
  ])
  const adresse = await qui.envoyer('/sessions/nouvelle', {
    zone: ZONE_PAR_DEFAUT,
    capacite: '12',
    // Aujourd’hui peut être un dimanche ou un jour férié : sa séance s’y tient quand même.
    motif: 'Date tenue avec l’accord des stagiaires.',
    ...champs,
    ...Object.fromEntries(rangs),
  })
  const session = chemin(adresse)
  await qui.envoyer(`${session}/etat/ouverte`, { motif: '' })
  return session
}

/** La montre au public, sur la page de son offre et à l’accueil du site. */
export const annoncer = (qui: Personne, session: string): Promise<string> =>
  qui.envoyer(`${session}/annonce`, {})

/** Mène une session d'un état au suivant, chaque passage par sa page. */
export const mener = async (
  qui: Personne,
  session: string,
  ...vers: readonly ('confirmee' | 'en-cours' | 'terminee')[]
): Promise<void> => {
  for (const etat of vers) await qui.envoyer(`${session}/etat/${etat}`, { motif: '' })
}

export type Ligne = {
  readonly dispositif: string
  readonly payeur?: string
  readonly montant?: string
  readonly accord?: string
  readonly accordLe?: string
  readonly subrogation?: 'on'
}

/** Ouvre un dossier client et rend son adresse. */
export const ouvrirDossier = async (
  qui: Personne,
  session: string,
  champs: Champs,
  lignes: readonly Ligne[] = [],
): Promise<string> => {
  const rangs = lignes.flatMap((l, i) => Object.entries(l).map(([nom, v]) => [`lignes[${i}].${nom}`, v]))
  // La page renvoie vers l'inscription, et nomme le dossier qu'elle vient d'ouvrir.
  const suite = await qui.envoyer(`${session}/dossiers/nouveau`, {
    circonstance: 'distance',
    ...champs,
    ...Object.fromEntries(rangs),
  })
  return `${session}/dossiers/${/dossier=([0-9a-f-]{36})/.exec(suite)?.[1] ?? ''}`
}

export type Gens = readonly (readonly [prenom: string, nom: string])[]

/** Inscrit ces personnes dans ce dossier, informations et règlement remis ce jour-là. */
export const inscrire = async (
  qui: Personne,
  dossier: string,
  gens: Gens,
  { statut = 'salarie-prive', remis = true, ou = 'stagiaires' } = {},
): Promise<void> => {
  const [session = '', id = ''] = dossier.split('/dossiers/')
  const rangs = gens.flatMap(([prenom, nom], i) => [
    [`apprenants[${i}].prenom`, prenom],
    [`apprenants[${i}].nom`, nom],
    [`apprenants[${i}].courriel`, courrielDe(prenom, nom, ou)],
  ])
  await qui.envoyer(`${session}/inscriptions/nouvelle`, {
    dossier: id,
    statutCommun: statut,
    ...(remis ? { remis: 'on' } : {}),
    ...Object.fromEntries(rangs),
  })
}

/** Émet une pièce du dossier et rend son adresse. */
export const emettre = async (
  qui: Personne,
  dossier: string,
  genre: 'devis' | 'convention' | 'contrat',
  champs: Champs = {},
): Promise<string> =>
  chemin(
    await qui.envoyer(`${dossier}/pieces`, {
      mediateurNom: 'Médiation des métiers de la formation',
      mediateurAdresse: '3 place de l’Accord, 35000 Rennes',
      mediateurSite: 'https://mediation-formation.example',
      cessation:
        'En cas de cessation anticipée du fait de l’organisme, ou d’abandon, seules les heures effectivement suivies sont dues, au prorata du prix.',
      ...champs,
      geste: `emettre-${genre}`,
    }),
  )

const ascii = (texte: string) =>
  texte
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/[\\()]/g, '')

/** Une page, telle qu'un numériseur la rendrait : le papier signé est inventé, comme tout ici. */
export const papierSigne = (lignes: readonly string[]): Blob => {
  const texte = `BT /F1 14 Tf 72 760 Td 24 TL ${lignes.map((l) => `(${ascii(l)}) '`).join(' ')} ET`
  const objets = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${texte.length}>>stream\n${texte}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ]
  let corps = '%PDF-1.4\n'
  const places = objets.map((o, i) => {
    const place = corps.length
    corps += `${i + 1} 0 obj${o}endobj\n`
    return `${String(place).padStart(10, '0')} 00000 n \n`
  })
  const table = corps.length
  corps += `xref\n0 6\n0000000000 65535 f \n${places.join('')}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${table}\n%%EOF`
  return new File([corps], 'papier-signe.pdf', { type: 'application/pdf' })
}

/** Le client a rendu le papier signé ce jour-là. */
export const rendreSignee = (
  qui: Personne,
  piece: string,
  [signataire, titre]: readonly [string, string],
  date: string,
): Promise<string> =>
  qui.envoyer(`${piece}/scans`, {
    partie: 'client',
    signataire,
    titre,
    dateeDu: date,
    scan: papierSigne(['Papier de demonstration', `Lu et approuve, le ${date}`, signataire, titre]),
  })

export const fairePartir = (
  qui: Personne,
  piece: string,
  [nom, qualite, courriel]: readonly [string, string, string],
): Promise<string> => qui.envoyer(`${piece}/demandes`, { nom, qualite, courriel })

export const signerPourLaMaison = (qui: Personne, piece: string): Promise<string> =>
  qui.envoyer(`${piece}/signature`, {})

/** Déplace une demi-journée d'une session, puis prévient chacun : stagiaires et clients, par la page des avis. */
export const changerUneDate = async (
  qui: Personne,
  session: string,
  rang: number,
  date: string,
): Promise<void> => {
  await qui.envoyer(`${session}/modifier`, {
    ...champsDe(await qui.lire(`${session}/modifier`)),
    [`seances[${rang}].date`]: date,
    motif: 'Date tenue avec l’accord des stagiaires.',
  })
  await prevenir(qui, session)
}
export const prevenir = async (qui: Personne, session: string): Promise<string> =>
  qui.envoyer(`${session}/avis`, champsDe(await qui.lire(`${session}/avis`)))

export const remettre = (qui: Personne, session: string): Promise<string> =>
  qui.envoyer(`${session}/pieces`, { geste: 'remettre' })
export const convoquer = (qui: Personne, session: string): Promise<string> =>
  qui.envoyer(`${session}/pieces`, { geste: 'convoquer' })

/** Ajoute une structure et, si on le nomme, qui signe pour elle ; rend son identifiant. */
export const ajouterEntreprise = async (
  qui: Personne,
  champs: Champs,
  contact?: readonly [prenom: string, nom: string, fonction: string],
): Promise<string> => {
  const adresse = chemin(await qui.envoyer('/entreprises/nouvelle', champs))
  if (contact) {
    const [prenom, nom, fonction] = contact
    const courriel = courrielDe(prenom, nom, 'clients')
    await qui.envoyer(`${adresse}/contacts/nouveau`, { prenom, nom, fonction, courriel, peutSigner: 'on' })
  }
  return dernier(adresse)
}

/** Complète la fiche d'une structure connue par un dossier : son adresse, qu'une convention demande. */
export const completerEntreprise = async (
  qui: Personne,
  champs: Champs & { readonly nom: string },
): Promise<void> => {
  const liste = await qui.lire(`/entreprises?q=${encodeURIComponent(champs.nom)}`)
  const [id] = uniques(liste, /href="\/entreprises\/([0-9a-f-]{36})"/g)
  await qui.envoyer(`/entreprises/${id}/modifier`, { estClient: 'on', ...champs })
}

/** Le règlement intérieur, en vigueur ce jour-là ; `lieux` : ce qui tient aux murs et au métier. */
export const etablirReglement = async (
  qui: Personne,
  champs: Champs & { readonly nom: string; readonly telephone: string; readonly courriel: string },
): Promise<string> =>
  chemin(
    await qui.envoyer('/documents/reglement-interieur', {
      vie: 'On arrive à l’heure, on coupe la sonnerie, on respecte la parole de chacun.',
      exclusionJoursMax: '5',
      qualite: 'gérante',
      reclamations: champs.courriel,
      delaiJours: '10',
      ...champs,
    }),
  )

export type Statut = {
  readonly statut: string
  readonly du: string
  readonly au?: string
  readonly chez?: string
}

/** Une personne qui peut animer : ses titres, son compte si elle en a un, ses statuts datés. */
export const ajouterIntervenant = async (
  qui: Personne,
  p: {
    readonly prenom: string
    readonly nom: string
    readonly ou: string
    readonly titres: string
    readonly rapport?: string
    readonly compte?: string
  },
  statuts: readonly Statut[],
): Promise<void> => {
  const courriel = courrielDe(p.prenom, p.nom, p.ou)
  const fiche = chemin(await qui.envoyer('/personnes/nouvelle', { prenom: p.prenom, nom: p.nom, courriel }))
  await qui.envoyer(`${fiche}/intervenant`, {
    titres: p.titres,
    rapport: p.rapport ?? '',
    compte: p.compte ?? '',
  })
  for (const statut of statuts) await qui.envoyer(`${fiche}/statuts/nouveau`, { ...statut })
}

/** Un lieu et ses salles ; rend l'identifiant de la première. */
export const ouvrirLieu = async (
  qui: Personne,
  lieu: Champs,
  salles: readonly (readonly [nom: string, places: string])[],
): Promise<string> => {
  await qui.envoyer('/cooperative/etablissements', { zone: ZONE_PAR_DEFAUT, ...lieu })
  const lire = async () => uniques(await qui.lire('/salles'), /href="\/salles\/([0-9a-f-]{36})"/g)
  const [etablissement = ''] = uniques(await qui.lire('/salles'), /<option[^>]*value="([0-9a-f-]{36})"/g)
  let premiere = ''
  for (const [nom, places] of salles) {
    await qui.envoyer('/salles', { etablissement, nom, places })
    if (premiere === '') premiere = (await lire())[0] ?? ''
  }
  return premiere
}
