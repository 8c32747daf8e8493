import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import { inscriptions } from '#modules/inscriptions/index.ts'
import { sessions } from '#modules/sessions/index.ts'
import { tiers } from '#modules/tiers/index.ts'
import type { Services } from '#platform/services.ts'
import { createApp } from '#web/app.ts'
import type { SessionContribution } from '#web/contributions.ts'
import type { Visiteur } from '#web/env.ts'
import { type Assets, noAssets } from '#web/http/assets.ts'
import { testServices, unVisiteur } from '#web/test/services.ts'
import type { BaseDEssai } from '../../../../test/base/index.ts'
import { pagesComposees } from '../module.ts'

export type Personnage = {
  readonly organisme: OrganismeId
  readonly personne: PersonneId
  readonly roles: readonly string[]
  readonly portee?: '*' | readonly ActiviteId[]
}

/**
 * Les pages de la planification sur une vraie base, sans passer par la connexion : `qui()` dit, à chaque requête,
 * qui regarde ; la base reçoit sa portée par la porte des essais.
 */
export const monter = (
  base: BaseDEssai,
  qui: () => Personnage | undefined,
  {
    contributions = [],
    services = {},
    assets = noAssets,
  }: {
    contributions?: readonly SessionContribution[]
    services?: Partial<Services>
    assets?: Assets
  } = {},
) => {
  const tous: Services = {
    ...testServices(),
    ...services,
    db: {
      ...base.db,
      withTenant: async (_acces, work) => {
        const p = qui()
        if (!p) return undefined
        return base.enTantQue(p.organisme, { personne: p.personne, portee: p.portee ?? '*' }, work)
      },
    },
  }
  const modules = [tiers, sessions, inscriptions, { nom: 'essai', contributionsSession: contributions }]
  return createApp(tous, {
    assets,
    identify: async (c, next) => {
      const p = qui()
      if (p) {
        const visiteur: Visiteur = unVisiteur({
          personneId: p.personne,
          organisme: { id: p.organisme, code: 'langue-et-lien', nom: 'Langue & Lien' },
          roles: p.roles,
        })
        c.set('visiteur', visiteur)
      }
      await next()
    },
    modules: [...modules, pagesComposees(modules)],
  })
}
