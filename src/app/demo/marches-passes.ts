/**
 * Deux marchés d’il y a quelques semaines, joués à leur date : l’un gagné à deux, ses deux commandes ; l’autre perdu, et ce que l’on en retient. Et
 * les pièces du dossier en cours. Les prix se scellent ici comme dans un navigateur.
 */
import { ajouterJours, type DateCivile, formaterDate } from '#kernel/dates.ts'
import { heureLocale, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { rangerUnReleve, rapprocher } from '#modules/marches/index.ts'
import type { Services } from '#platform/services.ts'
import { deBase64, desceller, enBase64, nouvelleCle, sceller, totalDe } from '#web/islands/scelle/prix.ts'
import { papierSigne } from './gestes.ts'
import { champsDe, chemin, enClair, type Personne, uniques } from './rejouer.ts'

type Deux = { readonly mandataire: Personne; readonly membre: Personne }
export type Autrefois = {
  readonly fond: Services
  /** L’horloge de la démonstration, à tant de jours d’aujourd’hui. */
  readonly aller: (jours: number, heures?: number) => void
  readonly gens: Readonly<Record<'maiwenn' | 'ines' | 'claire' | 'agathe', Personne>>
}

const chiffres = (d: DateCivile) => formaterDate(d, 'chiffres')
const clauses = {
  mandat:
    'Le mandataire dépose la candidature et l’offre, représente les membres et coordonne, pour 3 % du montant.',
  defaillance: 'Mise en demeure de quinze jours, puis remplacement, aux autres membres d’abord.',
  confidentialite: 'Rien ne sort du dossier. Chacun répond des données des stagiaires qu’il forme.',
  supports: 'Chaque support reste à qui l’a fait ; les autres l’emploient le temps du marché.',
  litiges: 'Médiation par une personne choisie ensemble, puis le tribunal du siège du mandataire.',
}

/** Un avis simplifié, d’un seul lot, tel que le BOAMP le rend. */
const avis = (idweb: string, objet: string, acheteur: string, parution: DateCivile, limite: DateCivile) => ({
  idweb,
  objet,
  nomacheteur: acheteur,
  code_departement: ['29'],
  dateparution: parution,
  datelimitereponse: `${limite}T16:00:00+00:00`,
  descripteur_libelle: ['Formation'],
  nature: 'APPEL_OFFRE',
  etat: 'INITIAL',
  donnees: JSON.stringify({
    FNSimple: {
      organisme: { nomOfficiel: acheteur },
      initial: {
        natureMarche: { intitule: objet, codeCPV: { objetPrincipal: { classPrincipale: '80530000' } } },
      },
    },
  }),
})

/** La déclaration que la fiche de la coopérative préremplit : la convention se fige avec son SIRET et son adresse. */
export const declarerDeLaFiche = async (qui: Personne, dossier: string): Promise<void> => {
  await qui.envoyer(`${dossier}/declaration`, champsDe(await qui.lire(`${dossier}/declaration`)))
}

/** De l’intérêt à l’aveugle au groupement constitué. Rend l’adresse du dossier. */
const grouper = async (
  fond: Services,
  lot: string,
  { mandataire, membre }: Deux,
  tient: readonly [string, string],
): Promise<string> => {
  for (const qui of [mandataire, membre])
    await qui.envoyer(`${lot}/declarer`, {
      capable: 'non',
      manques: ['volume'],
      texte: 'Nous tenons une partie du lot, pas la totalité.',
      territoire: 'Finistère',
      volume: '60 journées par an',
      ouvert: 'mandataire',
    })
  await rapprocher({}, fond)
  for (const qui of [mandataire, membre]) await qui.envoyer(`${lot}/nommer`, {})
  await rapprocher({}, fond)
  const dossier = chemin(await mandataire.envoyer(`${lot}/table`, {}))
  await membre.envoyer('/marches/dossiers/entrer', { groupement: dossier.split('/').at(-1) ?? '' })
  await mandataire.envoyer(`${dossier}/forme`, { forme: 'conjoint' })
  for (const qui of [mandataire, membre])
    await qui.envoyer(`${dossier}/necessite`, {
      motifs: ['volume'],
      capable: 'non',
      texte: 'Cent vingt journées par an demandées, pour deux formatrices qui en tiennent soixante chacune.',
    })
  for (const qui of [mandataire, membre]) await declarerDeLaFiche(qui, dossier)
  await mandataire.envoyer(`${dossier}/convention`, {
    ...clauses,
    tient0: tient[0],
    part0: '60',
    tient1: tient[1],
    part1: '40',
  })
  await membre.envoyer(`${dossier}/accord`, { version: '1' })
  await mandataire.envoyer(`${dossier}/constituer`, {})
  return dossier
}

const luDe = (page: string) =>
  JSON.parse(enClair(/data-lu="([^"]*)"/.exec(page)?.[1] ?? '{}')) as {
    readonly groupement: string
    readonly moi: string
    readonly membres: readonly { readonly organisme: string; readonly publique: string }[]
    readonly plis: readonly {
      readonly organisme: string
      readonly rang: number
      readonly engagement: string
      readonly chiffre: string
    }[]
  }

