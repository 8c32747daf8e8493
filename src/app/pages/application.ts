import { mountComposants } from '#web/composants.page.tsx'
import type { Contributions } from '#web/contributions.ts'
import { aujourdhuiUrl } from '#web/links.ts'
import type { CoformeModule } from '#web/module.ts'
import { accessibilitePage } from './accessibilite.page.tsx'
import { accueilPage } from './accueil.page.tsx'
import { aidePage } from './aide.page.tsx'
import { aujourdhuiPage } from './aujourdhui.page.tsx'
import { contactsPage } from './contacts.page.tsx'
import { courrielsPages } from './courriels.page.tsx'
import { donneesPersonnellesPage } from './donnees-personnelles.page.tsx'
import { recherchePage } from './recherche.page.tsx'

/** Les pages qui n'appartiennent à aucun module : elles se composent de ce que chacun apporte. */
export const applicationModule = (contributions: readonly Contributions[]): CoformeModule => ({
  nom: 'application',
  navigation: [{ libelle: 'Aujourd’hui', href: aujourdhuiUrl(), rang: 0, groupe: 'aujourdhui' }],
  routes(app, services) {
    app.route('/', accueilPage(services))
    app.route('/', aujourdhuiPage(services, contributions))
    app.route('/', recherchePage(services, contributions))
    app.route('/', aidePage)
    app.route('/', contactsPage(services))
    app.route('/', accessibilitePage)
    app.route('/', donneesPersonnellesPage)
    // La boîte décide elle-même qui l’ouvre : une instance vide et sans serveur d’envoi en a besoin dès le premier code.
    app.route('/', courrielsPages(services))
    if (services.config.demo) mountComposants(app)
  },
})
