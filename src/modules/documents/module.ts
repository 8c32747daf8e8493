import type { CoformeModule } from '#web/module.ts'
import { documentsUrl } from './liens.ts'
import { documentsPages } from './pages/documents.page.tsx'
import { verifierPages } from './pages/verifier.page.tsx'

export const documentsModule: CoformeModule = {
  nom: 'documents',
  navigation: [{ libelle: 'Documents', href: documentsUrl(), rang: 50, groupe: 'metier' }],
  routes(app) {
    app.route('/', documentsPages)
    app.route('/', verifierPages)
  },
}
