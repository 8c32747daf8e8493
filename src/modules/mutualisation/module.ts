import type { CoformeModule } from '#web/module.ts'
import { formesCommande } from './commandes/formes.ts'
import { contributionsMutualisation } from './contributions/aujourdhui.ts'
import { expirerLesAttentes } from './jobs/expirer.job.ts'
import { comptesCourantsUrl } from './liens.ts'
import { compteCourantPages } from './pages/compte-courant.page.tsx'
import { comptesCourantsPage } from './pages/comptes-courants.page.tsx'
import { lignePage } from './pages/ligne.page.tsx'
import { noterEchangePage } from './pages/noter-echange.page.tsx'

const tourneeAttentes = 'mutualisation.expirer'

/** Ce que des coopératives partagent : le compte courant de leurs pôles, la forme juridique d’une mission. */
export const mutualisation: CoformeModule = {
  nom: 'mutualisation',
  commandes: [formesCommande],
  navigation: [
    {
      libelle: 'Comptes courants',
      href: comptesCourantsUrl(),
      rang: 101,
      groupe: 'commun',
      roles: ['responsable', 'comptable', 'administration', 'equipe-appui'],
    },
  ],
  contributions: contributionsMutualisation,
  systeme: { [tourneeAttentes]: expirerLesAttentes },
  crons: [{ nom: tourneeAttentes, quand: '12 * * * *' }],
  routes(app) {
    app.route('/', comptesCourantsPage)
    app.route('/', compteCourantPages)
    app.route('/', noterEchangePage)
    app.route('/', lignePage)
  },
}
