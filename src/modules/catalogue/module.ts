import type { CoformeModule } from '#web/module.ts'
import { importerCommande } from './commandes/importer.ts'
import { catalogueUrl } from './liens.ts'
import { adopterPage } from './pages/adopter.page.tsx'
import { cataloguePage } from './pages/catalogue.page.tsx'
import { ecrirePage } from './pages/ecrire.page.tsx'
import { importerPage } from './pages/importer.page.tsx'
import { offrePage } from './pages/offre.page.tsx'
import { versionPage } from './pages/version.page.tsx'

export const catalogue: CoformeModule = {
  nom: 'catalogue',
  navigation: [{ libelle: 'Catalogue', href: catalogueUrl(), rang: 91, groupe: 'cooperative' }],
  routes(app, services) {
    app.route('/', cataloguePage(services))
    // Avant la fiche, dont l'adresse les avalerait.
    app.route('/', importerPage(services))
    app.route('/', ecrirePage(services))
    app.route('/', adopterPage(services))
    app.route('/', versionPage(services))
    app.route('/', offrePage(services))
  },
  commandes: [importerCommande],
}
