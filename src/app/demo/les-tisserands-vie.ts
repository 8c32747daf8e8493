/** La vie d’une CAE autour de ses sessions : qui en est où, qui peut former, une marque commune, une suspension, un départ, un audit interne. */
import { ecrireOffre, lejour, type Scene } from './gestes.ts'
import { chemin, type Personne, uniques } from './rejouer.ts'

export type QuiVit = { readonly claire: Personne; readonly yann: Personne }

/** Agit pour cette enseigne ; sans la nommer, pour la commune, la première de la page. */
export const agirPour = async (qui: Personne, enseigne = ''): Promise<void> => {
  const page = await qui.lire('/compte/organismes')
  const formes = [
    ...page.matchAll(
      /name="organisme" value="([^"]+)"[^>]*>\s*<input[^>]*name="enseigne" value="([^"]+)"[\s\S]*?Agir pour ([^<]+)</g,
    ),
  ]
  const [, organisme, id] =
    formes.find(([, , , nom = '']) => enseigne === '' || nom.trim() === enseigne) ?? []
  if (organisme && id) await qui.envoyer('/compte/organismes', { organisme, enseigne: id, suite: '' })
}

/** « La Navette : écriture et récits de métier » : le rapport commence par l’enseigne. */
export const enseigneDuRapport = (rapport: string): string => rapport.split(/\s:/)[0] ?? ''

/** Les étapes de chaque personne, en jours autour d’aujourd’hui : une échéance proche, un contrat d’appui qui finit, un départ. */
const parcours: readonly (readonly [
  nom: string,
  etapes: readonly (readonly [genre: string, du: number, au?: number])[],
])[] = [
  [
    'Salomé Diallo',
    [
      ['cape', -1100, -760],
      ['cesa', -759],
      ['societariat', -60],
    ],
  ],
  ['Bastien Lourdel', [['cesa', -700]]],
  [
    'Morgane Tanguy',
    [
      ['cesa', -1500],
      ['societariat', -500],
    ],
  ],
  [
    'Édouard Quéré',
    [
      ['cesa', -1400],
      ['societariat', -480],
    ],
  ],
  [
    'Anaëlle Cloarec',
    [
      ['cesa', -1300],
      ['societariat', -300],
    ],
  ],
  [
    'Hugo Ferrand',
    [
      ['candidature', -260],
      ['cape', -200, 150],
    ],
  ],
  [
    'Lila Benamar',
    [
      ['cesa', -1000],
      ['societariat', -100],
    ],
  ],
  ['Tristan Le Meur', [['cesa', -1055]]],
  [
    'Capucine Roudaut',
    [
      ['cesa', -900],
      ['societariat', -200],
      ['sortie', 60],
    ],
  ],
  ['Ismaël Fall', [['cesa', -500]]],
  ['Maëlys Jaouen', [['cape', -320, 20]]],
  ['Gwenn Salaün', [['cesa', -1050]]],
]

const fichesDe = async (qui: Personne): Promise<ReadonlyMap<string, string>> =>
  new Map(
    [
      ...(await qui.lire('/parcours-des-personnes')).matchAll(
        /href="\/parcours-des-personnes\/([0-9a-f-]{36})"[^>]*>([^<]+)</g,
      ),
    ].map(([, id = '', nom = '']) => [nom.trim(), id]),
  )

const noterLesParcours = async (
  s: Scene,
  yann: Personne,
  fiches: ReadonlyMap<string, string>,
): Promise<void> => {
  for (const [nom, etapes] of parcours)
    for (const [genre, du, au] of etapes)
      await yann.envoyer(`/parcours-des-personnes/${fiches.get(nom)}/noter`, {
        genre,
        du: lejour(s, du),
        au: au === undefined ? '' : lejour(s, au),
        note: '',
      })
}

/** Demande une habilitation pour chacune de ces personnes, et note l’entretien du jour ; rend l’adresse de chaque dossier. */
const demanderPour = async (
  s: Scene,
  yann: Personne,
  noms: readonly string[],
  entretien: number,
): Promise<ReadonlyMap<string, string>> => {
  const fiches = await fichesDe(yann)
  const dossiers = new Map<string, string>()
  for (const nom of noms) {
    const dossier = chemin(
      await yann.envoyer('/habilitations/demander', {
        personne: fiches.get(nom) ?? '',
        nature: 'formation',
        role: 'responsable',
        motivation: 'Répondre de ses propres actions devant le client.',
      }),
    )
    dossiers.set(nom, dossier)
    await yann.envoyer(`${dossier}/etape`, {
      genre: 'entretien',
      faiteLe: lejour(s, entretien),
      note: 'Une heure, sur son métier et sa façon de former.',
    })
  }
  return dossiers
}

