import type {
  CertificatRealisationV1,
  SignaturesCertificatV1,
} from '../documents/certificat-realisation.v1.ts'

/** Un certificat fictif : SIREN en 999 (tranche non attribuée), domaine `.example`, téléphone de fiction. */
export const exempleCertificat: CertificatRealisationV1 = {
  numero: 'CR-2026-0147-06',
  organisme: {
    nom: 'Langue & Lien',
    devise: 'Langues vivantes, collectifs vivants',
    forme: 'Scop SA à capital variable',
    adresse: {
      lignes: ['14 rue des Passerelles'],
      codePostal: '38000',
      ville: 'Grenoble',
    },
    telephone: '04 65 71 20 30',
    courriel: 'bonjour@langue-et-lien.example',
    siret: '99912047000011',
    rcs: 'Grenoble',
    tva: 'FR21999120470',
    nda: '84389914238',
    prefet: 'de la région Auvergne-Rhône-Alpes',
    couleur: '#8a2f4f',
    logo: {
      alt: 'Logo de Langue & Lien : deux bulles de parole qui forment un maillon',
      svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 66 54"><g fill="none" stroke-width="5" stroke-linejoin="round"><path d="M15 4h18a12 12 0 0 1 0 24H21l-10 8v-8.7A12 12 0 0 1 15 4z" stroke="#8a2f4f"/><path d="M51 18H33a12 12 0 0 0 0 24h12l10 8v-8.7A12 12 0 0 0 51 18z" stroke="#1b1f24"/></g></svg>',
    },
  },
  beneficiaire: {
    civilite: 'Mme',
    prenom: 'Yasmine',
    nom: 'Haddad',
    entreprise: 'Ateliers Belledonne',
  },
  action: {
    intitule: 'Anglais professionnel : conduire une réunion de projet',
    nature: 'formation',
    debut: '2026-11-17',
    fin: '2026-11-18',
    minutesRealisees: 840,
    minutesDistance: 0,
    modalite: 'présentiel',
    session: 'S-2026-0147',
    convention: 'CV-2026-0147',
    lieu: 'Grenoble',
  },
  cofinancementEuropeen: false,
  justificatifs: {
    feuilles: ['EM-2026-0147-01'],
    signatures: 4,
  },
  fait: {
    ville: 'Grenoble',
    le: '2026-11-19',
  },
  signataire: {
    civilite: 'Mme',
    prenom: 'Hélène',
    nom: 'Roussillon',
    qualite: 'directrice générale',
  },
}

export const exempleSignaturesCertificat: SignaturesCertificatV1 = {
  organisme: {
    etat: 'electronique',
    le: '2026-11-19T09:08:00+01:00',
    moyen: 'compte personnel, second facteur · registre, entrée n° 12 091',
    trace:
      '7 67 12 30 22 75 28 54 22 47 15 50 13 57 19 65 29 68 39 61 41 53 36 48 28 50 27 57 32 65 43 66 51 60 54 51 48 42 41 45 39 55 46 67 57 70 64 61 68 52 62 47 55 49 53 56 58 62 69 63 79 58 81 52 75 47 68 49 67 54 72 58 83 60 91 56 94 50 95 55 85 87 43 90',
  },
}
