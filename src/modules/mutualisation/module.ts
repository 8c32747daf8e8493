import type { CoformeModule } from '#web/module.ts'
import { formesCommande } from './commandes/formes.ts'
import { contributionsMutualisation } from './contributions/aujourdhui.ts'
import { sessionMutualisation } from './contributions/session.tsx'
import { classerLesLieux } from './jobs/classer-lieux.job.ts'
import { expirerLesAttentes } from './jobs/expirer.job.ts'
import { refaireLesPhotos } from './jobs/refaire-photos.job.ts'
import { biensUrl, communUrl, comptesCourantsUrl, missionsUrl, vivierUrl } from './liens.ts'
import { appelPage } from './pages/appel.page.tsx'
import { appelsPage } from './pages/appels.page.tsx'
import { bienPage } from './pages/bien.page.tsx'
import { biensPage } from './pages/biens.page.tsx'
import { communPage } from './pages/commun.page.tsx'
import { compteCourantPages } from './pages/compte-courant.page.tsx'
import { comptesCourantsPage } from './pages/comptes-courants.page.tsx'
import { conjointsPage } from './pages/conjoints.page.tsx'
import { corrigerBienPage } from './pages/corriger-bien.page.tsx'
import { derogerDossierPage } from './pages/deroger-dossier.page.tsx'
import { dossierRemisPage } from './pages/dossier-remis.page.tsx'
import { fichePage } from './pages/fiche.page.tsx'
import { fichePubliquePage } from './pages/fiche-publique.page.tsx'
import { formesPage } from './pages/formes.page.tsx'
import { lignePage } from './pages/ligne.page.tsx'
import { maFichePage } from './pages/ma-fiche.page.tsx'
import { missionPage } from './pages/mission.page.tsx'
import { missionsPage } from './pages/missions.page.tsx'
import { noterEchangePage } from './pages/noter-echange.page.tsx'
import { photosDeBienPage } from './pages/photos-de-bien.page.tsx'
import { preterBienPage } from './pages/preter-bien.page.tsx'
import { publierAppelPage } from './pages/publier-appel.page.tsx'
import { reserverBiensPage } from './pages/reserver-biens.page.tsx'
import { retoursPage } from './pages/retours.page.tsx'
import { vivierPage } from './pages/vivier.page.tsx'
import { type PrisesMutualisation, sansPrises } from './prises.ts'

const tourneeAttentes = 'mutualisation.expirer'
const tourneeLieux = 'mutualisation.classer-lieux'
const tourneePhotos = 'mutualisation.refaire-photos'

/** Ce que des coopératives partagent : le compte courant de leurs pôles, leur vivier, la forme juridique d’une mission. */
export const moduleMutualisation = (prises: PrisesMutualisation = sansPrises): CoformeModule => ({
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
    {
      // La comptabilité ne cherche pas au vivier : elle facture ce qui fut fait.
      libelle: 'Missions',
      href: missionsUrl(),
      rang: 102,
      groupe: 'commun',
      roles: ['comptable'],
    },
    {
      libelle: 'Salles du pôle',
      href: biensUrl(),
      rang: 103,
      groupe: 'commun',
      roles: ['responsable', 'responsable-pedagogique', 'assistant', 'equipe-appui', 'formateur'],
    },
    {
      libelle: 'Organisme commun',
      href: communUrl(),
      rang: 104,
      groupe: 'commun',
      roles: ['responsable', 'comptable', 'administration', 'equipe-appui'],
    },
  ],
  contributions: contributionsMutualisation,
  contributionsSession: [sessionMutualisation],
  systeme: {
    [tourneeAttentes]: expirerLesAttentes,
    [tourneeLieux]: classerLesLieux(prises),
    [tourneePhotos]: refaireLesPhotos,
  },
  crons: [
    { nom: tourneeAttentes, quand: '12 * * * *' },
    { nom: tourneeLieux, quand: '27 * * * *' },
    { nom: tourneePhotos, quand: '42 2 * * *' },
  ],
  routes(app, services) {
    app.route('/', comptesCourantsPage)
    app.route('/', compteCourantPages)
    app.route('/', noterEchangePage)
    app.route('/', lignePage)
    app.route('/', vivierPage)
    app.route('/', formesPage)
    app.route('/', appelsPage(services))
    app.route('/', publierAppelPage)
    app.route('/', appelPage)
    app.route('/', biensPage(services))
    app.route('/', preterBienPage)
    app.route('/', reserverBiensPage)
    app.route('/', corrigerBienPage)
    app.route('/', photosDeBienPage(services))
    app.route('/', bienPage)
    app.route('/', communPage(services))
    app.route('/', missionsPage(services))
    app.route('/', missionPage(services, prises))
    app.route('/', dossierRemisPage(services))
    app.route('/', derogerDossierPage)
    app.route('/', conjointsPage(services))
    app.route('/', retoursPage)
    // Avant la fiche d’autrui, dont l’adresse l’avalerait.
    app.route('/', maFichePage)
    app.route('/', fichePage)
    app.route('/', fichePubliquePage(services))
  },
})
