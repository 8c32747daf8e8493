// Long parce que les règles françaises sont de ce nombre : une par ligne ou presque, dans leur ordre.
/**
 * Les règles françaises (BR-FR, schématron « Flux 2 ») de la facture électronique. Celles des cadres S8, S9 et voisins (plusieurs
 * vendeurs, débours : BR-FR-MV, BR-FR-BD) et des champs propres au profil EXTENDED-CTC-FR (EXT-FR-FE) ne sont pas tenues ici.
 */

import { lireDecimal } from './decimal.ts'
import type { Ajustement, FactureLue, Identifiant, Partie, Texte } from './modele.ts'
import { present, type Regle, regle, rempli } from './regle.ts'

/** Les territoires où la facture suit le droit français de la TVA ou s’y dit. */
const paysFrancais = new Set(['FR', 'GP', 'MQ', 'RE', 'GF', 'YT', 'BL', 'MF', 'PM', 'WF', 'PF', 'NC'])
const cadres = new Set('B1 S1 M1 B2 S2 M2 S3 B4 S4 M4 S5 S6 B7 S7 B8 S8 M8 B9 S9 M9'.split(' '))
const sujetsFrancais = new Set(['PMD', 'PMT', 'AAB', 'BAR', 'TXD'])
const types = new Set('380 389 393 501 386 500 384 471 472 473 261 262 381 396 502 503'.split(' '))
const rectificatives = new Set(['384', '471', '472', '473'])
/** BT-3 des avoirs : leur fichier dit ses montants positifs. */
export const typesDAvoir: ReadonlySet<string> = new Set(['261', '381', '396', '502', '503'])
const acomptes = new Set(['386', '500', '503'])
const autofactures = new Set(['389', '501', '500', '471', '473', '261', '502'])
const traitements = new Set(['B2B', 'B2BINT', 'B2C', 'B2CINT', 'OUTOFSCOPE', 'ARCHIVEONLY'])
const categories = new Set(['S', 'E', 'AE', 'K', 'G', 'O', 'Z'])
const taux = new Set(
  '0 0.0 0.00 10 10.0 10.00 13 13.0 13.00 20 20.0 20.00 8.5 8.50 19.6 19.60 2.1 2.10 5.5 5.50 7 7.0 7.00 20.6 20.60 1.05 0.9 0.90 1.75 9.2 9.20 9.6 9.60'.split(
    ' ',
  ),
)
const pieces = new Set(
  'RIB LISIBLE FEUILLE_DE_STYLE PJA BORDEREAU_SUIVI DOCUMENT_ANNEXE BON_LIVRAISON BON_COMMANDE BORDEREAU_SUIVI_VALIDATION ETAT_ACOMPTE FACTURE_PAIEMENT_DIRECT RECAPITULATIF_COTRAITANCE'.split(
    ' ',
  ),
)

/**
 * Une facture est tenue aux règles françaises quand son vendeur est en France et qu’elle est émise à partir du 1er septembre 2026, ou
 * qu’elle se dit elle-même de ce cadre : un cadre de facturation (BT-23), une note française, une adresse électronique 0225.
 */
export const deDroitFrancais = (f: FactureLue): boolean =>
  paysFrancais.has(f.vendeur?.adresse?.pays ?? '') &&
  ((f.date ?? '') >= '2026-09-01' ||
    cadres.has(f.cadre ?? '') ||
    f.notes.some((n) => sujetsFrancais.has(n.code ?? '')) ||
    [f.vendeur, f.acheteur].some((p) => p?.adresses.some((a) => a.schema === '0225')))

