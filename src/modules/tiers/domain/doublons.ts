import { plierSansForme } from './entreprise.ts'
import type { EntrepriseId } from './lus.ts'

/** Ce qui fait croire que deux fiches n'en sont qu'une. */
export const raisons = {
  nom: 'même nom',
  courriel: 'même courriel',
  siret: 'même SIRET',
  'nom-sans-forme': 'même nom, à la forme sociale près',
} as const satisfies Record<string, string>
export type Raison = keyof typeof raisons

/** Deux fiches à rapprocher : la plus ancienne, l'autre, et pourquoi. */
export type Paire<T extends string> = {
  readonly premier: T
  readonly second: T
  readonly raisons: readonly Raison[]
}

/** La clé d'une paire, la même dans les deux sens. */
export const clePaire = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`)

type Fiche = {
  readonly id: EntrepriseId
  readonly activite: string
  readonly nom: string
  readonly siret: string | null
}

/**
 * Les entreprises qui en sont peut-être une : même SIRET, ou même nom à la forme sociale près. Deux SIRET différents
 * sont deux établissements : jamais proposés. L'ordre d'entrée est celui de l'ancienneté.
 */
export const entreprisesEnDouble = (
  fiches: readonly Fiche[],
  distinctes: ReadonlySet<string>,
): Paire<EntrepriseId>[] => {
  const paires = new Map<string, { premier: EntrepriseId; second: EntrepriseId; raisons: Raison[] }>()
  const grouper = (raison: Raison, cle: (f: Fiche) => string | undefined) => {
    const groupes = new Map<string, Fiche[]>()
    for (const f of fiches) {
      const c = cle(f)
      if (c === undefined) continue
      const groupe = groupes.get(`${f.activite} ${c}`)
      if (groupe) groupe.push(f)
      else groupes.set(`${f.activite} ${c}`, [f])
    }
    for (const [premier, ...autres] of groupes.values())
      for (const second of autres) {
        if (!premier) continue
        if (premier.siret !== null && second.siret !== null && premier.siret !== second.siret) continue
        const k = clePaire(premier.id, second.id)
        if (distinctes.has(k)) continue
        const connue = paires.get(k)
        if (connue) connue.raisons.push(raison)
        else paires.set(k, { premier: premier.id, second: second.id, raisons: [raison] })
      }
  }
  grouper('siret', (f) => f.siret ?? undefined)
  grouper('nom-sans-forme', (f) => plierSansForme(f.nom))
  return [...paires.values()].sort((a, b) => b.raisons.length - a.raisons.length)
}
