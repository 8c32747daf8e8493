import fc from 'fast-check'

/**
 * Des avis fabriqués, aux formes que publient le BOAMP et le TED. Aucun n’est réel : les acheteurs, les entreprises et les numéros
 * sont tirés au sort.
 */
export type Decision = {
  readonly genre: 'seul' | 'groupement' | 'rangs' | 'inconnu' | 'sans-suite'
  readonly noms: readonly string[]
  /** Centimes. */
  readonly montant: number | null
}
export type Modele = {
  readonly idweb: string
  readonly procedure: string
  readonly notice: string
  readonly nature: 'marche' | 'rectificatif' | 'annulation' | 'attribution'
  readonly objet: string
  readonly acheteur: string
  readonly siret: string
  readonly departement: string
  readonly cpv: string
  readonly parution: string
  /** En temps universel. */
  readonly limite: string
  readonly lots: readonly { readonly id: string; readonly intitule: string; readonly decision: Decision }[]
  readonly lie: string | null
  /** Ce que l’avis eForms lié porte comme identifiant. */
  readonly noticeLiee: string | null
}

const hexa = (n: number) =>
  fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: n, maxLength: n }).map((c) => c.join(''))
export const unUuid = fc
  .tuple(hexa(8), hexa(4), hexa(4), hexa(4), hexa(12))
  .map((morceaux) => morceaux.join('-'))
const mots = [
  'accueil',
  'bâtiment',
  'écrits',
  'français',
  'gestion',
  'numérique',
  'œuvre',
  'santé',
  'tutorat',
  'vente',
]
const unTexte = fc
  .array(fc.constantFrom(...mots), { minLength: 2, maxLength: 5 })
  .map((m) => `Formation ${m.join(' ')}`)
const unNom = fc
  .tuple(fc.constantFrom('Coop', 'Scop', 'Institut', 'Atelier'), fc.constantFrom(...mots), fc.nat(999))
  .map((m) => m.join(' '))
const desNoms = (min: number) => fc.uniqueArray(unNom, { minLength: min, maxLength: 3 })
const unMontant = fc.integer({ min: 1, max: 99_999_999 })
const uneDecision: fc.Arbitrary<Decision> = fc.oneof(
  fc.record({
    genre: fc.constant('seul' as const),
    noms: desNoms(1).map((n) => n.slice(0, 1)),
    montant: unMontant,
  }),
  fc.record({
    genre: fc.constantFrom('groupement' as const, 'rangs' as const, 'inconnu' as const),
    noms: desNoms(2),
    montant: fc.option(unMontant),
  }),
  fc.constant({ genre: 'sans-suite' as const, noms: [], montant: null }),
)
const unJour = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10))

export const unModele: fc.Arbitrary<Modele> = fc
  .record({
    numero: fc.integer({ min: 1, max: 99_999 }),
    procedure: unUuid,
    notice: unUuid,
    nature: fc.constantFrom(
      'marche' as const,
      'rectificatif' as const,
      'annulation' as const,
      'attribution' as const,
    ),
    objet: unTexte,
    acheteur: unNom,
    siret: fc.integer({ min: 10_000_000_000_000, max: 99_999_999_999_999 }).map(String),
    departement: fc.constantFrom('01', '2A', '75', '93', '971', '974', '976', '988'),
    cpv: fc.constantFrom('80500000', '80530000', '80580000', '80512000', '45000000'),
    parution: unJour,
    jours: fc.integer({ min: 1, max: 90 }),
    minute: fc.integer({ min: 0, max: 1439 }),
    lots: fc.array(fc.record({ intitule: unTexte, decision: uneDecision }), { minLength: 1, maxLength: 4 }),
    lie: fc.option(fc.integer({ min: 1, max: 99_999 }).map((n) => `25-${n}`)),
    noticeLiee: unUuid,
  })
  .map((m) => ({
    ...m,
    idweb: `26-${m.numero}`,
    limite: `${new Date(Date.parse(m.parution) + m.jours * 86_400_000 + m.minute * 60_000).toISOString().slice(0, 19)}Z`,
    lots: m.lots.map((l, i) => ({ ...l, id: String(i + 1) })),
    lie: m.nature === 'marche' ? null : m.lie,
    noticeLiee: m.nature === 'marche' || m.nature === 'attribution' ? null : m.noticeLiee,
  }))

