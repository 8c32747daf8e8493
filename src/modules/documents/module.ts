import type { CoformeModule } from '#web/module.ts'
import { tacheEnvoyerDemande, tacheExemplaire } from './gestes/signer-piece.ts'
import { composerExemplaire } from './jobs/composer-exemplaire.job.ts'
import { envoyerDemande } from './jobs/envoyer-demande.job.ts'
import { documentsUrl } from './liens.ts'
import { conditionsPages } from './pages/conditions.page.tsx'
import { documentsPages } from './pages/documents.page.tsx'
import { piecePages } from './pages/piece.page.tsx'
import { reglementPages } from './pages/reglement.page.tsx'
import { signerPiecePages } from './pages/signer-piece.page.tsx'
import { verifierPages } from './pages/verifier.page.tsx'
import { type PrisesDocuments, sansPrises } from './prises.ts'

/** Le module, et ce que lui donnent ceux de rang supérieur : les visas, la suite d’une signature. */
export const moduleDocuments = (prises: PrisesDocuments): CoformeModule => ({
  nom: 'documents',
  navigation: [{ libelle: 'Documents', href: documentsUrl(), rang: 50, groupe: 'papiers' }],
  routes(app, services) {
    app.route('/', documentsPages(prises)(services))
    app.route('/', reglementPages)
    app.route('/', conditionsPages)
    app.route('/', piecePages(prises))
    app.route('/', signerPiecePages(prises))
    app.route('/', verifierPages)
  },
  jobs: { [tacheEnvoyerDemande]: envoyerDemande, [tacheExemplaire]: composerExemplaire },
})

export const documentsModule = moduleDocuments(sansPrises)
