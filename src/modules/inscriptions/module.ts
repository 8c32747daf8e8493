import type { CoformeModule } from '#web/module.ts'
import { contributionPersonne } from './contribution-personne.tsx'
import { inscrirePage } from './pages/inscrire.page.tsx'

export const inscriptions: CoformeModule = {
  nom: 'inscriptions',
  contributionsPersonne: [contributionPersonne],
  routes(app, services) {
    app.route('/', inscrirePage(services))
  },
}
