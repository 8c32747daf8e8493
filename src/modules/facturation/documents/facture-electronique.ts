/** Les données figées d’une facture (`facture.v1.ts`), dans les mots de la facture électronique ; ce que le papier ne dit pas vient à part. */

import type {
  AdresseElectronique,
  FactureAEcrire,
  LigneAEcrire,
  MotifSansTaxe,
} from '../domain/electronique/a-ecrire.ts'
import { motUnite, type Unite, unites } from '../domain/facture.ts'
import type { FactureV1 } from '../domain/facture-imprimee.ts'

/** Ce que les données figées ne portent pas : le jour de la facture, les fiches et les réglages le disent. */
export type ComplementsElectroniques = {
  readonly professionnel: boolean
  readonly paysAcheteur?: string
  readonly tvaAcheteur?: string
  readonly adresseVendeur?: AdresseElectronique
  readonly adresseAcheteur?: AdresseElectronique
  /** BT-10 : le code service d’un acheteur public. */
  readonly referenceAcheteur?: string
  readonly acomptes?: FactureAEcrire['acomptes']
  readonly payeeLe?: string
}

const motifs: Readonly<Record<string, MotifSansTaxe>> = {
  exonéré: 'formation',
  'non applicable': 'franchise',
  'hors champ': 'hors-champ',
}
const moyens = ['virement', 'cheque', 'carte', 'prelevement', 'especes'] as const
type MoyenEcrit = NonNullable<FactureAEcrire['reglement']>['moyen']
const moyenDe = (mot: string): MoyenEcrit => {
  const plat = mot.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return moyens.find((m) => plat.startsWith(m)) ?? 'autre'
}

/** « 10,5 heures » : les millièmes et l’unité que le papier dit ; un forfait si rien ne s’en lit. */
export const lireQuantite = (dite: string): { quantite: number; unite: Unite } => {
  const [, nombre = '', mot = ''] =
    /^([\d\s\u00a0\u202f]+(?:,\d+)?)[\s\u00a0\u202f]+(\p{L}+)/u.exec(dite) ?? []
  const quantite = Math.round(Number(nombre.replaceAll(/\s/g, '').replace(',', '.')) * 1000)
  const unite = unites.find((u) => mot === motUnite[u] || mot === `${motUnite[u]}s`)
  return unite && quantite > 0 ? { quantite, unite } : { quantite: 1000, unite: 'forfait' }
}

const natures: Readonly<Record<string, FactureAEcrire['nature']>> = {
  'Livraison de biens': 'biens',
  'Livraison de biens et prestation de services': 'mixte',
}

const ligne = (l: FactureV1['lignes'][number]): LigneAEcrire => {
  const motif = l.tva === undefined ? undefined : motifs[l.tva]
  return {
    libelle: l.libelle,
    ...lireQuantite(l.quantite),
    prix: Math.abs(l.unitaire),
    montant: l.total,
    taux: l.taux,
    ...(motif && l.taux === 0 ? { sansTaxe: motif } : {}),
  }
}

export const deLaFactureFigee = (f: FactureV1, c: ComplementsElectroniques): FactureAEcrire => {
  const pays = c.paysAcheteur ?? 'FR'
  const { reglement: r } = f
  return {
    numero: f.numero,
    genre: f.genre,
    emiseLe: f.emiseLe,
    ...(f.echeance === undefined ? {} : { echeance: f.echeance }),
    ...(f.periode ? { periode: f.periode } : {}),
    vendeur: {
      nom: f.organisme.nom,
      ...(f.organisme.enseigne ? { enseigne: f.organisme.enseigne } : {}),
      siren: f.vendeur.siren,
      siret: f.organisme.siret.replaceAll(/\s/g, ''),
      tva: f.vendeur.tva,
      adresse: { ...f.organisme.adresse, pays: 'FR' },
      ...(c.adresseVendeur ? { adresseElectronique: c.adresseVendeur } : {}),
      forme: [f.vendeur.mentionLegale, f.organisme.forme, f.vendeur.capital].filter(Boolean).join(', '),
      ...(f.organisme.rcs ? { rcs: f.organisme.rcs } : {}),
    },
    acheteur: {
      nom: f.payeur.nom,
      professionnel: c.professionnel,
      ...(f.payeur.siren ? { siren: f.payeur.siren } : {}),
      ...(f.payeur.siret ? { siret: f.payeur.siret } : {}),
      ...(c.tvaAcheteur ? { tva: c.tvaAcheteur } : {}),
      adresse: { ...f.payeur.adresse, pays },
      ...(c.adresseAcheteur ? { adresseElectronique: c.adresseAcheteur } : {}),
      ...(c.referenceAcheteur ? { reference: c.referenceAcheteur } : {}),
    },
    ...(f.pourLeCompteDe
      ? {
          pourLeCompteDe: {
            nom: f.pourLeCompteDe.nom,
            ...(f.pourLeCompteDe.siren ? { siren: f.pourLeCompteDe.siren } : {}),
          },
        }
      : {}),
    ...(f.references.convention ? { contrat: f.references.convention } : {}),
    ...(f.references.client ? { commande: f.references.client } : {}),
    ...(f.references.accord ? { accord: f.references.accord } : {}),
    nature: natures[f.nature] ?? 'services',
    lignes: f.lignes.map(ligne),
    ...(c.acomptes ? { acomptes: c.acomptes } : {}),
    ...(f.corrige
      ? { corrige: { numero: f.corrige.numero, emiseLe: f.corrige.du, motif: f.corrige.motif } }
      : {}),
    ...(c.payeeLe ? { payeeLe: c.payeeLe } : {}),
    debits: f.debits,
    ...(r
      ? {
          reglement: {
            moyen: moyenDe(r.moyen),
            ...(r.iban ? { iban: r.iban } : {}),
            ...(r.bic ? { bic: r.bic } : {}),
            ...(r.titulaire ? { titulaire: r.titulaire } : {}),
            ...(r.penalites ? { penalites: r.penalites } : {}),
            ...(r.indemnite === undefined ? {} : { indemnite: r.indemnite }),
            escompte: r.escompte,
          },
        }
      : {}),
    totaux: { ht: f.totalHT, tva: f.totalTVA, ttc: f.totalTTC },
  }
}
