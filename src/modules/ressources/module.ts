import type { CoformeModule } from '#web/module.ts'
import { ressourcesUrl } from './liens.ts'
import { copiesPage } from './pages/copies.page.tsx'
import { deposerPage } from './pages/deposer.page.tsx'
import { ressourcePage } from './pages/ressource.page.tsx'
import { ressourcesPage } from './pages/ressources.page.tsx'
import { type PrisesRessources, sansPrises } from './prises.ts'

/** Ce que les coopératives d’un pôle mettent en commun : leurs documents. */
export const moduleRessources = (prises: PrisesRessources = sansPrises): CoformeModule => ({
  nom: 'ressources',
  navigation: [
    {
      libelle: 'Ressources du pôle',
      href: ressourcesUrl(),
      rang: 105,
      groupe: 'commun',
      roles: [
        'responsable',
        'responsable-pedagogique',
        'assistant',
        'referent-qualite',
        'equipe-appui',
        'formateur',
      ],
    },
  ],
  routes(app, services) {
    app.route('/', ressourcesPage(services))
    app.route('/', deposerPage)
    app.route('/', copiesPage(services))
    // Après « déposer » et « copies », dont l’adresse l’avalerait.
    app.route('/', ressourcePage(services, prises))
  },
})
