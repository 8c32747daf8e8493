import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { instantDe, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { SuiteDuPole } from './pole-suite.ts'
import type { Personne } from './rejouer.ts'

const id = (n: number): string => `018f4a00-7000-7000-8000-${String(n).padStart(12, '0')}`

type Reponse = { readonly dit: string | readonly string[]; readonly motif?: string }
type Vote = {
  readonly n: number
  readonly genre: 'consentement' | 'proposition' | 'sens' | 'compte' | 'points'
  readonly titre: string
  readonly texte: string
  readonly choix?: string
  readonly part?: string
  readonly portee?: 'pole' | 'avis' | 'recommandation'
  readonly reprend?: number
  /** Qui anime, puis les autres ; rien : cette coopérative n'a pas répondu, ou une autre l'a fait pour elle. */
  readonly reponses: readonly (Reponse | undefined)[]
  /** Donnée par la quatrième à la première : elle vote alors deux fois, la seconde pour elle. */
  readonly procuration?: Reponse
  readonly propos?: readonly [qui: number, texte: string]
  readonly suite?: { readonly responsable: string; readonly realisation: string; readonly suivi: string }
}

/** Un vote de chaque sorte, clos il y a trois semaines ; la date et le consentement ouverts sont ailleurs dans le récit. */
const votes: readonly Vote[] = [
  {
    n: 560,
    genre: 'sens',
    titre: 'Une rencontre sur deux à distance ?',
    texte:
      'Moins de route, et plus de monde ; mais on se connaît moins. Avant d’en proposer le rythme, disons où nous en sommes.',
    reponses: [
      { dit: '0' },
      { dit: '1', motif: 'Oui pour les points courts, non pour le tour de table.' },
      { dit: '2', motif: 'Chez nous, le réseau ne tient pas une après-midi.' },
      { dit: '0' },
    ],
  },
  {
    n: 561,
    genre: 'compte',
    titre: 'Qui envoie quelqu’un à la journée « accessibilité des salles » ?',
    texte: 'Une journée à Lorient en janvier, à partager entre celles qui viennent.',
    reponses: [{ dit: '0' }, { dit: '0' }, { dit: '1' }, { dit: '0' }],
  },
  {
    n: 562,
    genre: 'proposition',
    titre: 'Mettre 40 € par coopérative et par an dans une caisse commune',
    texte: 'Pour les salles et les repas, tenue par qui anime, comptes lus à chaque rentrée.',
    part: '66',
    portee: 'recommandation',
    reponses: [{ dit: '0' }, { dit: '0' }, { dit: '1', motif: 'Nous prêtons déjà la salle.' }, undefined],
    procuration: { dit: '0' },
    suite: {
      responsable: 'Langue & Lien',
      realisation: 'en-cours',
      suivi: 'Le compte est ouvert ; trois versements reçus.',
    },
  },
  {
    n: 563,
    genre: 'points',
    titre: 'Où mettre nos forces l’an prochain',
    texte: 'Huit points chacune, à répartir.',
    choix: 'Une veille partagée\nDes salles accessibles\nRépondre ensemble aux appels d’offres',
    reponses: [
      { dit: ['4', '2', '2'] },
      { dit: ['2', '1', '5'] },
      { dit: ['3', '5', ''] },
      { dit: ['4', '3', '1'] },
    ],
    suite: { responsable: 'chaque groupe', realisation: 'a-faire', suivi: '' },
  },
  {
    n: 564,
    genre: 'consentement',
    titre: 'Publier les tarifs de prêt de nos intervenants',
    texte: 'Sur la page du pôle, coopérative par coopérative.',
    reponses: [
      { dit: '0' },
      {
        dit: '2',
        motif:
          'Un tarif nominatif publié dit ce que gagne une personne : nos entrepreneuses ne l’ont pas accepté.',
      },
      { dit: '0' },
      { dit: '1' },
    ],
    propos: [2, 'Publié pour tout le monde, ou pour les coopératives du pôle seulement ?'],
  },
  {
    n: 565,
    genre: 'consentement',
    titre: 'Publier une fourchette de prêt, sans nommer personne',
    texte: 'Entre nous seulement : **de tant à tant**, par métier. Personne n’y est nommé.',
    reprend: 564,
    reponses: [{ dit: '0' }, { dit: '0' }, { dit: '0' }, { dit: '0' }],
    suite: {
      responsable: 'le groupe « Les intervenants »',
      realisation: 'faite',
      suivi: 'La fourchette est dans le vivier.',
    },
  },
]

export const voterDeToutesSortes = async ({
  pole,
  anime,
  autres,
  maintenant,
  regler,
}: SuiteDuPole): Promise<void> => {
  const ici = `/poles/${pole}`
  const gens = [anime, ...autres]
  const aujourdhui = jourLocal(maintenant, ZONE_PAR_DEFAUT)
  const jour = (n: number) => formaterDate(ajouterJours(aujourdhui, n), 'chiffres')
  const aller = (n: number) =>
    regler(instantDe(ajouterJours(aujourdhui, n), 10 * 60, ZONE_PAR_DEFAUT).instant)
  const repondre = async (qui: Personne | undefined, vote: string, r: Reponse, rang = 0) => {
    // La première ligne est la sienne ; la seconde, celle dont on lui a donné procuration.
    const lignes = [...((await qui?.lire(vote)) ?? '').matchAll(/name="pour" value="([0-9a-f-]{36})"/g)]
    const pour = lignes[rang]?.[1]
    if (!pour) throw new Error(`Pas de bulletin à cette place : ${vote}`)
    const dits =
      typeof r.dit === 'string'
        ? { reponse: r.dit }
        : Object.fromEntries(r.dit.map((d, i) => [`reponses[${i}].dit`, d]))
    await qui?.envoyer(`${vote}/voix`, { pour, reponse: '', motif: r.motif ?? '', ...dits })
  }
  for (const v of votes) {
    aller(v.reprend ? -22 : -30)
    const vote = `${ici}/decisions/${id(v.n)}`
    await anime.envoyer(`${ici}/decisions/nouvelle`, {
      _jeton: id(v.n),
      genre: v.genre,
      titre: v.titre,
      texte: v.texte,
      choix: v.choix ?? '',
      quorum: '50',
      part: v.part ?? '50',
      ferme: jour(-20),
      scrutin: 'cooperative',
      portee: v.portee ?? 'pole',
      revoir: '',
      ...(v.reprend ? { reprend: id(v.reprend) } : {}),
    })
    if (v.propos)
      await gens[v.propos[0]]?.envoyer(`${vote}/propos`, { _jeton: id(v.n + 60_000), propos: v.propos[1] })
    if (v.procuration) {
      const porteur =
        /<option value="([0-9a-f-]{36})"[^>]*>Langue/.exec((await gens[3]?.lire(vote)) ?? '')?.[1] ?? ''
      await gens[3]?.envoyer(`${vote}/procuration`, { porteur })
    }
    for (const [i, r] of v.reponses.entries()) if (r) await repondre(gens[i], vote, r)
    if (v.procuration) await repondre(anime, vote, v.procuration, 1)
    aller(v.reprend ? -20 : -23)
    await anime.envoyer(`${vote}/clore`, {})
    if (v.suite) await anime.envoyer(`${vote}/suite`, { echeance: jour(60), revoir: jour(330), ...v.suite })
  }
}
