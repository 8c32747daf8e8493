import type { CoformeModule } from '#web/module.ts'
import { inscrirePage } from './pages/inscrire.page.tsx'

export const inscriptions: CoformeModule = {
  nom: 'inscriptions',
  routes(app, services) {
    app.route('/', inscrirePage(services))
  },
}