const numeroAdmis = (t: Texte) => !present(t) || /^[A-Za-z0-9+\-_/]+$/.test(t)
const court = (t: Texte, n: number) => !present(t) || t.length <= n
const jourAdmis = (t: Texte): boolean => {
  if (!present(t)) return true
  const m = /^(20\d{2})-(\d{2})-(\d{2})$/.exec(t)
  if (!m) return false
  const d = new Date(Date.UTC(Number(m[1]), Number(m[2]) - 1, Number(m[3])))
  return d.toISOString().startsWith(t)
}
const notes = (f: FactureLue, code: string) => f.notes.filter((n) => n.code === code)
const traitement = (f: FactureLue, valeur: string) => notes(f, 'BAR').some((n) => n.texte === valeur)
const siren = (p: Partie | undefined) => (p?.legal?.schema === '0002' ? p.legal.id : undefined)
const estSiren = (t: Texte) => present(t) && /^\d{9}$/.test(t)
const siret = (p: Partie | undefined) => p?.identifiants.find((i) => i.schema === '0009')?.id
const global = (p: Partie | undefined): readonly Identifiant[] =>
  p?.identifiants.filter((i) => present(i.schema)) ?? []
const ajustements = (f: FactureLue): readonly Ajustement[] => [...f.remises, ...f.frais]
const ajustementsDeLigne = (f: FactureLue) => f.lignes.flatMap((l) => [...l.remises, ...l.frais])
const montants = (f: FactureLue): readonly Texte[] => [
  ...[...ajustements(f), ...ajustementsDeLigne(f)].flatMap((a) => [a.montant, a.base]),
  ...(f.totaux
    ? [
        f.totaux.lignes,
        f.totaux.remises,
        f.totaux.frais,
        f.totaux.ht,
        f.totaux.ttc,
        f.totaux.paye,
        f.totaux.arrondi,
        f.totaux.net,
      ]
    : []),
  ...(f.totaux?.tva.map((t) => t.montant) ?? []),
  ...f.ventilation.flatMap((v) => [v.base, v.montant]),
  ...f.lignes.map((l) => l.montant),
]
const ecrit = (t: Texte, decimalesMax: number, signe = true) =>
  !present(t) ||
  (new RegExp(`^${signe ? '-?' : ''}\\d{1,19}(\\.\\d{1,${decimalesMax}})?$`).test(t) &&
    t.replace('.', '').length <= 19)
const dejaPayee = (f: FactureLue) => ['B2', 'S2', 'M2'].includes(f.cadre ?? '')
const tauxDits = (f: FactureLue): readonly Texte[] => [
  ...ajustements(f).map((a) => a.taux),
  ...f.ventilation.map((v) => v.taux),
  ...f.lignes.map((l) => l.taux),
]
const categoriesDites = (f: FactureLue): readonly Texte[] => [
  ...ajustements(f).map((a) => a.categorie),
  ...f.ventilation.map((v) => v.categorie),
  ...f.lignes.map((l) => l.categorie),
]

const motNote: Readonly<Record<string, string>> = {
  PMT: 'les frais de recouvrement',
  PMD: 'les pénalités de retard',
  AAB: 'l’escompte ou son absence',
  TXD: 'la mention de taxe',
}

