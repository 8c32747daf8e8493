/** Une facture reçue tient-elle ? Ce que son fichier rompt, et ce que la coopérative sait d’elle. Pur. */
import { typographier } from '#kernel/texte.ts'
import type { FactureLue, Partie } from '../electronique/modele.ts'
import type { RegleRompue } from '../electronique/regle.ts'
import type { CodeStatut } from './statuts.ts'

const siren = /^\d{9}$/
/** Le SIREN d’une partie : son identifiant légal, le début de son SIRET, ou son adresse électronique. */
export const sirenDePartie = (p: Partie | undefined): string | null =>
  [
    p?.legal?.schema === '0002' ? p.legal.id : undefined,
    p?.identifiants.find((i) => i.schema === '0009')?.id.slice(0, 9),
    p?.adresses.find((a) => a.schema === '0225')?.id.slice(0, 9),
    p?.tva.find((t) => t.startsWith('FR'))?.slice(4),
  ].find((x) => x !== undefined && siren.test(x)) ?? null

const faute = (id: string, message: string): RegleRompue => ({ id, message: typographier(message) })

/** Ce que le fichier ne peut pas savoir de lui-même : à qui il s’adresse, et s’il est déjà là. */
export const fautesDeReception = (
  f: FactureLue,
  ici: { readonly siren: string; readonly nom: string; readonly dejaRecue: boolean },
): readonly RegleRompue[] => {
  const acheteur = sirenDePartie(f.acheteur)
  return [
    ...(acheteur !== null && acheteur !== ici.siren
      ? [
          faute(
            'DESTINATAIRE',
            `Cette facture s’adresse à ${f.acheteur?.nom || 'une autre entreprise'} (SIREN ${acheteur}), pas à ${ici.nom} (${ici.siren}).`,
          ),
        ]
      : acheteur === null
        ? [
            faute(
              'DESTINATAIRE',
              `Cette facture ne dit le SIREN d’aucun acheteur : rien ne montre qu’elle est pour ${ici.nom}.`,
            ),
          ]
        : []),
    ...(sirenDePartie(f.vendeur) === ici.siren
      ? [
          faute(
            'EMETTEUR',
            `Cette facture nomme ${ici.nom} comme émettrice : une facture reçue vient de quelqu’un d’autre.`,
          ),
        ]
      : []),
    ...(ici.dejaRecue
      ? [
          faute(
            'DOUBLON',
            `Une facture ${f.numero ?? ''} de ce fournisseur est déjà là, sous un autre fichier.`,
          ),
        ]
      : []),
    ...(f.devise !== undefined && f.devise !== 'EUR'
      ? [faute('DEVISE', `Cette facture est en ${f.devise} : ses montants ne se comptent pas ici en euros.`)]
      : []),
  ]
}

/** Ce que l’on peut répondre à une facture reçue. */
export const reponses = ['approuver', 'refuser', 'litige'] as const
export type Reponse = (typeof reponses)[number]
export const codeDeReponse: Readonly<Record<Reponse, CodeStatut>> = {
  approuver: 205,
  refuser: 210,
  litige: 207,
}

/** Où en est une facture reçue : ce que la coopérative y a répondu, ou ce que le fournisseur en a dit depuis. */
export type EtatRecue = 'a-repondre' | 'a-part' | 'approuvee' | 'refusee' | 'en-litige' | 'annulee'
export const motEtatRecue: Readonly<Record<EtatRecue, string>> = {
  'a-repondre': 'à répondre',
  'a-part': 'mise à part',
  approuvee: 'approuvée',
  refusee: 'refusée',
  'en-litige': 'en litige',
  annulee: 'annulée par le fournisseur',
}
export const etatDeRecue = (fautes: number, codes: readonly CodeStatut[]): EtatRecue =>
  codes.includes(220)
    ? 'annulee'
    : codes.includes(210)
      ? 'refusee'
      : codes.includes(205)
        ? 'approuvee'
        : codes.includes(207)
          ? 'en-litige'
          : fautes > 0
            ? 'a-part'
            : 'a-repondre'