type Cles = readonly Awaited<ReturnType<typeof nouvelleCle>>[]
/** Chacun prépare sa clé, et la garde. */
const preparerLesCles = async (dossier: string, { mandataire, membre }: Deux): Promise<Cles> => {
  const cles = [await nouvelleCle(), await nouvelleCle()]
  for (const [i, qui] of [mandataire, membre].entries())
    await qui.envoyer(`${dossier}/prix/cle`, { publique: cles[i]?.publique ?? '' })
  return cles
}
/** Chacun scelle ses lignes, le mandataire ouvre et dit le total. `remise` : ce que la journée coûte de moins, en centimes. */
const chiffrer = async (
  dossier: string,
  { mandataire, membre }: Deux,
  cles: Cles,
  { motif, remise = 0 }: { readonly motif: string; readonly remise?: number },
): Promise<void> => {
  const prix = `${dossier}/prix`
  const duMandataire = cles[0]
  if (!duMandataire) return
  for (const [i, qui] of [mandataire, membre].entries()) {
    const { groupement, moi } = luDe(await qui.lire(prix))
    const lignes = [
      {
        poste: i === 0 ? 'A1. Chantier-école' : 'B1. Savoirs numériques',
        unite: 'journée',
        quantite: 6000,
        centimes: 62_000 - i * 3000 - remise,
      },
    ]
    // À deux, pas de secours.
    const pour = [...new Set([duMandataire.publique, cles[i]?.publique ?? ''])]
    const pli = await sceller({ groupement, membre: moi, lignes }, pour)
    await qui.envoyer(`${prix}/sceller`, {
      engagement: enBase64(pli.engagement),
      chiffre: enBase64(pli.chiffre),
      pour: pour.join(' '),
    })
  }
  await mandataire.envoyer(`${prix}/ouvrir`, { motif })
  const { groupement, plis } = luDe(await mandataire.lire(prix))
  let centimes = 0
  for (const p of plis) {
    const attendu = { engagement: deBase64(p.engagement), groupement, membre: p.organisme }
    centimes += totalDe((await desceller(deBase64(p.chiffre), duMandataire.identite, attendu)).prix.lignes)
  }
  await mandataire.envoyer(`${prix}/total`, {
    centimes: String(centimes),
    plis: plis.map((p) => p.rang).join(','),
    fideles: 'oui',
  })
}

const piece = (nom: string): Blob => papierSigne([nom, 'Papier de démonstration'])
/** Ce que chacun range à son coffre, verse et déclare. */
const verser = async (dossier: string, qui: readonly Personne[], jour: DateCivile): Promise<void> => {
  const [mandataire] = qui
  await mandataire?.envoyer(`${dossier}/reglement`, {
    voie: 'marche',
    reference: 'AOO-2026-F17',
    adresseDuProfil: 'https://marches.armor-ouest.example',
    questionsAvant: 'dix jours avant la date limite',
    formeImposee: '',
    dureeMois: '24',
    criteres: 'Valeur technique : 60\nPrix : 40',
    obligations: '',
    pieces: ['dc1', 'dc2', 'habilitation', 'attri1', 'memoire', 'vigilance', 'kbis'],
    autres: '',
    noms: 'dc1 = 01_DC1\ndc2 = 02_DC2_{membre}\nkbis = 05_Kbis_{membre}',
  })
  for (const elle of qui) {
    const avant = await elle.lire('/marches/coffre')
    for (const [genre, titre, jours] of [
      ['kbis', 'Extrait Kbis', 150],
      ['vigilance', 'Attestation de vigilance', 60],
    ] as const)
      if (!avant.includes(`${titre}</a>`))
        await elle.envoyer('/marches/coffre/ranger', {
          genre,
          titre,
          expireLe: chiffres(ajouterJours(jour, jours)),
          accord: '',
          fichier: piece(titre),
        })
    await elle.envoyer(`${dossier}/declaration`, {
      // Préremplie de la fiche de la coopérative.
      ...champsDe(await elle.lire(`${dossier}/declaration`)),
      exclusions: 'on',
      etendue: ['candidature', 'offre', 'signature'],
      pme: 'oui',
      ess: 'oui',
      moyens: 'Quatre formatrices et formateurs, une salle équipée.',
    })
    const page = await elle.lire(`${dossier}/pieces`)
    for (const [code, titre] of [
      ['kbis', 'Extrait Kbis'],
      ['vigilance', 'Attestation de vigilance'],
    ] as const) {
      const [coffre = ''] = uniques(page, new RegExp(`value="(0[0-9a-f-]{35})"[^>]*>${titre}`, 'g'))
      await elle.envoyer(`${dossier}/pieces/verser`, { exigence: code, coffre })
    }
  }
}

