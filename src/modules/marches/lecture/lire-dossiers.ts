import { lireCas } from '#kernel/cas.ts'
import { type Faute, type Lecteur, montrer, sous } from '#kernel/champs.ts'
import type { Json, Objet } from '#kernel/json.ts'
import type { Result } from '#kernel/result.ts'
import {
  type Dossier,
  type Membre,
  motifs,
  type Offre,
  quoiDIndice,
  type Resultat,
} from '../domain/entente.ts'

export type CasDEntente = { readonly id: string; readonly dossier: Dossier }

/** Une liste de noms ; absente, elle est vide. */
const noms = (l: Lecteur, o: Objet, cle: string, chemin: string): readonly string[] =>
  o.has(cle) ? l.suite(o.get(cle), sous(chemin, cle), (v, ici) => l.texte(v, ici)) : []

/** Un drapeau ; absent, il est faux. */
const drapeau = (l: Lecteur, o: Objet, cle: string, chemin: string): boolean =>
  o.has(cle) ? (l.booleen(o.get(cle), sous(chemin, cle)) ?? false) : false

/** Une liste d’objets ; absente, elle est vide. */
const objets = <T>(
  l: Lecteur,
  o: Objet,
  cle: string,
  chemin: string,
  lire: (x: Objet, ici: string) => T | undefined,
): readonly T[] =>
  o.has(cle)
    ? l.suite(o.get(cle), sous(chemin, cle), (v, ici) => {
        const x = l.objet(v, ici)
        return x && lire(x, ici)
      })
    : []

/** Un texte qui peut être vide : une nécessité pas encore écrite se signale, elle n’est pas une faute. */
const texteLibre = (l: Lecteur, v: Json | undefined, chemin: string): string => {
  if (v === undefined) return ''
  if (typeof v === 'string') return v
  l.fauter(chemin, `un texte est attendu, pas ${montrer(v)}.`)
  return ''
}

const lireMembre =
  (l: Lecteur, vus: Set<string>) =>
  (o: Objet, ici: string): Membre | undefined => {
    const coop = l.texte(o.get('coop'), sous(ici, 'coop'))
    l.unique(vus, coop, sous(ici, 'coop'), 'membre')
    const dits = o.has('motifs')
      ? l.suite(o.get('motifs'), sous(ici, 'motifs'), (v, la) => l.choix(v, la, motifs, 'motif'))
      : []
    const texte = texteLibre(l, o.get('texte'), sous(ici, 'texte'))
    const mandataire = drapeau(l, o, 'mandataire', ici)
    const capableSeule = drapeau(l, o, 'capableSeule', ici)
    return coop === undefined ? undefined : { coop, mandataire, capableSeule, motifs: dits, texte }
  }

const lireMontant = (l: Lecteur, o: Objet, ici: string): number | undefined => {
  if (!o.has('montant') || o.get('montant') === null) return undefined
  const v = o.get('montant')
  const ou = sous(ici, 'montant')
  const lu = typeof v === 'string' ? undefined : l.decimalDe(v)
  if (!lu) return l.fauter(ou, `un montant est attendu, pas ${montrer(v)}.`)
  const montant = Number(lu.n) / 10 ** lu.decimales
  return montant >= 0 && montant <= 1e12 ? montant : l.fauter(ou, `${montrer(v)} n’est pas un montant.`)
}

const lireOffre =
  (l: Lecteur) =>
  (o: Objet, ici: string): Offre => {
    if (!o.has('candidats')) l.fauter(sous(ici, 'candidats'), 'ce champ manque.')
    const candidats = noms(l, o, 'candidats', ici)
    if (Array.isArray(o.get('candidats')) && (o.get('candidats') as readonly Json[]).length === 0)
      l.fauter(sous(ici, 'candidats'), 'une offre a au moins un candidat.')
    const montant = lireMontant(l, o, ici)
    return { candidats, gagne: drapeau(l, o, 'gagne', ici), ...(montant === undefined ? {} : { montant }) }
  }

const lireResultat =
  (l: Lecteur) =>
  (o: Objet, ici: string): Resultat => {
    const lot = l.texte(o.get('lot'), sous(ici, 'lot')) ?? ''
    if (!o.has('offres')) l.fauter(sous(ici, 'offres'), 'ce champ manque.')
    const offres = objets(l, o, 'offres', ici, lireOffre(l))
    return { lot, offres, sousTraitants: noms(l, o, 'sousTraitants', ici) }
  }

const lireDossier = (l: Lecteur, o: Objet, ici: string): Dossier => {
  if (!o.has('membres')) l.fauter(sous(ici, 'membres'), 'ce champ manque.')
  const membres = objets(l, o, 'membres', ici, lireMembre(l, new Set()))
  if (Array.isArray(o.get('membres')) && (o.get('membres') as readonly Json[]).length === 0)
    l.fauter(sous(ici, 'membres'), 'un dossier a au moins un membre.')
  const nature = o.has('nature')
    ? l.choix(o.get('nature'), sous(ici, 'nature'), ['conjoint', 'solidaire'] as const, 'nature')
    : undefined
  return {
    membres,
    ...(nature ? { nature } : {}),
    ...(o.has('repartition') ? { repartition: drapeau(l, o, 'repartition', ici) } : {}),
    capables: noms(l, o, 'capables', ici),
    interditDoubleOffre: drapeau(l, o, 'interditDoubleOffre', ici),
    offresSeules: noms(l, o, 'offresSeules', ici),
    mandatairesAilleurs: noms(l, o, 'mandatairesAilleurs', ici),
    prixEchangesAvant: drapeau(l, o, 'prixEchangesAvant', ici),
    animateurs: noms(l, o, 'animateurs', ici),
    changementApresLimite: drapeau(l, o, 'changementApresLimite', ici),
    passe: objets(l, o, 'passe', ici, lireResultat(l)),
    indices: objets(l, o, 'indices', ici, (x, la) => {
      const [de, et] = [l.texte(x.get('de'), sous(la, 'de')), l.texte(x.get('et'), sous(la, 'et'))]
      const quoi = l.choix(x.get('quoi'), sous(la, 'quoi'), quoiDIndice, 'indice')
      if (de !== undefined && de === et)
        return l.fauter(sous(la, 'et'), 'un indice rapproche deux candidats, pas un seul.')
      return de === undefined || et === undefined || !quoi ? undefined : { de, et, quoi }
    }),
    lots: objets(l, o, 'lots', ici, (x, la) => {
      for (const cle of ['repond', 'pourrait']) if (!x.has(cle)) l.fauter(sous(la, cle), 'ce champ manque.')
      const lot = l.texte(x.get('lot'), sous(la, 'lot')) ?? ''
      return { lot, repond: noms(l, x, 'repond', la), pourrait: noms(l, x, 'pourrait', la) }
    }),
  }
}

/** Lit un document `entente-cas/1` : `{cas: [{id, dossier}]}`. Ce qui n’est pas dit d’un dossier n’y est pas. */
export const lireDossiers = (texte: string): Result<readonly CasDEntente[], readonly Faute[]> =>
  lireCas(texte, 'entente-cas/1', (l) => (o, id, chemin) => {
    const dossier = l.objet(o.get('dossier'), sous(chemin, 'dossier'))
    return dossier && { id, dossier: lireDossier(l, dossier, sous(chemin, 'dossier')) }
  })
