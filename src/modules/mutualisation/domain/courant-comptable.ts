/**
 * Le compte courant en écritures équilibrées, au format que lisent les comptables. Un extrait : la pièce (facture, décompte) est déjà dans
 * les comptes, le compte courant l’éteint par le compte 467 ; un virement de compensation éteint le 467 par la banque.
 */
import type { DateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { EcriturePassee } from '#modules/facturation/index.ts'
import type { LigneDuCourant } from './courant.ts'

const courant = { numero: '467', libelle: 'Compte courant du pôle' }
const client = { numero: '411', libelle: 'Clients' }
const fournisseur = { numero: '401', libelle: 'Fournisseurs' }
const banque = { numero: '512', libelle: 'Banque' }

/** Ce qui a passé dans l’année, du plus ancien au plus récent, numéroté depuis un. Deux lignes chacun, débit égal au crédit. */
export const ecrituresComptables = (
  lignes: readonly LigneDuCourant[],
  annee: number,
): readonly EcriturePassee[] =>
  lignes
    .map((l) => ({ l, jour: jourLocal(l.le, ZONE_PAR_DEFAUT) }))
    .filter(({ l, jour }) => l.montant !== 0 && jour.startsWith(String(annee)))
    .sort((x, y) => x.l.le.getTime() - y.l.le.getTime() || (x.l.mouvement < y.l.mouvement ? -1 : 1))
    .map(({ l, jour }, i) => {
      const m = centimes(Math.abs(l.montant))
      const rien = centimes(0)
      const auxiliaire = { numero: `P${l.avec.slice(-8).toUpperCase()}`, nom: l.nom }
      // On nous doit : le compte courant prend ce que la pièce demandait. Une correction rend par le même compte.
      const rend = l.genre === 'correction'
      const face = l.arrete ? banque : l.montant > 0 !== rend ? client : fournisseur
      const duPole = { compte: courant, auxiliaire, libelle: l.libelle }
      const autre = { compte: face, ...(l.arrete ? {} : { auxiliaire }), libelle: l.libelle }
      return {
        origine: 'reglement',
        de: l.mouvement,
        cle: '',
        journal: l.arrete ? 'banque' : 'operations-diverses',
        jour,
        piece: l.piece,
        pieceLe: l.faitLe as DateCivile,
        activite: '',
        session: null,
        numero: i + 1,
        valideeLe: jour,
        lignes:
          l.montant > 0
            ? [
                { ...duPole, debit: m, credit: rien },
                { ...autre, debit: rien, credit: m },
              ]
            : [
                { ...autre, debit: m, credit: rien },
                { ...duPole, debit: rien, credit: m },
              ],
      }
    })
