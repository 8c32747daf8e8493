/** La vie d’un dossier sur une ligne : ce qui s’y est fait et ce qui vient, chaque chose à son jour, à la pendule de l’acheteur. */
import type { DateCivile } from '#kernel/dates.ts'
import { jourLocal } from '#kernel/zones.ts'
import type { Depot } from './depot.ts'
import { resteAvantLimite } from './echeance.ts'
import type { Ecrit } from './ecrits.ts'
import type { Groupement } from './groupement.ts'
import type { Issue } from './suite.ts'

export type Arret = {
  readonly code: 'constitue' | 'reglement' | 'gel' | 'depot' | 'limite' | 'reponse' | 'signe'
  readonly zone: 'avant' | 'pendant' | 'apres'
  /** Rien : il n’a pas encore son jour. */
  readonly jour: DateCivile | null
  readonly fait: boolean
}

/** Les arrêts d’un dossier, dans l’ordre. Sans attribution, la signature n’y est pas : rien ne dit qu’elle viendra. */
export const friseDuDossier = (
  g: Pick<Groupement, 'limite' | 'zone' | 'constitueLe' | 'signeLe'>,
  ecrits: readonly Ecrit[],
  le: Date,
): readonly Arret[] => {
  const du = (d: Date) => jourLocal(d, g.zone)
  const premier = (genre: Ecrit['genre']) => ecrits.find((e) => e.genre === genre)
  const { gel, moment } = resteAvantLimite(g.limite, le)
  const reglement = premier('reglement')
  const depots = ecrits
    .filter((e) => e.genre === 'depot')
    .map((e) => (e.contenu as Depot).deposeLe)
    .toSorted()
  const depose = depots.at(-1)
  const issue = ecrits.findLast((e) => e.genre === 'issue')?.contenu as Issue | undefined
  const dit = (jour: string | null | undefined) => (jour ?? null) as DateCivile | null
  return [
    {
      code: 'constitue',
      zone: 'avant',
      jour: g.constitueLe && du(g.constitueLe),
      fait: g.constitueLe !== null,
    },
    {
      code: 'reglement',
      zone: 'avant',
      jour: reglement ? du(reglement.le) : null,
      fait: reglement !== undefined,
    },
    { code: 'gel', zone: 'pendant', jour: du(gel), fait: moment !== 'avant' },
    {
      code: 'depot',
      zone: 'pendant',
      jour: depose ? du(new Date(depose)) : null,
      fait: depose !== undefined,
    },
    { code: 'limite', zone: 'pendant', jour: du(g.limite), fait: moment === 'passe' },
    { code: 'reponse', zone: 'apres', jour: dit(issue?.le), fait: issue !== undefined },
    ...(issue?.etat === 'attribue'
      ? [{ code: 'signe', zone: 'apres', jour: dit(g.signeLe), fait: g.signeLe !== null } as const]
      : []),
  ]
}
