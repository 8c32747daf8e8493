import type { CoformeModule } from '#web/module.ts'
import { contributionsInscriptions } from './contributions/aujourdhui.ts'
import { contributionPersonne } from './contributions/personne.tsx'
import { contributionInscriptions } from './contributions/session.tsx'
import { dossierPages } from './pages/dossier.page.tsx'
import { echeancierPage } from './pages/echeancier.page.tsx'
import { inscrirePage } from './pages/inscrire.page.tsx'
import { ouvrirDossierPages } from './pages/ouvrir-dossier.page.tsx'
import { piecesDeSessionPages } from './pages/pieces-de-session.page.tsx'
import { piecesDuDossierPages } from './pages/pieces-du-dossier.page.tsx'
import { prevenirPage } from './pages/prevenir.page.tsx'
import { type PrisesInscriptions, sansPrises } from './prises.ts'

export const moduleInscriptions = (prises: PrisesInscriptions): CoformeModule => ({
  nom: 'inscriptions',
  contributions: contributionsInscriptions,
  contributionsPersonne: [contributionPersonne],
  routes(app, services) {
    app.route('/', inscrirePage(services, prises))
    app.route('/', ouvrirDossierPages(services))
    app.route('/', echeancierPage(services))
    app.route('/', dossierPages(services))
    app.route('/', piecesDuDossierPages(services, prises))
    app.route('/', piecesDeSessionPages(services))
    app.route('/', prevenirPage(services))
  },
  contributionsSession: [contributionInscriptions],
})

/** Sans rien demander à plus haut que lui. */
export const inscriptions = moduleInscriptions(sansPrises)
