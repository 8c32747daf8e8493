// Long parce que la norme a ce nombre de règles : une par ligne ou presque, dans leur ordre.
/** EN 16931, les règles d’intégrité (BR-01 à BR-65), de cohérence (BR-CO) et de décimales (BR-DEC). */
import { arrondir, type Decimal, decimales, entier, fois, lireDecimal, valeurAbsolue } from './decimal.ts'
import type { Ajustement, FactureLue, LigneLue, PeriodeLue, Texte } from './modele.ts'
import { present, type Regle, regle, regleDeChacun, rempli } from './regle.ts'

export const deLigne = regleDeChacun(
  (f) => f.lignes,
  (l, rang) => `ligne ${rempli(l.id) ? l.id : `de rang ${rang + 1}`}`,
  'lignes',
)
const dansLignes = (quoi: (l: LigneLue) => readonly Ajustement[]) =>
  regleDeChacun(
    (f) => f.lignes.flatMap((l, rang) => quoi(l).map((a) => ({ a, rang }))),
    ({ rang }) => `ligne de rang ${rang + 1}`,
    'lignes',
  )
export const deVentilation = regleDeChacun(
  (f) => f.ventilation,
  (v) => `TVA ${v.categorie ?? 'sans catégorie'} ${v.taux ?? ''}`.trim(),
)
export const deRemise = regleDeChacun(
  (f) => f.remises,
  (_, rang) => `remise de rang ${rang + 1}`,
)
export const deFrais = regleDeChacun(
  (f) => f.frais,
  (_, rang) => `frais de rang ${rang + 1}`,
)
const deMoyen = regleDeChacun(
  (f) => f.moyens,
  (_, rang) => `moyen de paiement de rang ${rang + 1}`,
)

const zero = 0n
export const nombre = (t: Texte): Decimal | undefined => lireDecimal(t)
/** Une somme ; rien si un terme ne se lit pas. */
export const additionner = (textes: readonly Texte[]): Decimal | undefined => {
  let total = zero
  for (const t of textes) {
    const n = lireDecimal(t)
    if (n === undefined) return undefined
    total += n
  }
  return total
}
/** Un terme facultatif : absent vaut zéro, illisible ne vaut rien. */
const ouZero = (t: Texte) => (present(t) ? lireDecimal(t) : zero)
export const egal = (a: Decimal | undefined, b: Decimal | undefined) =>
  a !== undefined && b !== undefined && a === b
const deuxDecimales = (t: Texte) => !present(t) || decimales(t) <= 2
const finApres = (p: PeriodeLue) => !rempli(p.debut) || !rempli(p.fin) || p.fin >= p.debut

/** BT-110 : les totaux de TVA dans la devise de la facture. */
const tvaDeFacture = (f: FactureLue) => f.totaux?.tva.filter((t) => t.devise === f.devise) ?? []
const virement = (code: Texte) => code === '30' || code === '58'

