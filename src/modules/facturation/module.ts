import type { CoformeModule } from '#web/module.ts'
import {
  factureElectroniqueEcrireCommande,
  factureElectroniqueLireCommande,
} from './commandes/facture-electronique.ts'
import { fecExporterCommande, fecVerifierCommande } from './commandes/fec.ts'
import { contributionsFacturation } from './contributions/aujourdhui.ts'
import { contributionEntreprise } from './contributions/entreprise.tsx'
import { contributionFacturation } from './contributions/session.tsx'
import { tacheEnvoi } from './gestes/envoyer.ts'
import { tacheRelance } from './gestes/relancer.ts'
import { envoyerFactureJob } from './jobs/envoyer-facture.job.ts'
import { envoyerRelance } from './jobs/envoyer-relance.job.ts'
import { facturesUrl } from './liens.ts'
import { chargesPages } from './pages/charges.page.tsx'
import { comptabilitePage } from './pages/comptabilite.page.tsx'
import { comptesPage } from './pages/comptes.page.tsx'
import { dossierFacturesPage } from './pages/dossier-factures.page.tsx'
import { facturePage } from './pages/facture.page.tsx'
import { facturesPage } from './pages/factures.page.tsx'
import { importerPage } from './pages/importer.page.tsx'
import { nouvellePage } from './pages/nouvelle.page.tsx'
import { projetPage } from './pages/projet.page.tsx'
import { suivrePages } from './pages/suivre.page.tsx'
import { tresoreriePage } from './pages/tresorerie.page.tsx'
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
    app.route('/', projetPage(services, prises))
    app.route('/', facturePage(services, prises))
    app.route('/', dossierFacturesPage(services))
  },
  jobs: { [tacheRelance]: envoyerRelance, [tacheEnvoi]: envoyerFactureJob },
  contributions: contributionsFacturation,
  contributionsSession: [contributionFacturation],
  contributionsEntreprise: [contributionEntreprise],
})
