/** Ce que les vues partagent : l’état lu, ce qu’elles montrent, ce qu’elles peuvent demander. */
import { compter, el, heure } from './dom.ts'
import type { Appareil, Case, EntreeGardee, Feuille, Minutes } from './magasin.ts'
import type { Bilan, Echec } from './reseau.ts'

export type Etat = {
  readonly appareil: Appareil | undefined
  readonly feuilles: readonly Feuille[]
  readonly entrees: readonly EntreeGardee[]
}
export type Vue = {
  readonly titre: string
  /** La coopérative, en tête. */
  readonly maison?: string
  readonly contexte?: string
  readonly corps: readonly (Node | null)[]
}
/** Ce qu’une vue demande à la page qui la porte. */
export type Page = {
  readonly echec: Echec | undefined
  readonly bilan: Bilan | undefined
  readonly connexion: string
  /** Fait un geste, une fois à la fois, puis remontre la page. */
  faire(geste: () => Promise<unknown>): Promise<void>
  preparer(code: string): void
  envoyer(): void
  vider(): void
}

const delle = (entrees: readonly EntreeGardee[], f: Feuille, c: Case): readonly EntreeGardee[] =>
  entrees.filter((e) => e.seance === f.seance && e.inscription === c.inscription)
/** La présence ou l’absence gardée de cette personne. */
export const deLaCase = (entrees: readonly EntreeGardee[], f: Feuille, c: Case): EntreeGardee | undefined =>
  delle(entrees, f, c).find((e) => e.geste !== 'retard')
/** Les minutes perdues, telles que notées ici en dernier, ou emportées. */
export const minutesDe = (entrees: readonly EntreeGardee[], f: Feuille, c: Case): Minutes =>
  delle(entrees, f, c)
    .filter((e) => e.minutes)
    .at(-1)?.minutes ??
  c.minutes ?? { retard: 0, depart: 0 }
/** « retard de 10 minutes, départ 5 minutes avant la fin » ; vide sans rien de perdu. */
export const direMinutes = ({ retard, depart }: Minutes): string =>
  [
    retard > 0 ? `retard de ${compter(retard, 'minute')}` : '',
    depart > 0 ? `départ ${compter(depart, 'minute')} avant la fin` : '',
  ]
    .filter(Boolean)
    .join(', ')
export const nomDe = (c: Case): string => `${c.prenom} ${c.nom}`
export const titreDe = (f: Feuille): string => `${f.jour.slice(0, 1).toUpperCase()}${f.jour.slice(1)}`

export const contexte = (f: Feuille): string => {
  return `${f.intitule}, avec ${f.formateur}, ${f.lieu}. ${titreDe(f)}, ${f.moment}, ${f.creneau}.`
}

/** L’heure qu’il est, remise à celle du serveur, en millisecondes : ce que l’horloge de l’appareil vaudra à la réception. */
export const heureDIci = (a: Pick<Appareil, 'ecartMs'> | undefined): number => Date.now() - (a?.ecartMs ?? 0)

/** Hors de la fenêtre, on signe encore, et la page dit ce que cela vaudra. */
export const avertir = (f: Feuille, a: Appareil | undefined): Node | null => {
  const ici = heureDIci(a)
  if (ici >= Date.parse(f.ouvreLe) && ici <= Date.parse(f.fermeLe)) return null
  return el(
    'p',
    { class: 'flash mal' },
    `On signe de ${heure(f.ouvreLe, f.zone)} à ${heure(f.fermeLe, f.zone)}, et il est ${heure(new Date(ici).toISOString(), f.zone)}. Une signature d’ici là sera gardée sans effet\u00a0: la personne qui forme aura à la régulariser, avec un motif.`,
  )
}

export const echecDit = ({ echec: x, connexion }: Page): Node | null =>
  x
    ? el(
        'p',
        { class: 'flash mal', role: 'alert' },
        x.phrase,
        x.code === 'connexion' ? ' ' : null,
        x.code === 'connexion' ? el('a', { href: connexion }, 'Se connecter') : null,
      )
    : null