const integrite: readonly Regle[] = [
  regle('BR-01', 'La facture dit sa spécification (BT-24).', (f) => rempli(f.profil), 'minimum'),
  regle('BR-02', 'La facture a un numéro (BT-1).', (f) => rempli(f.numero), 'minimum'),
  regle('BR-03', 'La facture a une date d’émission (BT-2).', (f) => rempli(f.date), 'minimum'),
  regle('BR-04', 'La facture dit son type (BT-3).', (f) => rempli(f.type), 'minimum'),
  regle('BR-05', 'La facture dit sa devise (BT-5).', (f) => rempli(f.devise), 'minimum'),
  regle('BR-06', 'La facture nomme le vendeur (BT-27).', (f) => rempli(f.vendeur?.nom), 'minimum'),
  regle('BR-07', 'La facture nomme l’acheteur (BT-44).', (f) => rempli(f.acheteur?.nom), 'minimum'),
  regle(
    'BR-08',
    'La facture porte l’adresse du vendeur (BG-5).',
    (f) => f.vendeur?.adresse !== undefined,
    'minimum',
  ),
  regle(
    'BR-09',
    'L’adresse du vendeur dit son pays (BT-40).',
    (f) => rempli(f.vendeur?.adresse?.pays),
    'minimum',
  ),
  regle(
    'BR-10',
    'La facture porte l’adresse de l’acheteur (BG-8).',
    (f) => f.acheteur?.adresse !== undefined,
  ),
  regle('BR-11', 'L’adresse de l’acheteur dit son pays (BT-55).', (f) => rempli(f.acheteur?.adresse?.pays)),
  regle(
    'BR-12',
    'La facture dit la somme de ses lignes (BT-106).',
    (f) => !f.totaux || present(f.totaux.lignes),
  ),
  regle('BR-13', 'La facture dit son total hors taxes (BT-109).', (f) => present(f.totaux?.ht), 'minimum'),
  regle(
    'BR-14',
    'La facture dit son total toutes taxes comprises (BT-112).',
    (f) => present(f.totaux?.ttc),
    'minimum',
  ),
  regle('BR-15', 'La facture dit le net à payer (BT-115).', (f) => present(f.totaux?.net), 'minimum'),
  regle('BR-16', 'La facture a au moins une ligne (BG-25).', (f) => f.lignes.length > 0, 'lignes'),
  regle(
    'BR-17',
    'Un bénéficiaire a un nom (BT-59), et n’est pas le vendeur.',
    (f) =>
      f.beneficiaire === undefined ||
      (present(f.beneficiaire.nom) &&
        f.beneficiaire.nom !== f.vendeur?.nom &&
        !(f.beneficiaire.legal !== undefined && f.beneficiaire.legal.id === f.vendeur?.legal?.id)),
  ),
  regle(
    'BR-18',
    'Un représentant fiscal a un nom (BT-62).',
    (f) => !f.representant || rempli(f.representant.nom),
  ),
  regle(
    'BR-19',
    'Un représentant fiscal a une adresse (BG-12).',
    (f) => !f.representant || f.representant.adresse !== undefined,
  ),
  regle(
    'BR-20',
    'L’adresse du représentant fiscal dit son pays (BT-69).',
    (f) => !f.representant || rempli(f.representant.adresse?.pays),
  ),
  deLigne('BR-21', 'Chaque ligne a un identifiant (BT-126).', (l) => rempli(l.id)),
  deLigne('BR-22', 'Chaque ligne dit sa quantité (BT-129).', (l) => present(l.quantite)),
  deLigne('BR-23', 'Chaque quantité dit son unité (BT-130).', (l) => present(l.unite)),
  deLigne('BR-24', 'Chaque ligne dit son montant net (BT-131).', (l) => present(l.montant)),
  deLigne('BR-25', 'Chaque ligne nomme ce qu’elle facture (BT-153).', (l) => rempli(l.nom)),
  deLigne('BR-26', 'Chaque ligne dit son prix net (BT-146).', (l) => present(l.prixNet)),
  deLigne(
    'BR-27',
    'Le prix net d’une ligne n’est pas négatif (BT-146).',
    (l) => (nombre(l.prixNet) ?? -1n) >= zero,
  ),
  deLigne(
    'BR-28',
    'Le prix brut d’une ligne n’est pas négatif (BT-148).',
    (l) => !present(l.prixBrut) || (nombre(l.prixBrut) ?? -1n) >= zero,
  ),
  regle(
    'BR-29',
    'La période facturée finit après avoir commencé (BT-73, BT-74).',
    (f) => !f.periode || finApres(f.periode),
  ),
  deLigne(
    'BR-30',
    'La période d’une ligne finit après avoir commencé (BT-134, BT-135).',
    (l) => !l.periode || finApres(l.periode),
  ),
  deRemise('BR-31', 'Une remise dit son montant (BT-92).', (a) => present(a.montant)),
  deRemise('BR-32', 'Une remise dit sa catégorie de TVA (BT-95).', (a) => present(a.categorie)),
  deRemise(
    'BR-33',
    'Une remise dit son motif, ou son code (BT-97, BT-98).',
    (a) => present(a.motif) || present(a.codeMotif),
  ),
  deFrais('BR-36', 'Des frais disent leur montant (BT-99).', (a) => present(a.montant)),
  deFrais('BR-37', 'Des frais disent leur catégorie de TVA (BT-102).', (a) => present(a.categorie)),
  deFrais(
    'BR-38',
    'Des frais disent leur motif, ou son code (BT-104, BT-105).',
    (a) => present(a.motif) || present(a.codeMotif),
  ),
  dansLignes((l) => l.remises)('BR-41', 'La remise d’une ligne dit son montant (BT-136).', ({ a }) =>
    present(a.montant),
  ),
  dansLignes((l) => l.remises)(
    'BR-42',
    'La remise d’une ligne dit son motif, ou son code (BT-139, BT-140).',
    ({ a }) => present(a.motif) || present(a.codeMotif),
  ),
  dansLignes((l) => l.frais)('BR-43', 'Les frais d’une ligne disent leur montant (BT-141).', ({ a }) =>
    present(a.montant),
  ),
  dansLignes((l) => l.frais)(
    'BR-44',
    'Les frais d’une ligne disent leur motif, ou son code (BT-144, BT-145).',
    ({ a }) => present(a.motif) || present(a.codeMotif),
  ),
  deVentilation('BR-45', 'Chaque ligne de TVA dit sa base (BT-116).', (v) => present(v.base)),
  deVentilation('BR-46', 'Chaque ligne de TVA dit son montant (BT-117).', (v) => present(v.montant)),
  deVentilation('BR-47', 'Chaque ligne de TVA dit sa catégorie (BT-118).', (v) => present(v.categorie)),
  deVentilation(
    'BR-48',
    'Chaque ligne de TVA dit son taux (BT-119), sauf hors champ.',
    (v) => present(v.taux) || v.categorie === 'O',
  ),
  deMoyen('BR-49', 'Un moyen de paiement dit son code (BT-81).', (m) => present(m.code)),
  deMoyen('BR-50', 'Un virement dit un compte (BT-84).', (m) => !virement(m.code) || m.comptes.every(rempli)),
  deMoyen(
    'BR-51',
    'Une facture ne porte jamais un numéro de carte entier (BT-87) : dix signes au plus.',
    (m) => (m.carte ?? '').length <= 10,
  ),
  regleDeChacun(
    (f) => f.jointes,
    (_, rang) => `pièce jointe de rang ${rang + 1}`,
  )('BR-52', 'Une pièce jointe a une référence (BT-122).', (j) => rempli(j.reference)),
  regle(
    'BR-53',
    'Une devise de comptabilité (BT-6) va avec le total de TVA dans cette devise (BT-111), et n’est pas celle de la facture.',
    (f) =>
      !present(f.deviseTva) ||
      !f.totaux ||
      (f.totaux.tva.some((t) => t.devise === f.deviseTva) && f.deviseTva !== f.devise),
  ),
  deLigne('BR-54', 'Un attribut d’article a un nom et une valeur (BT-160, BT-161).', (l) =>
    l.attributs.every((a) => present(a.nom) && present(a.valeur)),
  ),
  regleDeChacun(
    (f) => f.anterieures,
    (_, rang) => `facture citée de rang ${rang + 1}`,
  )('BR-55', 'Une facture antérieure citée l’est par son numéro (BT-25).', (a) => rempli(a.numero)),
  regle(
    'BR-56',
    'Un représentant fiscal a un numéro de TVA (BT-63).',
    (f) => !f.representant || f.representant.tva.some(rempli),
  ),
  regle(
    'BR-57',
    'Une adresse de livraison dit son pays (BT-80).',
    (f) => !f.livraison.adresse || rempli(f.livraison.adresse.pays),
  ),
  deMoyen(
    'BR-61',
    'Un virement dit un compte (BT-84).',
    (m) => !virement(m.code) || m.comptes.every(present),
  ),
  regle(
    'BR-62',
    'L’adresse électronique du vendeur (BT-34) dit son schéma.',
    (f) => !f.vendeur?.adresses[0] || rempli(f.vendeur.adresses[0].schema),
  ),
  regle(
    'BR-63',
    'L’adresse électronique de l’acheteur (BT-49) dit son schéma.',
    (f) => !f.acheteur?.adresses[0] || rempli(f.acheteur.adresses[0].schema),
  ),
  deLigne(
    'BR-64',
    'L’identifiant normalisé d’un article (BT-157) dit son schéma.',
    (l) => !l.article || rempli(l.article.schema),
  ),
  deLigne('BR-65', 'Le code de classement d’un article (BT-158) dit sa liste.', (l) =>
    l.classes.every((c) => rempli(c.schema)),
  ),
]

