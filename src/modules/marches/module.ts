import type { CoformeModule } from '#web/module.ts'
import { ententeCommande } from './commandes/entente.ts'
import { lireCommande, trierCommande } from './commandes/lire.ts'
import { contributionsMarches } from './contributions/aujourdhui.ts'
import { contributionBonDeCommande } from './contributions/session.tsx'
import { tacheOuvrirAvis } from './gestes/conseil.ts'
import { tacheEnvoyerConvention } from './gestes/convention.ts'
import { ecrireLaVeille, tacheVeille, tourneeVeille, tournerLaVeille } from './jobs/ecrire-la-veille.job.ts'
import { envoyerConvention } from './jobs/envoyer-convention.job.ts'
import { ouvrirAvis } from './jobs/ouvrir-avis.job.ts'
import { rapprocher, tourneeInterets } from './jobs/rapprocher.job.ts'
import { creerRelever, tourneeReleve } from './jobs/relever.job.ts'
import { marchesUrl } from './liens.ts'
import { acheteurPage } from './pages/acheteur.page.tsx'
import { apporterPage } from './pages/apporter.page.tsx'
import { attributionsPage } from './pages/attributions.page.tsx'
import { avisPage } from './pages/avis.page.tsx'
import { blocPage, blocsPage } from './pages/blocs.page.tsx'
import { coffrePage } from './pages/coffre.page.tsx'
import { declarationPage } from './pages/declaration.page.tsx'
import { depotPage } from './pages/depot.page.tsx'
import { dossierPage } from './pages/dossier.page.tsx'
import { dossiersPage } from './pages/dossiers.page.tsx'
import { ecrireAvisPage } from './pages/ecrire-avis.page.tsx'
import { fichiersPage } from './pages/fichiers.page.ts'
import { interetPage } from './pages/interet.page.tsx'
import { leconsPage } from './pages/lecons.page.tsx'
import { memoirePage } from './pages/memoire.page.tsx'
import { aveuglePage } from './pages/ouverture.page.tsx'
import { piecesPage } from './pages/pieces.page.tsx'
import { prixPage } from './pages/prix.page.tsx'
import { profilPage } from './pages/profil.page.tsx'
import { reglementPage } from './pages/reglement.page.tsx'
import { rendreAvisPage } from './pages/rendre-avis.page.tsx'
import { signerConventionPage } from './pages/signer-convention.page.tsx'
import { sourcePage } from './pages/source.page.tsx'
import { suitePage } from './pages/suite.page.tsx'
import { agendaDesMarchesPage, veillePage } from './pages/veille.page.tsx'

/** Répondre ensemble aux marchés publics de formation, sans fabriquer d’entente. */
export const marches: CoformeModule = {
  nom: 'marches',
  navigation: [
    {
      libelle: 'Marchés',
      href: marchesUrl(),
      rang: 103,
      groupe: 'commun',
      roles: ['responsable', 'commercial', 'responsable-pedagogique', 'assistant', 'equipe-appui'],
    },
  ],
  contributions: contributionsMarches,
  contributionsSession: [contributionBonDeCommande],
  jobs: {
    [tacheVeille]: ecrireLaVeille,
    [tacheEnvoyerConvention]: envoyerConvention,
    [tacheOuvrirAvis]: ouvrirAvis,
  },
  systeme: {
    [tourneeReleve]: creerRelever(),
    [tourneeVeille]: tournerLaVeille,
    [tourneeInterets]: rapprocher,
  },
  crons: [
    // 6 h 10 à Paris l’hiver, et midi si le matin a échoué ; puis les courriels, une demi-heure après.
    { nom: tourneeReleve, quand: '10 5,11 * * *' },
    { nom: tourneeVeille, quand: '40 5 * * *' },
    // Vers 9 h à Paris l’hiver, les jours ouvrés : à heure fixe, quoi qu’il ait été dit.
    { nom: tourneeInterets, quand: '3 8 * * 1-5' },
  ],
  commandes: [lireCommande, trierCommande, ententeCommande],
  routes(app, services) {
    app.route('/', veillePage(services))
    app.route('/', agendaDesMarchesPage(services))
    app.route('/', interetPage(services.keys))
    app.route('/', avisPage)
    app.route('/', aveuglePage)
    app.route('/', dossiersPage)
    app.route('/', dossierPage(services))
    app.route('/', coffrePage(services))
    app.route('/', blocsPage)
    app.route('/', blocPage)
    app.route('/', memoirePage(services))
    app.route('/', piecesPage(services))
    app.route('/', reglementPage)
    app.route('/', declarationPage)
    app.route('/', fichiersPage(services))
    app.route('/', depotPage(services))
    app.route('/', prixPage)
    app.route('/', signerConventionPage)
    app.route('/', rendreAvisPage)
    app.route('/', acheteurPage)
    app.route('/', suitePage(services))
    app.route('/', leconsPage(services))
    app.route('/', profilPage)
    app.route('/', apporterPage)
    app.route('/', ecrireAvisPage)
    app.route('/', attributionsPage(services))
    app.route('/', sourcePage(services))
  },
}
