import type { CoformeModule } from '#web/module.ts'
import { formesCommande } from './commandes/formes.ts'
import { contributionsMutualisation } from './contributions/aujourdhui.ts'
import { expirerLesAttentes } from './jobs/expirer.job.ts'
import { comptesCourantsUrl, vivierUrl } from './liens.ts'
import { compteCourantPages } from './pages/compte-courant.page.tsx'
import { comptesCourantsPage } from './pages/comptes-courants.page.tsx'
import { fichePage } from './pages/fiche.page.tsx'
import { formesPage } from './pages/formes.page.tsx'
import { lignePage } from './pages/ligne.page.tsx'
import { maFichePage } from './pages/ma-fiche.page.tsx'
import { noterEchangePage } from './pages/noter-echange.page.tsx'
import { vivierPage } from './pages/vivier.page.tsx'

const tourneeAttentes = 'mutualisation.expirer'

/** Ce que des coopératives partagent : le compte courant de leurs pôles, leur vivier, la forme juridique d’une mission. */
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
    {
      libelle: 'Vivier',
      href: vivierUrl(),
      rang: 102,
      groupe: 'commun',
      roles: [
        'responsable',
        'responsable-pedagogique',
        'assistant',
        'commercial',
        'referent-qualite',
        'equipe-appui',
        'formateur',
      ],
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
    app.route('/', vivierPage)
    app.route('/', formesPage)
    // Avant la fiche d’autrui, dont l’adresse l’avalerait.
    app.route('/', maFichePage)
    app.route('/', fichePage)
  },
}