/** |TVA − base × taux| ≤ 1, comme la norme le tolère ; à taux nul, aucune taxe. */
const taxeTenue = (v: { readonly base: Texte; readonly montant: Texte; readonly taux: Texte }): boolean => {
  const [base, montant, taux] = [nombre(v.base), nombre(v.montant), nombre(v.taux)]
  if (montant === undefined) return false
  if (taux === undefined) return !present(v.taux) && arrondir(montant, 0) === zero
  if (arrondir(taux, 0) === zero) return arrondir(montant, 0) === zero
  if (base === undefined) return false
  const attendu = arrondir(fois(valeurAbsolue(base), taux) / 100n)
  return valeurAbsolue(valeurAbsolue(montant) - attendu) <= entier(1)
}

const coherence: readonly Regle[] = [
  regle(
    'BR-CO-03',
    'La date d’exigibilité de la TVA (BT-7) et son code (BT-8) s’excluent.',
    (f) =>
      !(f.ventilation.some((v) => present(v.dateTva)) && f.ventilation.some((v) => present(v.codeDateTva))),
  ),
  deLigne('BR-CO-04', 'Chaque ligne dit sa catégorie de TVA (BT-151).', (l) => present(l.categorie)),
  regle(
    'BR-CO-10',
    'La somme des lignes (BT-106) est celle de leurs montants (BT-131).',
    (f) => {
      const somme = additionner(f.lignes.flatMap((l) => (present(l.montant) ? [l.montant] : [])))
      return !f.totaux || (somme !== undefined && egal(nombre(f.totaux.lignes), arrondir(somme)))
    },
    'lignes',
  ),
  ...(['remises', 'frais'] as const).map((quoi) =>
    regle(
      quoi === 'remises' ? 'BR-CO-11' : 'BR-CO-12',
      quoi === 'remises'
        ? 'Le total des remises (BT-107) est leur somme (BT-92).'
        : 'Le total des frais (BT-108) est leur somme (BT-99).',
      (f) => {
        if (!f.totaux || (f[quoi].length === 0 && !present(f.totaux[quoi]))) return true
        const somme = additionner(f[quoi].flatMap((a) => (present(a.montant) ? [a.montant] : [])))
        return somme !== undefined && egal(nombre(f.totaux[quoi]), arrondir(somme))
      },
    ),
  ),
  regle(
    'BR-CO-13',
    'Le total hors taxes (BT-109) est la somme des lignes, moins les remises, plus les frais.',
    (f) => {
      if (!f.totaux) return true
      const [l, r, c] = [nombre(f.totaux.lignes), ouZero(f.totaux.remises), ouZero(f.totaux.frais)]
      return (
        l !== undefined &&
        r !== undefined &&
        c !== undefined &&
        egal(nombre(f.totaux.ht), arrondir(l - r + c))
      )
    },
  ),
  regle('BR-CO-14', 'Le total de TVA (BT-110) est la somme des lignes de TVA (BT-117).', (f) => {
    const somme = additionner(f.ventilation.flatMap((v) => (present(v.montant) ? [v.montant] : [])))
    return tvaDeFacture(f).every((t) => somme !== undefined && egal(nombre(t.montant), arrondir(somme)))
  }),
  regle(
    'BR-CO-15',
    'Le total toutes taxes comprises (BT-112) est le total hors taxes (BT-109) plus la TVA (BT-110).',
    (f) => {
      if (!present(f.devise)) return true
      const [ht, ttc] = [nombre(f.totaux?.ht), nombre(f.totaux?.ttc)]
      if (ht === undefined || ttc === undefined) return false
      if (ht === ttc) return true
      const [tva, ...autres] = tvaDeFacture(f)
      const n = nombre(tva?.montant)
      return autres.length === 0 && n !== undefined && ttc === arrondir(ht + n)
    },
  ),
  regle(
    'BR-CO-16',
    'Le net à payer (BT-115) est le total (BT-112), moins le payé (BT-113), plus l’arrondi (BT-114).',
    (f) => {
      if (!f.totaux) return true
      const [ttc, p, a] = [nombre(f.totaux.ttc), ouZero(f.totaux.paye), ouZero(f.totaux.arrondi)]
      return (
        ttc !== undefined && p !== undefined && a !== undefined && egal(nombre(f.totaux.net), ttc - p + a)
      )
    },
  ),
  deVentilation(
    'BR-CO-17',
    'Chaque TVA (BT-117) est sa base (BT-116) par son taux (BT-119), à un euro près.',
    taxeTenue,
  ),
  regle('BR-CO-18', 'La facture a au moins une ligne de TVA (BG-23).', (f) => f.ventilation.length > 0),
  regle(
    'BR-CO-19',
    'Une période facturée dit son début, sa fin, ou les deux.',
    (f) => !f.periode || present(f.periode.debut) || present(f.periode.fin),
  ),
  deLigne(
    'BR-CO-20',
    'La période d’une ligne dit son début, sa fin, ou les deux.',
    (l) => !l.periode || present(l.periode.debut) || present(l.periode.fin),
  ),
  deRemise(
    'BR-CO-21',
    'Une remise dit son motif (BT-97), son code (BT-98), ou les deux.',
    (a) => present(a.motif) || present(a.codeMotif),
  ),
  deFrais(
    'BR-CO-22',
    'Des frais disent leur motif (BT-104), son code (BT-105), ou les deux.',
    (a) => present(a.motif) || present(a.codeMotif),
  ),
  dansLignes((l) => l.remises)(
    'BR-CO-23',
    'La remise d’une ligne dit son motif (BT-139), son code (BT-140), ou les deux.',
    ({ a }) => present(a.motif) || present(a.codeMotif),
  ),
  dansLignes((l) => l.frais)(
    'BR-CO-24',
    'Les frais d’une ligne disent leur motif (BT-144), son code (BT-145), ou les deux.',
    ({ a }) => present(a.motif) || present(a.codeMotif),
  ),
  regle(
    'BR-CO-26',
    'Le vendeur se reconnaît : identifiant (BT-29), immatriculation (BT-30) ou numéro de TVA (BT-31).',
    (f) =>
      !f.vendeur ||
      f.vendeur.identifiants.length > 0 ||
      f.vendeur.legal !== undefined ||
      f.vendeur.tva.length > 0,
    'minimum',
  ),
]

