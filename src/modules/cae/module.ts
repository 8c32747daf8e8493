import type { CoformeModule } from '#web/module.ts'
import { contributionCommande } from './commandes/contribution.ts'
import { visasUrl } from './liens.ts'
import { plafondsPages } from './pages/plafonds.page.tsx'
import { visaPage } from './pages/visa.page.tsx'
import { visasPages } from './pages/visas.page.tsx'

/** L’équipe d’appui d’une coopérative d’activité et d’emploi. Hors CAE, rien n’attend et la page le dit. */
export const moduleCae: CoformeModule = {
  nom: 'cae',
  commandes: [contributionCommande],
  navigation: [{ libelle: 'Visas', href: visasUrl(), rang: 105, groupe: 'commun', roles: ['equipe-appui'] }],
  routes(app) {
    app.route('/', visasPages)
    app.route('/', plafondsPages)
    app.route('/', visaPage)
  },
}
