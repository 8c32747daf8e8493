import type { Nature } from '../domain/avis.ts'
import { type Corps, corpsVide, type Decision } from './corps.ts'
import {
  attributDe,
  cpvDe,
  departementDuCodePostal,
  jourDe,
  montantDe,
  premier,
  siretDe,
  suivre,
  texteDe,
  textes,
  tous,
  type Valeur,
} from './noeud.ts'

/** Les racines UBL d’un avis eForms. */
export const racinesEforms = [
  'ContractNotice',
  'ContractAwardNotice',
  'PriorInformationNotice',
  'BusinessRegistrationInformationNotice',
]

const natureDe = (racine: string, avis: Valeur, extension: readonly Valeur[]): Nature => {
  const changements = suivre(extension, 'Changes')
  if (changements.length > 0) {
    const raisons = textes(changements, 'ChangeReason', 'ReasonCode')
    return raisons.some((r) => /^cancel/i.test(r)) ? 'annulation' : 'rectificatif'
  }
  const genre = premier(avis, ['NoticeTypeCode']) ?? ''
  // L’avenant d’un marché en cours a la racine d’une attribution, et n’en est pas une.
  if (/^can-modif/i.test(genre)) return 'autre'
  if (racine === 'ContractAwardNotice') return 'attribution'
  return racine === 'ContractNotice' ? 'marche' : 'autre'
}