/** Le comité se nomme, reçoit chaque dossier et habilite ; personne ne se prononce sur le sien. Rend l’adresse de chaque dossier. */
export const tenirLeComite = async (
  s: Scene,
  demande: Personne,
  {
    siegent,
    pour,
    entretien,
  }: {
    /** La première personne préside, et décide. */
    readonly siegent: readonly [string, ...string[]]
    readonly pour: readonly string[]
    readonly entretien: number
  },
): Promise<ReadonlyMap<string, string>> => {
  const preside = await s.entrer(siegent[0])
  await preside.envoyer('/habilitations/comite/regler', {
    version: '0',
    quorum: '2',
    revue: '12',
    depuis: '',
  })
  for (const nom of siegent) await preside.envoyer('/habilitations/comite/nommer', { compte: s.compte(nom) })
  const dossiers = await demanderPour(s, demande, pour, entretien)
  for (const [candidat, dossier] of dossiers) {
    for (const nom of siegent.filter((x) => x !== candidat))
      await (await s.entrer(nom)).envoyer(`${dossier}/avis`, {
        avis: 'habiliter',
        motif: 'Titres vus, entretien probant.',
      })
    await preside.envoyer(`${dossier}/decider`, {
      decision: 'Titres et références vus, première action relue : le comité habilite.',
      conditions: '',
    })
  }
  return dossiers
}

/** La revue annuelle prolonge une habilitation. */
export const revoir = (s: Scene, qui: Personne, dossier: string, ecart: number): Promise<string> =>
  qui.envoyer(`${dossier}/revue`, {
    faiteLe: lejour(s, ecart),
    note: 'Une action relue, les appréciations lues ensemble : rien à changer.',
  })

/** Chacune se revoit ; celle d’Ismaël, dont un papier manque et dont une cliente se plaint, est suspendue. */
export const revoirLesHabilitations = async (
  s: Scene,
  yann: Personne,
  dossiers: ReadonlyMap<string, string>,
): Promise<void> => {
  for (const [nom, dossier] of dossiers)
    await (nom === 'Ismaël Fall'
      ? yann.envoyer(`${dossier}/suspendre`, {
          motif:
            'L’attestation d’assurance manque malgré deux rappels, et une convention dite signée ne se retrouve pas.',
        })
      : revoir(s, yann, dossier, -44))
}

/** Une marque commune : ce que « Chaîne et climat » vend se partage avec deux enseignes, par cadres. */
const ouvrirLaMarqueCommune = async (s: Scene, { claire, yann }: QuiVit): Promise<void> => {
  const idDe = async (nom: string) =>
    new RegExp(`<option value="([0-9a-f-]{36})"[^>]*>${nom}<`).exec(
      await yann.lire('/entre-enseignes/demander'),
    )?.[1] ?? ''
  for (const [autre, taux] of [
    ['Fil à plomb', '40'],
    ['Ourlet numérique', '25'],
  ] as const) {
    const cadre = chemin(
      await yann.envoyer('/entre-enseignes/demander', {
        genre: 'cadre',
        cadre: '',
        cote: 'acheteuse',
        mienne: await idDe('Chaîne et climat'),
        autre: await idDe(autre),
        objet: 'Rénover sobrement : la marque commune',
        session: '',
        cle: 'pourcent',
        tarif: '',
        taux,
        du: lejour(s, -36),
        au: '',
      }),
    )
    await claire.envoyer(`${cadre}/accorder`, { intervenant: '' })
  }
  await yann.envoyer('/entre-enseignes/repartir', {
    collective: await idDe('Chaîne et climat'),
    objet: 'Deux journées pour l’agglomération',
    base: '2 400',
    heures: '14 h',
    jour: lejour(s, -36),
  })
}

