// Une coopérative qui n'avait rien, menée par ses propres formulaires jusqu'aux pièces d'une session : un client
// entreprise, un particulier à ses frais, une personne reçue d'un autre organisme. Tout est fictif.
import type { Page } from 'playwright-core'

type Champs = Readonly<Record<string, string>>

/** Envoie un formulaire comme le navigateur le ferait, avec la session de la page ; un refus arrête tout. */
export const envoyeur =
  (page: Page, origine: string) =>
  async (url: string, champs: Champs = {}): Promise<string> => {
    const r = await page.request.post(`${origine}${url}`, {
      form: { ...champs },
      headers: { origin: origine },
      maxRedirects: 0,
    })
    if (r.status() !== 303) {
      const texte = (await r.text()).replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
      const dit = [
        ...texte.matchAll(/(?:role="alert"|class="[^"]*(?:erreur|error|faute)[^"]*")[\s\S]{0,500}/g),
      ]
      throw new Error(
        `${url} (${r.status()}) : ${
          dit
            .map((m) => m[0].replace(/<[^>]+>/g, ' '))
            .join(' | ')
            .slice(0, 1500) || texte.replace(/<[^>]+>/g, ' ').slice(0, 1500)
        }`,
      )
    }
    return r.headers()['location'] ?? ''
  }
export type Envoyer = ReturnType<typeof envoyeur>

const dernier = (url: string) => url.split('?')[0]?.split('/').pop() ?? ''
const sans = (url: string) => url.split('?')[0] ?? url

/** `plus` : par exemple `cae`, pour une coopérative d’activité et d’emploi. */
export const fonder = async (envoyer: Envoyer, plus: Champs = {}) => {
  await envoyer('/premiers-pas', {
    nom: 'Langue & Lien',
    siret: '123 456 782 00010',
    forme: 'scop',
    societe: 'SARL',
    prenom: 'Hélène',
    nomPersonne: 'Roussillon',
    courriel: 'helene@exemple.example',
    motDePasse: 'trois merles sous la pluie',
    ...plus,
  })
}

export const regler = async (envoyer: Envoyer, compte: string, plus: Champs = {}) => {
  await envoyer('/cooperative/identite', {
    nom: 'Langue & Lien',
    forme: 'scop',
    societe: 'SARL',
    capitalVariable: 'on',
    siret: '123 456 782 00010',
    nda: '84 38 12345 38',
    ndaPrefet: 'de la région Auvergne-Rhône-Alpes',
    adresse: '3 rue du Four',
    codePostal: '38000',
    ville: 'Grenoble',
    courriel: 'contact@langue-et-lien.example',
    telephone: '04 65 71 20 30',
    zone: 'Europe/Paris',
    regimeTva: 'assujetti',
    clotureJour: '31',
    clotureMois: '12',
    couleur: '#0f4c4a',
    ...plus,
  })
  await envoyer('/cooperative/signataires', {
    personne: compte,
    qualite: 'gérante',
    genre: 'fonction',
    debut: '01/01/2026',
  })
  await envoyer('/cooperative/conditions', {
    version: '0',
    delaiReglementJours: '30',
    moyen: 'virement',
    loinJours: '15',
    loinTaux: '0',
    procheJours: '5',
    procheTaux: '30',
    finTaux: '50',
    conservationAnnees: '6',
    reponseReclamationJours: '10',
    cessation: 'En cas d’abandon, seules les heures suivies sont dues, au prorata du prix.',
    mediateurNom: 'Médiation des Alpes',
    mediateurAdresse: '1 quai Jongkind, 38000 Grenoble',
    mediateurSite: 'https://mediation-alpes.example',
    referentNom: 'Dalila Amrani',
    referentTelephone: '04 65 71 20 34',
    referentCourriel: 'handicap@langue-et-lien.example',
    contactNom: 'Noé Tessier',
    contactTelephone: '04 65 71 20 33',
    contactCourriel: 'inscriptions@langue-et-lien.example',
  })
  await envoyer('/documents/reglement-interieur', {
    incendie: 'On sort au signal et on se rassemble devant le portail.',
    accident: 'La trousse est à l’accueil ; le 15 s’appelle de tout téléphone.',
    materiel: 'Le matériel reste sur place ; une panne se signale sans y toucher.',
    vie: 'Chacun travaille dans le respect des autres. On n’enregistre pas sans l’accord de tous.',
    exclusionJoursMax: '5',
    nom: 'Hélène Roussillon',
    qualite: 'gérante',
    telephone: '04 65 71 20 31',
    courriel: 'direction@langue-et-lien.example',
    reclamations: 'qualite@langue-et-lien.example',
    delaiJours: '10',
    enVigueurLe: '02/11/2026',
  })
}

