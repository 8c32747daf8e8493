/** Les données figées d’une facture (`facture.v1.ts`), dans les mots de la facture électronique ; ce que le papier ne dit pas vient à part. */

import { type Refus, refus } from '#kernel/refus.ts'
import { ko, type Result } from '#kernel/result.ts'
import { lireOctetsXml } from '#platform/xml/lire-xml.ts'
import type {
  AdresseAEcrire,
  AdresseElectronique,
  FactureAEcrire,
  LigneAEcrire,
} from '../domain/electronique/a-ecrire.ts'
import { ecrireCii } from '../domain/electronique/ecrire-cii.ts'
import type { RefusDeChamp } from '../domain/electronique/refuser.ts'
import { reglesRompues } from '../domain/electronique/verifier.ts'
import type { FactureV1 } from '../domain/facture-imprimee.ts'
import { lireCii } from '../lecture/lire-cii.ts'
import { ouvrirSchemas } from '../lecture/valider-schema.ts'

/** Ce que les données figées ne portent pas : le jour de la facture, le projet, les fiches et les réglages le disent. */
export type ComplementsElectroniques = {
  readonly professionnel: boolean
  /** L’adresse de qui achète, son pays en deux lettres. */
  readonly adresse: AdresseAEcrire
  readonly adresseVendeur?: AdresseElectronique
  readonly adresseAcheteur?: AdresseElectronique
  readonly acomptes?: FactureAEcrire['acomptes']
  /** De chaque ligne, dans l’ordre : ce que le papier dit en toutes lettres. */
  readonly lignes: readonly Pick<LigneAEcrire, 'quantite' | 'unite' | 'sansTaxe'>[]
}

const moyens = ['virement', 'cheque', 'carte', 'prelevement', 'especes'] as const
type MoyenEcrit = NonNullable<FactureAEcrire['reglement']>['moyen']
const moyenDe = (mot: string): MoyenEcrit => {
  const plat = mot.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return moyens.find((m) => plat.startsWith(m)) ?? 'autre'
}

const natures: Readonly<Record<string, FactureAEcrire['nature']>> = {
  'Livraison de biens': 'biens',
  'Livraison de biens et prestation de services': 'mixte',
}

export const deLaFactureFigee = (f: FactureV1, c: ComplementsElectroniques): FactureAEcrire => {
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
      ...(f.payeur.tva ? { tva: f.payeur.tva } : {}),
      adresse: c.adresse,
      ...(c.adresseAcheteur ? { adresseElectronique: c.adresseAcheteur } : {}),
      ...(f.references.service ? { reference: f.references.service } : {}),
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
    lignes: f.lignes.map((l, i) => ({
      libelle: l.libelle,
      quantite: 1000,
      unite: 'forfait' as const,
      ...c.lignes[i],
      prix: Math.abs(l.unitaire),
      montant: l.total,
      taux: l.taux,
    })),
    ...(c.acomptes && c.acomptes.length > 0 ? { acomptes: c.acomptes } : {}),
    ...(f.corrige
      ? { corrige: { numero: f.corrige.numero, emiseLe: f.corrige.du, motif: f.corrige.motif } }
      : {}),
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

const horsNorme = (id: string, message: string): RefusDeChamp => ({
  ...refus('hors-norme', `La facture électronique romprait une règle de la norme (${id}) : ${message}`),
  champ: 'facture',
  ou: 'facture',
})

/**
 * Ce qui empêche cette facture de s’écrire, champ par champ : elle se relit, et se tient au schéma de son profil et à toutes nos règles.
 */
export const refusElectroniques = async (f: FactureAEcrire): Promise<readonly RefusDeChamp[]> => {
  const ecrite = ecrireCii(f)
  if (!ecrite.ok) return ecrite.error
  const octets = Buffer.from(ecrite.value)
  const lue = lireOctetsXml(octets)
  const fautesDeSchema = await ouvrirSchemas()
  return [
    ...fautesDeSchema(octets, 'en16931').map((m) => horsNorme('XSD', m)),
    ...(lue.ok
      ? reglesRompues(lireCii(lue.value)).map((r) => horsNorme(r.id, r.message))
      : [horsNorme('XML', lue.error.phrase)]),
  ]
}

/** L’XML d’une facture déjà tenue sans refus : seul son numéro, de même forme, a changé. */
export const ecrireSousNumero = (f: FactureAEcrire): Result<string, Refus> => {
  const ecrite = ecrireCii(f)
  return ecrite.ok
    ? ecrite
    : ko(refus(ecrite.error[0]?.code ?? 'hors-norme', ecrite.error.map((r) => r.phrase).join(' ')))
}