const euros = (centimes: number): string => (centimes / 100).toFixed(2)
const statut = {
  marche: 'INITIAL',
  attribution: 'INITIAL',
  rectificatif: 'RECTIFICATIF',
  annulation: 'ANNULATION',
}
const natureHaute = {
  marche: 'APPEL_OFFRE',
  attribution: 'ATTRIBUTION',
  rectificatif: 'RECTIFICATIF',
  annulation: 'ANNULATION',
}
/** Seul ou en liste : les deux se publient. */
const plusieurs = <T>(l: readonly T[]): T | readonly T[] | undefined =>
  l.length === 1 ? l[0] : l.length === 0 ? undefined : l

const nomme = (d: Decision, nom: string, i: number): string =>
  d.genre === 'groupement'
    ? `${nom} (${i === 0 ? 'Mandataire' : 'co-traitant'})`
    : d.genre === 'rangs'
      ? `${nom} (Rang ${i + 1})`
      : nom

/** `donnees` d’avant eForms ; le montant se répète à chaque titulaire, comme il arrive. */
export const donneesAnciennes = (m: Modele) => ({
  IDENTITE: { DENOMINATION: m.acheteur, CP: '75000' },
  OBJET: {
    OBJET_COMPLET: m.objet,
    CPV: { PRINCIPAL: m.cpv },
    LOTS: { LOT: plusieurs(m.lots.map((l) => ({ NUM: l.id, INTITULE: l.intitule }))) },
  },
  CONDITION_DELAI: { RECEPT_OFFRES: m.limite },
  ...(m.nature === 'attribution'
    ? {
        ATTRIBUTION: {
          DECISION: plusieurs(
            m.lots.map(({ id, decision: d }) =>
              d.genre === 'sans-suite'
                ? { NUM_LOT: id, INFRUCTUEUX: '' }
                : {
                    ATTRIBUE: '',
                    NUM_LOT: id,
                    TITULAIRE: plusieurs(d.noms.map((n, i) => ({ DENOMINATION: nomme(d, n, i) }))),
                    RENSEIGNEMENT: plusieurs(
                      d.noms.map(() =>
                        d.montant === null
                          ? {}
                          : { MONTANT: { '@DEVISE': 'EUR', '#text': euros(d.montant) } },
                      ),
                    ),
                  },
            ),
          ),
        },
      }
    : {}),
})
export const gestionAncienne = (m: Modele) => ({
  REFERENCE: {
    IDWEB: m.idweb,
    TYPE_AVIS: { NATURE: { [natureHaute[m.nature]]: '' }, STATUT: { [statut[m.nature]]: '' } },
  },
  ...(m.lie === null ? {} : { MARCHE: { ANNONCE_ANTERIEUR: { REFERENCE: { IDWEB: m.lie } } } }),
  INDEXATION: { DATE_PUBLICATION: m.parution, DEP_PUBLICATION: m.departement, RESUME_OBJET: m.objet },
})

