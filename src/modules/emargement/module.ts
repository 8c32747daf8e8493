import type { CoformeModule } from '#web/module.ts'
import { registre } from './commandes/registre.ts'
import { tacheEnvoyerLien } from './composer.ts'
import { contributionEmargement } from './contribution-session.tsx'
import { emettreAttestationEnTache, tacheAttestation } from './emettre-attestations.ts'
import { emettreCertificatEnTache, tacheCertificat } from './emettre-certificats.ts'
import { envoyerCode } from './jobs/envoyer-code.job.ts'
import { envoyerLien } from './jobs/envoyer-lien.job.ts'
import { attestationsPages } from './pages/attestations.page.tsx'
import { certificatsPages } from './pages/certificats.page.tsx'
import { extraitPages } from './pages/extrait.page.tsx'
import { feuillePages } from './pages/feuille.page.tsx'
import { feuillePdfPages } from './pages/feuille-pdf.page.tsx'
import { horsLignePages } from './pages/hors-ligne.page.tsx'
import { liensPages } from './pages/liens.page.tsx'
import { sallePages } from './pages/salle.page.tsx'
import { signerDemiJourneePage } from './pages/signer-demi-journee.page.tsx'
import { tablettePages } from './pages/tablette.page.tsx'
import { tacheEnvoyerCode } from './salle.ts'

export const emargementModule: CoformeModule = {
  nom: 'emargement',
  routes(app) {
    app.route('/', signerDemiJourneePage)
    app.route('/', tablettePages)
    app.route('/', sallePages)
    app.route('/', liensPages)
    app.route('/', horsLignePages)
    app.route('/', feuillePages)
    app.route('/', feuillePdfPages)
    app.route('/', certificatsPages)
    app.route('/', attestationsPages)
    app.route('/', extraitPages)
  },
  contributionsSession: [contributionEmargement],
  commandes: [registre],
  jobs: {
    [tacheEnvoyerLien]: envoyerLien,
    [tacheEnvoyerCode]: envoyerCode,
    [tacheCertificat]: emettreCertificatEnTache,
    [tacheAttestation]: emettreAttestationEnTache,
  },
}
