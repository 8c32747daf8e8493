import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import { moduleInscriptions } from '#modules/inscriptions/index.ts'
import { moduleSessions } from '#modules/sessions/index.ts'
import { tiers } from '#modules/tiers/index.ts'
import type { Database } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import type { SessionContribution } from '#web/contributions.ts'
import { type Assets, noAssets } from '#web/http/assets.ts'
import type { CoformeModule } from '#web/module.ts'
import { testServices } from '#web/test/services.ts'
import { pagesDevant } from '../../../../test/monde/index.ts'
import { prisesDesInscriptions, prisesDesSessions } from '../../toucher.tsx'
import { pagesComposees } from '../module.ts'

export type Personnage = {
  readonly organisme: OrganismeId
  readonly personne: PersonneId
  readonly roles: readonly string[]
  readonly portee?: '*' | readonly ActiviteId[]
}

type Monte = {
  readonly contributions?: readonly SessionContribution[]
  readonly services?: Partial<Services>
  readonly assets?: Assets
}

/**
 * Les pages de la planification sur une vraie base, sans passer par la connexion : `qui()` dit, à chaque requête,
 * qui regarde ; `db` ouvre l'organisme de cette personne.
 */
export const monter = (
  db: Pick<Database, 'withTenant'>,
  qui: () => Personnage | undefined,
  { contributions = [], services = {}, assets = noAssets }: Monte = {},
) => {
  const essai = testServices()
  const modules: readonly CoformeModule[] = [
    tiers,
    moduleSessions(prisesDesSessions(() => modules.flatMap((m) => m.contributionsSession ?? []))),
    moduleInscriptions(prisesDesInscriptions(() => modules.flatMap((m) => m.contributionsSession ?? []))),
    { nom: 'essai', contributionsSession: contributions },
  ]
  return pagesDevant(
    { ...essai, ...services, db: { ...essai.db, withTenant: db.withTenant } },
    [...modules, pagesComposees(modules)],
    () => {
      const p = qui()
      return p
        ? {
            personneId: p.personne,
            organisme: { id: p.organisme, code: 'langue-et-lien', nom: 'Langue & Lien' },
            roles: p.roles,
          }
        : undefined
    },
    { assets },
  ).app
}
