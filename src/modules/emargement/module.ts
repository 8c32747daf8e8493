import { droits } from '#modules/organisme/index.ts'
import type { CoformeModule } from '#web/module.ts'
import { registre } from './commandes/registre.ts'
import { contributionEmargement } from './contributions/session.tsx'
import { tachePorterJalons } from './db/registre.ecritures.ts'
import { emettreCertificatDePeriodeEnTache, tacheCertificatDePeriode } from './gestes/certificats-periode.ts'
import { tacheEnvoyerCodeDuLien } from './gestes/code-du-lien.ts'
import { tacheEnvoyerLien } from './gestes/composer.ts'
import { emettreAttestationEnTache, tacheAttestation } from './gestes/emettre-attestations.ts'
import { emettreCertificatEnTache, tacheCertificat } from './gestes/emettre-certificats.ts'
import { tacheEnvoyerCode } from './gestes/salle.ts'
import { envoyerCode } from './jobs/envoyer-code.job.ts'
import { envoyerCodeDuLien } from './jobs/envoyer-code-du-lien.job.ts'
import { envoyerLien } from './jobs/envoyer-lien.job.ts'
import { jalonnerTous, porterJalons, tacheJalonner } from './jobs/porter-jalons.job.ts'
import { registreUrl } from './liens.ts'
import { attestationsPages } from './pages/attestations.page.tsx'
import { certificatsPages } from './pages/certificats.page.tsx'
import { certificatsPeriodePages } from './pages/certificats-periode.page.tsx'
import { distancePages } from './pages/distance.page.tsx'
import { distanceNoterPages } from './pages/distance-noter.page.tsx'
import { contributionRegistre, effacerPages } from './pages/effacer.page.tsx'
import { extraitPages } from './pages/extrait.page.tsx'
import { feuillePages } from './pages/feuille.page.tsx'
import { feuillePapierPages } from './pages/feuille-papier.page.tsx'
import { feuillePdfPages } from './pages/feuille-pdf.page.tsx'
import { horsLignePages } from './pages/hors-ligne.page.tsx'
import { liensPages } from './pages/liens.page.tsx'
import { listeConnexionPage } from './pages/liste-connexion.page.tsx'
import { registrePages } from './pages/registre.page.tsx'
import { reglageSignaturePages } from './pages/reglage-signature.page.tsx'
import { sallePages } from './pages/salle.page.tsx'
import { signerDemiJourneePage } from './pages/signer-demi-journee.page.tsx'
import { tablettePages } from './pages/tablette.page.tsx'

export const emargementModule: CoformeModule = {
  nom: 'emargement',
  navigation: [
    {
      libelle: 'Registre',
      href: registreUrl(),
      rang: 62,
      groupe: 'qualite',
      roles: Object.keys(droits['registre.exporter'].par),
    },
  ],
  routes(app) {
    app.route('/', signerDemiJourneePage)
    app.route('/', tablettePages)
    app.route('/', sallePages)
    app.route('/', liensPages)
    app.route('/', horsLignePages)
    app.route('/', feuillePages)
    app.route('/', feuillePapierPages)
    app.route('/', feuillePdfPages)
    app.route('/', certificatsPages)
    app.route('/', certificatsPeriodePages)
    app.route('/', attestationsPages)
    app.route('/', extraitPages)
    app.route('/', registrePages)
    app.route('/', reglageSignaturePages)
    app.route('/', effacerPages)
    app.route('/', distancePages)
    app.route('/', distanceNoterPages)
    app.route('/', listeConnexionPage)
  },
  contributionsPersonne: [contributionRegistre],
  systeme: { [tacheJalonner]: jalonnerTous },
  crons: [{ nom: tacheJalonner, quand: '41 1 * * *' }],
  contributionsSession: [contributionEmargement],
  commandes: [registre],
  jobs: {
    [tachePorterJalons]: porterJalons,
    [tacheEnvoyerLien]: envoyerLien,
    [tacheEnvoyerCode]: envoyerCode,
    [tacheEnvoyerCodeDuLien]: envoyerCodeDuLien(),
    [tacheCertificat]: emettreCertificatEnTache,
    [tacheCertificatDePeriode]: emettreCertificatDePeriodeEnTache,
    [tacheAttestation]: emettreAttestationEnTache,
  },
}