/** `EndDate` et `EndTime` portent chacun leur fuseau ; l’heure l’emporte. Sans heure, le jour seul. */
const termeDe = (periode: Valeur): string | null => {
  const date = premier(periode, ['EndDate'])
  const jour = jourDe(date)
  if (jour === null) return date
  const heure = /^(\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?$/.exec(
    premier(periode, ['EndTime']) ?? '',
  )
  const fuseau = heure?.[2] ?? date?.slice(10) ?? ''
  return heure ? `${jour}T${heure[1]}${fuseau}` : jour
}

const termeDuLot = (lot: Valeur): string | null => {
  const processus = suivre(lot, 'TenderingProcess')
  for (const nom of ['TenderSubmissionDeadlinePeriod', 'ParticipationRequestReceptionPeriod']) {
    const [periode] = suivre(processus, nom)
    const terme = periode === undefined ? null : termeDe(periode)
    if (terme !== null) return terme
  }
  return null
}

/** Un titre multilingue : le français, sinon le premier. */
const titre = (v: readonly Valeur[]): string | null => {
  const francais = v.find((x) => /^fra?$/i.test(attributDe(x, 'languageID') ?? ''))
  return texteDe(francais) ?? v.map(texteDe).find((t) => t !== null) ?? null
}

type Entreprise = {
  readonly nom: string | null
  readonly siret: string | null
  readonly cp: string | null
  readonly pays: string | null
}
const entreprises = (extension: readonly Valeur[]): ReadonlyMap<string, Entreprise> =>
  new Map(
    suivre(extension, 'Organizations', 'Organization').flatMap((o) => {
      const [c] = tous(o, 'Company')
      const id = premier(c, ['PartyIdentification', 'ID'])
      if (id === null) return []
      return [
        [
          id,
          {
            nom: titre(suivre(c, 'PartyName', 'Name')),
            siret:
              textes(c, 'PartyLegalEntity', 'CompanyID')
                .map(siretDe)
                .find((s) => s !== null) ?? null,
            cp: premier(c, ['PostalAddress', 'PostalZone']),
            pays: premier(c, ['PostalAddress', 'Country', 'IdentificationCode']),
          },
        ] as const,
      ]
    }),
  )

const parId = (valeurs: readonly Valeur[]): ReadonlyMap<string, Valeur> =>
  new Map(
    valeurs.flatMap((v) => {
      const id = premier(v, ['ID'])
      return id === null ? [] : [[id, v] as const]
    }),
  )

/**
 * Qui a gagné quoi. `LotResult` cite parfois toutes les offres reçues : les gagnantes sont celles d’un contrat, à défaut celles du lot.
 * Le lot d’une offre est celui qu’elle dit. Plusieurs `Tenderer` dans une `TenderingParty` font un groupement ; plusieurs
 * `TenderingParty` sont plusieurs offres.
 */
const decisionsDe = (
  extension: readonly Valeur[],
  connues: ReadonlyMap<string, Entreprise>,
): readonly Decision[] => {
  const resultat = suivre(extension, 'NoticeResult')
  const offres = parId(suivre(resultat, 'LotTender'))
  const candidats = parId(suivre(resultat, 'TenderingParty'))
  const signees = new Set(textes(resultat, 'SettledContract', 'LotTender', 'ID'))
  return suivre(resultat, 'LotResult').flatMap((r): readonly Decision[] => {
    const code = premier(r, ['TenderResultCode']) ?? ''
    const lot = premier(r, ['TenderLot', 'ID'])
    if (/^clos-nw$/i.test(code)) return [{ lot, titulaires: [], sansSuite: true }]
    // Pas encore choisi : ni attribué, ni sans suite.
    if (/^open-nw$/i.test(code)) return []
    const citees = textes(r, 'LotTender', 'ID')
    const gagnantes = citees.filter((t) => signees.has(t))
    const retenues = gagnantes.length > 0 ? gagnantes : citees
    if (retenues.length === 0) return [{ lot, titulaires: [], sansSuite: false }]
    return retenues.map((t): Decision => {
      const offre = offres.get(t)
      const montant =
        suivre(offre, 'LegalMonetaryTotal', 'PayableAmount')
          .map(montantDe)
          .find((m) => m !== null) ?? null
      const partie = candidats.get(premier(offre, ['TenderingParty', 'ID']) ?? '')
      const membres = tous(partie, 'Tenderer').flatMap((m) => {
        const id = premier(m, ['ID'])
        const chef = (premier(m, ['GroupLeadIndicator']) ?? '').toLowerCase() === 'true'
        return id === null ? [] : [{ id, chef }]
      })
      const ids = [...new Set([...membres.filter((m) => m.chef), ...membres].map((m) => m.id))]
      const noms = ids.flatMap((id) => connues.get(id)?.nom ?? [])
      return {
        lot: premier(offre, ['TenderLot', 'ID']) ?? lot,
        titulaires: noms.map((nom) => ({ nom, montant })),
        ...(ids.length === 0 ? {} : { forme: ids.length > 1 ? ('groupement' as const) : ('seul' as const) }),
        sansSuite: false,
      }
    })
  })
}

const classement = (projet: readonly Valeur[]): readonly string[] => [
  ...textes(projet, 'MainCommodityClassification', 'ItemClassificationCode'),
  ...textes(projet, 'AdditionalCommodityClassification', 'ItemClassificationCode'),
]

/** Un avis eForms (UBL), venu du XML ou du JSON que le BOAMP en fait. */
export const lireEforms = (racine: string, avis: Valeur): Corps => {
  const extension = suivre(avis, 'UBLExtensions', 'UBLExtension', 'ExtensionContent', 'EformsExtension')
  const connues = entreprises(extension)
  const acheteur = connues.get(
    premier(avis, ['ContractingParty', 'Party', 'PartyIdentification', 'ID']) ?? '',
  )
  const projet = suivre(avis, 'ProcurementProject')
  // Un groupe de lots n’est pas un lot.
  const lots = suivre(avis, 'ProcurementProjectLot').filter((l) => {
    const [id] = tous(l, 'ID')
    return attributDe(id, 'schemeName') !== 'LotsGroup' && !/^GLO-/.test(texteDe(id) ?? '')
  })
  const lieux = [...projet, ...suivre(lots, 'ProcurementProject')]
  const cps = textes(lieux, 'RealizedLocation', 'Address', 'PostalZone')
  const pays = acheteur?.pays ?? null
  const francais = pays === null || /^FRA?$/i.test(pays)
  const id = premier(avis, ['ID'])
  const publication = premier(suivre(extension, 'Publication'), ['NoticePublicationID'])
  return {
    ...corpsVide,
    procedure: premier(avis, ['ContractFolderID']),
    objet: titre(suivre(projet, 'Name')),
    acheteur: { nom: acheteur?.nom ?? null, siret: acheteur?.siret ?? null },
    departements: francais
      ? [
          ...new Set(
            (cps.length > 0 ? cps : [acheteur?.cp ?? null]).flatMap(
              (cp) => departementDuCodePostal(cp) ?? [],
            ),
          ),
        ]
      : [],
    cpv: [...classement(projet), ...classement(suivre(lots, 'ProcurementProject'))].flatMap(
      (c) => cpvDe(c) ?? [],
    ),
    parution: jourDe(premier(suivre(extension, 'Publication'), ['PublicationDate'])),
    termes: [],
    nature: natureDe(racine, avis, extension),
    lots: lots.map((l) => ({
      id: premier(l, ['ID']),
      intitule: titre(suivre(l, 'ProcurementProject', 'Name')),
      terme: termeDuLot(l),
    })),
    lies: textes(extension, 'Changes', 'ChangedNoticeIdentifier'),
    decisions: decisionsDe(extension, connues),
    pays,
    notice: id === null ? null : { id, version: premier(avis, ['VersionID']) },
    // « 00191534-2024 » dans le fichier, « 191534-2024 » dans la recherche : le même.
    publication: publication === null ? null : publication.replace(/^0+(?=\d)/, ''),
  }
}