/** Le reste du pli : ce que chacun a imprimé, complété, signé et numérisé. */
const completer = async (dossier: string, { mandataire, membre }: Deux): Promise<void> => {
  for (const [qui, exigence] of [
    [mandataire, 'dc1'],
    [mandataire, 'attri1'],
    [mandataire, 'dc2'],
    [mandataire, 'memoire'],
    [membre, 'dc2'],
    [membre, 'habilitation'],
  ] as const)
    await qui.envoyer(`${dossier}/pieces/verser`, { exigence, fichier: piece(exigence) })
}

/** Le marché gagné et le marché perdu, de l’intérêt aux leçons. */
export const repondreAutrefois = async ({ fond, aller, gens }: Autrefois): Promise<void> => {
  const { maiwenn, ines, claire, agathe } = gens
  const aujourdhui = jourLocal(fond.clock.now(), ZONE_PAR_DEFAUT)
  if ((await agathe.lire('/marches/dossiers')).includes('Chantiers-écoles')) return
  const [gagne, perdu] = [`${aujourdhui.slice(2, 4)}-90417`, `${aujourdhui.slice(2, 4)}-91022`]
  const [limiteGagne, limitePerdu] = [ajouterJours(aujourdhui, -60), ajouterJours(aujourdhui, -50)]
  aller(-90)
  await rangerUnReleve(
    fond,
    new TextEncoder().encode(
      JSON.stringify({
        results: [
          avis(
            gagne,
            'Chantiers-écoles et savoirs numériques',
            'Région Armor-Ouest',
            ajouterJours(aujourdhui, -95),
            limiteGagne,
          ),
          avis(
            perdu,
            'Remobilisation des jeunes du Trieux',
            'Communauté du Trieux',
            ajouterJours(aujourdhui, -92),
            limitePerdu,
          ),
        ],
      }),
    ),
  )
  const [pole = ''] = uniques(await maiwenn.lire('/marches/aveugle'), /name="pole" value="(0[0-9a-f-]{35})"/g)
  await maiwenn.envoyer('/marches/aveugle/ouvrir', {
    pole,
    juriste: 'Maître Katell Le Dantec, avocate en droit de la concurrence (personnage de la démonstration)',
    lueLe: chiffres(ajouterJours(aujourdhui, -100)),
    reserves: 'Relire à la prochaine mise à jour des lignes directrices.',
  })
  const eux: Deux = { mandataire: agathe, membre: claire }
  const elles: Deux = { mandataire: ines, membre: claire }
  const lot = (idweb: string) => `/marches/avis/${idweb}/lot/unique`
  const a = await grouper(fond, lot(gagne), eux, ['chantier-école, mandat', 'savoirs numériques'])
  const b = await grouper(fond, lot(perdu), elles, ['français, mandat', 'numérique'])
  const jour = jourLocal(fond.clock.now(), ZONE_PAR_DEFAUT)
  await verser(a, [agathe, claire], jour)
  await verser(b, [ines, claire], jour)
  await completer(a, eux)
  await completer(b, elles)
  const motif = 'Agréger le bordereau avant de déposer.'
  const cles = await preparerLesCles(a, eux)
  await chiffrer(a, eux, cles, { motif })
  await chiffrer(b, elles, await preparerLesCles(b, elles), { motif })
  for (const [dossier, qui, jours] of [
    [a, agathe, -61],
    [b, ines, -51],
  ] as const) {
    aller(jours, 2)
    const { date, minute } = heureLocale(new Date(fond.clock.now().getTime() - 1_800_000), ZONE_PAR_DEFAUT)
    await qui.envoyer(`${dossier}/depot/garder`, {
      jour: chiffres(date),
      heure: `${Math.floor(minute / 60)} h ${String(minute % 60).padStart(2, '0')}`,
      empreinte: 'a91d5c0722e46bf0a91d5c0722e46bf0',
      complet: 'on',
      note: '',
      accuse: piece('Accusé de dépôt'),
    })
  }
  // L’acheteur fait revoir les prix : une manche s’ouvre, chacun scelle de nouveau, et l’offre d’avant reste.
  aller(-45)
  const tour = {
    tour: '',
    le: chiffres(ajouterJours(aujourdhui, -46)),
    demande: 'Revoir le prix de la journée, à programme égal.',
    prix: 'on',
    jusquau: chiffres(ajouterJours(aujourdhui, -38)),
  }
  await agathe.envoyer(`${a}/acheteur/negocier`, { ...tour, reponse: '', reponduLe: '' })
  aller(-40)
  await chiffrer(a, eux, cles, { motif: 'Répondre à la négociation.', remise: 1500 })
  const [ouvert = ''] = uniques(
    await agathe.lire(`${a}/acheteur`),
    /<option value="(0[0-9a-f-]{35})"[^>]*>complète celui/g,
  )
  await agathe.envoyer(`${a}/acheteur/negocier`, {
    ...tour,
    tour: ouvert,
    reponse: 'Bordereau revu, déposé sur le profil d’acheteur.',
    reponduLe: chiffres(ajouterJours(aujourdhui, -40)),
  })
  aller(-20)
  const le = chiffres(ajouterJours(aujourdhui, -21))
  await agathe.envoyer(`${a}/suite/issue`, {
    etat: 'attribue',
    le,
    attributaire: 'Terre d’Appui et Les Tisserands',
    motifs: '',
    notes: 'Valeur technique : 51/60\nPrix : 36/40',
  })
  await agathe.envoyer(`${a}/suite/signer`, {
    jour: le,
    conventionHors: 'Sur papier, à Morlaix, le jour du dépôt ; chacun en a un exemplaire.',
  })
  await agathe.envoyer(`${a}/suite/marche`, {
    numero: '2026-F17-3',
    siretAcheteur: '',
    engagement: 'EJ-40917',
    service: 'FORMATION',
    payeur: 'region',
    circuit: 'direct',
    minimum: '20 000',
    maximum: '80 000',
    compensation: '',
    indexation: 'Révision annuelle, indice des salaires de l’enseignement',
    penalites: '50 € par jour de retard du compte rendu, à qui le doit',
  })
  const membres = luDe(await agathe.lire(`${a}/prix`)).membres.map((m) => m.organisme)
  for (const [i, [numero, montant, objet]] of (
    [
      ['BC-2026-118', '18 600', 'Chantier-école de printemps, trente journées'],
      ['BC-2026-911', '11 800', 'Savoirs numériques, vingt journées'],
    ] as const
  ).entries())
    await agathe.envoyer(`${a}/suite/commande`, { numero, le, montant, objet, membre: membres[i] ?? '' })
  // Le second est mal recopié : il se corrige, et la page dit ce qu’il disait.
  const [bon = ''] = uniques(
    await agathe.lire(`${a}/suite`),
    /<option value="(0[0-9a-f-]{35})"[^>]*>corrige BC-2026-911/g,
  )
  await agathe.envoyer(`${a}/suite/commande`, {
    bon,
    numero: 'BC-2026-119',
    le,
    montant: '11 800',
    objet: 'Savoirs numériques, vingt journées',
    membre: membres[1] ?? '',
  })
  const [commande = ''] = uniques(
    await claire.lire(`${a}/suite`),
    /name="commande" value="(0[0-9a-f-]{35})"/g,
  )
  await claire.envoyer(`${a}/suite/execution`, {
    commande,
    session: '',
    heures: '70',
    stagiaires: '9',
    factures: '5 900',
    ligne: 'C.6',
    motif: '',
  })
  // Le marché gagné devient une référence, au coffre de qui l’a tenue.
  await claire.envoyer(`${a}/suite/reference`, { accord: 'Gwenn Le Bihan, à la Région, par courriel.' })
  await ines.envoyer(`${b}/suite/issue`, {
    etat: 'rejete',
    le,
    attributaire: 'Lingua Ponant',
    motifs: 'L’offre retenue proposait deux lieux de formation de plus.',
    notes: 'Valeur technique : 41/60\nPrix : 38/40',
  })
  await ines.envoyer(`${b}/suite/lecon`, {
    texte: 'Visiter les lieux avant d’écrire, et chiffrer le transport des stagiaires.',
    partage: 'on',
  })
  await claire.envoyer(`${b}/suite/lecon`, {
    texte: 'Le mémoire parlait de nous, pas assez du territoire.',
    partage: 'on',
  })
}

/** Le dossier en cours : le règlement lu, les pièces de deux membres sur trois. */
export const preparerLaReponse = (
  dossier: string,
  qui: readonly Personne[],
  jour: DateCivile,
): Promise<void> => verser(dossier, qui, jour)
