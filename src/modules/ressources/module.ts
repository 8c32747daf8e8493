import type { CoformeModule } from '#web/module.ts'
import { contributionsRessources } from './contributions/aujourdhui.ts'
import { achatsUrl, ressourcesUrl } from './liens.ts'
import { achatPage } from './pages/achat.page.tsx'
import { achatsPage } from './pages/achats.page.tsx'
import { copiesPage } from './pages/copies.page.tsx'
import { deposerPage } from './pages/deposer.page.tsx'
import { ouvrirAchatPage } from './pages/ouvrir-achat.page.tsx'
import { ressourcePage } from './pages/ressource.page.tsx'
import { ressourcesPage } from './pages/ressources.page.tsx'
import { tensionsPage } from './pages/tensions.page.tsx'
import { type PrisesRessources, sansPrises } from './prises.ts'

/** Ce que les coopératives d’un pôle mettent en commun : leurs documents, leurs achats, et ce qu’elles cherchent sans le trouver. */
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
    {
      libelle: 'Achats du pôle',
      href: achatsUrl(),
      rang: 106,
      groupe: 'commun',
      roles: ['responsable', 'comptable', 'administration', 'equipe-appui'],
    },
  ],
  contributions: contributionsRessources,
  routes(app, services) {
    app.route('/', ressourcesPage(services))
    app.route('/', deposerPage)
    app.route('/', copiesPage(services))
    app.route('/', achatsPage(services))
    app.route('/', ouvrirAchatPage)
    app.route('/', tensionsPage)
    // Après « ouvrir » et « tensions », dont l’adresse l’avalerait.
    app.route('/', achatPage)
    // Après « déposer » et « copies », dont l’adresse l’avalerait.
    app.route('/', ressourcePage(services, prises))
  },
})