/** Trente-six jours avant : parcours, marque commune, un dossier d’habilitation neuf, et ce que Capucine laisse au catalogue. */
export const vivreEnCooperative = async (s: Scene, qui: QuiVit): Promise<void> => {
  const { yann } = qui
  await noterLesParcours(s, yann, await fichesDe(yann))
  // Le dossier d’Hugo attend le comité.
  await demanderPour(s, yann, ['Hugo Ferrand'], -36)
  await ouvrirLaMarqueCommune(s, qui)
  await agirPour(yann, 'Point de croix')
  await ecrireOffre(
    yann,
    {
      intitule: 'Broder à la main, du dessin au point',
      objectif: 'Préparer un motif et le broder en quatre points.',
      objectifs: 'Reporter un dessin\nChoisir un point\nFinir un envers propre',
      contenu: 'Dessin : report et échelle\nPoints : quatre points de base\nFinitions : arrêts et repassage',
      nsf: '243',
      duree: '14 h',
      prix: '690',
      contact: 'Gaëlle Riou',
      contactCourriel: 'contact@les-tisserands.example',
      contactTelephone: '02 98 00 00 14',
    },
    { par: yann },
  )
  await agirPour(yann)
}

/** La convention de la marque commune : un exemplaire par personne, visé ; chaque lien part. Et une somme mise de côté avec La Navette. */
export const signerLaConventionCommune = async (
  s: Scene,
  yann: Personne,
  salome: Personne,
): Promise<void> => {
  const formulaire = await yann.lire('/entre-enseignes/demander')
  const idDe = (nom: string) =>
    new RegExp(`<option value="([0-9a-f-]{36})"[^>]*>${nom}<`).exec(formulaire)?.[1] ?? ''
  const commune = `/entre-enseignes/commune/${idDe('Chaîne et climat')}`
  await yann.envoyer(`${commune}/etablir`, {})
  for (const piece of uniques(await yann.lire(commune), /href="(\/visas\/[0-9a-f-]{36})"/g))
    await yann.envoyer(piece, { geste: 'accorder', motif: '' })
  await yann.envoyer(`${commune}/envoyer`, {})
  const reserve = `/activites/${idDe('La Navette')}/reserve`
  await yann.envoyer(`${reserve}/proposer`, {
    sens: 'mettre',
    montant: '600',
    le: lejour(s, -12),
    objet: 'Un enregistreur pour les récits de métier, au printemps',
  })
  const [ligne = ''] = uniques(await salome.lire(reserve), /name="ligne" value="([0-9a-f-]{36})"/g)
  await salome.envoyer(`${reserve}/repondre`, { ligne, oui: 'oui' })
}

/** Un atelier interne, pointé. */
export const tenirUnAtelier = async (s: Scene, yann: Personne): Promise<void> => {
  const formulaire = await yann.lire('/qualite/ateliers/nouveau')
  const gens = [...formulaire.matchAll(/name="attendus"[^>]*value="([0-9a-f-]{36})"/g)].map((m) => m[1] ?? '')
  const atelier = chemin(
    await yann.envoyer('/qualite/ateliers/nouveau', {
      titre: 'Écrire des objectifs évaluables',
      le: lejour(s, -12),
      duree: '3 h',
      animateur: 'Yann Prigent',
      apport: 'Formuler des objectifs observables à partir de situations de travail',
      attendus: gens,
    }),
  )
  await yann.envoyer(`${atelier}/pointer`, { presents: gens.slice(0, 9), excuses: gens.slice(9, 11) })
}

/** Une mission entre deux enseignes, demandée par une personne à l’autre, pour une session s’il y en a une ; rend son adresse. */
export const demanderMission = async (
  s: Scene,
  par: Personne,
  [mienne, autre]: readonly [string, string],
  [objet, du, tarif]: readonly [string, number, string],
  session = '',
): Promise<string> => {
  const page = await par.lire('/entre-enseignes/demander')
  const idDe = (nom: string) =>
    new RegExp(`<option value="([0-9a-f-]{36})"[^>]*>${nom}<`).exec(page)?.[1] ?? ''
  return chemin(
    await par.envoyer('/entre-enseignes/demander', {
      genre: 'mission',
      cadre: '',
      cote: 'acheteuse',
      mienne: idDe(mienne),
      autre: idDe(autre),
      objet,
      session,
      cle: 'jours',
      tarif,
      taux: '',
      du: lejour(s, du),
      au: '',
    }),
  )
}

/** La veille : l’audit interne tire une action par personne qui anime. */
export const tirerLAuditInterne = async (s: Scene, claire: Personne): Promise<void> => {
  const audit = chemin(
    await claire.envoyer('/qualite/audits/nouveau', {
      genre: 'renouvellement',
      auditLe: lejour(s, 60),
      depuis: lejour(s, -400),
      categories: ['AF'],
      anciens: '',
      duree: '7 h',
      parCategorie: '',
      beneficiaires: '1',
      parIntervenant: 'on',
    }),
  )
  await claire.envoyer(audit, { geste: 'geler' })
  await claire.envoyer(audit, { geste: 'ouvrir' })
}