/** L'offre, son intervenant, la session de deux jours ouverte aux inscriptions. */
export const planifier = async (envoyer: Envoyer, lire: (url: string) => Promise<string>) => {
  const tom = sans(
    await envoyer('/personnes/nouvelle', { prenom: 'Tom', nom: 'Okafor', courriel: 'tom@exemple.example' }),
  )
  await envoyer(`${tom}/intervenant`, {
    titres: 'Master de didactique des langues, douze ans d’enseignement aux adultes',
  })
  const offre = dernier(
    await envoyer('/catalogue/nouvelle', {
      intitule: 'Anglais professionnel : conduire une réunion de projet',
      objectif: 'Conduire en anglais une réunion de projet, de son ouverture au relevé de décisions.',
      objectifs:
        'Ouvrir une réunion et donner la parole\nReformuler un désaccord\nPrésenter un avancement chiffré',
      contenu:
        'Ouvrir et cadrer : accueil, ordre du jour, tour de table\nFaire avancer : relances, désaccords, reformulation\nConclure : relevé de décisions, suites',
      resultats: 'Une réunion conduite de bout en bout, observée par la personne qui anime.',
      publicVise: 'Cheffes et chefs de projet, conductrices et conducteurs de travaux.',
      prerequis: 'Niveau B1 en anglais.',
      methodes: 'Mises en situation filmées, reprises en groupe.',
      moyensTechniques: 'Une salle équipée de deux caméras, un support remis à chacun.',
      encadrement: 'Une personne qui anime pour douze stagiaires au plus.',
      formateurs: 'Formatrices et formateurs de langue, dix ans de pratique au moins.',
      suivi: 'Chaque stagiaire et la personne qui anime signent à chaque demi-journée.',
      evaluation: 'Une mise en situation observée, notée sur une grille remise au début.',
      sanction: 'Une attestation de fin de formation, objectif par objectif.',
      acces: 'Sur inscription, après un entretien.',
      delaiAcces: 'Trois semaines entre l’accord et le premier jour.',
      financement: 'OPCO, employeur, ou à ses frais.',
      accessibilite: 'La salle est de plain-pied ; chaque parcours s’adapte.',
      referentHandicap: 'Dalila Amrani',
      contact: 'Noé Tessier',
      contactCourriel: 'inscriptions@langue-et-lien.example',
      contactTelephone: '04 65 71 20 33',
      sansResultat: 'on',
      f3: 'd',
      nsf: '136',
      modalite: 'presentiel',
      duree: '14 h',
      prix: '1200',
    }),
  )
  await envoyer(`/catalogue/${offre}/adopter`, { nature: 'formation', duree: '14 h', geste: 'publier' })
  const seances = [
    ['01/12/2026', '9 h', '12 h 30'],
    ['01/12/2026', '13 h 30', '17 h'],
    ['02/12/2026', '9 h', '12 h 30'],
    ['02/12/2026', '13 h 30', '17 h'],
  ].flatMap(([date, debut, fin], i) => [
    [`seances[${i}].date`, date ?? ''],
    [`seances[${i}].debut`, debut ?? ''],
    [`seances[${i}].fin`, fin ?? ''],
  ])
  const lieu = dernier(
    await envoyer('/cooperative/etablissements', {
      nom: 'Salle Drac',
      adresse: '16 rue des Passerelles',
      codePostal: '38130',
      ville: 'Échirolles',
      zone: 'Europe/Paris',
    }),
  )
  const plan = await lire('/sessions/nouvelle')
  const etablissement =
    /<option value="([0-9a-f-]{36})"[^>]*>\s*Salle Drac/.exec(plan)?.[1] ??
    (/^[0-9a-f-]{36}$/.test(lieu) ? lieu : '')
  const session = sans(
    await envoyer('/sessions/nouvelle', {
      offre,
      etablissement,
      lieu: '',
      zone: 'Europe/Paris',
      formateur: 'Tom Okafor',
      capacite: '12',
      modalite: 'presentiel',
      motif: '',
      ...Object.fromEntries(seances),
    }),
  )
  await envoyer(`${session}/etat/ouverte`, { motif: '' })
  return session
}

export type Dossiers = { readonly entreprise: string; readonly particulier: string; readonly recue: string }

