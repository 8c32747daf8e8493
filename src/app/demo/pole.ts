import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type PoleQuiPrete, tenirLeCompteCourant } from './compte-courant.ts'
import { ouvrable } from './jours.ts'
import { chercherLaDateDApres, jouerLaSuite, type SuiteDuPole } from './pole-suite.ts'
import { annoncerLUnion } from './pole-union.ts'
import { voterDeToutesSortes } from './pole-votes.ts'
import type { Personne } from './rejouer.ts'

/**
 * Le pôle Formation de la démonstration, joué par les pages. Sa première rencontre est vraie : elle est racontée, dans nos
 * mots, d'après la page publique de l'Union régionale des Scop d'Île-de-France du 31 janvier 2019
 * (https://www.les-scop-idf.coop, « Retour sur la première réunion du pôle métier des Scop et Scic de la formation »). L'heure
 * n'y est pas dite : elle est supposée. Tout ce qui suit mars 2019 est inventé. Les identifiants sont fixes : interrompue,
 * la démonstration se reprend sans rien doubler.
 */
const id = (n: number): string => `018f4a00-7000-7000-8000-${String(n).padStart(12, '0')}`
const pole = id(1)
const premiere = id(2)
const deuxieme = id(3)
const prochaine = id(4)
const vote = id(5)
export const rencontreDemo = prochaine

const recit = `Il y avait déjà le pôle du numérique, puis celui de la culture. Le 30 janvier, à l’invitation de l’Union régionale, plus de trente coopératrices et coopérateurs de Scop et de Scic qui forment se sont assis autour d’une même table, chez émi, que nous remercions de son accueil.

## Pourquoi tant de monde, et pourquoi maintenant

Le second volet de la réforme de la formation professionnelle commence, et il se lit mal. Il y aura sans doute des occasions à saisir, plus tard ; les risques, eux, sont déjà là. Chacune des personnes présentes aurait pu les affronter dans son coin. Elles ont préféré venir.

## Ce qui pourrait se faire à plusieurs

Un tour de table a d’abord dessiné la carte des préoccupations. Puis, à la manière coopérative, l’assemblée a cherché ce qui gagnerait à être mis en commun : des moyens, du travail, de la réflexion.

De premiers groupes se mettent au travail sans attendre. La porte est ouverte.

Raconté d’après [la page publique du 31 janvier 2019](https://www.les-scop-idf.coop), dans nos mots.`

type Theme = readonly [theme: string, enjeu: string, mandat: string, pilote: string]
const themes: readonly Theme[] = [
  [
    'La certification qualité',
    'La réforme va demander une certification, et personne ne sait encore laquelle.',
    'Lire ensemble le référentiel, indicateur par indicateur, et partager les preuves qui servent à toutes.',
    'Langue & Lien',
  ],
  [
    'Un logiciel commun',
    'Nos outils ne tiennent pas compte des nouvelles obligations.',
    'Dire ce qu’un logiciel doit savoir faire le premier jour, et l’essayer à plusieurs.',
    'Les Tisserands',
  ],
  [
    'Les appels d’offres',
    'Seule, aucune de nous ne répond aux grands marchés.',
    'Préparer des réponses en co-traitance, dossiers étanches entre groupements.',
    'Terre d’Appui',
  ],
  [
    'Les coopératives d’activités et d’emploi',
    'Former en étant entrepreneur salarié ne ressemble à rien de prévu.',
    'Écrire comment former sous un seul numéro de déclaration : visas, habilitations, missions internes.',
    'Les Tisserands',
  ],
  [
    'Les intervenants',
    'Nous cherchons souvent la personne que la voisine connaît déjà.',
    'Tenir un vivier partagé d’intervenants, et des règles de prêt.',
    'Langue & Lien',
  ],
]

const optionDe = (page: string, nom: string): string => {
  const echappe = nom.replaceAll('&', '&amp;')
  const lu = new RegExp(`<option value="([0-9a-f-]{36})"[^>]*>${echappe}</option>`).exec(page)?.[1]
  return lu ?? ''
}

