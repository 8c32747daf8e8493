import type { Nature } from '../domain/avis.ts'
import { type Corps, corpsVide, type Decision } from './corps.ts'
import {
  cpvDe,
  departementDuCodePostal,
  jourDe,
  montantDe,
  porte,
  premier,
  siretDe,
  suivre,
  texteDe,
  textes,
  tous,
  type Valeur,
} from './noeud.ts'

/** Les racines du schéma national : formulaire simplifié, procédure adaptée, délégation, autre. */
export const racinesNationales = ['FNSimple', 'MAPA', 'DSP', 'AUTRE']

/** Le volet d’un avis, et ce qu’il en fait. */
const volets: readonly (readonly [nom: string, nature: Nature])[] = [
  ['annulation', 'annulation'],
  ['rectificatif', 'rectificatif'],
  ['attribution', 'attribution'],
  ['initial', 'marche'],
]

const profondeurMax = 5
/** Les textes des clés qui conviennent, où qu’elles soient dans le volet : le schéma en a plusieurs versions. */
const chercher = (v: Valeur, convient: (cle: string) => boolean, profondeur = 0): readonly string[] => {
  if (profondeur > profondeurMax || typeof v !== 'object' || v === null) return []
  return Object.entries(v).flatMap(([cle, x]) => {
    const texte = convient(cle) ? texteDe(x) : null
    return texte === null ? chercher(x, convient, profondeur + 1) : [texte]
  })
}
/** `dateReceptionOffres`, `receptOffres`, `dateLimiteReponse`… : le champ qui porte le terme. */
const estUnTerme = (cle: string): boolean =>
  /^(?:date|limite|recept|reception|remise|depot).*(?:offres?|candidatures?|reponses?|plis)$/i.test(cle)

const cpvs = (v: readonly Valeur[]): readonly string[] =>
  ['objetPrincipal', 'objetComplementaire', 'objetSupplementaire'].flatMap((o) =>
    ['classPrincipale', 'classSupplementaire', 'classComplementaire'].flatMap((c) =>
      textes(v, 'codeCPV', o, c),
    ),
  )

const noms = (titulaire: Valeur): readonly string[] => {
  const nu = texteDe(titulaire)
  if (nu !== null) return [nu]
  const personnes = ['PersonneMorale', 'personneMorale', 'PersonnePhysique', 'personnePhysique'].flatMap(
    (c) => tous(titulaire, c),
  )
  const lus = [...personnes, titulaire].flatMap(
    (p) => texteDe(p) ?? premier(p, ['nomOfficiel'], ['denomination'], ['raisonSociale'], ['nom']) ?? [],
  )
  return [...new Set(lus)]
}

/** `resultat` d’une attribution MAPA : `attribue`, `infructueux` ou `sansSuite`, un par lot. */
const decisionsDe = (volet: Valeur): readonly Decision[] =>
  [...suivre(volet, 'attribution'), volet]
    .flatMap((v) => [v, ...suivre(v, 'lots', 'lot')])
    .flatMap((ici) =>
      tous(ici, 'resultat').flatMap((r): readonly Decision[] => {
        const lot = premier(r, ['numLot'], ['numeroLot']) ?? premier(ici, ['numero'], ['numLot'], ['num'])
        if (Object.keys(r ?? {}).some((c) => /infructueux|sans_?suite|nonAttribue/i.test(c)))
          return [{ lot, titulaires: [], sansSuite: true }]
        return tous(r, 'attribue').map((a) => {
          const montants = tous(a, 'montant').map((m) => {
            const [valeur] = tous(m, 'valeur')
            // La devise est sur `montant`, le nombre dans `valeur`.
            const devise =
              typeof m === 'object' && m !== null ? (m as Record<string, unknown>)['@devise'] : undefined
            return valeur === undefined
              ? montantDe(m)
              : montantDe({ '@devise': devise, '#text': texteDe(valeur) })
          })
          const titulaires = tous(a, 'titulaire').flatMap(noms)
          return {
            lot: lot ?? premier(a, ['numLot'], ['numeroLot']),
            titulaires: titulaires.map((nom, i) => ({
              nom,
              montant:
                (montants.length === titulaires.length ? montants[i] : i === 0 ? montants[0] : null) ?? null,
            })),
            sansSuite: false,
          }
        })
      }),
    )

/** Un avis national : `organisme`, puis `initial`, `rectificatif`, `attribution` ou `annulation`. */
export const lireNational = (avis: Valeur): Corps => {
  const [nom, nature] = volets.find(([v]) => porte(avis, v)) ?? [undefined, null]
  const volet = nom === undefined ? [] : tous(avis, nom)
  const organisme = suivre(avis, 'organisme')
  const marche = suivre(volet, 'natureMarche')
  const lots = suivre(volet, 'lots', 'lot')
  const cp = premier(organisme, ['cp'], ['adr', 'cp'], ['codePostal'])
  return {
    ...corpsVide,
    procedure: premier(volet, ['identifiantProcedure']),
    objet:
      premier(
        volet,
        ['natureMarche', 'intitule'],
        ['description', 'objet'],
        ['natureMarche', 'description'],
      ) ?? premier(volet, ['objet']),
    acheteur: {
      nom: premier(organisme, ['nomOfficiel'], ['acheteurPublic'], ['denomination']),
      siret: siretDe(premier(organisme, ['codeIdentificationNational'], ['siret'])),
    },
    departements: [departementDuCodePostal(cp)].flatMap((d) => d ?? []),
    cpv: [...cpvs(marche), ...cpvs(lots)].flatMap((c) => cpvDe(c) ?? []),
    termes: chercher(volet, estUnTerme).slice(0, 1),
    nature,
    lots: lots.map((l) => ({
      id: premier(l, ['numero'], ['num'], ['numLot'], ['id']),
      intitule: premier(l, ['intitule'], ['description'], ['objet']),
      terme: null,
    })),
    lies: [
      ...textes(volet, 'avisInitial', 'idWeb'),
      ...textes(volet, 'avisInitial', 'idweb'),
      ...textes(volet, 'attribution', 'avisInitial', 'idWeb'),
    ],
    decisions: nom === 'attribution' ? volet.flatMap(decisionsDe) : [],
    parution: jourDe(premier(volet, ['datePublication'])),
  }
}
