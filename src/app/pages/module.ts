import { ficheEntreprisePage, fichePersonnePage } from '#modules/tiers/index.ts'
import type { SessionContribution } from '#web/contributions.ts'
import type { CoformeModule } from '#web/module.ts'
import { prisesDesSessions } from '../toucher.tsx'
import { acquisAttestationsPage } from './acquis-attestations.page.tsx'
import { defaireSessionPage } from './defaire-session.page.tsx'
import { emporterSessionPage } from './emporter-session.page.tsx'
import { etatInscriptionPage } from './etat-inscription.page.tsx'
import { etatSessionPage } from './etat-session.page.tsx'
import { finInscriptionPage } from './fin-inscription.page.tsx'
import { sessionPage } from './session.page.tsx'
import { versionSessionPage } from './version-session.page.tsx'

/** Ce que des modules donnent à voir d'une session. */
export const contributionsDe = (modules: readonly CoformeModule[]): SessionContribution[] =>
  modules.flatMap((m) => m.contributionsSession ?? [])

/** Les pages qui composent plusieurs modules ; à monter après eux : `[...modules, pagesComposees(modules)]`. */
export const pagesComposees = (modules: readonly CoformeModule[]): CoformeModule => {
  const contributions = contributionsDe(modules)
  return {
    nom: 'pages-composees',
    routes(app, services) {
      app.route('/', sessionPage(services, contributions))
      app.route(
        '/',
        etatSessionPage(
          services,
          contributions,
          prisesDesSessions(() => contributions),
        ),
      )
      app.route('/', defaireSessionPage)
      app.route('/', versionSessionPage(services))
      app.route('/', emporterSessionPage(services, contributions))
      app.route('/', acquisAttestationsPage(services))
      app.route('/', finInscriptionPage(services, contributions))
      app.route('/', etatInscriptionPage(services, contributions))
      app.route(
        '/',
        fichePersonnePage(
          services,
          modules.flatMap((m) => m.contributionsPersonne ?? []),
        ),
      )
      app.route(
        '/',
        ficheEntreprisePage(
          services,
          modules.flatMap((m) => m.contributionsEntreprise ?? []),
        ),
      )
    },
  }
}