const adresser = async (
  envoyer: Envoyer,
  lire: (url: string) => Promise<string>,
  genre: 'entreprises' | 'personnes',
  nom: string,
  champs: Champs,
) => {
  const liste = await lire(`/${genre}?q=${encodeURIComponent(nom)}`)
  const fiche = new RegExp(`href="(/${genre}/[0-9a-f-]{36})"`).exec(liste)?.[1]
  if (!fiche) throw new Error(`${nom} introuvable`)
  await envoyer(`${fiche}/modifier`, champs)
}

/** Trois clients, leurs adresses, qui vient, l'échéancier du particulier. */
export const vendre = async (
  envoyer: Envoyer,
  lire: (url: string) => Promise<string>,
  session: string,
  page: Page,
): Promise<Dossiers> => {
  const entreprise = await envoyer(`${session}/dossiers/nouveau`, {
    acheteur: 'entreprise',
    structure: 'Ateliers Belledonne',
    prenom: 'Odile',
    nom: 'Garnier',
    courriel: 'odile@belledonne.example',
    qualite: 'présidente',
    circonstance: 'distance',
    prix: '2400',
    reference: 'Commande 26-4471',
    'lignes[0].dispositif': 'opco-plan',
    'lignes[0].payeur': 'Opco Industrie & Montagne',
    'lignes[0].montant': '1680',
    'lignes[0].subrogation': 'on',
    'lignes[0].accord': '26-88310',
    'lignes[0].accordLe': '28/10/2026',
    'lignes[1].dispositif': 'entreprise',
    'lignes[1].montant': '720',
  })
  const particulier = await envoyer(`${session}/dossiers/nouveau`, {
    acheteur: 'personne',
    individuel: 'on',
    prenom: 'Yasmine',
    nom: 'Haddad',
    courriel: 'yasmine@exemple.example',
    circonstance: 'distance',
    prix: '1000',
  })
  const recue = await envoyer(`${session}/dossiers/nouveau`, {
    acheteur: 'organisme-formation',
    structure: 'Institut des langues des Alpes',
    prenom: 'Rosa',
    nom: 'Marchal',
    courriel: 'rosa@institut.example',
    qualite: 'directrice',
    circonstance: 'etablissement',
    prix: '600',
    reference: 'ST-2026-0008',
  })
  const dossierDe = (url: string) =>
    /\/dossiers\/([0-9a-f-]{36})/.exec(url)?.[1] ?? /dossier=([0-9a-f-]{36})/.exec(url)?.[1] ?? ''
  await adresser(envoyer, lire, 'entreprises', 'Ateliers', {
    nom: 'Ateliers Belledonne',
    siret: '99973210000014',
    adresse: '3 chemin des Forges',
    codePostal: '38190',
    ville: 'Villard-Bonnot',
    estClient: 'on',
  })
  await adresser(envoyer, lire, 'entreprises', 'Institut', {
    nom: 'Institut des langues des Alpes',
    siret: '99977345000013',
    adresse: '9 rue Ampère',
    codePostal: '73000',
    ville: 'Chambéry',
    estOf: 'on',
    nda: '84 73 01234 73',
  })
  await adresser(envoyer, lire, 'personnes', 'Haddad', {
    prenom: 'Yasmine',
    nom: 'Haddad',
    courriel: 'yasmine@exemple.example',
    adresse: '22 avenue du Vercors',
    codePostal: '38600',
    ville: 'Fontaine',
  })
  const inscrire = (dossier: string, gens: readonly (readonly [string, string, string])[]) =>
    envoyer(`${session}/inscriptions/nouvelle?dossier=${dossier}`, {
      dossier,
      ...Object.fromEntries(
        gens.flatMap(([prenom, nom, courriel], i) => [
          [`apprenants[${i}].prenom`, prenom],
          [`apprenants[${i}].nom`, nom],
          [`apprenants[${i}].courriel`, courriel],
        ]),
      ),
    })
  await inscrire(dossierDe(entreprise), [
    ['Agathe', 'Pons', 'agathe@exemple.example'],
    ['Ousmane', 'Sarr', 'ousmane@exemple.example'],
  ])
  // Qui achète est qui vient : la page le propose déjà écrit.
  await page.goto(particulier)
  await page.getByRole('button', { name: 'Inscrire', exact: true }).click()
  await inscrire(dossierDe(recue), [['Yann', 'Kerbrat', 'yann@exemple.example']])
  const [e = '', p = '', r = ''] = [entreprise, particulier, recue].map(
    (u) => `${session}/dossiers/${dossierDe(u)}`,
  )
  return { entreprise: e, particulier: p, recue: r }
}
