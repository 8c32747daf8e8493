/** Ce qui passe d’abord, ce qui peut attendre, ce qui se lit dans la marge. Pur. */
import { ajouterJours, type DateCivile, ecartEnJours } from '#kernel/dates.ts'
import { enumerer, ordinal } from '#kernel/texte.ts'
import type { PlaceDansLaSerie } from '#modules/emargement/index.ts'
import {
  type AFaire,
  direAFaire,
  type Echeance,
  type Encart,
  HORIZON_DES_ECHEANCES,
  type SeanceDuJour,
} from '#web/contributions.ts'

/** Un geste dû dans plus de tant de jours n’attend pas aujourd’hui : c’est une échéance. */
export const JOURS_PROCHES = 7
/** Ce que « À vous » montre d’emblée. */
export const GESTES_MONTRES = 5
/** Ce que « Échéances » montre d’emblée. */
export const ECHEANCES_MONTREES = 8
/** Des sessions qui attendent quelque chose, celles que la marge nomme : les suivantes sont au planning. */
export const ATTENTES_MONTREES = 3

/** À jour égal, la loi passe avant ce qu’on s’est promis. */
const poids = { loi: 0, engagement: 1, usage: 2 } as const

/**
 * Ce qui presse : 0, la loi est dépassée ; 1, un engagement l’est ; 2, l’un ou l’autre tombe dans la semaine ; 3, l’usage de la
 * maison donne un jour ; 4, rien ne le date.
 */
const presse = ({ terme }: AFaire, jour: DateCivile): number => {
  if (!terme) return 4
  if (terme.fixe === 'usage') return 3
  if (terme.jour >= jour) return 2
  return terme.fixe === 'loi' ? 0 : 1
}

/** Le plus pressant d’abord ; à rang égal le plus ancien terme, puis l’ordre des modules. */
export const ordonner = (gestes: readonly AFaire[], jour: DateCivile): AFaire[] =>
  gestes
    .map((geste, rang) => ({ geste, rang, presse: presse(geste, jour) }))
    .toSorted(
      (a, b) =>
        a.presse - b.presse ||
        (a.geste.terme?.jour ?? '').localeCompare(b.geste.terme?.jour ?? '') ||
        poids[a.geste.terme?.fixe ?? 'usage'] - poids[b.geste.terme?.fixe ?? 'usage'] ||
        a.rang - b.rang,
    )
    .map(({ geste }) => geste)

const lointain = ({ terme }: AFaire, jour: DateCivile): boolean =>
  terme !== undefined && ecartEnJours(jour, terme.jour) > JOURS_PROCHES

/**
 * Les sessions que seul l’usage date : une fois chacune, à sa première date. Celle qu’une échéance montrée dit déjà y dit en plus ce
 * qu’elle attend ; repliée, elle ne le dirait à personne.
 */
const suivreLesSessions = (
  dites: readonly Echeance[],
  usages: readonly Echeance[],
): { readonly echeances: readonly Echeance[]; readonly attentes: readonly Echeance[] } => {
  const deja = new Set(dites.slice(0, ECHEANCES_MONTREES).map((e) => e.href))
  const premieres = new Map<string, Echeance>()
  for (const e of usages) if (e.href && !premieres.has(e.href)) premieres.set(e.href, e)
  return {
    echeances: dites.map((e, rang) => {
      const aussi = e.href && rang < ECHEANCES_MONTREES ? premieres.get(e.href)?.aussi : undefined
      return aussi ? { ...e, suite: `${e.suite} ${aussi}` } : e
    }),
    attentes: [...premieres.values()].filter((e) => !deja.has(e.href)),
  }
}

/**
 * « À vous » et « Échéances » : chaque chose d’un seul côté. Ce qui est dû dans la semaine, dépassé ou sans date est à vous ;
 * un geste plus lointain se lit à sa date, avec son lien. Ce qu’un encart dit déjà (la rencontre du pôle) ne se redit pas à sa date.
 * Ce que les sessions attendent par usage vient après, à part : ce que la loi ou un engagement date n’en est ni déplacé ni replié.
 */
