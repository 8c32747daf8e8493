import { lireObjet } from '#kernel/cas.ts'
import { type Faute, sous } from '#kernel/champs.ts'
import { type Json, Nombre, type Objet } from '#kernel/json.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import {
  type Charge,
  type Dossier,
  type Exercice,
  type Financeur,
  lignesDesFinanceurs,
  type Produit,
  type VersionCerfa,
  versionsCerfa,
} from '../domain/dossier.ts'
import { type Lecteur, lecteur } from './champs.ts'
import { lireAction, lireFormateur, lireJour } from './lire-action.ts'

export type { Faute }

/** Dit qu’on ne sait pas d’où vient une recette : elle reste hors des lignes, et V27 bloque (R20). */
const aAffecter = 'a_affecter'
const financeurs = [...(Object.keys(lignesDesFinanceurs) as Financeur[]), aAffecter] as const

const lireExercice = (l: Lecteur, v: Json | undefined, chemin: string): Exercice | undefined => {
  const o = l.objet(v, chemin)
  if (!o) return undefined
  const [debut, fin] = [
    lireJour(l, o.get('debut'), sous(chemin, 'debut')),
    lireJour(l, o.get('fin'), sous(chemin, 'fin')),
  ]
  return debut && fin && { debut, fin }
}

const lireRattachement = (
  l: Lecteur,
  v: Json | undefined,
  chemin: string,
  actions: ReadonlySet<string>,
): Produit['rattachement'] | undefined => {
  const o = l.objet(v, chemin)
  if (!o) return undefined
  const cles = ['action', 'date', 'ecriture'].filter((c) => o.has(c))
  if (cles.length !== 1)
    return l.fauter(chemin, 'une action ou une date est attendue, et l’une des deux seulement.')
  if (o.has('date')) {
    const date = lireJour(l, o.get('date'), sous(chemin, 'date'))
    return date && { genre: 'date', date }
  }
  if (o.has('ecriture')) {
    const montant = l.decimal(o.get('ecriture'), sous(chemin, 'ecriture'), 'un montant')
    return montant && { genre: 'ecriture', montant }
  }
  const action = l.texte(o.get('action'), sous(chemin, 'action'))
  if (action === undefined) return undefined
  return actions.has(action)
    ? { genre: 'action', action }
    : l.fauter(sous(chemin, 'action'), `aucune action n’a l’identifiant « ${action.slice(0, 40)} ».`)
}

const lireProduit =
  (l: Lecteur, actions: ReadonlySet<string>, vus: Set<string>) =>
  (v: Json, chemin: string): Produit | undefined => {
    const o = l.objet(v, chemin)
    if (!o) return undefined
    const id = l.texte(o.get('id'), sous(chemin, 'id'))
    l.unique(vus, id, sous(chemin, 'id'), 'produit')
    const financeur = l.choix(o.get('financeur'), sous(chemin, 'financeur'), financeurs, 'financeur')
    const montant = l.decimal(o.get('montantHT'), sous(chemin, 'montantHT'), 'un montant')
    // Ni l’une ni l’autre ne compte (R18) ; fausses, elles diraient un fichier fautif.
    for (const cle of ['dateFacture', 'dateEncaissement'])
      if (o.has(cle) && o.get(cle) !== null) lireJour(l, o.get(cle), sous(chemin, cle))
    const rattachement = lireRattachement(l, o.get('rattachement'), sous(chemin, 'rattachement'), actions)
    if (id === undefined || !financeur || !montant || !rattachement) return undefined
    return { id, financeur: financeur === aAffecter ? null : financeur, montant, rattachement }
  }

const drapeau = (l: Lecteur, o: Objet, cle: string, chemin: string): boolean =>
  o.has(cle) && o.get(cle) !== null ? (l.booleen(o.get(cle), sous(chemin, cle)) ?? false) : false

