// Ce que dit de l’action chaque genre de pièce de la session de `pieces.ts` : ce qui se contredirait d’une pièce à l’autre,
// au mot près.
const intitule = 'Anglais professionnel : conduire une réunion de projet'
export const partout = [
  'Langue & Lien',
  '3 rue du Four',
  '38000 Grenoble',
  '04 65 71 20 30',
  'contact@langue-et-lien.example',
  'SARL à capital variable',
]
const declaree = 'sous le numéro 84 38 12345 38'
const numeroDeclare = '84 38 12345 38'
const dates = 'du 1er au 2 décembre 2026'
const lieu = 'Salle Drac'
const formateur = 'Tom Okafor'
const titres = 'Master de didactique des langues, douze ans d’enseignement aux adultes'
const adresse = '16 rue des Passerelles, 38130 Échirolles'
const objectif = 'Conduire en anglais une réunion de projet, de son ouverture au relevé de décisions.'
const modalite = 'en présentiel'
const horaires = [
  'mardi 1er décembre 9 h – 12 h 30',
  'mardi 1er décembre 13 h 30 – 17 h',
  'mercredi 2 décembre 9 h – 12 h 30',
  'mercredi 2 décembre 13 h 30 – 17 h',
]
const reclamer = 'qualite@langue-et-lien.example'
const handicap = 'Dalila Amrani répond au 04 65 71 20 34'
const action = [intitule, dates, '14 h', lieu, formateur]
export const dites: Readonly<Record<string, readonly string[]>> = {
  DV: [
    ...action,
    declaree,
    adresse,
    titres,
    objectif,
    modalite,
    ...horaires,
    handicap,
    '2 880,00 €',
    'Odile Garnier',
  ],
  PG: [intitule, '14 h, 2 jours', lieu, formateur, titres, numeroDeclare],
  CV: [
    ...action,
    declaree,
    adresse,
    titres,
    objectif,
    modalite,
    ...horaires,
    handicap,
    reclamer,
    '2 880,00 €',
    'Odile Garnier',
    'S-2026-001',
  ],
  AV: [
    ...action,
    declaree,
    adresse,
    titres,
    objectif,
    modalite,
    ...horaires,
    handicap,
    reclamer,
    '2 880,00 €',
    'complète la convention CV-2026-0001',
  ],
  CT: [
    ...action,
    declaree,
    adresse,
    titres,
    objectif,
    modalite,
    ...horaires,
    handicap,
    reclamer,
    '1 200,00 €',
    '360,00 € 30 %',
    '240,00 € 20 %',
    '600,00 € 50 %',
    'Formulaire de rétractation',
    'S-2026-001',
  ],
  IS: [...action, adresse, titres, objectif, modalite, ...horaires, handicap, 'RI-2026-0001', 'S-2026-001'],
  CO: [...action, adresse, titres, modalite, ...horaires, handicap, 'S-2026-001'],
  EM: [intitule, lieu, adresse, formateur, numeroDeclare, 'S-2026-001', 'CV-2026-0001', 'CT-2026-0001'],
  CR: [intitule, dates, lieu, declaree, 'réellement suivies', 'S-2026-001', 'EM-2026-0001', 'présentiel'],
  AT: [...action, declaree, objectif, modalite, 'S-2026-001', 'suivies, sur 14 h prévues'],
  EP: [...action, declaree, adresse, titres, modalite, 'S-2026-001', 'EM-2026-0001', 'ST-2026-0008'],
  RI: [declaree, reclamer],
}
