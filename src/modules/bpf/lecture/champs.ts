import { estBissextile, joursDuMois } from '#kernel/dates.ts'
import { typographier } from '#kernel/texte.ts'
import { type Fraction, fraction } from '../domain/fraction.ts'
import { type Json, Nombre, type Objet } from './json.ts'

/** Où et pourquoi : `cas[0].actions[2].seances[0].date`, puis une phrase. */
export type Faute = { readonly chemin: string; readonly phrase: string }

const montrer = (v: Json | undefined): string => {
  if (v instanceof Nombre) return `« ${v.source.slice(0, 40)} »`
  if (typeof v === 'string') return `« ${v.slice(0, 40)} »`
  if (v === null || typeof v === 'boolean') return `« ${v} »`
  return Array.isArray(v) ? 'une liste' : 'un objet'
}

/** `presences.s1`, ou `presences["s 1"]` quand la clé n’est pas un mot. */
export const sous = (chemin: string, cle: string): string =>
  /^[\p{L}\d_$-]+$/u.test(cle)
    ? chemin === ''
      ? cle
      : `${chemin}.${cle}`
    : `${chemin}[${JSON.stringify(cle)}]`
export const rang = (chemin: string, i: number): string => `${chemin}[${i}]`

const exposantMax = 30
/** Un montant en a quatre : au-delà, c’est un calcul qu’on a oublié d’arrondir. Une heure peut venir de minutes. */
const decimalesDeMontant = 4
const decimalesDHeure = 20
/** Au-delà c’est une faute de frappe, et tout reste lisible par qui reçoit le document. */
const chiffresMax = 12

/** Un jour du calendrier, de l’an 1 à 9999 : les statuts s’ouvrent ou se ferment parfois hors de nos bornes. */
export const jourExiste = (texte: string): boolean => {
  const lu = /^(\d{4})-(\d{2})-(\d{2})$/.exec(texte)
  if (!lu) return false
  const [annee, mois, jour] = [Number(lu[1]), Number(lu[2]), Number(lu[3])]
  if (annee < 1 || mois < 1 || mois > 12 || jour < 1) return false
  return jour <= (mois === 2 && estBissextile(annee) ? 29 : joursDuMois(annee, mois))
}

type Decimal = { readonly valeur: Fraction; readonly decimales: number; readonly chiffres: number }
/** Le décimal exact que ce texte écrit, sans passer par un nombre flottant. */
const lireDecimal = (texte: string): Decimal | undefined => {
  const lu = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(texte)
  if (!lu) return undefined
  const exposant = Number(lu[4] ?? 0)
  if (Math.abs(exposant) > exposantMax || texte.length > 60) return undefined
  const apres = lu[3] ?? ''
  const mantisse = BigInt(`${lu[1]}${lu[2]}${apres}`)
  const decalage = apres.length - exposant
  const valeur = fraction(
    decalage < 0 ? mantisse * 10n ** BigInt(-decalage) : mantisse,
    10n ** BigInt(Math.max(0, decalage)),
  )
  let decimales = 0
  while ((valeur.n * 10n ** BigInt(decimales)) % valeur.d !== 0n) decimales += 1
  const absolu = valeur.n < 0n ? -valeur.n : valeur.n
  return { valeur, decimales, chiffres: String(absolu / valeur.d).length }
}

/** Lit des champs en notant chaque faute ; une valeur absente est une faute déjà notée. */
export const lecteur = (fautes: Faute[]) => {
  const fauter = (chemin: string, phrase: string): undefined => {
    fautes.push({ chemin, phrase: typographier(phrase) })
    return undefined
  }
  const present = (v: Json | undefined, chemin: string): v is Json => {
    if (v === undefined) fauter(chemin, 'ce champ manque.')
    return v !== undefined
  }
  const estObjet = (v: Json | undefined): v is Objet => v instanceof Map

  const objet = (v: Json | undefined, chemin: string): Objet | undefined =>
    !present(v, chemin) || estObjet(v) ? (v as Objet | undefined) : fauter(chemin, 'un objet est attendu.')
  const liste = (v: Json | undefined, chemin: string): readonly Json[] | undefined =>
    !present(v, chemin) || Array.isArray(v)
      ? (v as readonly Json[] | undefined)
      : fauter(chemin, 'une liste est attendue.')
  const texte = (v: Json | undefined, chemin: string): string | undefined => {
    if (!present(v, chemin)) return undefined
    if (typeof v !== 'string') return fauter(chemin, `un texte est attendu, pas ${montrer(v)}.`)
    return v.trim() === '' ? fauter(chemin, 'ce texte est vide.') : v
  }
  const booleen = (v: Json | undefined, chemin: string): boolean | undefined =>
    !present(v, chemin) || typeof v === 'boolean'
      ? (v as boolean | undefined)
      : fauter(chemin, `true ou false est attendu, pas ${montrer(v)}.`)
  const choix = <T extends string>(
    v: Json | undefined,
    chemin: string,
    admis: readonly T[],
    quoi: string,
  ): T | undefined => {
    if (!present(v, chemin)) return undefined
    const lu = v instanceof Nombre ? v.source : v
    const trouve = admis.find((a) => a === lu)
    return trouve ?? fauter(chemin, `${quoi} inconnu : ${montrer(v)}. Admis : ${admis.join(', ')}.`)
  }
  const jour = (v: Json | undefined, chemin: string): string | undefined => {
    if (!present(v, chemin)) return undefined
    if (typeof v !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(v))
      return fauter(chemin, `${montrer(v)} n’est pas une date AAAA-MM-JJ.`)
    return jourExiste(v) ? v : fauter(chemin, `le ${v} n’existe pas au calendrier.`)
  }
  const decimal = (
    v: Json | undefined,
    chemin: string,
    quoi: string,
    max = decimalesDeMontant,
  ): Fraction | undefined => {
    if (!present(v, chemin)) return undefined
    const lu =
      v instanceof Nombre ? lireDecimal(v.source) : typeof v === 'string' ? lireDecimal(v) : undefined
    if (!lu)
      return fauter(chemin, `${montrer(v)} n’est pas ${quoi} : un nombre, ou un texte décimal à point.`)
    if (lu.chiffres > chiffresMax) return fauter(chemin, `${montrer(v)} est trop grand.`)
    if (lu.decimales > max)
      return fauter(chemin, `${montrer(v)} a ${lu.decimales} décimales, au lieu de ${max} au plus.`)
    return lu.valeur
  }
  /** Des heures, positives ou nulles. */
  const heures = (v: Json | undefined, chemin: string): Fraction | undefined => {
    const lues = decimal(v, chemin, 'une durée en heures', decimalesDHeure)
    return lues && lues.n < 0n ? fauter(chemin, `${montrer(v)} : des heures ne sont pas négatives.`) : lues
  }
  /** Note la deuxième occurrence d’un identifiant. */
  const unique = (vus: Set<string>, id: string | undefined, chemin: string, quoi: string): void => {
    if (id === undefined) return
    if (vus.has(id)) fauter(chemin, `${quoi} en double : « ${id.slice(0, 40)} ».`)
    vus.add(id)
  }
  return { fauter, objet, liste, texte, booleen, choix, jour, decimal, heures, unique }
}

export type Lecteur = ReturnType<typeof lecteur>