export const donneesEforms = (m: Modele) => {
  const org = (i: number) => `ORG-${String(i).padStart(4, '0')}`
  const noms = [...new Set(m.lots.flatMap((l) => l.decision.noms))]
  const id = (nom: string) => org(noms.indexOf(nom) + 2)
  const compagnie = (identifiant: string, nom: string, de: object = {}) => ({
    'efac:Company': {
      'cac:PartyIdentification': { 'cbc:ID': { '@schemeName': 'organization', '#text': identifiant } },
      'cac:PartyName': { 'cbc:Name': { '@languageID': 'FRA', '#text': nom } },
      ...de,
    },
  })
  // Un groupement est une partie de plusieurs membres ; des rangs, plusieurs parties d’un membre.
  const parties = m.lots.flatMap(({ id: lot, decision: d }, i) =>
    d.noms.length === 0
      ? []
      : d.genre === 'groupement'
        ? [{ id: `${i}0`, lot, membres: d.noms, montant: d.montant }]
        : d.noms.map((n, k) => ({ id: `${i}${k}`, lot, membres: [n], montant: d.montant })),
  )
  const racine = m.nature === 'attribution' ? 'ContractAwardNotice' : 'ContractNotice'
  return {
    EFORMS: {
      [racine]: {
        'ext:UBLExtensions': {
          'ext:UBLExtension': {
            'ext:ExtensionContent': {
              'efext:EformsExtension': {
                ...(m.noticeLiee === null
                  ? {}
                  : {
                      'efac:Changes': {
                        'efbc:ChangedNoticeIdentifier': `${m.noticeLiee}-01`,
                        'efac:ChangeReason': {
                          'cbc:ReasonCode': m.nature === 'annulation' ? 'cancel' : 'update-add',
                        },
                      },
                    }),
                ...(m.nature === 'attribution'
                  ? {
                      'efac:NoticeResult': {
                        'efac:LotResult': m.lots.map(({ id: lot, decision: d }) => ({
                          'cbc:TenderResultCode': {
                            '#text': d.genre === 'sans-suite' ? 'clos-nw' : 'selec-w',
                          },
                          'efac:LotTender': parties
                            .filter((p) => p.lot === lot)
                            .map((p) => ({ 'cbc:ID': `TEN-${p.id}` })),
                          'efac:TenderLot': { 'cbc:ID': `LOT-000${lot}` },
                        })),
                        'efac:LotTender': plusieurs(
                          parties.map((p) => ({
                            'cbc:ID': `TEN-${p.id}`,
                            ...(p.montant === null
                              ? {}
                              : {
                                  'cac:LegalMonetaryTotal': {
                                    'cbc:PayableAmount': { '@currencyID': 'EUR', '#text': euros(p.montant) },
                                  },
                                }),
                            'efac:TenderingParty': { 'cbc:ID': `TPA-${p.id}` },
                            'efac:TenderLot': { 'cbc:ID': `LOT-000${p.lot}` },
                          })),
                        ),
                        'efac:TenderingParty': plusieurs(
                          parties.map((p) => ({
                            'cbc:ID': `TPA-${p.id}`,
                            'efac:Tenderer': plusieurs(p.membres.map((n) => ({ 'cbc:ID': id(n) }))),
                          })),
                        ),
                      },
                    }
                  : {}),
                'efac:Organizations': {
                  'efac:Organization': [
                    compagnie(org(1), m.acheteur, {
                      'cac:PartyLegalEntity': {
                        'cbc:CompanyID': m.siret.replace(/(.{3})(.{3})(.{3})/, '$1 $2 $3 '),
                      },
                      'cac:PostalAddress': { 'cac:Country': { 'cbc:IdentificationCode': 'FRA' } },
                    }),
                    ...noms.map((n) => compagnie(id(n), n)),
                  ],
                },
              },
            },
          },
        },
        'cbc:ID': { '@schemeName': 'notice-id', '#text': m.notice },
        'cbc:ContractFolderID': m.procedure,
        'cbc:VersionID': '01',
        'cbc:NoticeTypeCode': { '#text': m.nature === 'attribution' ? 'can-standard' : 'cn-standard' },
        'cac:ContractingParty': { 'cac:Party': { 'cac:PartyIdentification': { 'cbc:ID': org(1) } } },
        'cac:ProcurementProject': {
          'cbc:Name': { '@languageID': 'FRA', '#text': m.objet },
          'cac:MainCommodityClassification': {
            'cbc:ItemClassificationCode': { '@listName': 'cpv', '#text': m.cpv },
          },
        },
        'cac:ProcurementProjectLot': plusieurs(
          m.lots.map((l) => ({
            'cbc:ID': { '@schemeName': 'Lot', '#text': `LOT-000${l.id}` },
            'cac:TenderingProcess': {
              'cac:TenderSubmissionDeadlinePeriod': {
                'cbc:EndDate': `${m.limite.slice(0, 10)}Z`,
                'cbc:EndTime': m.limite.slice(11),
              },
            },
            'cac:ProcurementProject': { 'cbc:Name': { '@languageID': 'FRA', '#text': l.intitule } },
          })),
        ),
      },
    },
  }
}

const volet = {
  marche: 'initial',
  rectificatif: 'rectificatif',
  annulation: 'annulation',
  attribution: 'attribution',
}
export const donneesFnSimple = (m: Modele) => ({
  FNSimple: {
    organisme: { nomOfficiel: m.acheteur, codeIdentificationNational: m.siret },
    [volet[m.nature]]: {
      ...(m.lie === null ? {} : { avisInitial: { idWeb: m.lie } }),
      natureMarche: { intitule: m.objet, codeCPV: { objetPrincipal: { classPrincipale: m.cpv } } },
      lots: { lot: plusieurs(m.lots.map((l) => ({ numero: l.id, intitule: l.intitule }))) },
      procedure: { dateReceptionOffres: m.limite },
    },
  },
})
export const donneesMapa = (m: Modele, racine: 'MAPA' | 'DSP' | 'AUTRE' = 'MAPA') => ({
  [racine]: {
    organisme: { acheteurPublic: m.acheteur },
    [volet[m.nature]]: {
      ...(m.lie === null ? {} : { avisInitial: { idWeb: m.lie } }),
      description: { objet: m.objet },
      ...(m.nature === 'attribution'
        ? {
            attribution: {
              resultat: plusieurs(
                m.lots.map(({ id, decision: d }) =>
                  d.genre === 'sans-suite'
                    ? { numLot: id, infructueux: '' }
                    : {
                        numLot: id,
                        attribue: {
                          titulaire: plusieurs(d.noms.map((n, i) => ({ PersonneMorale: nomme(d, n, i) }))),
                          ...(d.montant === null
                            ? {}
                            : { montant: { '@devise': 'EUR', valeur: euros(d.montant) } }),
                        },
                      },
                ),
              ),
            },
          }
        : {}),
    },
  },
})

