import type { CoformeModule } from '#web/module.ts'
import {
  factureElectroniqueEcrireCommande,
  factureElectroniqueLireCommande,
} from './commandes/facture-electronique.ts'
import { fecExporterCommande, fecVerifierCommande } from './commandes/fec.ts'
import { contributionsFacturation } from './contributions/aujourdhui.ts'
import { contributionEntreprise } from './contributions/entreprise.tsx'
import { contributionFacturation } from './contributions/session.tsx'
import { tacheDeposer, tacheRelever } from './gestes/deposer.ts'
import { tacheEnvoi } from './gestes/envoyer.ts'
import { tacheBoite } from './gestes/regler-boite.ts'
import { tacheChorus } from './gestes/regler-chorus.ts'
import { tacheRelance } from './gestes/relancer.ts'
import { creerDeposerFacture } from './jobs/deposer-facture.job.ts'
import { envoyerFactureJob } from './jobs/envoyer-facture.job.ts'
import { envoyerRelance } from './jobs/envoyer-relance.job.ts'
import { creerReleverBoite } from './jobs/relever-boite.job.ts'
import { creerReleverChorus } from './jobs/relever-chorus.job.ts'
import {
  creerReleverPlateforme,
  tourneeDesPlateformes,
  tourneePlateforme,
} from './jobs/relever-plateforme.job.ts'
import { facturesUrl } from './liens.ts'
import { boitePages } from './pages/boite.page.tsx'
import { chargesPages } from './pages/charges.page.tsx'
import { chorusPages } from './pages/chorus.page.tsx'
import { comptabilitePage } from './pages/comptabilite.page.tsx'
import { comptesPage } from './pages/comptes.page.tsx'
import { dossierFacturesPage } from './pages/dossier-factures.page.tsx'
import { electroniquesPages } from './pages/electroniques.page.tsx'
import { ereportingPage } from './pages/ereporting.page.tsx'
import { facturePage } from './pages/facture.page.tsx'
import { facturesPage } from './pages/factures.page.tsx'
import { importerPage } from './pages/importer.page.tsx'
import { nouvellePage } from './pages/nouvelle.page.tsx'
import { plateformePages } from './pages/plateforme.page.tsx'
import { projetPage } from './pages/projet.page.tsx'
import { recuesPages } from './pages/recues.page.tsx'
import { suivrePages } from './pages/suivre.page.tsx'
import { tresoreriePage } from './pages/tresorerie.page.tsx'
import { vieFacturePage } from './pages/vie-facture.page.tsx'
import type { PrisesFacturation } from './prises.ts'

/** Le module, et ce que lui donnent les contrôles, de rang supérieur : ce qui retient une facture. */
export const moduleFacturation = (prises: PrisesFacturation): CoformeModule => ({
  nom: 'facturation',
  commandes: [
    factureElectroniqueLireCommande,
    factureElectroniqueEcrireCommande,
    fecExporterCommande,
    fecVerifierCommande,
  ],
  navigation: [
    {
      libelle: 'Factures',
      href: facturesUrl(),
      rang: 70,
      groupe: 'argent',
      roles: ['responsable', 'comptable', 'equipe-appui', 'auditeur', 'assistant'],
    },
  ],
  routes(app, services) {
    app.route('/', facturesPage(services))
    app.route('/', suivrePages(services))
    app.route('/', importerPage(services, prises))
    app.route('/', chargesPages(services, prises))
    app.route('/', nouvellePage(services))
    app.route('/', comptabilitePage(services))
    app.route('/', comptesPage(services))
    app.route('/', tresoreriePage(services))
    app.route('/', electroniquesPages(services))
    app.route('/', plateformePages(services))
    app.route('/', boitePages(services))
    app.route('/', chorusPages(services))
    app.route('/', recuesPages(services, prises))
    app.route('/', ereportingPage(services))
    app.route('/', vieFacturePage)
    app.route('/', projetPage(services, prises))
    app.route('/', facturePage(services, prises))
    app.route('/', dossierFacturesPage(services))
  },
  jobs: {
    [tacheRelance]: envoyerRelance,
    [tacheEnvoi]: envoyerFactureJob,
    [tacheDeposer]: creerDeposerFacture(),
    [tacheRelever]: creerReleverPlateforme(),
    [tacheBoite]: creerReleverBoite(),
    [tacheChorus]: creerReleverChorus(),
  },
  systeme: { [tourneePlateforme]: tourneeDesPlateformes },
  crons: [{ nom: tourneePlateforme, quand: '3,18,33,48 * * * *' }],
  contributions: contributionsFacturation,
  contributionsSession: [contributionFacturation],
  contributionsEntreprise: [contributionEntreprise],
})
