/**
 * Les écritures d’une demi-journée, en mémoire : les mêmes ports que la base, les mêmes arbitres (une clé par case, un
 * identifiant par entrée). Sert aux dix mille suites de gestes ; `suites.itest.ts` rejoue les mêmes sur la vraie base.
 */
import type { EtatDeCase } from '../domain/entree.ts'
import type { Demi, Emargements, FaitAInscrire, GesteRapporte, Inscrit } from '../domain/ports.ts'
import type { Minutes } from '../domain/rectifier.ts'
import type { InscriptionId, Presence } from '../domain/signer-demi-journee.ts'
import type { PortsHorsLigne } from '../gestes/recevoir-hors-ligne.ts'

type Ecrite = {
  readonly etat: EtatDeCase | null
  readonly maillon: string
  readonly le: Date | null
  readonly minutes?: Minutes
}
export type EntreeDuRegistre = FaitAInscrire & { readonly id: string; readonly numero: number }

export const enMemoire = (
  demi: Demi,
  gens: readonly Inscrit['personne'][],
  ids: readonly InscriptionId[],
) => {
  const signatures = new Map<string, Ecrite>()
  const absences = new Map<string, Ecrite>()
  const rectifications = new Map<string, Ecrite[]>()
  const rapports = new Map<string, GesteRapporte>()
  const registre: EntreeDuRegistre[] = []
  const close = { le: null as Date | null }
  let suivant = 0

  const poser = (ou: Map<string, Ecrite>, cle: string, e: Ecrite): boolean => {
    if (ou.has(cle)) return false
    ou.set(cle, e)
    return true
  }
  const emargements: Emargements = {
    nouveauMaillon: () => `m${++suivant}`,
    poserSignature: async (s) =>
      poser(signatures, s.inscription, { etat: 'presente', maillon: s.maillon, le: s.le }),
    poserAbsence: async (x) =>
      poser(absences, x.inscription, { etat: 'absente', maillon: x.maillon, le: null }),
    poserRectification: async (r) => {
      const deja = rectifications.get(r.inscription) ?? []
      const { etat, maillon, presenteLe: le, minutes } = r
      rectifications.set(r.inscription, [...deja, { etat, maillon, le, minutes }])
      return true
    },
    poserContresignature: async () => true,
    poserCloture: async (c) => {
      if (close.le) return false
      close.le = c.le
      return true
    },
    consigner: async () => {},
    inscrire: async (id, fait) => {
      if (registre.some((e) => e.id === id)) throw new Error(`L’entrée ${id} est déjà au registre.`)
      registre.push({ ...fait, id, numero: registre.length + 1 })
      return { numero: registre.length, empreinte: String(registre.length) }
    },
    poserJalon: async () => {},
  }
  const poserRapport: PortsHorsLigne['poserRapport'] = async (g) => {
    if (rapports.has(g.id)) return false
    rapports.set(g.id, g)
    return true
  }
  /** La règle de la case, telle que `etatDeCase` la dit en SQL. */
  const valeur = (id: InscriptionId): Ecrite | undefined =>
    rectifications
      .get(id)
      ?.filter((r) => r.etat !== null)
      .at(-1) ??
    signatures.get(id) ??
    absences.get(id)
  const inscrit = (rang: number): Inscrit => {
    const id = ids[rang]
    const personne = gens[rang]
    if (!id || !personne) throw new Error('hors de la liste')
    const v = valeur(id)
    const presence: Presence =
      v?.etat === 'presente'
        ? { etat: 'signee', signeeLe: v.le ?? new Date(0) }
        : v?.etat === 'absente'
          ? { etat: 'absente', motif: '' }
          : { etat: 'attendue' }
    return {
      inscription: id,
      personne,
      presence,
      regularisee: false,
      minutes: v?.minutes ?? { retard: 0, depart: 0 },
      absence: v?.etat === 'absente' ? 'inconnu' : null,
      maillon: v?.maillon ?? null,
    }
  }
  return {
    emargements,
    poserRapport,
    rapports,
    registre,
    inscrit,
    demi: (): Demi => ({ ...demi, seance: { ...demi.seance, close: close.le !== null } }),
    etat: (rang: number) => inscrit(rang).presence.etat,
  }
}