const raconterLaPremiere = async (anime: Personne): Promise<void> => {
  const ici = `/poles/${pole}/reunions/${premiere}`
  await anime.envoyer(`/poles/${pole}/reunions/nouvelle`, {
    _jeton: premiere,
    titre: 'Première rencontre',
    format: 'demi-journee',
    jour: '30/01/2019',
    de: '18 h 30',
    a: '20 h 30',
    zone: ZONE_PAR_DEFAUT,
    hote: 'émi',
    lieu: 'Île-de-France',
  })
  for (const [i, [, enjeu]] of themes.entries())
    await anime.envoyer(`${ici}/enjeux`, { _jeton: id(100 + i), enjeu })
  await anime.envoyer(`${ici}/themes`, { themes: themes.map(([t]) => t).join('\n') })
  const page = await anime.lire(ici)
  await anime.envoyer(
    `${ici}/rangements`,
    Object.fromEntries(
      themes.flatMap(([t], i) => [
        [`rangement[${i}].enjeu`, id(100 + i)],
        [`rangement[${i}].theme`, optionDe(page, t)],
      ]),
    ),
  )
  for (const [i, [t, , mandat, pilote]] of themes.entries()) {
    const theme = optionDe(page, t)
    if (theme) await anime.envoyer(`${ici}/groupes`, { _jeton: id(200 + i), theme, mandat, pilote })
  }
  // La date de la suite est celle de la page publique.
  await anime.envoyer(`/poles/${pole}/reunions/nouvelle`, {
    _jeton: deuxieme,
    titre: 'Deuxième rencontre',
    format: 'demi-journee',
    jour: '11/03/2019',
    de: '18 h 30',
    a: '20 h 30',
    zone: ZONE_PAR_DEFAUT,
    hote: 'la Scic TransfaiRH',
    lieu: 'Île-de-France',
  })
  await anime.envoyer(`${ici}/etat`, {})
  await anime.envoyer(`${ici}/presences`, {
    invites: 'plus de trente coopératrices et coopérateurs de Scop et de Scic',
  })
  if (!(await anime.lire(ici)).includes('Voir le retour publié')) {
    await anime.envoyer(`${ici}/recit`, { recit })
    await anime.envoyer(`${ici}/compte-rendu`, { geste: 'amendement' })
  }
}

const publierLaPremiere = async (anime: Personne): Promise<void> => {
  const ici = `/poles/${pole}/reunions/${premiere}`
  if (!(await anime.lire(ici)).includes('Voir le retour publié')) {
    await anime.envoyer(`${ici}/compte-rendu`, { geste: 'valide' })
    await anime.envoyer(`${ici}/retour`, { _jeton: id(6) })
  }
}

/** Sa date et son hôte sont ceux de la page publique de la première ; ce qui s'y est dit est inventé. */
const raconterLaDeuxieme = async (anime: Personne, regler: (quand: Date) => void): Promise<void> => {
  const ici = `/poles/${pole}/reunions/${deuxieme}`
  if ((await anime.lire(ici)).includes('Voir le retour publié')) return
  regler(new Date('2019-03-12T09:00:00Z'))
  await anime.envoyer(`${ici}/etat`, {})
  await anime.envoyer(`${ici}/recit`, {
    recit:
      'La date et le lieu avaient été donnés à la fin de la première rencontre. Pour la suite, cette démonstration invente.\n\nLes cinq groupes se sont dit leurs mandats, et chacun a nommé qui le pilote. On s’est promis de livrer peu, mais relu.',
  })
  await anime.envoyer(`${ici}/compte-rendu`, { geste: 'amendement' })
  regler(new Date('2019-03-20T09:00:00Z'))
  await anime.envoyer(`${ici}/compte-rendu`, { geste: 'valide' })
  await anime.envoyer(`${ici}/retour`, { _jeton: id(7) })
}

