import type { CoformeModule } from '#web/module.ts'
import { personnesUrl } from './liens.ts'
import { personnePage } from './pages/personne.page.tsx'
import { personnesPage } from './pages/personnes.page.tsx'

export const tiers: CoformeModule = {
  nom: 'tiers',
  navigation: [
    {
      libelle: 'Personnes',
      href: personnesUrl(),
      rang: 40,
      groupe: 'metier',
      roles: [
        'responsable',
        'responsable-pedagogique',
        'assistant',
        'referent-handicap',
        'referent-qualite',
        'comptable',
        'equipe-appui',
        'auditeur',
      ],
    },
  ],
  routes(app, services) {
    app.route('/', personnesPage(services))
    app.route('/', personnePage(services))
  },
}
