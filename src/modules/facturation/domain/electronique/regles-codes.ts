/** EN 16931, les listes de codes (BR-CL) et le préfixe d’un numéro de TVA (BR-CO-09). */
import codes from './codes.json' with { type: 'json' }
import type { FactureLue, Identifiant, Partie, Texte } from './modele.ts'
import { type Portee, present, type Regle, rempli } from './regle.ts'

const liste = (nom: Exclude<keyof typeof codes, 'source'>): ReadonlySet<string> =>
  new Set(codes[nom].split(' '))

const decode = (
  id: string,
  quoi: string,
  admis: ReadonlySet<string>,
  lire: (f: FactureLue) => readonly Texte[],
  portee: Portee = 'sans-lignes',
): Regle => ({
  id,
  phrase: `${quoi} est d’une liste de codes.`,
  portee,
  ruptures: (f) =>
    [...new Set(lire(f).filter(present))].filter((c) => !admis.has(c)).map((c) => `« ${c.slice(0, 40)} »`),
})

const parties = (f: FactureLue): readonly Partie[] =>
  [f.vendeur, f.acheteur, f.beneficiaire, f.representant].filter((p) => p !== undefined)
const schemas = (ids: readonly (Identifiant | undefined)[]) => ids.map((i) => i?.schema)
const identifiants = liste('identifiants')
const categories = liste('categories')
const prefixes = liste('prefixesTva')

export const reglesCodes: readonly Regle[] = [
  {
    id: 'BR-CO-09',
    phrase: 'Un numéro de TVA (BT-31, BT-48, BT-63) commence par un code de pays.',
    portee: 'minimum',
    ruptures: (f) =>
      parties(f)
        .flatMap((p) => p.tva)
        .filter((n) => !prefixes.has(n.slice(0, 2)))
        .map((n) => `« ${n.slice(0, 40)} »`),
  },
  decode('BR-CL-01', 'Le type de la facture (BT-3)', liste('types'), (f) => [f.type], 'minimum'),
  decode(
    'BR-CL-03',
    'La devise d’un total de TVA',
    liste('devises'),
    (f) => f.totaux?.tva.map((t) => t.devise) ?? [],
    'minimum',
  ),
  decode('BR-CL-04', 'La devise de la facture (BT-5)', liste('devises'), (f) => [f.devise], 'minimum'),
  decode('BR-CL-05', 'La devise de comptabilité (BT-6)', liste('devises'), (f) => [f.deviseTva]),
  decode('BR-CL-06', 'Le code d’exigibilité de la TVA (BT-8)', liste('datesTva'), (f) =>
    f.syntaxe === 'CII' ? f.ventilation.map((v) => v.codeDateTva) : [],
  ),
  decode('BR-CL-08', 'Le sujet d’une note (BT-21)', liste('notes'), (f) => f.notes.map((n) => n.code)),
  decode('BR-CL-10', 'Le schéma d’un identifiant (BT-29, BT-46, BT-60)', identifiants, (f) =>
    schemas(parties(f).flatMap((p) => p.identifiants)),
  ),
  decode('BR-CL-11', 'Le schéma d’une immatriculation (BT-30, BT-47, BT-61)', identifiants, (f) =>
    schemas(parties(f).map((p) => p.legal)),
  ),
  decode(
    'BR-CL-13',
    'La liste d’un classement d’article (BT-158)',
    liste('classes'),
    (f) => schemas(f.lignes.flatMap((l) => l.classes)),
    'lignes',
  ),
  decode(
    'BR-CL-14',
    'Un pays (BT-40, BT-55, BT-69, BT-80)',
    liste('pays'),
    (f) => [...parties(f).map((p) => p.adresse?.pays), f.livraison.adresse?.pays],
    'minimum',
  ),
  decode('BR-CL-16', 'Un moyen de paiement (BT-81)', liste('moyens'), (f) => f.moyens.map((m) => m.code)),
  decode('BR-CL-17', 'La catégorie de TVA d’une remise ou de frais (BT-95, BT-102)', categories, (f) =>
    [...f.remises, ...f.frais].map((a) => a.categorie),
  ),
  decode('BR-CL-18', 'La catégorie de TVA d’une ligne (BT-151, BT-118)', categories, (f) =>
    [...f.lignes, ...f.ventilation].map((l) => l.categorie),
  ),
  decode('BR-CL-19', 'Le code de motif d’une remise (BT-98, BT-140)', liste('remises'), (f) =>
    [...f.remises, ...f.lignes.flatMap((l) => l.remises)].map((a) => a.codeMotif),
  ),
  decode('BR-CL-20', 'Le code de motif de frais (BT-105, BT-145)', liste('frais'), (f) =>
    [...f.frais, ...f.lignes.flatMap((l) => l.frais)].map((a) => a.codeMotif),
  ),
  decode(
    'BR-CL-21',
    'Le schéma d’un identifiant d’article (BT-157)',
    identifiants,
    (f) => schemas(f.lignes.map((l) => l.article)),
    'lignes',
  ),
  decode('BR-CL-22', 'Le code d’exonération (BT-121)', liste('exonerations'), (f) =>
    f.ventilation.map((v) => v.codeMotif?.toUpperCase()),
  ),
  decode(
    'BR-CL-23',
    'L’unité d’une quantité (BT-130)',
    liste('unites'),
    (f) => f.lignes.map((l) => l.unite),
    'lignes',
  ),
  decode('BR-CL-24', 'Le contenu d’une pièce jointe (BT-125)', liste('contenus'), (f) =>
    f.jointes.map((j) => j.mime),
  ),
  decode('BR-CL-25', 'Le schéma d’une adresse électronique (BT-34, BT-49)', liste('adresses'), (f) =>
    schemas(parties(f).flatMap((p) => p.adresses)).filter(rempli),
  ),
  decode('BR-CL-26', 'Le schéma d’un lieu de livraison (BT-71)', identifiants, (f) =>
    schemas(f.livraison.identifiants),
  ),
]
