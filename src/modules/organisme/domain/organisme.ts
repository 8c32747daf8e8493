import { type Courriel, lireCourriel } from '#kernel/courriel.ts'
import { ajouterJours, ajouterMois, type DateCivile, dateDe, ecartEnJours, morceaux } from '#kernel/dates.ts'
import {
  type CodePostal,
  lireNda,
  lireSiret,
  lireUai,
  type Nda,
  type Siret,
  sirenDe,
  type TvaFr,
  tvaDe,
  type Uai,
} from '#kernel/identifiants.ts'
import { type Avertissement, type Refus, refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { slug, uneLigne } from '#kernel/texte.ts'
import { estCae, type Forme } from './forme.ts'

/**
 * Le régime de TVA vaut pour l’organisme entier, jamais pour une enseigne (261-4-4° a : l’exonération obtenue
 * s’impose à toutes ses opérations de formation continue). Il est daté : un changement ajoute une ligne.
 */
export type RegimeTva =
  /** Attestation 3511 : l’effet remonte à la réception de la demande (CGI ann. II, 202 A à 202 D). */
  | {
      readonly regime: 'exonere'
      readonly attestation: { readonly demandeRecueLe: DateCivile; readonly reference?: string }
    }
  | { readonly regime: 'franchise' }
  | { readonly regime: 'assujetti' }
  /** Une coopérative neuve ne l’a pas encore dit : rien qui porte un prix ne s’émet. */
  | { readonly regime: 'a-dire' }

/** Ce que répond toute pièce qui porte un prix tant que le régime n’est pas dit. */
export const tvaADire = (): Refus<'tva-a-dire'> =>
  refus(
    'tva-a-dire',
    'Dites d’abord, dans la fiche de la coopérative, si vos formations sont exonérées de TVA, en franchise ou taxées : cette pièce écrit un prix.',
  )

/** Comment un prix s’écrit : `annonce` est taxe comprise (catalogue, session, particulier), `convenu` est celui d’un dossier. */
export const motsDuPrix = (
  tva: RegimeTva,
  date: DateCivile,
): { readonly annonce: 'net de taxe' | 'TTC'; readonly convenu: 'net de taxe' | 'HT' } =>
  mentionTva(tva, date).taux === 0
    ? { annonce: 'net de taxe', convenu: 'net de taxe' }
    : { annonce: 'TTC', convenu: 'HT' }

/** Le prix qu’on annonce, en toutes lettres : au public, et dans le catalogue. */
export const motDuPrix = (tva: RegimeTva, date: DateCivile): 'net de taxe' | 'taxe comprise' =>
  motsDuPrix(tva, date).annonce === 'TTC' ? 'taxe comprise' : 'net de taxe'

/**
 * La mention de facture ; rien quand la TVA est due. `couvert` faux : facture antérieure à l’attestation, ou régime à
 * dire (`aDire`), qu’aucune pièce ne devine.
 */
export const mentionTva = (
  tva: RegimeTva,
  date: DateCivile,
): { texte?: string; taux: 0 | 2000; couvert: boolean; aDire?: true } => {
  if (tva.regime === 'a-dire') return { taux: 2000, couvert: false, aDire: true }
  if (tva.regime === 'franchise')
    return { texte: 'TVA non applicable, art. 293 B du CGI', taux: 0, couvert: true }
  if (tva.regime === 'exonere' && date >= tva.attestation.demandeRecueLe)
    return { texte: 'Exonération de TVA, article 261-4-4° a du CGI', taux: 0, couvert: true }
  return { taux: 2000, couvert: tva.regime === 'assujetti' }
}

/** Un exercice comptable : premier et dernier jour compris. Il peut ne pas suivre l’année civile ni durer douze mois. */
export type Exercice = { readonly debut: DateCivile; readonly fin: DateCivile }
export type Cloture = { readonly mois: number; readonly jour: number }

/** L’exercice de douze mois qui contient `date`, pour une clôture annuelle (un 29 février clôt le dernier jour du mois). */
export const exerciceDe = (date: DateCivile, cloture: Cloture): Exercice => {
  const finEn = (annee: number): DateCivile => {
    const exacte = dateDe(annee, cloture.mois, cloture.jour)
    if (exacte && !(cloture.mois === 2 && cloture.jour >= 28)) return exacte
    // Fin février : le dernier jour du mois, bissextile ou non.
    const mars = dateDe(annee, 3, 1)
    if (cloture.mois !== 2 || !mars)
      throw new RangeError(`clôture impossible : ${cloture.jour}/${cloture.mois}`)
    return ajouterJours(mars, -1)
  }
  const { annee } = morceaux(date)
  const fin = date <= finEn(annee) ? finEn(annee) : finEn(annee + 1)
  return { debut: ajouterJours(finEn(morceaux(fin).annee - 1), 1), fin }
}

export type RefusExercice = Refus<'exercice-inverse' | 'exercice-trop-long' | 'exercice-chevauche'>
/** Un premier exercice peut dépasser douze mois (vingt-quatre au plus, usage non relu) ; deux ne se chevauchent jamais. */
export const ajouterExercice = (
  existants: readonly Exercice[],
  neuf: Exercice,
): Result<Exercice, RefusExercice> => {
  if (neuf.fin < neuf.debut) return refuser('exercice-inverse', 'La clôture précède l’ouverture.')
  if (neuf.fin >= ajouterMois(neuf.debut, 24))
    return refuser('exercice-trop-long', 'Un exercice dure vingt-quatre mois au plus.')
  if (existants.some((e) => e.debut <= neuf.fin && neuf.debut <= e.fin))
    return refuser('exercice-chevauche', 'Cet exercice en chevauche un autre.')
  return ok(neuf)
}
export const joursExercice = (e: Exercice): number => ecartEnJours(e.debut, e.fin) + 1

export type OrganismeSaisi = {
  readonly nom: string
  /** Absent : tiré du nom. */
  readonly code?: string
  readonly siret: string
  /** Un organisme neuf n’en a pas : sa première convention est ce qui permet de le demander (R6351-6). */
  readonly nda?: string
  readonly uai?: string
  readonly courriel: string
  readonly codePostal?: CodePostal
  readonly forme: Forme
  readonly tva: RegimeTva
  readonly cloture: Cloture
}

export type Organisme = {
  readonly nom: string
  readonly code: string
  readonly siret: Siret
  readonly numeroTva: TvaFr
  readonly nda: Nda | null
  readonly uai: Uai | null
  readonly courriel: Courriel
  readonly forme: Forme
  readonly cae: boolean
  readonly tva: RegimeTva
  readonly cloture: Cloture
}

export type ChampOrganisme = 'nom' | 'code' | 'siret' | 'nda' | 'uai' | 'courriel' | 'cloture'
/** Toutes les fautes d’un coup, par champ : personne ne corrige un formulaire une ligne à la fois. */
export type RefusOrganisme = {
  readonly code: 'organisme-invalide'
  readonly champs: Partial<Record<ChampOrganisme, Refus>>
}

/** Ce que ces noms voudraient dire dans une adresse : réservés à l’application. */
const reserves = new Set([
  'connexion',
  'sante',
  'verifier',
  'demo',
  'aide',
  'api',
  'admin',
  'statique',
  'pole',
  'poles',
  'annuaire',
])

export const creerOrganisme = (
  saisi: OrganismeSaisi,
): Result<{ organisme: Organisme; avertissements: Avertissement[] }, RefusOrganisme> => {
  const champs: Partial<Record<ChampOrganisme, Refus>> = {}
  const lu = <T>(champ: ChampOrganisme, resultat: Result<T, Refus>): T | undefined => {
    if (resultat.ok) return resultat.value
    champs[champ] = resultat.error
    return undefined
  }
  const nom = uneLigne(saisi.nom)
  if (nom.length < 2 || nom.length > 250)
    champs.nom = refus('nom-longueur', 'Le nom a entre 2 et 250 caractères.')
  const code = slug(saisi.code ?? nom)
  if (code.length < 2 || (saisi.code !== undefined && code !== saisi.code))
    champs.code = refus(
      'code-forme',
      'Le nom court n’a que des lettres sans accent, des chiffres et des traits d’union, par exemple langue-et-lien.',
    )
  else if (reserves.has(code))
    champs.code = refus('code-reserve', `« ${code} » est réservé. Choisissez un autre nom court.`)
  const siret = lu('siret', lireSiret(saisi.siret))
  const courriel = lu('courriel', lireCourriel(saisi.courriel))
  const nda = saisi.nda?.trim()
    ? lu('nda', lireNda(saisi.nda, saisi.codePostal ? { codePostal: saisi.codePostal } : {}))
    : undefined
  const uai = saisi.uai?.trim() ? lu('uai', lireUai(saisi.uai)) : undefined
  const { mois, jour } = saisi.cloture
  // 2028 est bissextile : le 29 février y existe.
  if (!dateDe(2028, mois, jour))
    champs.cloture = refus('cloture-inexistante', 'Ce jour de clôture n’existe pas.')
  if (!siret || !courriel || Object.keys(champs).length > 0) return ko({ code: 'organisme-invalide', champs })
  const avertissements: Avertissement[] = [...(nda?.avertissements ?? [])]
  if (!nda)
    avertissements.push(
      refus(
        'nda-absent',
        'Sans numéro de déclaration d’activité : il se demande dans les trois mois qui suivent la première convention.',
      ),
    )
  return ok({
    organisme: {
      nom,
      code,
      siret,
      numeroTva: tvaDe(sirenDe(siret)),
      nda: nda?.valeur ?? null,
      uai: uai ?? null,
      courriel,
      forme: saisi.forme,
      cae: estCae(saisi.forme),
      tva: saisi.tva,
      cloture: saisi.cloture,
    },
    avertissements,
  })
}
