/**
 * Ce qui doit partir, et quand. Pur : une session, les étapes telles que réglées, qui peut les recevoir. Le plan ne dépend ni de
 * l’ordre de ce qu’on lui donne, ni du moment où on le lit ; ce qui en reste à faire ne dépend que de ce qui est fait.
 */
import { ajouterJours, type DateCivile, ecartEnJours } from '#kernel/dates.ts'
import { HEURE_DU_MATIN } from '#kernel/heures.ts'
import type { Code, Reglee } from './etapes.ts'

export type SessionDuPlan = {
  readonly debut: DateCivile
  readonly fin: DateCivile
  readonly seances: readonly { readonly id: string; readonly debut: Date; readonly fin: Date }[]
}

export type Prevu = {
  readonly code: Code
  /** `code:cible` : la même chose à la même cible ne part qu’une fois. */
  readonly cle: string
  /** Une demi-journée, une adresse, ou la session entière. */
  readonly cible: string
  /** Le jour où il part, le dernier jour où il a encore un sens. */
  readonly du: DateCivile
  readonly au: DateCivile
  /** Bornes en heures, pour ce qui suit une demi-journée. */
  readonly instants?: { readonly du: Date; readonly au: Date }
}

/** Après la session, un message en retard d’une semaine ne part plus : il surprendrait. Choix du produit. */
export const RETARD_ADMIS = 7

/** Le jour d’une étape ancrée au début ou à la fin de la session. */
export const jourDe = (
  s: Pick<SessionDuPlan, 'debut' | 'fin'>,
  e: Pick<Reglee, 'ancre' | 'ecart'>,
): DateCivile => ajouterJours(e.ancre === 'debut' ? s.debut : s.fin, e.ancre === 'demi' ? 0 : e.ecart)

const plusTard = (a: DateCivile, b: DateCivile): DateCivile => (a < b ? b : a)

/**
 * Le plan d’une session. `destinataires` : pour une étape qui écrit à chacun, ses cibles ; absent, l’étape s’adresse à la session
 * entière (le module qui la conduit sait à qui). Une cible donnée deux fois n’est prévue qu’une.
 */
export const planifier = (
  session: SessionDuPlan,
  reglees: readonly Reglee[],
  destinataires: (code: Code) => readonly string[] | undefined,
): readonly Prevu[] => {
  const prevus = new Map<string, Prevu>()
  const poser = (p: Omit<Prevu, 'cle'>) => {
    const cle = `${p.code}:${p.cible}`
    if (!prevus.has(cle)) prevus.set(cle, { ...p, cle })
  }
  for (const e of reglees) {
    if (!e.active || e.conduite !== 'ici') continue
    if (e.ancre === 'demi') {
      for (const x of session.seances)
        poser({
          code: e.code,
          cible: x.id,
          du: session.debut,
          au: session.fin,
          instants: { du: x.debut, au: x.fin },
        })
      continue
    }
    const du = jourDe(session, e)
    const au =
      e.ancre === 'debut' ? plusTard(ajouterJours(session.debut, -1), du) : ajouterJours(du, RETARD_ADMIS)
    for (const cible of destinataires(e.code) ?? ['session']) poser({ code: e.code, cible, du, au })
  }
  return [...prevus.values()].toSorted((a, b) => (a.cle < b.cle ? -1 : a.cle > b.cle ? 1 : 0))
}

export type Moment = { readonly instant: Date; readonly jour: DateCivile; readonly minute: number }

/** Est-il assez tard pour écrire à quelqu’un ? */
const onEcrit = (m: Pick<Moment, 'minute'>): boolean => m.minute >= HEURE_DU_MATIN * 60

/** Son heure est-elle venue, et pas passée ? */
export const estDu = (p: Prevu, m: Moment): boolean =>
  p.instants
    ? p.instants.du <= m.instant && m.instant <= p.instants.au
    : p.du <= m.jour && m.jour <= p.au && onEcrit(m)

/** Ce qui doit partir maintenant : armé, ni arrêté ni déjà fait. */
export const aFaire = (
  plan: readonly Prevu[],
  etat: {
    readonly armees: ReadonlySet<Code>
    readonly faits: ReadonlySet<string>
    readonly arrete: (code: Code) => boolean
  },
  moment: Moment,
): readonly Prevu[] =>
  plan.filter(
    (p) => etat.armees.has(p.code) && !etat.arrete(p.code) && !etat.faits.has(p.cle) && estDu(p, moment),
  )

/**
 * Faut-il récrire à qui n’a pas accusé réception ? `envois` : ceux déjà partis, le premier compris. Jamais deux le même jour, jamais plus
 * que réglé. `retenue` : son premier envoi, qu’un arrêt levé depuis retint, repart. Rien avant l’heure où l’on écrit, ni l’un ni l’autre.
 */
export const rappelDu = (
  d: {
    readonly envois: number
    readonly premier: DateCivile
    /** Nul : rien n’est encore parti. */
    readonly dernier: DateCivile | null
    readonly retenue: boolean
  },
  relances: readonly number[],
  m: Pick<Moment, 'jour' | 'minute'>,
): boolean => {
  if (!onEcrit(m)) return false
  if (d.retenue) return true
  const apres = relances[d.envois - 1]
  return (
    d.dernier !== null &&
    apres !== undefined &&
    d.dernier < m.jour &&
    ecartEnJours(d.premier, m.jour) >= apres
  )
}

// ─── Arrêter ─────────────────────────────────────────────────────────────────────────────────────

/** Nul partout : toute la coopérative. Chaque valeur donnée resserre. */
export type Arret = {
  readonly session: string | null
  readonly code: string | null
  readonly personne: string | null
}
export type Vise = {
  readonly session?: string | null
  readonly code?: string
  readonly personne?: string | null
}

/** L’arrêt qui retient cet envoi, le plus large d’abord. */
export const arretDe = <A extends Arret>(arrets: readonly A[], vise: Vise): A | undefined =>
  arrets
    .filter(
      (a) =>
        (a.session === null || a.session === (vise.session ?? undefined)) &&
        (a.code === null || a.code === vise.code) &&
        (a.personne === null || a.personne === (vise.personne ?? undefined)),
    )
    .toSorted((a, b) => precision(a) - precision(b))[0]

const precision = (a: Arret): number => [a.session, a.code, a.personne].filter((v) => v !== null).length
