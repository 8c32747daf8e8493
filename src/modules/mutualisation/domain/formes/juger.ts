import { defauts, type Faits } from './faits.ts'
import { formes, ligneDuPayeur } from './formes.ts'
import { avertissements, interdictions } from './interdictions.ts'
import { type CodeForme, type Forme, type Regle, vaut } from './regle.ts'

/** Les lignes du bilan pédagogique et financier que la mission touche, chez qui reçoit et chez qui envoie. */
export type LignesBpf = { readonly receveur: readonly string[]; readonly envoyeur: readonly string[] }

export type FormePermise = {
  readonly forme: Forme
  readonly pieces: readonly string[]
  readonly bpf: LignesBpf
  readonly qualiopi: Forme['qualiopi']
  readonly avertissements: readonly Regle[]
}
export type FormeInterdite = { readonly forme: Forme; readonly raisons: readonly Regle[] }
export type Jugement = {
  readonly permises: readonly FormePermise[]
  readonly interdites: readonly FormeInterdite[]
}

const rien = { receveur: [], envoyeur: [] } as const
const sousTraitances: readonly CodeForme[] = ['sous-traitance', 'sous-traitance-cae']

const bpfDe = (forme: Forme, f: Faits): LignesBpf => {
  // Hors formation : ni C, ni F, ni G.
  if (f.objet === 'conseil') return rien
  const c = ligneDuPayeur[f.payeur]
  // Reçue puis reconfiée : C.10 et G pour le tout, jamais F-2 (R12).
  const recu = (ligne: string): readonly string[] =>
    f.rang === 2 ? ({ C: ['C.10'], 'F-1': ['G'], 'F-2': [] }[ligne] ?? [ligne]) : [ligne === 'C' ? c : ligne]
  const receveur = forme.bpf.receveur.flatMap(recu)
  const envoyeur = forme.bpf.envoyeur.map((ligne) => (ligne === 'C' ? c : ligne))
  // F-2 ne porte que ce qui est confié à un organisme déclaré (R10) ; qui ne l’est pas ne remet pas de bilan (L6352-11).
  if (f.nda) return { receveur, envoyeur }
  return {
    receveur: sousTraitances.includes(forme.code) ? receveur.filter((l) => l !== 'F-2') : receveur,
    envoyeur: [],
  }
}

/**
 * Les formes juridiques qu’une mission peut prendre, et celles qu’elle ne peut pas, chacune avec ses raisons, dans l’ordre de la
 * table. Propose et explique ; ne choisit pas : « à valider par votre union ou votre conseil ». `donnes` :
 * ce qui s’écarte des défauts.
 */
export const jugerFormes = (donnes: Partial<Faits>): Jugement => {
  const faits: Faits = { ...defauts, ...donnes }
  const de = (regles: readonly Regle[], forme: Forme) =>
    regles.filter((r) => r.formes.includes(forme.code) && vaut(faits, r.si))
  const permises: FormePermise[] = []
  const interdites: FormeInterdite[] = []
  for (const forme of formes) {
    if (!forme.domaine.some((d) => vaut(faits, d))) continue
    const raisons = de(interdictions, forme)
    if (raisons.length > 0) interdites.push({ forme, raisons })
    else {
      const dits = de(avertissements, forme)
      permises.push({
        forme,
        pieces: [...new Set([...forme.pieces, ...dits.flatMap((d) => (d.piece ? [d.piece] : []))])],
        bpf: bpfDe(forme, faits),
        qualiopi: faits.objet === 'conseil' ? rien : forme.qualiopi,
        avertissements: dits,
      })
    }
  }
  return { permises, interdites }
}
