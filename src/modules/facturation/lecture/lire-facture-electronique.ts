/** Une facture électronique du dehors : PDF (Factur-X, ZUGFeRD), CII ou UBL. Ce qu’elle dit, et les règles qu’elle rompt. */
import type { Refus } from '#kernel/refus.ts'
import { refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { typographier } from '#kernel/texte.ts'
import type { Noeud } from '#kernel/xml.ts'
import { lireOctetsXml } from '#platform/xml/lire-xml.ts'
import { desaccordsDuPapier } from '../domain/electronique/accorder-papier.ts'
import { enCentimes } from '../domain/electronique/decimal.ts'
import type { FactureLue, Partie } from '../domain/electronique/modele.ts'
import { profilDe } from '../domain/electronique/profils.ts'
import type { RegleRompue } from '../domain/electronique/regle.ts'
import { reglesRompues } from '../domain/electronique/verifier.ts'
import { espaceCii, lireCii } from './lire-cii.ts'
import { espacesUbl, fautesDeStructureUbl, lireUbl } from './lire-ubl.ts'
import type { PdfDemonte, PieceJointe } from './pdf/demonter.ts'
import { lirePdf } from './pdf/lire-pdf.ts'
import { type FautesDeSchema, ouvrirSchemas } from './valider-schema.ts'

export type FactureRecue = {
  readonly facture: FactureLue
  /** Les octets du XML, seul ou joint au PDF. */
  readonly xml: Uint8Array
  /** Le nom du fichier joint ; absent si le fichier est le XML lui-même. */
  readonly jointe?: string
  readonly regles: readonly RegleRompue[]
  /** Ce qui surprend sans rien rompre. */
  readonly remarques: readonly string[]
}

export type RefusFactureRecue = Refus

const genres: Readonly<Record<string, string>> = {
  CrossIndustryDocument:
    'Ce fichier suit ZUGFeRD 1 (2014), d’avant EN 16931 : demandez-en un Factur-X à qui l’a émis.',
  SCRDMCCBDACIOMessageStructure: 'Ce fichier est une commande (Order-X), pas une facture.',
  CrossDomainAcknowledgementAndResponse: 'Ce fichier est un statut de facture (CDAR), pas une facture.',
}

/** La syntaxe d’un XML, ou la phrase qui dit ce qu’il est. */
const syntaxeDe = (racine: Noeud): 'CII' | 'UBL' | string => {
  if (racine.nom === 'CrossIndustryInvoice' && racine.espace === espaceCii) return 'CII'
  if (espacesUbl[racine.nom] === racine.espace && racine.espace !== '') return 'UBL'
  return (
    genres[racine.nom] ??
    `Ce XML n’est pas une facture : sa racine est « ${racine.nom.slice(0, 60)} », ni CII ni UBL.`
  )
}

const rompue = (id: string, message: string): RegleRompue => ({ id, message: typographier(message) })

const lireFactureXml = (
  octets: Uint8Array,
  fautesDeSchema: FautesDeSchema,
): Result<FactureRecue, RefusFactureRecue> => {
  const lu = lireOctetsXml(octets)
  if (!lu.ok) return lu
  const syntaxe = syntaxeDe(lu.value)
  if (syntaxe !== 'CII' && syntaxe !== 'UBL') return refuser('pas-une-facture', syntaxe)
  const facture = syntaxe === 'CII' ? lireCii(lu.value) : lireUbl(lu.value)
  const fautes =
    syntaxe === 'CII'
      ? fautesDeSchema(octets, profilDe(facture.profil)?.schema ?? 'extended')
      : fautesDeStructureUbl(lu.value)
  return ok({
    facture,
    xml: octets,
    regles: [
      ...fautes.map((f) => rompue('XSD', `La structure du fichier ne suit pas son schéma, ${f}`)),
      ...reglesRompues(facture),
    ],
    remarques: [],
  })
}

/** Les noms que les normes donnent à la pièce jointe, du plus au moins récent. */
const nomsDeFacture = ['factur-x.xml', 'zugferd-invoice.xml', 'xrechnung.xml']
const rangDuNom = (nom: string): number => {
  const rang = nomsDeFacture.indexOf(nom.toLowerCase())
  return rang < 0 ? nomsDeFacture.length : rang
}

type Candidate = { readonly jointe: PieceJointe; readonly lue: FactureRecue }

const facturesJointes = (
  jointes: readonly PieceJointe[],
  fautesDeSchema: FautesDeSchema,
): { lues: Candidate[]; refus: Refus | undefined } => {
  let refus: Refus | undefined
  const lues = jointes
    .filter((j) => /\.xml$/i.test(j.nom) || j.octets.subarray(0, 100).includes(0x3c))
    .toSorted((a, b) => rangDuNom(a.nom) - rangDuNom(b.nom))
    .flatMap((jointe) => {
      const lue = lireFactureXml(jointe.octets, fautesDeSchema)
      if (lue.ok) return [{ jointe, lue: lue.value }]
      // Le refus qui compte est celui du fichier qui devait être la facture.
      if (/\.xml$/i.test(jointe.nom)) refus ??= lue.error
      return []
    })
  return { lues, refus }
}

const niveauXmp = (xmp: string): string | undefined =>
  /<(?:\w+:)?ConformanceLevel>\s*([^<]{1,40})\s*</.exec(xmp)?.[1]?.trim() ??
  /:ConformanceLevel\s*=\s*["']([^"']{1,40})["']/.exec(xmp)?.[1]?.trim()
const plat = (t: string) =>
  t
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .toUpperCase()
    .replace(/^COMFORT$/, 'EN16931')

const reglesDuPdf = (pdf: PdfDemonte, choisie: Candidate, autres: readonly Candidate[]): RegleRompue[] => {
  const niveau = niveauXmp(pdf.xmp)
  const profil = profilDe(choisie.lue.facture.profil)?.nom
  return [
    ...(autres.length > 0
      ? [
          rompue(
            'PDF-FACTURES',
            `Ce PDF porte plusieurs factures différentes (${[choisie, ...autres].map((c) => c.jointe.nom || 'sans nom').join(', ')}) : laquelle vaut ne se devine pas.`,
          ),
        ]
      : []),
    ...(pdf.script
      ? [rompue('PDF-SCRIPT', 'Ce PDF porte un script ou lance une action : une facture n’en a pas.')]
      : []),
    ...(pdf.chiffre ? [rompue('PDF-CHIFFRE', 'Ce PDF est chiffré : PDF/A, donc Factur-X, l’interdit.')] : []),
    ...(pdf.repare
      ? [rompue('PDF-STRUCTURE', 'La table de ce PDF est abîmée : il a fallu la refaire pour le lire.')]
      : []),
    ...(niveau && profil && plat(niveau) !== plat(profil)
      ? [rompue('PDF-PROFIL', `Le PDF annonce le profil ${niveau}, son XML le profil ${profil}.`)]
      : []),
    ...desaccordsDuPapier(pdf.texte, choisie.lue.facture),
  ]
}

const remarquesDuPdf = (pdf: PdfDemonte, { jointe }: Candidate): string[] =>
  [
    ...(rangDuNom(jointe.nom) === nomsDeFacture.length
      ? [`Le XML joint s’appelle « ${jointe.nom.slice(0, 60)} », et non factur-x.xml.`]
      : []),
    ...(['Data', 'Source', 'Alternative'].includes(jointe.relation ?? '')
      ? []
      : ['Le XML joint ne dit pas son lien au papier (AFRelationship : Data, Source ou Alternative).']),
    ...(/pdfaid:part\s*(?:=\s*["']|>)\s*3/.test(pdf.xmp) ? [] : ['Le PDF ne se dit pas PDF/A-3.']),
  ].map(typographier)

const memesOctets = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

const lireFacturePdf = async (
  octets: Uint8Array,
  fautesDeSchema: FautesDeSchema,
): Promise<Result<FactureRecue, RefusFactureRecue>> => {
  const lu = await lirePdf(octets)
  if (!lu.ok) return lu
  const { lues, refus } = facturesJointes(lu.value.jointes, fautesDeSchema)
  const [choisie, ...suite] = lues
  if (!choisie)
    return refus
      ? refuser(refus.code, refus.phrase)
      : refuser(
          'sans-facture-jointe',
          'Ce PDF ne porte pas de facture électronique : aucun XML n’y est joint.',
        )
  const autres = suite.filter((c) => !memesOctets(c.jointe.octets, choisie.jointe.octets))
  return ok({
    ...choisie.lue,
    jointe: choisie.jointe.nom,
    regles: [...choisie.lue.regles, ...reglesDuPdf(lu.value, choisie, autres)],
    remarques: remarquesDuPdf(lu.value, choisie),
  })
}

const estPdf = (octets: Uint8Array) => Buffer.from(octets.subarray(0, 1024)).includes('%PDF-')

/** Lit une facture électronique ; un refus quand rien ne s’en lit (illisible, chiffrée, trop lourde, ou autre chose). */
export const lireFactureElectronique = async (
  octets: Uint8Array,
): Promise<Result<FactureRecue, RefusFactureRecue>> => {
  if (octets.length === 0) return refuser('vide', 'Ce fichier est vide.')
  const fautesDeSchema = await ouvrirSchemas()
  return estPdf(octets) ? lireFacturePdf(octets, fautesDeSchema) : lireFactureXml(octets, fautesDeSchema)
}

const ouNul = (t: string | undefined) => (t === undefined || t === '' ? null : t)

const direPartie = (p: Partie | undefined) => {
  const siret = p?.identifiants.find((i) => i.schema === '0009')?.id
  return {
    nom: ouNul(p?.nom),
    siren: p?.legal?.schema === '0002' ? p.legal.id : (siret?.slice(0, 9) ?? null),
    siret: siret ?? null,
    tva: p?.tva[0] ?? null,
    pays: ouNul(p?.adresse?.pays),
    adresseElectronique: p?.adresses[0] ? { ...p.adresses[0], schema: p.adresses[0].schema ?? null } : null,
  }
}

/** La forme stable que rend la commande ; montants en centimes, `null` pour ce qui n’est pas dit. */
export const direFactureRecue = ({ facture: f, jointe, regles, remarques }: FactureRecue) => ({
  lisible: true,
  syntaxe: f.syntaxe,
  profil: profilDe(f.profil)?.nom ?? ouNul(f.profil),
  numero: ouNul(f.numero),
  date: ouNul(f.date),
  type: ouNul(f.type),
  vendeur: ouNul(f.vendeur?.nom),
  acheteur: ouNul(f.acheteur?.nom),
  totaux: {
    ht: enCentimes(f.totaux?.ht),
    tva: enCentimes((f.totaux?.tva.find((t) => t.devise === f.devise) ?? f.totaux?.tva[0])?.montant),
    ttc: enCentimes(f.totaux?.ttc),
    net: enCentimes(f.totaux?.net),
  },
  valide: regles.length === 0,
  regles,
  remarques,
  specification: ouNul(f.profil),
  cadre: ouNul(f.cadre),
  devise: ouNul(f.devise),
  echeance: ouNul(f.echeance),
  parties: { vendeur: direPartie(f.vendeur), acheteur: direPartie(f.acheteur) },
  jointe: jointe ?? null,
})

/** La même forme quand rien ne s’est lu : ce qui manque est `null`, la seule règle dit pourquoi. */
export const direIllisible = (refus: Refus) => ({
  lisible: false,
  syntaxe: null,
  profil: null,
  numero: null,
  date: null,
  type: null,
  vendeur: null,
  acheteur: null,
  totaux: { ht: null, tva: null, ttc: null, net: null },
  valide: false,
  regles: [{ id: refus.code, message: refus.phrase }],
})