export const reglesFr: readonly Regle[] = [
  regle(
    'BR-FR-01',
    'Un numéro de facture (BT-1, BT-25) a trente-cinq signes au plus.',
    (f) => court(f.numero, 35) && f.anterieures.every((a) => court(a.numero, 35)),
  ),
  regle(
    'BR-FR-02',
    'Un numéro de facture (BT-1, BT-25) n’a que des lettres, des chiffres et + - _ /.',
    (f) => numeroAdmis(f.numero) && f.anterieures.every((a) => numeroAdmis(a.numero)),
  ),
  regle('BR-FR-03', 'Toute date est un jour du calendrier, de 2000 à 2099.', (f) =>
    [
      f.date,
      f.echeance,
      f.livraison.date,
      f.periode?.debut,
      f.periode?.fin,
      ...f.anterieures.map((a) => a.date),
      ...f.ventilation.map((v) => v.dateTva),
      ...f.lignes.flatMap((l) => [l.periode?.debut, l.periode?.fin]),
    ].every(jourAdmis),
  ),
  regle('BR-FR-04', 'Le type de la facture (BT-3) est de ceux que la France admet.', (f) =>
    types.has(f.type ?? ''),
  ),
  {
    id: 'BR-FR-05',
    phrase:
      'Trois notes sont obligatoires (BT-22) : pénalités (PMD), frais de recouvrement (PMT), escompte (AAB).',
    portee: 'sans-lignes',
    ruptures: (f) =>
      ['PMT', 'PMD', 'AAB']
        .filter((c) => notes(f, c).length === 0)
        .map((c) => `il manque ${motNote[c]} (${c})`),
  },
  {
    id: 'BR-FR-06',
    phrase: 'Une note PMD, PMT, AAB ou TXD (BT-21) ne se dit qu’une fois.',
    portee: 'sans-lignes',
    ruptures: (f) =>
      ['PMT', 'PMD', 'AAB', 'TXD']
        .filter((c) => notes(f, c).length > 1)
        .map((c) => `deux fois ${motNote[c]} (${c})`),
  },
  regle('BR-FR-08', 'Le cadre de facturation (BT-23) est dit, et de ceux que la France admet.', (f) =>
    cadres.has(f.cadre ?? ''),
  ),
  regle(
    'BR-FR-09',
    'Un SIRET (schéma 0009) a quatorze chiffres et commence par le SIREN.',
    (f) =>
      [f.vendeur, f.acheteur].every((p) => {
        const s = siret(p)
        return s === undefined || (/^\d{14}$/.test(s) && s.slice(0, 9) === siren(p))
      }) &&
      [f.beneficiaire].every((p) => {
        const s = siret(p)
        return s === undefined || (/^\d{14}$/.test(s) && s.slice(0, 9) === (siren(p) ?? s.slice(0, 9)))
      }),
  ),
  regle('BR-FR-10', 'Le SIREN du vendeur (BT-30, schéma 0002) est dit : neuf chiffres.', (f) =>
    estSiren(siren(f.vendeur)),
  ),
  regle(
    'BR-FR-11',
    'Entre entreprises (BAR : B2B), le SIREN de l’acheteur (BT-47, schéma 0002) est dit : neuf chiffres.',
    (f) => !traitement(f, 'B2B') || estSiren(siren(f.acheteur)),
  ),
  regle('BR-FR-12', 'L’adresse électronique de l’acheteur (BT-49) est dite.', (f) =>
    rempli(f.acheteur?.adresses[0]?.id),
  ),
  regle('BR-FR-13', 'L’adresse électronique du vendeur (BT-34) est dite.', (f) =>
    rempli(f.vendeur?.adresses[0]?.id),
  ),
  regle('BR-FR-15', 'Une catégorie de TVA est S, E, AE, K, G, O ou Z : ni L, ni M.', (f) =>
    categoriesDites(f).every((c) => categories.has(c ?? '')),
  ),
  regle('BR-FR-16', 'Un taux de TVA est l’un des taux français, sans le signe %.', (f) =>
    tauxDits(f).every((t) => !rempli(t) || taux.has(t)),
  ),
  regle('BR-FR-17', 'La description d’une pièce jointe (BT-123) est de la liste admise.', (f) =>
    f.jointes.every((j) => !rempli(j.nom) || pieces.has(j.nom)),
  ),
  regle(
    'BR-FR-18',
    'Une seule pièce jointe est LISIBLE (BT-123).',
    (f) => f.jointes.filter((j) => j.nom === 'LISIBLE').length <= 1,
  ),
  regle(
    'BR-FR-20',
    'Le traitement (note BAR) est B2B, B2BINT, B2C, B2CINT, OUTOFSCOPE ou ARCHIVEONLY.',
    (f) => notes(f, 'BAR').every((n) => traitements.has(n.texte ?? '')),
  ),
  regle(
    'BR-FR-21',
    'Entre entreprises (BAR : B2B), l’adresse de l’acheteur (BT-49) est de schéma 0225 et commence par son SIREN.',
    (f) => {
      const a = f.acheteur?.adresses[0]
      return (
        !traitement(f, 'B2B') ||
        autofactures.has(f.type ?? '') ||
        (a?.schema === '0225' && a.id.startsWith(f.acheteur?.legal?.id ?? ''))
      )
    },
  ),
  regle(
    'BR-FR-22',
    'En autofacture entre entreprises, l’adresse du vendeur (BT-34) est de schéma 0225 et commence par son SIREN.',
    (f) => {
      const a = f.vendeur?.adresses[0]
      return (
        !traitement(f, 'B2B') ||
        !autofactures.has(f.type ?? '') ||
        (a?.schema === '0225' && a.id.startsWith(f.vendeur?.legal?.id ?? ''))
      )
    },
  ),
  regle('BR-FR-23', 'Une adresse électronique 0225 n’a que des lettres, des chiffres et + - _ .', (f) =>
    [f.vendeur, f.acheteur, f.beneficiaire].every(
      (p) => p?.adresses.every((a) => a.schema !== '0225' || /^[A-Za-z0-9+\-_.]+$/.test(a.id)) ?? true,
    ),
  ),
  regle('BR-FR-24', 'Un identifiant privé 0224 n’a que des lettres, des chiffres et + - _ .', (f) =>
    [f.vendeur, f.acheteur].every(
      (p) => p?.identifiants.every((a) => a.schema !== '0224' || /^[A-Za-z0-9+\-_.]+$/.test(a.id)) ?? true,
    ),
  ),
  regle('BR-FR-25', 'Une adresse électronique a cent vingt-cinq signes au plus.', (f) =>
    [f.vendeur, f.acheteur, f.beneficiaire].every((p) => p?.adresses.every((a) => court(a.id, 125)) ?? true),
  ),
  regle('BR-FR-26', 'Un identifiant privé 0224 a cent signes au plus.', (f) =>
    [f.vendeur, f.acheteur].every(
      (p) => p?.identifiants.every((a) => a.schema !== '0224' || court(a.id, 100)) ?? true,
    ),
  ),
  regle(
    'BR-FR-31',
    'Une facture ne dit qu’un traitement (note BAR).',
    (f) => notes(f, 'BAR').filter((n) => traitements.has(n.texte ?? '')).length <= 1,
  ),
  regle('BR-FR-32', 'Une immatriculation 0002 ou un identifiant 0002 ou 0231 a neuf chiffres.', (f) =>
    [f.vendeur, f.acheteur, f.beneficiaire, f.representant].every(
      (p) =>
        (p?.legal?.schema !== '0002' || estSiren(p.legal.id)) &&
        global(p).every((i) => !['0002', '0231'].includes(i.schema ?? '') || estSiren(i.id)),
    ),
  ),
  regle(
    'BR-FR-CO-03',
    'Un avoir de remise globale (262) cite un contrat (BT-12) et une période (BT-73, BT-74).',
    (f) => f.type !== '262' || (rempli(f.contrat) && rempli(f.periode?.debut) && rempli(f.periode?.fin)),
  ),
  regle(
    'BR-FR-CO-04',
    'Une facture rectificative cite une facture antérieure, et une seule.',
    (f) => !rectificatives.has(f.type ?? '') || f.anterieures.length === 1,
  ),
  regle(
    'BR-FR-CO-05',
    'Un avoir cite la facture qu’il corrige (BT-25) et sa date (BT-26).',
    (f) => !typesDAvoir.has(f.type ?? '') || f.anterieures.some((a) => present(a.numero) && present(a.date)),
  ),
  regle(
    'BR-FR-CO-07',
    'L’échéance (BT-9) n’est pas avant la facture (BT-2), sauf acompte ou facture déjà payée.',
    (f) =>
      !rempli(f.echeance) ||
      acomptes.has(f.type ?? '') ||
      dejaPayee(f) ||
      (rempli(f.date) && f.echeance >= f.date),
  ),
  regle(
    'BR-FR-CO-08',
    'Une facture définitive après acompte (B4, S4, M4) n’est pas elle-même un acompte.',
    (f) => !['B4', 'S4', 'M4'].includes(f.cadre ?? '') || !acomptes.has(f.type ?? ''),
  ),
  regle(
    'BR-FR-CO-09',
    'Une facture déjà payée (B2, S2, M2) dit tout payé (BT-113), rien à payer (BT-115) et le jour du paiement (BT-9).',
    (f) =>
      !dejaPayee(f) ||
      (lireDecimal(f.totaux?.paye) !== undefined &&
        lireDecimal(f.totaux?.paye) === lireDecimal(f.totaux?.ttc) &&
        lireDecimal(f.totaux?.net) === 0n &&
        rempli(f.echeance)),
  ),
  regle(
    'BR-FR-CO-10',
    'Un identifiant global a un schéma, et chaque schéma ne se dit qu’une fois par partie.',
    (f) =>
      [
        f.vendeur?.identifiants,
        f.acheteur?.identifiants,
        f.beneficiaire?.identifiants,
        f.livraison.identifiants,
      ].every((ids) => {
        const dits = (ids ?? []).flatMap((i) => i.schema ?? [])
        return new Set(dits).size === dits.length
      }),
  ),
  regle(
    'BR-FR-CO-12',
    'Une facture dans une autre devise dit sa TVA en euros (BT-6, BT-111).',
    (f) =>
      f.devise === 'EUR' ||
      !present(f.devise) ||
      (f.deviseTva === 'EUR' && (f.totaux?.tva.some((t) => t.devise === 'EUR') ?? false)),
  ),
  regle(
    'BR-FR-CO-14',
    'Le membre d’un assujetti unique (0231) le dit par la note TXD.',
    (f) =>
      !f.vendeur?.identifiants.some((i) => i.schema === '0231') ||
      notes(f, 'TXD').some((n) => n.texte === 'MEMBRE_ASSUJETTI_UNIQUE'),
  ),
  regle(
    'BR-FR-CO-15',
    'Le membre d’un assujetti unique (0231) nomme son représentant fiscal et son numéro de TVA (BT-63).',
    (f) =>
      !f.vendeur?.identifiants.some((i) => i.schema === '0231') ||
      (f.representant?.tva.some(rempli) ?? false),
  ),
  regle(
    'BR-FR-DEC-01',
    'Un montant s’écrit avec un point, deux décimales au plus, dix-neuf chiffres au plus.',
    (f) => montants(f).every((m) => ecrit(m, 2)),
  ),
  regle('BR-FR-DEC-02', 'Une quantité (BT-129, BT-149) s’écrit avec quatre décimales au plus.', (f) =>
    f.lignes.every((l) => [l.quantite, ...l.quantitesDeBase].every((q) => ecrit(q, 4))),
  ),
  regle(
    'BR-FR-DEC-03',
    'Un prix unitaire (BT-146, BT-148) s’écrit sans signe, avec six décimales au plus.',
    (f) =>
      f.lignes.every(
        (l) =>
          ecrit(l.prixNet, 6, ['S9', 'B9', 'M9'].includes(f.cadre ?? '')) &&
          ecrit(l.prixBrut, 6, ['S9', 'B9', 'M9'].includes(f.cadre ?? '')),
      ),
  ),
  regle(
    'BR-FR-DEC-04',
    'Un taux de TVA s’écrit sans signe, avec deux décimales au plus et quatre chiffres au plus.',
    (f) =>
      tauxDits(f).every(
        (t) => !present(t) || (/^\d{1,4}(\.\d{1,2})?$/.test(t) && t.replace('.', '').length <= 4),
      ),
  ),
]