const lireCharge =
  (l: Lecteur) =>
  (v: Json, chemin: string): Charge | undefined => {
    const o = l.objet(v, chemin)
    if (!o) return undefined
    const brut = o.get('compte')
    const compte = l.texte(brut instanceof Nombre ? brut.source : brut, sous(chemin, 'compte'))
    if (compte !== undefined && !/^[0-9][0-9A-Za-z]*$/.test(compte))
      l.fauter(sous(chemin, 'compte'), `« ${compte.slice(0, 20)} » n’est pas un numéro de compte.`)
    const montant = l.decimal(o.get('montantHT'), sous(chemin, 'montantHT'), 'un montant')
    const formateur = drapeau(l, o, 'formateur', chemin)
    const prestationFormation = drapeau(l, o, 'prestationFormation', chemin)
    if (compte === undefined || !montant) return undefined
    return {
      id: chemin.slice(chemin.lastIndexOf('charges')),
      compte,
      montant,
      formateur,
      prestationFormation,
      ...(typeof o.get('libelle') === 'string' ? { libelle: o.get('libelle') as string } : {}),
    }
  }

const identifiants = (v: Json | undefined): ReadonlySet<string> =>
  new Set(
    (Array.isArray(v) ? (v as readonly Json[]) : []).flatMap((x) => {
      const id = x instanceof Map ? (x as Objet).get('id') : undefined
      return typeof id === 'string' ? [id] : []
    }),
  )

const lireCas =
  (l: Lecteur, cerfa: VersionCerfa | undefined, vus: Set<string>) =>
  (v: Json, chemin: string): Dossier | undefined => {
    const o = l.objet(v, chemin)
    if (!o) return undefined
    const nomme = o.has('id') ? l.texte(o.get('id'), sous(chemin, 'id')) : `cas-${chemin.replace(/\D/g, '')}`
    l.unique(vus, nomme, sous(chemin, 'id'), 'cas')
    const champ = (cle: string) => [o.get(cle), sous(chemin, cle)] as const
    const exercice = lireExercice(l, ...champ('exercice'))
    const formateurs = l.suite(...champ('formateurs'), lireFormateur(l, new Set()))
    const connus = identifiants(o.get('formateurs'))
    const actions = l.suite(...champ('actions'), lireAction(l, connus, new Set()))
    const produits = l.suite(...champ('produits'), lireProduit(l, identifiants(o.get('actions')), new Set()))
    const charges = l.suite(...champ('charges'), lireCharge(l))
    const chiffreAffaires = l.decimal(...champ('chiffreAffairesGlobalHT'), 'un montant')
    const finPrecedente = o.has('finExercicePrecedent')
      ? lireJour(l, ...champ('finExercicePrecedent'))
      : undefined
    const produitsComptables = o.has('comptesProduitsHT')
      ? l.decimal(...champ('comptesProduitsHT'), 'un montant')
      : undefined
    if (nomme === undefined || !exercice || !chiffreAffaires) return undefined
    return {
      id: nomme,
      cerfa,
      exercice,
      formateurs,
      actions,
      produits,
      charges,
      chiffreAffaires,
      finPrecedente,
      produitsComptables,
    }
  }

/** Combien de fautes on dit d’un coup. */
const fautesMax = 50

/**
 * Lit un document `bpf-dossier/1`, strictement : à la première faute, il n’y a plus de chiffre, et toutes les fautes sont
 * dites avec leur chemin. Les clés inconnues et `attendu` sont ignorés. Ajouts facultatifs au format : `cotraitant` sur une
 * séance, `rattachement.ecriture`, le financeur `a_affecter`, `finExercicePrecedent` et `comptesProduitsHT` sur un cas.
 */
export const lireDossier = (texte: string): Result<readonly Dossier[], readonly Faute[]> => {
  const fautes: Faute[] = []
  const l = lecteur(fautes)
  const o = lireObjet(l, texte)
  let cas: Dossier[] = []
  if (o) {
    l.choix(o.get('schema'), 'schema', ['bpf-dossier/1'], 'format')
    const cerfa = o.has('cerfa') ? l.choix(o.get('cerfa'), 'cerfa', versionsCerfa, 'formulaire') : undefined
    cas = l.suite(o.get('cas'), 'cas', lireCas(l, cerfa, new Set()))
    if (Array.isArray(o.get('cas')) && (o.get('cas') as readonly Json[]).length === 0)
      l.fauter('cas', 'aucun cas n’est donné.')
  }
  return fautes.length > 0 ? ko(fautes.slice(0, fautesMax)) : ok(cas)
}