export const repartir = (
  gestes: readonly AFaire[],
  dates: readonly Echeance[],
  encarts: readonly Encart[],
  jour: DateCivile,
): {
  readonly aVous: readonly AFaire[]
  readonly echeances: readonly Echeance[]
  readonly attentes: readonly Echeance[]
} => {
  const dits = new Set(encarts.flatMap((e) => e.dit ?? []))
  const horizon = ajouterJours(jour, HORIZON_DES_ECHEANCES)
  const tard = gestes.flatMap((g): Echeance[] =>
    g.terme && lointain(g, jour)
      ? [{ jour: g.terme.jour, chose: direAFaire(g), href: g.href, suite: '.' }]
      : [],
  )
  const lues = [...tard, ...dates]
    .filter((e) => e.jour >= jour && e.jour <= horizon && !(e.href && dits.has(e.href)))
    .map((echeance, rang) => ({ echeance, rang }))
    .toSorted((a, b) => a.echeance.jour.localeCompare(b.echeance.jour) || a.rang - b.rang)
    .map(({ echeance }) => echeance)
  return {
    aVous: ordonner(
      gestes.filter((g) => !lointain(g, jour)),
      jour,
    ),
    ...suivreLesSessions(
      lues.filter((e) => e.fixe !== 'usage'),
      lues.filter((e) => e.fixe === 'usage'),
    ),
  }
}

/** Les comptes d’en-tête : une session de deux demi-journées, et qui y est inscrit, ne comptent qu’une fois. */
export const compterLaJournee = (
  seances: readonly Pick<SeanceDuJour, 'session' | 'inscriptions'>[],
): { readonly sessions: number; readonly stagiaires: number } => ({
  sessions: new Set(seances.map((s) => s.session)).size,
  stagiaires: new Set(seances.flatMap((s) => s.inscriptions)).size,
})

const cardinaux = ['un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix']

/**
 * « deuxième jour sur trois » quand ses journées ont plusieurs demi-journées, « séance 14 sur 20 » quand elle n’en tient qu’une
 * par jour. Rien d’une session d’un seul jour.
 */
export const direPlace = ({ jour, jours, rang, total }: PlaceDansLaSerie): string | undefined => {
  if (jours <= 1) return undefined
  if (total === jours) return `séance ${rang} sur ${total}`
  const dits = jours <= 10
  return dits ? `${ordinal(jour)} jour sur ${cardinaux[jours - 1]}` : `jour ${jour} sur ${jours}`
}

/** « Reste Léonie Fabre. », « Restent Léonie Fabre, Agathe Pons, Ousmane Sarr et 4 autres. » : trois noms au plus. */
export const direRestants = (noms: readonly string[], nombre: number): string | undefined => {
  if (nombre === 0 || noms.length === 0) return undefined
  const dits = noms.slice(0, 3)
  const autres = nombre - dits.length
  const mots = autres === 0 ? dits : [...dits, autres === 1 ? '1 autre' : `${autres} autres`]
  return `${nombre > 1 ? 'Restent' : 'Reste'} ${enumerer(mots)}.`
}

/** Au-delà, une rangée de formes ne se compte plus d’un coup d’œil. */
export const MARQUES_AU_PLUS = 30

/** Une forme par personne ; trop nombreuses, ce sont celles de qui a signé qui se resserrent, jamais celles de qui manque. */
export const dessinerMarques = (n: {
  readonly signees: number
  readonly absences: number
  readonly restent: number
  readonly ouverte: boolean
}): SeanceDuJour['marques'] => {
  const reste = Math.min(n.restent, MARQUES_AU_PLUS)
  const absences = Math.min(n.absences, MARQUES_AU_PLUS - reste)
  const signees = Math.min(n.signees, MARQUES_AU_PLUS - reste - absences)
  return [
    ...Array<'prouve'>(signees).fill('prouve'),
    ...Array<'a-juger'>(absences).fill('a-juger'),
    ...Array<'manquant' | 'a-venir'>(reste).fill(n.ouverte ? 'manquant' : 'a-venir'),
  ]
}
