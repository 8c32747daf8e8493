import { droits } from '#modules/organisme/index.ts'
import type { CoformeModule } from '#web/module.ts'
import { rnqCommande } from './commandes/rnq.ts'
import { contributionIntervenant } from './contributions/intervenant.tsx'
import { contributionSessionQualite, contributionsQualite } from './contributions/qualite.tsx'
import { fermerEnTache, tacheFermer, tourneeDesProtegees, tourneeFermer } from './gestes/fermer-protegees.ts'
import { ameliorationsUrl, qualiteUrl } from './liens.ts'
import { aFairePage } from './pages/a-faire.page.tsx'
import { affairesPages } from './pages/affaires.page.tsx'
import { ameliorationsPages } from './pages/ameliorations.page.tsx'
import { ateliersPages } from './pages/ateliers.page.tsx'
import { auditPages } from './pages/audit.page.tsx'
import { auditerPages } from './pages/auditer.page.tsx'
import { auditsPages } from './pages/audits.page.tsx'
import { cadrePage } from './pages/cadre.page.tsx'
import { certificateurPages } from './pages/certificateur.page.tsx'
import { choisirPage } from './pages/choisir.page.tsx'
import { couverturePage } from './pages/couverture.page.tsx'
import { diffusionPage } from './pages/diffusion.page.tsx'
import { dossierPage } from './pages/dossier.page.tsx'
import { grillePage } from './pages/grille.page.tsx'
import { groupePage } from './pages/groupe.page.tsx'
import { indicateurPage } from './pages/indicateur.page.tsx'
import { jointesPages } from './pages/jointes.page.tsx'
import { lignePages } from './pages/ligne.page.tsx'
import { missionsPages } from './pages/missions.page.tsx'
import { parcoursPage } from './pages/parcours.page.tsx'
import { regardsPages } from './pages/regards.page.tsx'
import { registresPages } from './pages/registres.page.tsx'
import { sousTraitancePage } from './pages/sous-traitance.page.tsx'
import { suiteDeReponsePage } from './pages/suite-de-reponse.page.tsx'
import { veillePartageePage } from './pages/veille.page.tsx'
import { veillesRecuesPages } from './pages/veilles-recues.page.tsx'

export const qualite: CoformeModule = {
  nom: 'qualite',
  commandes: [rnqCommande],
  navigation: [
    {
      libelle: 'Qualité',
      href: qualiteUrl(),
      rang: 60,
      groupe: 'qualite',
      roles: Object.keys(droits['qualite.lire'].par),
    },
    {
      libelle: 'Améliorations',
      href: ameliorationsUrl(),
      rang: 62,
      groupe: 'qualite',
      roles: Object.keys(droits['ameliorations.tenir'].par),
      cae: true,
    },
  ],
  routes(app, services) {
    app.route('/', grillePage(services))
    app.route('/', cadrePage(services))
    app.route('/', indicateurPage(services))
    app.route('/', aFairePage(services))
    app.route('/', couverturePage(services))
    app.route('/', dossierPage(services))
    app.route('/', affairesPages(services))
    app.route('/', registresPages(services))
    app.route('/', lignePages(services))
    app.route('/', jointesPages(services))
    app.route('/', diffusionPage(services))
    app.route('/', veillesRecuesPages)
    app.route('/', ameliorationsPages)
    app.route('/', parcoursPage(services))
    app.route('/', groupePage(services))
    app.route('/', suiteDeReponsePage(services))
    app.route('/', veillePartageePage(services))
    app.route('/', sousTraitancePage(services))
    app.route('/', ateliersPages(services))
    app.route('/', auditsPages(services))
    app.route('/', certificateurPages(services))
    app.route('/', choisirPage(services))
    app.route('/', auditPages(services))
    app.route('/', regardsPages(services))
    app.route('/', missionsPages(services))
    app.route('/', auditerPages(services))
  },
  jobs: { [tacheFermer]: fermerEnTache },
  systeme: { [tourneeFermer]: tourneeDesProtegees },
  crons: [{ nom: tourneeFermer, quand: '31 2 * * *' }],
  contributions: contributionsQualite,
  contributionsSession: [contributionSessionQualite],
  contributionsPersonne: [contributionIntervenant],
}