const montantDe = (id: string, quoi: string, lire: (f: FactureLue) => Texte): Regle =>
  regle(
    id,
    `${quoi} a deux décimales au plus.`,
    (f) => deuxDecimales(lire(f)),
    id === 'BR-DEC-12' || id === 'BR-DEC-14' || id === 'BR-DEC-18' ? 'minimum' : 'sans-lignes',
  )

const tvaDe = (f: FactureLue, devise: Texte) =>
  f.totaux?.tva.find((t) => present(devise) && t.devise === devise)?.montant

const decimalesDites: readonly Regle[] = [
  deRemise('BR-DEC-01', 'Le montant d’une remise (BT-92) a deux décimales au plus.', (a) =>
    deuxDecimales(a.montant),
  ),
  deRemise('BR-DEC-02', 'La base d’une remise (BT-93) a deux décimales au plus.', (a) =>
    deuxDecimales(a.base),
  ),
  deFrais('BR-DEC-05', 'Le montant de frais (BT-99) a deux décimales au plus.', (a) =>
    deuxDecimales(a.montant),
  ),
  deFrais('BR-DEC-06', 'La base de frais (BT-100) a deux décimales au plus.', (a) => deuxDecimales(a.base)),
  montantDe('BR-DEC-09', 'La somme des lignes (BT-106)', (f) => f.totaux?.lignes),
  montantDe('BR-DEC-10', 'Le total des remises (BT-107)', (f) => f.totaux?.remises),
  montantDe('BR-DEC-11', 'Le total des frais (BT-108)', (f) => f.totaux?.frais),
  montantDe('BR-DEC-12', 'Le total hors taxes (BT-109)', (f) => f.totaux?.ht),
  montantDe('BR-DEC-13', 'Le total de TVA (BT-110)', (f) => tvaDe(f, f.devise)),
  montantDe('BR-DEC-14', 'Le total toutes taxes comprises (BT-112)', (f) => f.totaux?.ttc),
  montantDe('BR-DEC-15', 'Le total de TVA en devise de comptabilité (BT-111)', (f) => tvaDe(f, f.deviseTva)),
  montantDe('BR-DEC-16', 'Le montant déjà payé (BT-113)', (f) => f.totaux?.paye),
  montantDe('BR-DEC-17', 'L’arrondi (BT-114)', (f) => f.totaux?.arrondi),
  montantDe('BR-DEC-18', 'Le net à payer (BT-115)', (f) => f.totaux?.net),
  deVentilation('BR-DEC-19', 'La base d’une ligne de TVA (BT-116) a deux décimales au plus.', (v) =>
    deuxDecimales(v.base),
  ),
  deVentilation('BR-DEC-20', 'Le montant d’une ligne de TVA (BT-117) a deux décimales au plus.', (v) =>
    deuxDecimales(v.montant),
  ),
  deLigne('BR-DEC-23', 'Le montant d’une ligne (BT-131) a deux décimales au plus.', (l) =>
    deuxDecimales(l.montant),
  ),
  dansLignes((l) => l.remises)(
    'BR-DEC-24',
    'Le montant de la remise d’une ligne (BT-136) a deux décimales au plus.',
    ({ a }) => deuxDecimales(a.montant),
  ),
  dansLignes((l) => l.remises)(
    'BR-DEC-25',
    'La base de la remise d’une ligne (BT-137) a deux décimales au plus.',
    ({ a }) => deuxDecimales(a.base),
  ),
  dansLignes((l) => l.frais)(
    'BR-DEC-27',
    'Le montant des frais d’une ligne (BT-141) a deux décimales au plus.',
    ({ a }) => deuxDecimales(a.montant),
  ),
  dansLignes((l) => l.frais)(
    'BR-DEC-28',
    'La base des frais d’une ligne (BT-142) a deux décimales au plus.',
    ({ a }) => deuxDecimales(a.base),
  ),
]

export const reglesEn: readonly Regle[] = [...integrite, ...coherence, ...decimalesDites]