const convoquerLaProchaine = async (
  anime: Personne,
  autres: readonly Personne[],
  maintenant: Date,
): Promise<void> => {
  const jour = (n: number) =>
    formaterDate(ajouterJours(jourLocal(maintenant, ZONE_PAR_DEFAUT), n), 'chiffres')
  await anime.envoyer(`/poles/${pole}/decisions/nouvelle`, {
    _jeton: vote,
    genre: 'consentement',
    titre: 'Adopter les règles de prêt d’un intervenant',
    texte:
      'Une coopérative qui prête une personne garde son employeur. Elle dit le prêt au pôle **avant** le premier jour.\n\n- un mois de préavis\n- le prix est celui du salaire, sans marge',
    quorum: '50',
    part: '50',
    ferme: jour(12),
  })
  await anime.envoyer(`/poles/${pole}/reunions/nouvelle`, {
    _jeton: prochaine,
    titre: 'Huitième rencontre',
    format: 'demi-journee',
    jour: jour(ouvrable(jourLocal(maintenant, ZONE_PAR_DEFAUT), 16)),
    de: '14 h',
    a: '17 h',
    zone: ZONE_PAR_DEFAUT,
    hote: 'Terre d’Appui',
    lieu: '9 rue des Communs, Lorient',
    acces: 'De plain-pied, boucle magnétique. L’après-midi : personne ne dort sur place.',
  })
  const la = `/poles/${pole}/reunions/${prochaine}`
  await anime.envoyer(`${la}/points`, {
    _jeton: id(300),
    point: 'La grille qualité de 2026, lue ensemble',
    minutes: '60',
  })
  await anime.envoyer(`${la}/engagements`, {
    _jeton: id(301),
    quoi: 'Envoyer la grille annotée avant la rencontre',
    qui: 'Maïwenn Le Goff, Langue & Lien',
    pour: jour(14),
  })
  await anime.envoyer(`${la}/reponse`, { dit: 'oui' })
  const [premier, second] = autres
  await premier?.envoyer(`${la}/reponse`, { dit: 'oui' })
  await premier?.envoyer(`${la}/points`, {
    _jeton: id(302),
    point: 'Les prêts d’intervenants',
    minutes: '30',
  })
  await second?.envoyer(`${la}/reponse`, { dit: 'peut-etre' })
}

/** Chaque rencontre se raconte à son jour : `regler` y place l'horloge, et la ramène à la fin. */
export const jouerPole = async (
  anime: Personne,
  autres: readonly { readonly qui: Personne; readonly cherche: string; readonly propose: string }[],
  maintenant: Date,
  regler: (quand: Date) => void,
  compte: Pick<PoleQuiPrete, 'noms' | 'liberer'>,
  vivier: (pole: string) => Promise<void>,
): Promise<void> => {
  await anime.envoyer('/poles/nouveau', {
    _jeton: pole,
    nom: 'Pôle Formation',
    genre: 'metier',
    raison:
      'Des coopératives qui forment. Elles partagent ce qui coûte trop à chacune, et gardent chacune ce qui la distingue.',
    territoire: '',
    entree: 'libre',
    courriel: 'formation@union-regionale.example',
    public: 'on',
  })
  for (const { qui, cherche, propose } of autres)
    await qui.envoyer('/poles/formation/rejoindre', { cherche, propose })
  regler(new Date('2019-01-31T09:00:00Z'))
  await raconterLaPremiere(anime)
  regler(new Date('2019-02-08T09:00:00Z'))
  await publierLaPremiere(anime)
  await raconterLaDeuxieme(anime, regler)
  const suite: SuiteDuPole = {
    pole,
    groupes: themes.map((_, i) => id(200 + i)),
    anime,
    autres: autres.map((a) => a.qui),
    maintenant,
    regler,
  }
  await jouerLaSuite(suite)
  await voterDeToutesSortes(suite)
  await tenirLeCompteCourant({
    ...compte,
    pole,
    // Celle de la troisième rencontre.
    decision: id(501),
    gens: [anime, ...suite.autres],
    maintenant,
    regler,
  })
  await vivier(pole)
  // Chaque groupe a son échéance, de mois en mois.
  for (const [i, [nom, , mandat, pilote]] of themes.entries())
    await anime.envoyer(`/poles/${pole}/groupes/${id(200 + i)}/modifier`, {
      nom,
      mandat,
      pilote,
      echeance: formaterDate(ajouterJours(jourLocal(maintenant, ZONE_PAR_DEFAUT), 45 + i * 30), 'chiffres'),
    })
  regler(maintenant)
  await anime.envoyer(`/poles/${pole}/annonce`, {
    geste: 'dire',
    cherche: 'une salle à Rennes, deux jours par mois',
    propose: 'l’anglais et l’interculturel, en co-animation',
  })
  await annoncerLUnion(pole, anime, suite.autres, maintenant)
  await convoquerLaProchaine(
    anime,
    autres.map((a) => a.qui),
    maintenant,
  )
  await chercherLaDateDApres(suite)
}
