/** Ce qui a changé d’une session depuis un instant, une fois ôté ce que l’on a défait entre-temps. */
import type { PersonneId } from '#kernel/id.ts'
import { memeNom } from '#kernel/meme-nom.ts'

/** Qui anime une demi-journée : les identifiants des fiches. */
export type Animee = { readonly id: string; readonly intervenants: readonly { readonly personne: string }[] }
export type Passage<T> = { readonly de: T; readonly vers: T }

const personnes = (x: Animee | undefined): readonly string[] =>
  (x?.intervenants ?? []).map((i) => i.personne).toSorted()
const memes = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join()

/** Où se tient une demi-journée : les noms de ses salles. */
export type Logee = { readonly id: string; readonly salles: readonly { readonly nom: string }[] }
const noms = (x: Logee | undefined): readonly string[] => (x?.salles ?? []).map((s) => s.nom).toSorted()

/** Par demi-journée, ses salles d’avant et d’après : ce que le journal garde d’un changement. */
export const quelleSalle = (
  avant: readonly Logee[],
  apres: readonly Logee[],
): Readonly<Record<string, Passage<readonly string[]>>> =>
  Object.fromEntries(
    apres.flatMap((x) => {
      const [de, vers] = [noms(avant.find((a) => a.id === x.id)), noms(x)]
      return memes(de, vers) ? [] : [[x.id, { de, vers }] as const]
    }),
  )

/** Par demi-journée, qui l’animait et qui l’anime : ce que le journal garde d’un changement. */
export const quiChange = (
  avant: readonly Animee[],
  apres: readonly Animee[],
): Readonly<Record<string, Passage<readonly string[]>>> =>
  Object.fromEntries(
    apres.flatMap((x) => {
      const [de, vers] = [personnes(avant.find((a) => a.id === x.id)), personnes(x)]
      return memes(de, vers) ? [] : [[x.id, { de, vers }] as const]
    }),
  )

/** Ce que les lectures d’une session écrivent à la place du nom d’une fiche que le mur des enseignes cache : jamais une personne. */
export const personneTue = 'autre enseigne'

type Principal = { readonly formateur: string; readonly formateurId: PersonneId | null }

/**
 * Qui répond de la session n’en anime plus aucune demi-journée : c’est désormais qui anime la première qui vient. Sans quoi la feuille
 * resterait à qui n’est pas là. Rien s’il en anime encore une, ou si aucun nom de qui anime ne se lit d’ici.
 */
export const principalQuiSuit = (
  s: Principal,
  animent: readonly {
    readonly prenom: string
    readonly nom: string
    readonly compte: PersonneId | null
  }[],
): Principal | undefined => {
  const suivant = animent.find((i) => i.prenom !== '' || i.nom !== personneTue)
  const reste = animent.some((i) =>
    s.formateurId === null ? memeNom(`${i.prenom} ${i.nom}`, s.formateur) : i.compte === s.formateurId,
  )
  return suivant && !reste
    ? { formateur: `${suivant.prenom} ${suivant.nom}`.trim(), formateurId: suivant.compte }
    : undefined
}

/** Où se suit une demi-journée ; nulle : là où se suit la session. */
type Suivie = { readonly id: string; readonly modalite?: string | null }

/** Un geste du journal, dans l’ordre ; un champ absent : il n’y touchait pas. */
export type GesteDeSession = {
  readonly lieu: Passage<string> | null
  /** Les demi-journées, chacune « jour, début, fin ». */
  readonly seances: Passage<readonly unknown[]> | null
  readonly animent: Readonly<Record<string, Passage<readonly string[]>>> | null
  /** Par demi-journée, les noms de ses salles. */
  readonly salles: Readonly<Record<string, Passage<readonly string[]>>> | null
  /** Par où suivre à distance. */
  readonly lien: Passage<string | null> | null
  /** Les demi-journées qui passent sur place, ou à distance. */
  readonly modalites?: readonly (Passage<string | null> & { readonly id: string })[] | null
}

export type Changements = {
  /** D’autres jours ou d’autres heures. */
  readonly dates: boolean
  /** Le lieu que l’on avait dit, s’il n’est plus le même. */
  readonly lieu: string | null
  /** Par personne, les demi-journées qu’elle n’anime plus, et celles qu’elle anime désormais. */
  readonly quittent: ReadonlyMap<string, readonly string[]>
  readonly arrivent: ReadonlyMap<string, readonly string[]>
  /** Les salles d’aujourd’hui des demi-journées qui en avaient d’autres ; passée à distance, elle n’en a plus et n’est pas ici. */
  readonly salles: ReadonlyMap<string, readonly string[]>
  /** Les demi-journées que l’on avait dites sur place, ou à distance, et qui ne le sont plus. */
  readonly modalites: ReadonlySet<string>
  /** L’adresse où suivre à distance, si ce n’est plus celle que l’on avait dite, ou si l’on n’en avait dit aucune. */
  readonly lien: string | null
  /** C’est la première : la convocation la laissait à venir. */
  readonly premierLien?: true
}

/** Change, puis défait, ne fait rien : le premier « avant » se compare à aujourd’hui. */
export const netDesChangements = (
  gestes: readonly GesteDeSession[],
  aujourdhui: {
    readonly lieu: string
    readonly seances: readonly unknown[]
    readonly animees: readonly (Animee & Logee & Suivie)[]
    readonly lien: string | null
  },
): Changements => {
  const lieu = gestes.find((g) => g.lieu)?.lieu?.de ?? null
  const lien = gestes.find((g) => g.lien)?.lien
  const seances = gestes.find((g) => g.seances)?.seances?.de
  const quittent = new Map<string, string[]>()
  const arrivent = new Map<string, string[]>()
  const ajouter = (a: Map<string, string[]>, qui: string, seance: string) =>
    a.set(qui, [...(a.get(qui) ?? []), seance])
  const salles = new Map<string, readonly string[]>()
  const modalites = new Set<string>()
  for (const x of aujourdhui.animees) {
    const dites = gestes.find((g) => g.salles?.[x.id])?.salles?.[x.id]?.de ?? []
    if (dites.length > 0 && x.salles.length > 0 && !memes(dites, noms(x))) salles.set(x.id, noms(x))
    const suivie = gestes.flatMap((g) => g.modalites ?? []).find((m) => m.id === x.id)?.de ?? null
    if (suivie !== null && suivie !== (x.modalite ?? null)) modalites.add(x.id)
    const avant = gestes.find((g) => g.animent?.[x.id])?.animent?.[x.id]?.de
    if (avant === undefined) continue
    const ici = personnes(x)
    for (const p of avant) if (!ici.includes(p)) ajouter(quittent, p, x.id)
    for (const p of ici) if (!avant.includes(p)) ajouter(arrivent, p, x.id)
  }
  return {
    dates: seances !== undefined && JSON.stringify(seances) !== JSON.stringify(aujourdhui.seances),
    lieu: lieu !== null && lieu !== aujourdhui.lieu ? lieu : null,
    quittent,
    arrivent,
    salles,
    modalites,
    ...(lien && lien.de !== aujourdhui.lien
      ? { lien: aujourdhui.lien, ...(lien.de === null ? { premierLien: true as const } : {}) }
      : { lien: null }),
  }
}