/** L’enveloppe d’explore v2.1 : `donnees` et `gestion` en chaînes JSON, le département parfois sans zéro. */
export const enveloppe = (m: Modele, donnees: object, plus: object = {}) => ({
  idweb: m.idweb,
  objet: m.objet,
  nomacheteur: m.acheteur,
  code_departement: [m.departement.replace(/^0/, '')],
  dateparution: m.parution,
  datelimitereponse: m.nature === 'marche' ? `${m.limite.slice(0, 19)}+00:00` : null,
  nature: natureHaute[m.nature],
  etat: 'INITIAL',
  annonce_lie: m.lie === null ? null : [m.lie],
  donnees: JSON.stringify(donnees),
  ...plus,
})

export const formes = {
  eforms: (m: Modele) => enveloppe(m, donneesEforms(m), { contractfolderid: m.procedure }),
  ancien: (m: Modele) => enveloppe(m, donneesAnciennes(m), { gestion: JSON.stringify(gestionAncienne(m)) }),
  fnsimple: (m: Modele) => enveloppe(m, donneesFnSimple(m)),
  mapa: (m: Modele) => enveloppe(m, donneesMapa(m)),
  dsp: (m: Modele) => enveloppe(m, donneesMapa(m, 'DSP')),
  autre: (m: Modele) => enveloppe(m, donneesMapa(m, 'AUTRE')),
} as const
export type Forme = keyof typeof formes

const echapper = (t: string): string => t.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')
/** L’arbre JSON façon BOAMP, en XML : `@x` est un attribut, `#text` le texte, une liste se répète. */
export const enXml = (v: unknown, nom: string): string => {
  if (v === undefined || v === null) return ''
  if (Array.isArray(v)) return v.map((x) => enXml(x, nom)).join('')
  if (typeof v !== 'object') return `<${nom}>${echapper(String(v))}</${nom}>`
  const entrees = Object.entries(v)
  const attributs = entrees.flatMap(([k, x]) =>
    k.startsWith('@') ? [` ${k.slice(1)}="${echapper(String(x))}"`] : [],
  )
  const dedans = entrees.map(([k, x]) =>
    k.startsWith('@') ? '' : k === '#text' ? echapper(String(x)) : enXml(x, k),
  )
  return `<${nom}${attributs.join('')}>${dedans.join('')}</${nom}>`
}

const espaces = ['cac', 'cbc', 'ext', 'efac', 'efbc', 'efext']
  .map((p) => ` xmlns:${p}="urn:essai:${p}"`)
  .join('')
export const xmlAncien = (m: Modele): string =>
  `<?xml version="1.0" encoding="UTF-8"?>${enXml({ GESTION: gestionAncienne(m), DONNEES: donneesAnciennes(m) }, 'ANNONCE')}`
export const xmlEforms = (m: Modele): string => {
  const [[racine, avis] = ['', {}]] = Object.entries(donneesEforms(m).EFORMS)
  return `<?xml version="1.0" encoding="UTF-8"?>${enXml(avis, racine).replace(`<${racine}>`, `<${racine}${espaces}>`)}`
}

/** Une réponse de la recherche TED v3 : des noms à traits d’union, des langues, un terme par lot. */
export const avisTed = (m: Modele, numero: string) => ({
  'publication-number': numero,
  'procedure-identifier': m.procedure,
  'notice-title': { eng: ['Training'], fra: [m.objet] },
  'buyer-name': { fra: [m.acheteur] },
  'buyer-country': ['FRA'],
  'publication-date': `${m.parution}+02:00`,
  'classification-cpv': [m.cpv, m.cpv],
  'deadline-receipt-tender-date-lot': m.lots.map(() => `${m.limite.slice(0, 10)}Z`),
  'deadline-receipt-tender-time-lot': m.lots.map(() => m.limite.slice(11)),
  'notice-type': m.nature === 'attribution' ? 'can-standard' : 'cn-standard',
  ...(m.nature === 'rectificatif' ? { 'form-type': 'change' } : {}),
})
